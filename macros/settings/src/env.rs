//! Variables ▶ layer.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use figment::value::{Dict, Value as Tree};

use crate::input;
use crate::layer::{Draft, Layer, lookup, owned};
use crate::near::nearest;
use crate::problem::Origin;
use crate::schema::{Field, Kind, Leaf};
use crate::yaml::Node;

/// What the name of a variable ends with that names a file with a secret in it.
pub(crate) const FILE: &str = "_FILE";

/// The variables of a process.
pub(crate) struct Variables<'a> {
    pub(crate) all: &'a BTreeMap<OsString, OsString>,
    /// What ours begin with.
    pub(crate) prefix: &'a str,
    /// One of ours that is no setting.
    pub(crate) reserved: Option<String>,
}

impl Variables<'_> {
    fn is_free(&self, name: &OsStr) -> bool {
        self.reserved.as_deref().is_none_or(|reserved| name != reserved)
    }
}

/// The variables of one prefix. `below` holds what the weaker layers say, for one item of a list.
pub(crate) fn layer(
    mut draft: Draft<'_>,
    variables: &Variables<'_>,
    leaves: &[Leaf],
    below: &Dict,
) -> Layer {
    let prefix = variables.prefix;
    let names = |leaf: &'_ Leaf| -> Vec<String> {
        std::iter::once(leaf.env(prefix)).chain(leaf.env_aliases(prefix)).collect()
    };
    let known: Vec<(String, &Leaf)> =
        leaves.iter().flat_map(|l| names(l).into_iter().map(move |name| (name, l))).collect();
    // By length first, so that the items of a list come in order: `APP_PORTS_9`, `APP_PORTS_10`.
    let all = variables.all;
    let mut variables: Vec<_> = all.iter().filter(|(name, _)| variables.is_free(name)).collect();
    variables.sort_by_key(|(name, _)| name.len());
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|name| is_ours(name, prefix)) else { continue };
        let origin = Origin::Env { name: name.to_owned() };
        let Some(target) = Target::of(name, &known) else {
            if !prefix.is_empty() {
                stray(&mut draft, name, &known, &origin);
            }
            continue;
        };
        let leaf = target.leaf();
        if let Target::File(_, plain) = target {
            let both = all.contains_key(OsStr::new(plain)).then_some(plain);
            from_file(&mut draft, leaf, &origin, Path::new(value), both);
            continue;
        }
        let Some(text) = value.to_str() else {
            draft.refuse(leaf.key(), &origin, "the value is not UTF-8", None);
            continue;
        };
        match target {
            Target::Part(_, rest) => {
                draft.choose(leaf, &origin);
                if !element_of(&mut draft, leaf, rest, text, &origin, below) {
                    stray(&mut draft, name, &known, &origin);
                }
            }
            _ => {
                let Field { kind, secret, .. } = *leaf.field;
                draft.put(&owned(&leaf.path), kind, secret, &Node::text(text), &origin);
                draft.choose(leaf, &origin);
            }
        }
    }
    draft.finish("environment variables")
}

/// What a variable sets.
#[derive(Clone, Copy)]
enum Target<'a> {
    /// All of a setting.
    Whole(&'a Leaf),
    /// All of a secret, by a file; beside it the variable that would hold the secret itself.
    File(&'a Leaf, &'a str),
    /// What the rest of the name says of a map or list.
    Part(&'a Leaf, &'a str),
}

