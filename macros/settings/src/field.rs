//! One setting of a schema, and what is said of it.

use crate::schema::Kind;

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
    /// Other keys that it has in files; variables and flags follow them.
    pub aliases: &'static [&'static str],
    /// What to do instead of setting it. Setting it is no mistake, but is warned of.
    pub deprecated: Option<&'static str>,
    /// A value that shows what it is for, as text.
    pub example: Option<&'static str>,
    /// How the values of several layers come together.
    pub merge: Option<Merge>,
    /// Who may set it.
    pub scope: SetBy,
    /// Whether the settings of this section stand beside it.
    pub flatten: bool,
    /// Whether a running program takes a change of it.
    pub reload: bool,
    /// Whether it tells the items of a list apart; see [`Merge::ByKey`].
    pub identity: bool,
    /// The variants of an enum that it belongs to; all of them where there are none.
    pub variants: &'static [&'static str],
}

/// How the lists or maps of several layers come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Merge {
    /// The strongest layer that says anything of it says all of it. So it is with lists where nothing
    /// else is said; maps have their entries from all layers otherwise.
    Replace,
    /// The items of a stronger layer follow those of the weaker ones, the default among them.
    Append,
    /// As `Append`, but an item with the key of an earlier one is merged into it. The key is the
    /// field of the items that is marked as such.
    ByKey,
}

/// Who may set a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SetBy {
    /// Every layer.
    Any,
    /// Not a file of a project, which may come from others.
    User,
    /// Only variables and flags.
    Env,
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
            aliases: &[],
            deprecated: None,
            example: None,
            merge: None,
            scope: SetBy::Any,
            flatten: false,
            reload: false,
            identity: false,
            variants: &[],
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

    /// Keeps the value out of every message, if its type says so.
    #[must_use]
    pub const fn secret_if(mut self, secret: bool) -> Self {
        self.secret = self.secret || secret;
        self
    }

    /// Sets its other keys.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Warns of setting it, and says what to do instead.
    #[must_use]
    pub const fn deprecated(mut self, instead: &'static str) -> Self {
        self.deprecated = Some(instead);
        self
    }

    /// Sets the example.
    #[must_use]
    pub const fn example(mut self, text: &'static str) -> Self {
        self.example = Some(text);
        self
    }

    /// Sets how the values of several layers come together.
    #[must_use]
    pub const fn merge(mut self, merge: Merge) -> Self {
        self.merge = Some(merge);
        self
    }

    /// Sets who may set it.
    #[must_use]
    pub const fn scope(mut self, scope: SetBy) -> Self {
        self.scope = scope;
        self
    }

    /// Puts the settings of this section beside it.
    #[must_use]
    pub const fn flatten(mut self) -> Self {
        self.flatten = true;
        self
    }

    /// Says that a running program takes a change of it.
    #[must_use]
    pub const fn reload(mut self) -> Self {
        self.reload = true;
        self
    }

    /// Says of which variants of an enum it is.
    #[must_use]
    pub const fn of(mut self, variants: &'static [&'static str]) -> Self {
        self.variants = variants;
        self
    }

    /// Whether it counts where that variant is chosen.
    pub(crate) fn is_of(&self, chosen: Option<&str>) -> bool {
        self.variants.is_empty() || chosen.is_some_and(|chosen| self.variants.contains(&chosen))
    }

    /// Says that it tells the items of a list apart.
    #[must_use]
    pub const fn identity(mut self) -> Self {
        self.identity = true;
        self
    }
}
