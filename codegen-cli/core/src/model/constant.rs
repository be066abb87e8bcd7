//! Values that authors give to variants: literals and paths, never other expressions.

use std::fmt;

use proc_macro2::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};

use super::name::{absolute, ident};
use crate::diag::Origin;

/// A property of the values of an enum.
#[derive(Clone, Debug, Default)]
pub struct Property {
    /// Its name, which a raw identifier may have to hold.
    pub name: String,
    /// Its type; a source that reports no mistake gives one.
    pub ty: Option<TokenStream>,
    /// What it is for variants that say nothing.
    pub default: Option<Constant>,
    /// Who may see it, where that is not the visibility of the enum.
    pub visibility: Option<TokenStream>,
    /// Its documentation.
    pub docs: Option<String>,
    /// Where it is first named.
    pub origin: Origin,
}

/// The value of a [`Property`] for one variant.
#[derive(Clone, Debug)]
pub struct Prop {
    /// The name of the property.
    pub name: String,
    /// What it is.
    pub value: Constant,
    /// Where it stands.
    pub origin: Origin,
}

/// A literal or the path of a constant.
#[derive(Clone, Debug)]
pub struct Constant {
    /// As its author wrote it.
    pub tokens: TokenStream,
    /// What it is.
    pub literal: Literal,
}

/// A kind of literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `"text"`
    Text,
    /// `b"bytes"`
    Bytes,
    /// `c"text"`
    CText,
    /// `'c'`
    Char,
    /// `true`
    Bool,
    /// `3` or `3u8`, with its suffix.
    Integer(String),
    /// `0.5` or `0.5f32`, with its suffix.
    Float(String),
    /// The path of a constant, whose type is not known.
    Path,
}

impl Literal {
    /// What two literals are that may stand for one type: of numbers, the one with a suffix.
    #[must_use]
    pub fn with(&self, other: &Literal) -> Option<Literal> {
        use Literal::{Float, Integer};
        match (self, other) {
            (Integer(_), Integer(suffix)) | (Float(_), Float(suffix)) if suffix.is_empty() => {
                Some(self.clone())
            }
            (Integer(suffix), Integer(_)) | (Float(suffix), Float(_)) if suffix.is_empty() => {
                Some(other.clone())
            }
            _ => (self == other).then(|| self.clone()),
        }
    }

    /// The type of such literals: numbers without a suffix are `i64` and `f64`.
    #[must_use]
    pub fn ty(&self) -> TokenStream {
        let primitive = |name: &str| absolute(&["core", "primitive", name]);
        match self {
            Literal::Text => forever(primitive("str")),
            Literal::Bytes => {
                let bytes = Group::new(Delimiter::Bracket, primitive("u8"));
                forever(TokenTree::from(bytes).into())
            }
            Literal::CText => forever(absolute(&["core", "ffi", "CStr"])),
            Literal::Char => primitive("char"),
            Literal::Bool => primitive("bool"),
            Literal::Integer(suffix) if suffix.is_empty() => primitive("i64"),
            Literal::Float(suffix) if suffix.is_empty() => primitive("f64"),
            Literal::Integer(suffix) | Literal::Float(suffix) => primitive(suffix),
            Literal::Path => {
                TokenTree::from(Group::new(Delimiter::Parenthesis, TokenStream::new())).into()
            }
        }
    }
}

/// `&'static` and a type.
fn forever(ty: TokenStream) -> TokenStream {
    let mut reference = TokenStream::new();
    let (and, quote) = (Punct::new('&', Spacing::Alone), Punct::new('\'', Spacing::Joint));
    reference.extend::<[TokenTree; 3]>([
        and.into(),
        quote.into(),
        ident("static", Span::call_site()).into(),
    ]);
    reference.extend(ty);
    reference
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Text => f.write_str("a text"),
            Literal::Bytes => f.write_str("a text of bytes"),
            Literal::CText => f.write_str("a text of C"),
            Literal::Char => f.write_str("a character"),
            Literal::Bool => f.write_str("a truth value"),
            Literal::Integer(suffix) if suffix.is_empty() => f.write_str("an integer"),
            Literal::Float(suffix) if suffix.is_empty() => f.write_str("a number with a point"),
            Literal::Integer(suffix) | Literal::Float(suffix) => {
                write!(f, "a number of `{suffix}`")
            }
            Literal::Path => f.write_str("a constant"),
        }
    }
}