impl<'a> Target<'a> {
    /// A setting of that name is stronger than a file for another, and that than an entry.
    fn of(name: &'a str, known: &'a [(String, &'a Leaf)]) -> Option<Self> {
        let exactly = |name: &str| known.iter().find(|(n, _)| n == name);
        if let Some((_, leaf)) = exactly(name) {
            return Some(Target::Whole(leaf));
        }
        let file = name.strip_suffix(FILE).and_then(exactly).filter(|(_, leaf)| leaf.has_file());
        if let Some((plain, leaf)) = file {
            return Some(Target::File(leaf, plain));
        }
        let parts = known.iter().filter_map(|(n, leaf)| {
            let rest = name.strip_prefix(n.as_str())?.strip_prefix('_')?;
            (!rest.is_empty()).then_some((*leaf, rest))
        });
        parts.min_by_key(|(_, rest)| rest.len()).map(|(leaf, rest)| Target::Part(leaf, rest))
    }

    fn leaf(self) -> &'a Leaf {
        match self {
            Target::Whole(leaf) | Target::File(leaf, _) | Target::Part(leaf, _) => leaf,
        }
    }
}

/// A secret from the file that a variable names, as containers get theirs: what stands in a variable
/// is seen by every child process, and in what tools print of a container.
fn from_file(
    draft: &mut Draft<'_>,
    leaf: &Leaf,
    origin: &Origin,
    file: &Path,
    plain: Option<&str>,
) {
    let Origin::Env { name } = origin else { return };
    if let Some(plain) = plain {
        let help = Some("unset one of them".to_owned());
        draft.refuse(leaf.key(), origin, format!("{plain} is set, too"), help);
        return;
    }
    let text = match input::read(file) {
        Ok(text) => text,
        Err(unreadable) => {
            // Where nothing is read, the text may be the secret itself instead of a path to it.
            draft.refuse(leaf.key(), origin, unreadable.to_string(), None);
            return;
        }
    };
    // Editors and `echo` end a file with a line feed that is no part of the secret.
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    let Field { kind, secret, .. } = *leaf.field;
    let path = file.display().to_string();
    let origin = Origin::EnvFile { name: name.clone(), path };
    draft.put(&owned(&leaf.path), kind, secret, &Node::text(text), &origin);
    draft.choose(leaf, &origin);
}

/// Whether a name begins with the prefix.
pub(crate) fn is_ours(name: &str, prefix: &str) -> bool {
    prefix.is_empty() || name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('_'))
}

/// `APP_LABELS_team` sets one entry of a map, `APP_PORTS_1` one item of a list.
fn element_of(
    draft: &mut Draft<'_>,
    leaf: &Leaf,
    rest: &str,
    text: &str,
    origin: &Origin,
    below: &Dict,
) -> bool {
    let mut path = owned(&leaf.path);
    let secret = leaf.field.secret;
    match leaf.field.kind.required() {
        Kind::Map(inner) => {
            // Most systems want variables in capitals, so those say nothing of the key's case.
            let capitals = !rest.contains(char::is_lowercase);
            path.push(if capitals { rest.to_lowercase() } else { rest.to_owned() });
            draft.put(&path, *inner, secret, &Node::text(text), origin);
            true
        }
        Kind::List(inner) => {
            let Ok(index) = rest.parse::<usize>() else { return false };
            let list = lookup(Some(&draft.data), &path).or_else(|| lookup(Some(below), &path));
            let mut list = list.and_then(Tree::as_array).unwrap_or_default().to_vec();
            if index > list.len() {
                let message = format!("there are {} items before this one", list.len());
                let help = "set the items in order, counted from 0".to_owned();
                draft.refuse(leaf.key(), origin, message, Some(help));
                return true;
            }
            let mut item = path.clone();
            item.push(rest.to_owned());
            if let Some(value) = draft.read(&item, *inner, secret, &Node::text(text), origin) {
                list.splice(index..(index + 1).min(list.len()), [value]);
                draft.insert(&path, list.into(), origin);
            }
            true
        }
        _ => false,
    }
}

/// A variable of ours that sets nothing is a mistake only where it looks like a mistyped one:
/// other programs may share the prefix.
fn stray(draft: &mut Draft<'_>, name: &str, known: &[(String, &Leaf)], origin: &Origin) {
    let plain = name.strip_suffix(FILE).filter(|plain| known.iter().any(|(n, _)| n == plain));
    let help = if let Some(plain) = plain {
        format!("only secrets are read from files that variables name: set `{plain}`")
    } else {
        let files = known.iter().filter(|(_, leaf)| leaf.has_file());
        let files: Vec<String> = files.map(|(name, _)| format!("{name}{FILE}")).collect();
        let names = known.iter().map(|(name, _)| name.as_str());
        match nearest(name, names.chain(files.iter().map(String::as_str))) {
            Some(near) => format!("did you mean `{near}`?"),
            None => return,
        }
    };
    draft.refuse(String::new(), origin, "there is no such setting", Some(help));
}
