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
//! Where one thing is enough there is a derive for it: [`Display`], [`FromStr`], [`AsRefStr`],
//! [`IntoStaticStr`], [`VariantNames`], [`VariantArray`], [`EnumCount`], [`EnumIter`], [`EnumIs`],
//! [`FromRepr`](macro@FromRepr), [`TryFromRepr`], [`IntoRepr`]. `Stringer` gives exactly some of
//! them with `only(Display, FromStr)` and more of them with `also(EnumIs, FromRepr)`: one derive that
//! reads the enum once. Each one's page shows what it expands to.
//!
//! Others are for more than text: [`EnumTryAs`](macro@EnumTryAs) and
//! [`EnumUnwrap`](macro@EnumUnwrap) for what variants hold and
//! [`Discriminants`](macro@Discriminants) for the variants without it; [`EnumNext`](macro@EnumNext)
//! for neighbours; [`EnumTable`](macro@EnumTable), [`EnumMap`](macro@EnumMap) and
//! [`EnumSet`](macro@EnumSet) for collections that do not allocate, [`Flags`](macro@Flags) for bits
//! with names; [`EnumMessage`](macro@EnumMessage) for what people read,
//! [`EnumProperty`](macro@EnumProperty) for typed properties, [`Localize`](macro@Localize) for other
//! languages, [`Scan`](macro@Scan) for tokenisers. An enum that keeps numbers without a name is made
//! with [`open`](macro@open).
//!
//! # Texts
//!
//! A variant prints as it is written. What changes that, on the enum:
//!
//! | key | |
//! |---|---|
//! | `rename_all = "style"` | serde's eight styles and serde's rules: `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`; and by heck's words `Title Case`, `Train-Case` |
//! | `acronyms` | with `rename_all`: `HTTPServer` is two words, as heck has it, not five, as serde has it |
//! | `prefix = "…"`, `suffix = "…"` | stand around every name, printed and parsed; aliases are taken as written |
//! | `trim_prefix = "…"` | is taken off the variants' own names before the style |
//! | `line_comments` | the `// comment` behind a variant is its text, as Go's stringer has it |
//! | `docs` | the first line of its doc comment, without a full stop, is the text of a variant |
//! | `serde` | `rename_all`, `rename` and `alias` of `#[serde(..)]` count where ours say nothing |
//! | `ignore_case` | texts are accepted whatever the case of their ASCII letters |
//! | `fast` | a larger table finds texts in two thirds of the time |
//!
//! On a variant, `rename` sets its text, each `alias` is one more text that parses, and `ignore_case`
//! says for it alone whether case counts:
//!
//! ```
//! # use typewright::Stringer;
//! #[derive(Stringer, Debug, PartialEq)]
//! #[stringer(rename_all = "lowercase", ignore_case)]
//! enum Token {
//!     Fn,
//!     r#Type,
//!     #[stringer(rename = "=>", alias = "->", alias = "then")]
//!     Arrow,
//! }
//!
//! assert_eq!(Token::r#Type.to_string(), "type");
//! assert_eq!(Token::Arrow.to_string(), "=>");
//! assert_eq!("Then".parse(), Ok(Token::Arrow));
//! ```
//!
//! Two variants that claim one text, a misspelled key, an unknown style: each mistake is an error
//! at its own place, all of them in one compilation, with the nearest right word.
//!
//! # Variants that hold data
//!
//! A variant has its name whatever it holds. Where a value is made of a name or for `iter`, its fields
//! are their defaults. On a variant, `skip` says that it is neither parsed nor one of the values, so
//! its fields need no default, and `default_with = path` names a function that makes it; on a field,
//! `default_with = path` names one that makes the field. A variant that holds `!` or `Infallible` is
//! skipped, as it has no value. The enum may have parameters; bounds are asked for only where they
//! are used.
//!
//! ```
//! # use typewright::Stringer;
//! #[derive(Stringer, Debug, PartialEq)]
//! #[stringer(rename_all = "lowercase")]
//! enum Shape<T> {
//!     Point,
//!     Circle(T),
//!     Square { #[stringer(default_with = one)] side: u8 },
//!     #[stringer(skip)]
//!     Drawn(fn() -> T),
//! }
//!
//! fn one() -> u8 {
//!     1
//! }
//!
//! assert_eq!(Shape::Circle(2.5).to_string(), "circle");
//! assert_eq!("circle".parse(), Ok(Shape::Circle(0)));
//! assert_eq!("square".parse(), Ok(Shape::<u8>::Square { side: 1 }));
//! assert_eq!(Shape::<u8>::NAMES, ["point", "circle", "square"]);
//! assert_eq!(Shape::Drawn(|| 1).as_str(), "drawn");
//! ```
//!
//! With `display`, a variant shows its fields, and the same text is parsed. What stands between braces
//! is a field, `{major}` or `{0}`, with a format as in `format!`; each field is the shortest text
//! before what follows it that its own `FromStr` takes. Its name does not parse unless `default` or an
//! alias says so; `parse = false` leaves the text out of parsing; `transparent` is `display = "{0}"` with the
//! width given to the field. `catch_all` is the variant of one field that keeps what has no name, and
//! never what has one: text (`String`, `Box<str>`, `Cow<str>`, `&str`), so that parsing cannot fail
//! and is `From<&str>` too, or a number, shown and parsed as `Type(42)`, so that `from_repr` cannot
//! fail. `as_str` and `AsRef<str>` give text that was kept, and are no constants then.
//!
//! ```
//! # use typewright::Stringer;
//! #[derive(Stringer, Debug, PartialEq)]
//! #[stringer(rename_all = "lowercase")]
//! enum Toolchain {
//!     Stable,
//!     #[stringer(display = "{major}.{minor}")]
//!     Version { major: u8, minor: u8 },
//!     #[stringer(catch_all)]
//!     Other(String),
//! }
//!
//! assert_eq!(Toolchain::from("1.90"), Toolchain::Version { major: 1, minor: 90 });
//! assert_eq!(Toolchain::from("my-own").as_str(), "my-own");
//! assert_eq!(Toolchain::from("stable"), Toolchain::Stable);
//!
//! #[derive(Stringer, Debug, PartialEq)]
//! #[stringer(also(FromRepr))]
//! #[repr(u8)]
//! enum Pill {
//!     Placebo,
//!     Aspirin,
//!     #[stringer(catch_all)]
//!     Other(u8),
//! }
//!
//! assert_eq!((Pill::from_repr(1), Pill::from_repr(42)), (Pill::Aspirin, Pill::Other(42)));
//! assert_eq!("Pill(42)".parse(), Ok(Pill::Other(42)));
//! assert_eq!("Pill(1)".parse(), Ok(Pill::Aspirin));
//! ```
//!
//! With `flatten`, the variants of another enum stand among one's own: `NAMES`, `COUNT` and `iter` have
//! them where the variant stands, texts that are no name of one's own are asked of each such enum in
//! turn, and what is shown is what the value that is held shows. Of that enum it takes the parts that
//! are asked for, which it must derive.
//!
//! ```
//! # use typewright::Stringer;
//! #[derive(Stringer, Debug, PartialEq)]
//! enum Warm {
//!     Red,
//!     Orange,
//! }
//!
//! #[derive(Stringer, Debug, PartialEq)]
//! enum Colour {
//!     #[stringer(flatten)]
//!     Warm(Warm),
//!     Blue,
//! }
//!
//! assert_eq!(Colour::NAMES, ["Red", "Orange", "Blue"]);
//! assert_eq!("Red".parse(), Ok(Colour::Warm(Warm::Red)));
//! assert_eq!(Colour::iter().last(), Some(Colour::Blue));
//! ```
//!
//! What makes values in constants is not there for them: `Stringer` leaves the const `from_str` out,
//! and `VariantArray` is an error at the fields.
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
//! # Items under other names
//!
//! Each item that is made for the enum itself can be renamed, shown to others and documented, with
//! `item(..)` on the enum; what other impls call is renamed with it:
//!
//! ```
//! # use typewright::Stringer;
//! #[derive(Stringer)]
//! #[stringer(also(EnumIs), item(
//!     as_str(name = "label", vis = "pub(crate)", doc = "What the button says."),
//!     is(name = "has_{}"),
//! ))]
//! enum Button {
//!     Save,
//! }
//!
//! assert_eq!(Button::Save.label(), "Save");
//! assert!(Button::Save.has_save());
//! ```
//!
//! # With serde and clap
//!
//! [`Serialize`](macro@Serialize) and [`Deserialize`](macro@Deserialize) write and read a value as
//! its text, its number or either, [`ValueEnum`](macro@ValueEnum) makes it an argument of clap's,
//! all by the same names. The impls name `::serde` and `::clap`; this crate depends on neither.
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
//!
//! # From strum
//!
//! With the feature `strum-compat`, and under the name `strum`, this crate is strum: its derives,
//! attributes and traits. `docs/from-strum.md` says what is different, and how to move on.
#![no_std]

