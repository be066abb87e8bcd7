//! The schema: what a settings struct says about itself, as constant data.

pub use crate::field::{Field, Flag, Merge, SetBy};

/// What a value must look like. Every layer is read through it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// `true` or `false`.
    Bool,
    /// A whole number between two bounds, both included.
    Integer {
        /// The least number.
        min: i64,
        /// The greatest number.
        max: u64,
    },
    /// A finite number.
    Float,
    /// Text.
    Text,
    /// The path of a file or folder.
    Path,
    /// A length of time with its unit, such as `30s` or `1h 30m`.
    Duration,
    /// A number of bytes with or without a unit, such as `512` or `10 MiB`.
    Size,
    /// An absolute URL.
    Url,
    /// One of some names, whatever their case.
    Choice(&'static [&'static str]),
    /// A value that may be left out.
    Option(&'static Kind),
    /// Values in order. A stronger layer replaces the whole list.
    List(&'static Kind),
    /// Values by name. Layers add to it entry by entry.
    Map(&'static Kind),
    /// Settings of their own.
    Section(&'static Section),
}

impl Kind {
    /// The kind without [`Kind::Option`] around it.
    pub const fn required(self) -> Kind {
        match self {
            Kind::Option(inner) => inner.required(),
            kind => kind,
        }
    }

    /// Whether a value of this kind holds one that must not be shown.
    pub(crate) fn holds_secret(self) -> bool {
        match self {
            Kind::Option(inner) | Kind::List(inner) | Kind::Map(inner) => inner.holds_secret(),
            Kind::Section(section) => {
                section.fields.iter().any(|field| field.secret || field.kind.holds_secret())
            }
            _ => false,
        }
    }

    /// A number of this kind between two bounds, as far as the kind has them.
    ///
    /// # Panics
    /// While compiling, if the kind is no [`Kind::Integer`] or no number is left.
    #[track_caller]
    #[must_use]
    pub const fn within(self, least: i64, greatest: u64) -> Kind {
        let Kind::Integer { min, max } = self else { panic!("`min` and `max` are for integers") };
        let min = if least > min { least } else { min };
        let max = if greatest < max { greatest } else { max };
        assert!((min as i128) <= max as i128, "`min` is greater than `max`");
        Kind::Integer { min, max }
    }

    /// What a person should write, as in "expected {}".
    ///
    /// ```
    /// use typewright_settings::{Kind, Setting};
    /// assert_eq!(u16::KIND.expectation(), "a whole number from 0 to 65535");
    /// assert_eq!(Kind::Choice(&["text", "json"]).expectation(), "one of text, json");
    /// ```
    pub fn expectation(self) -> String {
        match self {
            Kind::Bool => "true or false".into(),
            Kind::Integer { min, max } => format!("a whole number from {min} to {max}"),
            Kind::Float => "a number".into(),
            Kind::Text => "text".into(),
            Kind::Path => "a path".into(),
            Kind::Duration => "a duration such as 30s or 5m".into(),
            Kind::Size => "a size such as 512 or 10 MiB".into(),
            Kind::Url => "a URL such as https://host/path".into(),
            Kind::Choice(names) => format!("one of {}", names.join(", ")),
            Kind::Option(inner) => inner.expectation(),
            Kind::List(_) => "a list".into(),
            Kind::Map(_) | Kind::Section(_) => "a section of keys".into(),
        }
    }
}

/// A settings struct.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct Section {
    /// The name of the struct.
    pub name: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// Its fields, in order.
    pub fields: &'static [Field],
    /// Whether files may hold `profiles`, of which `profile` or a flag selects one.
    pub profiles: bool,
    /// Whether `--set key=value` is a flag.
    pub set: bool,
}

impl Section {
    /// A section. Derived code calls this.
    pub const fn new(name: &'static str, docs: &'static str, fields: &'static [Field]) -> Self {
        Self { name, docs, fields, profiles: false, set: false }
    }

    /// Allows profiles in files.
    #[must_use]
    pub const fn profiles(mut self) -> Self {
        self.profiles = true;
        self
    }

    /// Adds the flag `--set`.
    #[must_use]
    pub const fn set(mut self) -> Self {
        self.set = true;
        self
    }

    /// The fields, with those of flattened sections in the place of these.
    pub fn flat(&self) -> impl Iterator<Item = &'static Field> {
        let mut fields = Vec::with_capacity(self.fields.len());
        flatten(self.fields, &mut fields);
        fields.into_iter()
    }

    /// Every setting of this section and of the sections in it, in order. Lists and maps are one
    /// setting each.
    pub fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        self.collect(&mut Vec::new(), false, &mut leaves);
        leaves
    }

    fn collect(&self, path: &mut Vec<&'static str>, optional: bool, leaves: &mut Vec<Leaf>) {
        for field in self.flat() {
            path.push(field.key);
            match field.kind.required() {
                Kind::Section(section) => {
                    let optional = optional || matches!(field.kind, Kind::Option(_));
                    section.collect(path, optional, leaves);
                }
                _ => leaves.push(Leaf { path: path.clone(), field, optional }),
            }
            path.pop();
        }
    }

    /// The field of that key or alias.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        let mut all = self.fields.iter();
        all.find_map(|field| match field.kind {
            Kind::Section(inner) if field.flatten => inner.field(key),
            _ => (field.key == key || field.aliases.contains(&key)).then_some(field),
        })
    }
}

fn flatten(of: &'static [Field], into: &mut Vec<&'static Field>) {
    for field in of {
        match field.kind {
            Kind::Section(inner) if field.flatten => flatten(inner.fields, into),
            _ => into.push(field),
        }
    }
}

/// A setting with the sections around it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Leaf {
    /// The keys that lead to it.
    pub path: Vec<&'static str>,
    /// The setting itself.
    pub field: &'static Field,
    /// Whether a section around it may be left out.
    pub optional: bool,
}

impl Leaf {
    /// The path as people write it: `tls.ca_file`.
    pub fn key(&self) -> String {
        self.path.join(".")
    }

    /// The name of its variable under a prefix: `APP_TLS_CA_FILE`.
    pub fn env(&self, prefix: &str) -> String {
        let name = match self.field.env {
            Some(name) => name.to_owned(),
            None => self.path.join("_").to_uppercase(),
        };
        if prefix.is_empty() { name } else { format!("{prefix}_{name}") }
    }

    /// Its variables by its aliases: `APP_TLS_CA` for the alias `ca`.
    pub(crate) fn env_aliases(&self, prefix: &str) -> impl Iterator<Item = String> {
        self.paths_by_alias().map(move |path| {
            let name = path.join("_").to_uppercase();
            if prefix.is_empty() { name } else { format!("{prefix}_{name}") }
        })
    }

    /// Its flags by its aliases: `tls-ca` for the alias `ca`.
    pub(crate) fn flag_aliases(&self) -> impl Iterator<Item = String> {
        let by_path = matches!(self.field.flag, Flag::Path);
        let paths = self.paths_by_alias().filter(move |_| by_path);
        paths.map(|path| path.join("-").replace('_', "-"))
    }

    fn paths_by_alias(&self) -> impl Iterator<Item = Vec<&'static str>> {
        let around = &self.path[..self.path.len() - 1];
        self.field.aliases.iter().map(move |alias| [around, &[*alias]].concat())
    }

    /// The name of its flag without dashes: `tls-ca-file`.
    pub fn flag(&self) -> Option<String> {
        match self.field.flag {
            Flag::Path => Some(self.path.join("-").replace('_', "-")),
            Flag::Named(name) => Some(name.to_owned()),
            Flag::None => None,
        }
    }
}
