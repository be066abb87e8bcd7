//! How a variant of an enum is written and read beside its name.

use crate::diag::Origin;

/// How a value of a variant is written and read.
#[derive(Clone, Debug, Default)]
pub enum VariantForm {
    /// As its name.
    #[default]
    Name,
    /// As a text with its fields in it.
    Format(DisplayText),
    /// As its one field.
    Transparent,
    /// It is whatever has no name, kept in its one field.
    CatchAll(Caught),
    /// As the value of another enum, which its one field is.
    Flatten,
}

/// What a variant keeps that is whatever has no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caught {
    /// Text, made by `From<&str>`: `String`, `Box<str>`.
    Text,
    /// Text in a `Cow`, owned.
    Cow,
    /// Text as it stands in the input: `&'a str`.
    Borrowed,
    /// A number, shown as `Type(42)`.
    Number,
}

/// A text with fields in it.
#[derive(Clone, Debug)]
pub struct DisplayText {
    /// As its author wrote it.
    pub source: String,
    /// The same for `format_args!`, which takes the used fields by place.
    pub printed: String,
    /// The fields that it names, by their indexes.
    pub used: Vec<usize>,
    /// What stands before the first field.
    pub head: String,
    /// The fields that it shows.
    pub holes: Vec<Hole>,
    /// Where it stands.
    pub origin: Origin,
}

/// A field in a text.
#[derive(Clone, Debug)]
pub struct Hole {
    /// The index of the field.
    pub field: usize,
    /// The trait of `core::fmt` that shows it.
    pub shown_by: &'static str,
    /// The characters around it that its width may have added: the character, before, behind.
    pub padding: Option<(char, bool, bool)>,
    /// The base of its digits and what stands before them, where it is not read by `FromStr`.
    pub radix: Option<(u32, &'static str)>,
    /// As its author wrote it.
    pub source: String,
    /// What stands behind it.
    pub after: String,
}

impl Hole {
    /// Whether what it shows can be read at all; debug output and addresses cannot.
    pub fn readable(&self) -> bool {
        !matches!(self.shown_by, "Debug" | "Pointer")
    }
}
