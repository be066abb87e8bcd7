//! A strict crate.
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, unsafe_code)]
#![deny(unused_results, single_use_lifetimes, unused_lifetimes, missing_debug_implementations)]
#![deny(rust_2018_idioms, rust_2021_compatibility, rust_2024_compatibility)]

#[allow(unused_imports)]
use std::{convert::AsRef, fmt::Display, str::FromStr};

/// Seen from outside.
#[derive(Debug, typewright::Stringer)]
#[stringer(also(EnumNext, EnumTable, EnumMap, EnumSet, EnumMessage, EnumProperty, Scan, Localize, Flags))]
#[non_exhaustive]
pub enum Public {
    /// A value.
    First,
    /// Another one, no longer advised.
    #[deprecated]
    Second,
}

/// Holds something.
#[derive(Debug, typewright::Discriminants, typewright::EnumTryAs, typewright::EnumUnwrap)]
pub enum Data {
    /// A number.
    Number(u8),
    /// Two of them.
    #[deprecated]
    Two(u8, u8),
}

/// Holds what is shown.
#[derive(Debug, typewright::Stringer)]
#[stringer(also(EnumIs, IntoStaticStr, Scan))]
pub enum Shown<T> {
    /// Made of its default.
    Made(T),
    /// Two fields.
    #[stringer(display = "{x}/{y}")]
    Point {
        /// One.
        x: u8,
        /// Another.
        y: u8,
    },
    /// Another enum.
    #[stringer(flatten)]
    Public(Other),
    /// A field alone.
    #[stringer(transparent)]
    #[deprecated]
    Alone(u8),
}

/// Held by another enum.
#[derive(Debug, typewright::Stringer, typewright::IntoStaticStr)]
pub enum Other {
    /// The value.
    One,
}

/// Keeps text.
#[derive(Debug, typewright::Stringer)]
pub enum Kept<'a> {
    /// As it stands.
    #[stringer(catch_all)]
    Text(&'a str),
}

/// Keeps numbers.
#[derive(Debug, typewright::Stringer)]
#[stringer(also(FromRepr, TryFromRepr, IntoRepr))]
#[repr(u8)]
pub enum Numbered {
    /// One.
    One = 1,
    /// All others.
    #[stringer(catch_all)]
    Other(u8),
}

/// Seen from here alone.
pub mod inner {
    /// Seen in the crate.
    #[derive(Debug, typewright::Stringer)]
    #[deprecated]
    pub(crate) enum Restricted {
        Value,
    }

    #[derive(Debug, typewright::Stringer)]
    enum Private {
        Value,
    }

    /// Seen in the module above.
    #[derive(Debug, typewright::Stringer)]
    pub(super) enum Above {
        Value,
    }

    /// Uses what can only be used here.
    pub fn values() -> bool {
        Private::Value.as_str() == Private::NAMES[0]
    }

    pub(super) fn above() -> Above {
        Above::Value
    }
}

#[derive(Debug, typewright::Stringer)]
enum OnlyPrinted {
    Value,
}

fn main() {
    assert_eq!(OnlyPrinted::Value.to_string(), "Value");
    assert!(inner::values());
    assert_eq!(inner::above().as_str(), "Value");
    assert_eq!(Public::First.to_string(), "First");
    assert_eq!(Shown::Made(1_u8).to_string(), "Made");
    assert_eq!(Kept::from("x").to_string(), "x");
    assert_eq!(Numbered::from(2).to_string(), "Numbered(2)");
    #[allow(deprecated)]
    let restricted = inner::Restricted::Value;
    assert_eq!(restricted.to_string(), "Value");
}