#[allow(unsafe_code)] // each proved by a constant, see there
mod dense;
mod fast;
mod flags;
mod flatten;
#[cfg(doctest)]
mod guides;
mod hash;
mod head;
mod held;
mod joined;
pub mod keyed;
mod locale;
mod made;
mod names;
mod next;
mod number_error;
mod open;
mod parse_error;
#[doc(hidden)]
pub mod private;
mod read;
#[cfg(feature = "strum-compat")]
mod strum;
mod table;
mod variants;

pub use flags::FlagIter;
pub use keyed::{EnumMap, EnumSet, EnumTable, MapKey, SetKey, TableKey};
pub use locale::{Locale, Localize, Localized};
pub use names::Names;
pub use next::{EnumNext, IterFrom};
pub use number_error::NumberError;
pub use parse_error::ParseError;
/// `AsRef<str>` alone.
#[doc = include_str!("../docs/as-ref-str.md")]
pub use typewright_derive::AsRefStr;
/// serde's `Deserialize`, of a value's text, its number or either.
#[doc = include_str!("../docs/deserialize.md")]
pub use typewright_derive::Deserialize;
/// The variants of an enum alone, without what they hold.
#[doc = include_str!("../docs/discriminants.md")]
pub use typewright_derive::Discriminants;
/// `Display` alone.
#[doc = include_str!("../docs/display.md")]
pub use typewright_derive::Display;
/// `COUNT` alone, the number of values.
#[doc = include_str!("../docs/enum-count.md")]
pub use typewright_derive::EnumCount;
/// One `is_variant` for each variant.
#[doc = include_str!("../docs/enum-is.md")]
pub use typewright_derive::EnumIs;
/// `iter` and the trait [`Enum`] alone.
#[doc = include_str!("../docs/enum-iter.md")]
pub use typewright_derive::EnumIter;
/// A key for the type [`EnumMap`](struct@EnumMap).
#[doc = include_str!("../docs/enum-map.md")]
pub use typewright_derive::EnumMap;
/// What people read about a value.
#[doc = include_str!("../docs/enum-message.md")]
pub use typewright_derive::EnumMessage;
/// The values beside a value, also through the trait [`EnumNext`](trait@EnumNext).
#[doc = include_str!("../docs/enum-next.md")]
pub use typewright_derive::EnumNext;
/// Typed properties of values.
#[doc = include_str!("../docs/enum-property.md")]
pub use typewright_derive::EnumProperty;
/// Values for the type [`EnumSet`](struct@EnumSet).
#[doc = include_str!("../docs/enum-set.md")]
pub use typewright_derive::EnumSet;
/// A key for the type [`EnumTable`](struct@EnumTable).
#[doc = include_str!("../docs/enum-table.md")]
pub use typewright_derive::EnumTable;
/// What a variant holds, if a value is that variant.
#[doc = include_str!("../docs/enum-try-as.md")]
pub use typewright_derive::EnumTryAs;
/// What a variant holds, by a value that must be that variant.
#[doc = include_str!("../docs/enum-unwrap.md")]
pub use typewright_derive::EnumUnwrap;
/// Sets of flags, as numbers and as `A|B|0x40`.
#[doc = include_str!("../docs/flags.md")]
pub use typewright_derive::Flags;
/// A value by its number and back.
#[doc = include_str!("../docs/from-repr.md")]
pub use typewright_derive::FromRepr;
/// `FromStr` and `TryFrom<&str>` alone.
#[doc = include_str!("../docs/from-str.md")]
pub use typewright_derive::FromStr;
/// `From` of an enum for its integer.
#[doc = include_str!("../docs/into-repr.md")]
pub use typewright_derive::IntoRepr;
/// `From<E>` and `From<&E>` for `&'static str` alone.
#[doc = include_str!("../docs/into-static-str.md")]
pub use typewright_derive::IntoStaticStr;
/// Values in the language of the reader, also through the trait [`Localize`](trait@Localize).
#[doc = include_str!("../docs/localize.md")]
pub use typewright_derive::Localize;
/// `PartialEq<str>` and `PartialEq<&str>`, from both sides.
#[doc = include_str!("../docs/partial-eq-str.md")]
pub use typewright_derive::PartialEqStr;
/// The longest text at the start of an input.
#[doc = include_str!("../docs/scan.md")]
pub use typewright_derive::Scan;
/// serde's `Serialize`, of a value's text, its number or either.
#[doc = include_str!("../docs/serialize.md")]
pub use typewright_derive::Serialize;
/// Names for the values of an enum, both ways, from one derive.
#[doc = include_str!("../docs/stringer.md")]
pub use typewright_derive::Stringer;
/// `TryFrom` of an enum's integer, or `From` where every number is a value.
#[doc = include_str!("../docs/try-from-repr.md")]
pub use typewright_derive::TryFromRepr;
/// clap's `ValueEnum`, with the docs of the variants as help.
#[doc = include_str!("../docs/value-enum.md")]
pub use typewright_derive::ValueEnum;
/// `VARIANTS` alone: all values, as a constant.
#[doc = include_str!("../docs/variant-array.md")]
pub use typewright_derive::VariantArray;
/// `NAMES` alone: all texts, as a constant.
#[doc = include_str!("../docs/variant-names.md")]
pub use typewright_derive::VariantNames;
/// A number with names, from an enum.
#[doc = include_str!("../docs/open.md")]
pub use typewright_derive::open;
pub use variants::{Enum, Iter};

#[cfg(feature = "strum-compat")]
#[allow(deprecated)]
pub use {
    strum::{
        AsStaticRef, EnumCount, EnumMessage, EnumProperty, IntoDiscriminant, IntoEnumIterator,
        VariantArray, VariantIterator, VariantMetadata, VariantNames,
    },
    typewright_derive::{AsStaticStr, EnumDiscriminants, EnumString, EnumVariantNames, ToString},
};
