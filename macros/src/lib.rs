//! Names for the values of an enum, both ways, from one derive.
//!
//! ```
//! use typewright::Stringer;
//!
//! #[derive(Stringer, Clone, Copy, Debug, PartialEq)]
//! #[stringer(rename_all = "kebab-case")]
//! enum Access {
//!     ReadOnly,
//!     #[stringer(alias = "rw")]
//!     ReadWrite,
//! }
//!
//! assert_eq!(Access::ReadOnly.as_str(), "read-only");
//! assert_eq!(Access::NAMES, ["read-only", "read-write"]);
//! assert_eq!(format!("[{:>10}]", Access::ReadWrite), "[read-write]");
//! assert_eq!("rw".parse(), Ok(Access::ReadWrite));
//! ```
//!
//! # What the derive gives
//!
//! | item | |
//! |---|---|
//! | `const fn as_str(&self) -> &'static str` | the text of a value, as visible as the enum |
//! | `const NAMES: &'static [&'static str]` | all texts, in the order of their declaration |
//! | `const COUNT: usize` | how many values there are |
//! | `fn iter() -> Iter<Self>` | all values; also through the trait [`Enum`] |
//! | `const fn from_str(&str) -> Result<Self, ParseError>` | as `FromStr`, in constants too |
//! | `Display` | the text; width, fill and alignment are honoured |
//! | `FromStr`, `TryFrom<&str>` | the value of a text or an alias; else a [`ParseError`] |
//! | `AsRef<str>` | the text |
//!
//! # Texts
//!
//! A variant prints as it is written. `rename_all` on the enum changes all of them, with the eight
//! styles of serde and serde's own rules: `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`,
//! `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`. `rename` on a variant
//! sets its text, and each `alias` is one more text that parses:
//!
//! ```
//! # use typewright::Stringer;
//! #[derive(Stringer, Debug, PartialEq)]
//! #[stringer(rename_all = "lowercase")]
//! enum Token {
//!     Fn,
//!     r#Type,
//!     #[stringer(rename = "=>", alias = "->", alias = "then")]
//!     Arrow,
//! }
//!
//! assert_eq!(Token::r#Type.to_string(), "type");
//! assert_eq!(Token::Arrow.to_string(), "=>");
//! assert_eq!("then".parse(), Ok(Token::Arrow));
//! ```
//!
//! Two variants that claim one text, a misspelled key, an unknown style: each mistake is an error
//! at its own place, all of them in one compilation, with the nearest right word.
//!
//! # When a text is wrong
//!
//! A [`ParseError`] says what was given, what it may have meant and what there is. It neither
//! borrows nor allocates:
//!
//! ```
//! # use typewright::Stringer;
//! #[derive(Stringer, Debug)]
//! #[stringer(rename_all = "lowercase")]
//! enum Colour {
//!     Red,
//!     Green,
//! }
//!
//! let error = "gren".parse::<Colour>().unwrap_err();
//! assert_eq!(error.nearest(), Some("green"));
//! assert_eq!(
//!     error.to_string(),
//!     "unknown Colour `gren`, did you mean `green`? known: `red`, `green`",
//! );
//! ```
//!
//! # Behind another name
//!
//! The impls call this crate as `::typewright`. Where it has another name or is reached through a
//! crate of yours, say so with `crate`:
//!
//! ```
//! mod engine {
//!     pub use typewright::*;
//! }
//!
//! #[derive(engine::Stringer)]
//! #[stringer(crate = "crate::engine")]
//! enum Side {
//!     Left,
//!     Right,
//! }
//!
//! fn main() {
//!     assert_eq!(Side::Left.as_str(), "Left");
//!     assert_eq!(Side::NAMES.len(), 2);
//! }
//! ```
#![no_std]

mod hash;
mod names;
mod parse_error;
mod table;
mod variants;

pub use names::Names;
pub use parse_error::ParseError;
/// Text for the values of an enum of unit variants, both ways.
///
/// Keys of `#[stringer(..)]` on the enum: `rename_all = "style"`, `crate = "path"`; on a variant:
/// `rename = "text"`, `alias = "text"` (any number of times). The [crate] shows them all.
pub use typewright_derive::Stringer;
pub use variants::{Enum, Iter};

/// What derived code calls. Exempt from semver.
#[doc(hidden)]
pub mod private {
    pub use crate::hash::Hash;
    pub use crate::parse_error::unknown;
    pub use crate::table::Table;
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
