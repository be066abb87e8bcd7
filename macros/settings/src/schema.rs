//! The schema: what a settings struct says about itself, as constant data.

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
}

impl Section {
    /// A section. Derived code calls this.
    pub const fn new(name: &'static str, docs: &'static str, fields: &'static [Field]) -> Self {
        Self { name, docs, fields }
    }

    /// Every setting of this section and of the sections in it, in order. Lists and maps are one
    /// setting each.
    pub fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        self.collect(&mut Vec::new(), false, &mut leaves);
        leaves
    }

    fn collect(&self, path: &mut Vec<&'static str>, optional: bool, leaves: &mut Vec<Leaf>) {
        for field in self.fields {
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

    /// The field of that key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// One field of a settings struct.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// Its key in files.
    pub key: &'static str,
    /// What its value must look like.
    pub kind: Kind,
    /// Its doc comment: help and reference text.
    pub docs: &'static str,
    /// Its value where no layer sets one, as text that is read like a variable.
    pub default: Option<&'static str>,
    /// How it is called on the command line.
    pub flag: Flag,
    /// Its one-letter flag.
    pub short: Option<char>,
    /// The whole name of its variable behind the prefix, where it is not made from the key.
    pub env: Option<&'static str>,
    /// What stands for the value in help.
    pub placeholder: Option<&'static str>,
    /// Whether the value must never be shown.
    pub secret: bool,
}

/// How a setting is called on the command line.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Flag {
    /// By its path: `tls.ca_file` is `--tls-ca-file`.
    Path,
    /// By a name of its own, also in a nested section.
    Named(&'static str),
    /// Not at all.
    None,
}

impl Field {
    /// A field with a key and a kind; the other methods add to it. Derived code calls these.
    pub const fn new(key: &'static str, kind: Kind) -> Self {
        Self {
            key,
            kind,
            docs: "",
            default: None,
            flag: Flag::Path,
            short: None,
            env: None,
            placeholder: None,
            secret: false,
        }
    }

    /// Sets the help text.
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// Sets the default, as text.
    #[must_use]
    pub const fn default(mut self, text: &'static str) -> Self {
        self.default = Some(text);
        self
    }

    /// Sets the whole name of the flag, without dashes.
    #[must_use]
    pub const fn flag(mut self, name: &'static str) -> Self {
        self.flag = Flag::Named(name);
        self
    }

    /// Takes the setting off the command line.
    #[must_use]
    pub const fn no_flag(mut self) -> Self {
        self.flag = Flag::None;
        self
    }

    /// Adds a one-letter flag.
    #[must_use]
    pub const fn short(mut self, letter: char) -> Self {
        self.short = Some(letter);
        self
    }

    /// Sets the name of the variable behind the prefix.
    #[must_use]
    pub const fn env(mut self, name: &'static str) -> Self {
        self.env = Some(name);
        self
    }

    /// Sets what stands for the value in help.
    #[must_use]
    pub const fn placeholder(mut self, text: &'static str) -> Self {
        self.placeholder = Some(text);
        self
    }

    /// Keeps the value out of every message.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
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

    /// The name of its flag without dashes: `tls-ca-file`.
    pub fn flag(&self) -> Option<String> {
        match self.field.flag {
            Flag::Path => Some(self.path.join("-").replace('_', "-")),
            Flag::Named(name) => Some(name.to_owned()),
            Flag::None => None,
        }
    }
}
