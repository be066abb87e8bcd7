//! What strum's attributes say that ours do not, beside the [`Enum`] that they fill.

use proc_macro2::{Span, TokenStream};

use super::{Docs, Enum};

/// An enum as strum's attributes describe it.
#[derive(Clone, Debug, Default)]
pub struct Strum {
    /// What it has in common with every other enum.
    pub model: Enum,
    /// The rest, a variant each, in the order of `model.variants`.
    pub variants: Vec<StrumVariant>,
    /// Its parameters as a type alias declares them: without bounds.
    pub parameters: TokenStream,
    /// Type of the error of its parser, where the author has one.
    pub error: Option<TokenStream>,
    /// The function that makes that error from the text.
    pub error_from: Option<TokenStream>,
    /// Whether its text is wanted in constants as well.
    pub const_into_str: bool,
    /// The enum of its variants without their data.
    pub companion: StrumCompanion,
}

/// The enum of the variants of another one.
#[derive(Clone, Debug, Default)]
pub struct StrumCompanion {
    /// Its name, where the author gives one.
    pub name: Option<String>,
    /// Who may see it, where that is not who sees the enum.
    pub visibility: Option<TokenStream>,
    /// Derives beside those that each one has.
    pub derives: Vec<TokenStream>,
    /// Its other attributes, without the `#[…]` around them.
    pub attributes: Vec<TokenStream>,
    /// Whether its attributes document it.
    pub documented: bool,
    /// What `#[repr(..)]` of the enum holds.
    pub repr: Option<TokenStream>,
}

/// A variant as strum's attributes describe it.
#[derive(Clone, Debug, Default)]
pub struct StrumVariant {
    /// The texts that it is parsed from, as the author lists them: without prefix and suffix.
    pub serializations: Vec<String>,
    /// Whether the author gives the text that it prints.
    pub named: bool,
    /// How its text shows its fields, where it does.
    pub format: Option<StrumFormat>,
    /// Where its text stands.
    pub span: Option<Span>,
    /// Whether its one field is shown in its place.
    pub transparent: bool,
    /// Whether its one field takes the texts that no variant has.
    pub captures: bool,
    /// Whether its texts are accepted whatever the case of their ASCII letters.
    pub ignore_case: bool,
    /// What it says to people.
    pub message: Option<String>,
    /// The same at length.
    pub detail: Option<String>,
    /// Its documentation: one line without a line feed, several lines with one each.
    pub docs: Option<Docs>,
    /// What else is known about it, by key.
    pub properties: Vec<(String, StrumProperty)>,
    /// Attributes of the same variant in the companion.
    pub attributes: TokenStream,
    /// The expression of its number, where it has one.
    pub discriminant: Option<TokenStream>,
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StrumProperty {
    /// A text.
    Str(String),
    /// A number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
}

/// A text that shows fields, as `format_args` takes it: `{__0}` is the first field.
#[derive(Clone, Debug, Default)]
pub struct StrumFormat {
    /// The text.
    pub text: String,
    /// Places of the fields that it shows, each once.
    pub fields: Vec<usize>,
}

impl StrumVariant {
    /// Where its text stands.
    pub fn span(&self) -> Span {
        self.span.unwrap_or_else(Span::call_site)
    }
}
