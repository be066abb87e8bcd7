//! The schema: what a settings struct says about itself, as constant data.

pub use crate::field::{Field, Flag, Merge, SetBy};
pub use crate::leaf::Leaf;
use crate::leaf::{Around, Condition};

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

    /// Whether a text in the place of such a value may be one that must not be shown, in a file that
    /// cannot be read.
    pub(crate) fn may_hide(self) -> bool {
        match self {
            Kind::Url => true,
            Kind::Option(inner) | Kind::List(inner) | Kind::Map(inner) => inner.may_hide(),
            Kind::Section(section) => {
                section.fields.iter().any(|field| field.secret || field.kind.may_hide())
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
            Kind::Section(section) if section.is_external() => {
                format!("one of {}", section.variants().join(", "))
            }
            Kind::Map(_) | Kind::Section(_) => "a section of keys".into(),
        }
    }
}

/// A settings struct, or an enum whose variants hold settings.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct Section {
    /// The name of the struct or enum.
    pub name: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// Its fields, in order.
    pub fields: &'static [Field],
    /// Whether files may hold `profiles`, of which `profile` or a flag selects one.
    pub profiles: bool,
    /// Whether `--set key=value` is a flag.
    pub set: bool,
    /// Of an enum: the key whose value chooses the variant, which is that of the first field. It is
    /// empty where the name of the variant is itself a key, as in `backoff: {fixed: {…}}`.
    pub tag: Option<&'static str>,
}

impl Section {
    /// A section. Derived code calls this.
    pub const fn new(name: &'static str, docs: &'static str, fields: &'static [Field]) -> Self {
        Self { name, docs, fields, profiles: false, set: false, tag: None }
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

    /// Makes it an enum; see [`Section::tag`].
    #[must_use]
    pub const fn tag(mut self, key: &'static str) -> Self {
        self.tag = Some(key);
        self
    }

    /// The names of the variants of an enum.
    pub const fn variants(&self) -> &'static [&'static str] {
        match (self.tag, self.fields) {
            (Some(_), [tag, ..]) => match tag.kind {
                Kind::Choice(names) => names,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// Whether the name of a variant is a key with the settings of it below.
    pub(crate) const fn is_external(&self) -> bool {
        matches!(self.tag, Some(key) if key.is_empty())
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
        self.collect(&mut Around::default(), &mut leaves);
        leaves
    }

    fn collect(&self, around: &mut Around, leaves: &mut Vec<Leaf>) {
        for field in self.fields {
            let (conditions, reload) = (around.conditions.len(), around.reload);
            around.reload |= field.reload;
            if let (Some(tag), false) = (self.tag, field.variants.is_empty()) {
                let tag = [&*around.path, &[tag]].concat();
                let default = self.fields.first().and_then(|tag| tag.default);
                let default = default.is_some_and(|name| field.variants.contains(&name));
                around.conditions.push(Condition { tag, variants: field.variants, default });
            }
            match (field.kind, field.kind.required()) {
                (Kind::Section(inner), _) if field.flatten => inner.collect(around, leaves),
                (kind, Kind::Section(inner)) => {
                    let optional = around.optional;
                    around.optional |= matches!(kind, Kind::Option(_));
                    around.path.push(field.key);
                    inner.collect(around, leaves);
                    around.path.pop();
                    around.optional = optional;
                }
                _ => leaves.push(around.leaf(field)),
            }
            around.conditions.truncate(conditions);
            around.reload = reload;
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
