//! The types that a setting can have.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use clap::Command;
use figment::value::{Num, Value as Tree};

use crate::schema::{Kind, Section};

/// A type that a setting can have: it says what its values look like and reads itself.
///
/// Deriving [`Settings`] implements it for a section. Implement it by hand for a type with rules of
/// its own; what it refuses is reported at the place where the value was set:
///
/// ```
/// use typewright_settings::{Invalid, Kind, Setting, Value};
///
/// struct Host(String);
///
/// impl Setting for Host {
///     const KIND: Kind = Kind::Text;
///     fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
///         let text = String::read(value)?;
///         if text.contains('/') {
///             return Err(vec![Invalid::new("expected a host name without a path")]);
///         }
///         Ok(Host(text))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a setting",
    note = "derive `Settings` for a section, mark an enum with `#[setting(choice)]`, or implement `Setting`"
)]
pub trait Setting: Sized {
    /// What the values look like. Layers are read through it before [`Setting::read`] sees them.
    const KIND: Kind;

    /// Whether no value of the type must ever be shown.
    const SECRET: bool = false;

    /// Makes the value.
    ///
    /// # Errors
    /// All rules that the value breaks beyond its kind.
    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>>;
}

/// A struct that `#[derive(Settings)]` was put on.
pub trait Settings: Setting {
    /// What the struct says about its fields.
    const SCHEMA: &'static Section;

    /// Adds one flag for every setting; see [`flags`](crate::flags()).
    fn flags(command: Command, prefix: &str) -> Command {
        crate::flags(Self::SCHEMA, command, prefix)
    }
}

/// A rule that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The keys from the value that was read to the part that is wrong; list items count from 0.
    pub(crate) path: Vec<String>,
    pub(crate) message: String,
}

impl Invalid {
    /// What was expected, as in "expected a host name without a path".
    pub fn new(message: impl Into<String>) -> Self {
        Self { path: Vec::new(), message: message.into() }
    }

    /// The same mistake, seen from the value around it.
    #[must_use]
    pub fn under(mut self, key: impl Into<String>) -> Self {
        self.path.insert(0, key.into());
        self
    }
}

/// A value that was read through its [`Kind`]: the merged result of all layers.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a>(pub(crate) Option<&'a Tree>);

impl<'a> Value<'a> {
    /// Whether no layer sets it, or the strongest one says `null`.
    pub fn is_empty(self) -> bool {
        matches!(self.0, None | Some(Tree::Empty(..)))
    }

    /// The text of [`Kind::Text`], [`Kind::Path`], [`Kind::Duration`] and [`Kind::Choice`].
    pub fn text(self) -> Option<&'a str> {
        self.0?.as_str()
    }

    /// The value of [`Kind::Bool`].
    pub fn bool(self) -> Option<bool> {
        self.0?.to_bool()
    }

    /// The number of [`Kind::Integer`].
    pub fn integer(self) -> Option<i128> {
        match self.0?.to_num()? {
            Num::U64(n) => Some(n.into()),
            Num::I64(n) => Some(n.into()),
            _ => None,
        }
    }

    /// The number of [`Kind::Float`].
    pub fn float(self) -> Option<f64> {
        self.0?.to_num()?.to_f64()
    }

    /// The items of [`Kind::List`].
    pub fn items(self) -> impl Iterator<Item = Value<'a>> {
        let items = self.0.and_then(Tree::as_array).unwrap_or_default();
        items.iter().map(|item| Value(Some(item)))
    }

    /// The entries of [`Kind::Map`] and [`Kind::Section`], ordered by key.
    pub fn entries(self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        let entries = self.0.and_then(Tree::as_dict);
        entries.into_iter().flatten().map(|(key, value)| (key.as_str(), Value(Some(value))))
    }

    /// The entry of that key.
    pub fn get(self, key: &str) -> Value<'a> {
        Value(self.0.and_then(Tree::as_dict).and_then(|dict| dict.get(key)))
    }
}

/// A value that is not of its own kind: a mistake in an implementation of [`Setting`].
fn mismatch<T: Setting>() -> Vec<Invalid> {
    vec![Invalid::new(format!("expected {}", T::KIND.expectation()))]
}

macro_rules! scalars {
    ($($type:ty, $kind:expr, $value:ident => $read:expr;)*) => {$(
        impl Setting for $type {
            const KIND: Kind = $kind;
            fn read($value: Value<'_>) -> Result<Self, Vec<Invalid>> {
                $read.ok_or_else(mismatch::<Self>)
            }
        }
    )*};
}

scalars! {
    bool, Kind::Bool, value => value.bool();
    f64, Kind::Float, value => value.float();
    String, Kind::Text, value => value.text().map(str::to_owned);
    PathBuf, Kind::Path, value => value.text().map(PathBuf::from);
    Duration, Kind::Duration, value => value.text().and_then(|t| humantime::parse_duration(t).ok());
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl Setting for $type {
            const KIND: Kind = Kind::Integer { min: <$type>::MIN as i64, max: <$type>::MAX as u64 };
            fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
                value.integer().and_then(|n| n.try_into().ok()).ok_or_else(mismatch::<Self>)
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 usize i8 i16 i32 i64);

impl<T: Setting> Setting for Option<T> {
    const KIND: Kind = Kind::Option(&T::KIND);
    const SECRET: bool = T::SECRET;
    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
        crate::derive::optional(value, T::read)
    }
}

impl<T: Setting> Setting for Vec<T> {
    const KIND: Kind = Kind::List(&T::KIND);
    const SECRET: bool = T::SECRET;
    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
        crate::derive::list(value, T::read)
    }
}

impl<T: Setting> Setting for BTreeMap<String, T> {
    const KIND: Kind = Kind::Map(&T::KIND);
    const SECRET: bool = T::SECRET;
    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
        crate::derive::map(value, T::read)
    }
}
