//! Settings with what is around them: the names that follow from it, and when they count.

use figment::value::{Dict, Value as Tree};

use crate::field::{Field, Flag};
use crate::schema::Kind;

/// A setting with the sections around it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Leaf {
    /// The keys that lead to it. The last is empty where the setting is the variant of an enum whose
    /// name is itself a key.
    pub path: Vec<&'static str>,
    /// The setting itself.
    pub field: &'static Field,
    /// Whether a section around it may be left out, or is one of several variants.
    pub optional: bool,
    /// Whether a running program takes a change of it: its own mark, or that of a section around it.
    pub reload: bool,
    /// The variants that must be chosen, the outermost first.
    pub(crate) conditions: Vec<Condition>,
}

/// What is around a leaf while the leaves are collected.
#[derive(Default)]
pub(crate) struct Around {
    pub(crate) path: Vec<&'static str>,
    pub(crate) optional: bool,
    pub(crate) reload: bool,
    pub(crate) conditions: Vec<Condition>,
}

impl Around {
    pub(crate) fn leaf(&self, field: &'static Field) -> Leaf {
        let optional = self.optional || !self.conditions.is_empty();
        let path = [&*self.path, &[field.key]].concat();
        let reload = self.reload || field.reload;
        Leaf { path, field, optional, reload, conditions: self.conditions.clone() }
    }
}

/// A variant that must be chosen for a setting to count.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    /// The path of the setting that chooses.
    pub(crate) tag: Vec<&'static str>,
    /// Any of these will do.
    pub(crate) variants: &'static [&'static str],
    /// Whether one of them is chosen where no layer chooses.
    pub(crate) default: bool,
}

impl Condition {
    /// Whether setting something of the variant chooses it.
    pub(crate) fn is_external(&self) -> bool {
        self.tag.last().is_some_and(|key| key.is_empty())
    }

    fn holds(&self, root: &Dict) -> bool {
        let (last, around) = self.tag.split_last().unwrap_or((&"", &[]));
        let section = around.iter().try_fold(root, |dict, key| dict.get(*key)?.as_dict());
        let chosen = section.and_then(|dict| dict.get(*last)).and_then(Tree::as_str);
        chosen.is_some_and(|chosen| self.variants.contains(&chosen))
    }
}

impl Leaf {
    /// The path as people write it: `tls.ca_file`.
    pub fn key(&self) -> String {
        dotted(&self.path)
    }

    /// The name of its variable under a prefix: `APP_TLS_CA_FILE`.
    pub fn env(&self, prefix: &str) -> String {
        env(&self.path, self.field, prefix)
    }

    /// Whether a variable with `_FILE` behind its name may name a file that holds it. Of a map, that
    /// would be the entry `file`.
    pub(crate) fn has_file(&self) -> bool {
        self.field.secret && !matches!(self.field.kind.required(), Kind::Map(_))
    }

    /// Its variables by its aliases: `APP_TLS_CA` for the alias `ca`.
    pub(crate) fn env_aliases(&self, prefix: &str) -> impl Iterator<Item = String> {
        self.paths_by_alias().map(move |path| variable(&path, prefix))
    }

    /// Its flags by its aliases: `tls-ca` for the alias `ca`.
    pub(crate) fn flag_aliases(&self) -> impl Iterator<Item = String> {
        let by_path = matches!(self.field.flag, Flag::Path);
        let paths = self.paths_by_alias().filter(move |_| by_path);
        paths.map(|path| flag(&path))
    }

    fn paths_by_alias(&self) -> impl Iterator<Item = Vec<&'static str>> {
        let around = &self.path[..self.path.len() - 1];
        self.field.aliases.iter().map(move |alias| [around, &[*alias]].concat())
    }

    /// The name of its flag without dashes: `tls-ca-file`.
    pub fn flag(&self) -> Option<String> {
        match self.field.flag {
            Flag::Path => Some(flag(&self.path)),
            Flag::Named(name) => Some(name.to_owned()),
            Flag::None => None,
        }
    }

    /// When it counts, if that is not always: "With `backoff.kind` = `fixed`".
    ///
    /// ```
    /// use typewright_settings::Settings;
    ///
    /// #[derive(Settings)]
    /// struct App {
    ///     backoff: Backoff,
    /// }
    ///
    /// #[derive(Settings)]
    /// #[settings(tag = "kind")]
    /// enum Backoff {
    ///     Fixed { delay_ms: u64 },
    /// }
    ///
    /// let delay = &App::SCHEMA.leaves()[1];
    /// assert_eq!(delay.condition().as_deref(), Some("With `backoff.kind` = `fixed`"));
    /// ```
    pub fn condition(&self) -> Option<String> {
        let each = |condition: &Condition| {
            let names: Vec<_> = condition.variants.iter().map(|n| format!("`{n}`")).collect();
            format!("`{}` = {}", dotted(&condition.tag), names.join(" or "))
        };
        let all: Vec<String> = self.conditions.iter().map(each).collect();
        (!all.is_empty()).then(|| format!("With {}", all.join(" and ")))
    }

    /// Whether it counts where no layer says anything.
    pub(crate) fn counts_by_default(&self) -> bool {
        self.conditions.iter().all(|condition| condition.default)
    }

    /// Whether the variants that it belongs to are chosen.
    pub(crate) fn counts(&self, root: &Dict) -> bool {
        self.conditions.iter().all(|condition| condition.holds(root))
    }
}

/// The variable of a setting at a path.
pub(crate) fn env(path: &[&str], field: &Field, prefix: &str) -> String {
    match field.env {
        None => variable(path, prefix),
        Some(name) if prefix.is_empty() => name.to_owned(),
        Some(name) => format!("{prefix}_{name}"),
    }
}

/// A path as people write it.
pub(crate) fn dotted(path: &[impl AsRef<str>]) -> String {
    let mut key = String::new();
    join(path, '.', |part| key.push_str(part));
    key
}

fn variable(path: &[&str], prefix: &str) -> String {
    let mut name = String::with_capacity(48);
    name.push_str(prefix);
    if !prefix.is_empty() {
        name.push('_');
    }
    join(path, '_', |part| {
        for c in part.chars() {
            match c {
                '-' => name.push('_'),
                _ if c.is_ascii() => name.push(c.to_ascii_uppercase()),
                _ => name.extend(c.to_uppercase()),
            }
        }
    });
    name
}

fn flag(path: &[&str]) -> String {
    let mut name = String::with_capacity(32);
    join(path, '-', |part| name.extend(part.chars().map(|c| if c == '_' { '-' } else { c })));
    name
}

/// Gives the keys and what stands between them, one after the other: a tool makes hundreds of these
/// names before it does anything. Empty keys have no name of their own.
fn join(path: &[impl AsRef<str>], between: char, mut push: impl FnMut(&str)) {
    let mut letter = [0; 4];
    let between = &*between.encode_utf8(&mut letter);
    let keys = path.iter().map(AsRef::as_ref).filter(|key| !key.is_empty());
    for (i, key) in keys.enumerate() {
        if i > 0 {
            push(between);
        }
        push(key);
    }
}
