//! An item of Rust, as the derives get it: an enum, a struct or a union.
//!
//! rustc has parsed it, so it is read for what stands where. All of it are the tokens of the input,
//! so that what is made of them keeps their places.

use std::str::FromStr;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use super::generics::{self, Generics};
use super::grammar::{until, until_comma};
use super::meta::{Attribute, attributes};
use super::tokens::{Read, Tokens, is_word, stream};
use crate::diag::{Diagnostic, Origin, code};

/// An enum, a struct or a union.
///
/// ```
/// use typewright_core::source::rust::{Data, Item};
/// let item = "pub enum Mode { Read, Write(u8) }".parse::<Item>().unwrap();
/// let Data::Enum(data) = &item.data else { panic!("an enum") };
/// assert_eq!(data.variants[1].fields.list[0].ty[0].to_string(), "u8");
/// ```
#[derive(Clone, Debug)]
pub struct Item {
    /// Its attributes.
    pub attrs: Vec<Attribute>,
    /// Who may see it: `pub`, `pub(crate)` or nothing.
    pub visibility: TokenStream,
    /// Its name.
    pub ident: Ident,
    /// Its parameters.
    pub generics: Generics,
    /// What it holds.
    pub data: Data,
}

/// What an item holds.
#[derive(Clone, Debug)]
pub enum Data {
    /// It is an enum.
    Enum(DataEnum),
    /// It is a struct, and where that word stands.
    Struct(Fields, Span),
    /// It is a union, likewise.
    Union(Fields, Span),
}

/// What an enum holds.
#[derive(Clone, Debug)]
pub struct DataEnum {
    /// Where the word `enum` stands.
    pub span: Span,
    /// Its variants.
    pub variants: Vec<Variant>,
    /// Where its braces stand, from the first to the last.
    pub braces: Span,
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its attributes.
    pub attrs: Vec<Attribute>,
    /// Its name.
    pub ident: Ident,
    /// Its fields.
    pub fields: Fields,
    /// The expression of its number.
    pub discriminant: Option<Vec<TokenTree>>,
}

/// The fields of a struct or of a variant.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Them and what stands around them; nothing where there is nothing behind the name.
    pub group: Option<Group>,
    /// Them, in the order of their declaration.
    pub list: Vec<Field>,
}

/// A field of a struct or of a variant.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its attributes.
    pub attrs: Vec<Attribute>,
    /// Who may see it.
    pub visibility: TokenStream,
    /// Its name, if it has one.
    pub ident: Option<Ident>,
    /// Its type.
    pub ty: Vec<TokenTree>,
}

impl Item {
    /// Reads an item.
    ///
    /// # Errors
    /// The first place where it is none.
    pub fn read(tokens: TokenStream) -> Result<Self, Diagnostic> {
        read(Tokens::new(tokens)).map_err(|(at, expected)| {
            Diagnostic::new(code::UNSUPPORTED_ITEM, Origin::Span(at), expected)
        })
    }
}

impl FromStr for Item {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        match text.parse() {
            Ok(tokens) => Self::read(tokens),
            Err(_) => Self::read(TokenStream::new()),
        }
    }
}

fn read(mut tokens: Tokens) -> Read<Item> {
    tokens.open();
    let attrs = attributes(&mut tokens)?;
    tokens.open();
    let visibility = visibility(&mut tokens);
    tokens.open();
    let at = tokens.span();
    let kind = tokens.name("expected `enum`, `struct` or `union`")?.to_string();
    if !matches!(&*kind, "enum" | "struct" | "union") {
        return Err((at, "expected `enum`, `struct` or `union`"));
    }
    tokens.open();
    let ident = tokens.name("expected a name")?;
    let mut generics = generics::read(&mut tokens)?;
    generics.bounded(&mut tokens);
    let data = match &*kind {
        "enum" => {
            let Some(group) = tokens.group(Delimiter::Brace) else {
                return tokens.wrong("expected the variants of the enum in braces");
            };
            Data::Enum(DataEnum { span: at, variants: variants(&group)?, braces: group.span() })
        }
        _ => {
            let fields = fields(&mut tokens)?;
            // Those of a tuple stand before what is asked of the parameters.
            generics.bounded(&mut tokens);
            if !fields.is_named() && !tokens.mark(';') {
                return tokens.wrong("expected `;`");
            }
            match &*kind {
                "struct" => Data::Struct(fields, at),
                _ => Data::Union(fields, at),
            }
        }
    };
    match tokens.is_empty() {
        true => Ok(Item { attrs, visibility, ident, generics, data }),
        false => tokens.wrong("expected nothing behind the item"),
    }
}

fn variants(group: &Group) -> Read<Vec<Variant>> {
    let mut tokens = Tokens::of(group);
    let mut variants = Vec::new();
    while !tokens.is_empty() {
        variants.push(variant(&mut tokens)?);
        if !tokens.mark(',') && !tokens.is_empty() {
            return tokens.wrong("expected `,`");
        }
    }
    Ok(variants)
}

fn variant(tokens: &mut Tokens) -> Read<Variant> {
    tokens.open();
    let attrs = attributes(tokens)?;
    tokens.open();
    // rustc refuses it later, and says so.
    visibility(tokens);
    let ident = tokens.name("expected the name of a variant")?;
    let fields = fields(tokens)?;
    let mut discriminant = None;
    if tokens.mark('=') {
        let length = until_comma(tokens.rest());
        if length == 0 {
            return tokens.wrong("expected a number");
        }
        discriminant = Some(tokens.take(length));
    }
    Ok(Variant { attrs, ident, fields, discriminant })
}

/// Reads what stands in parentheses or braces behind a name.
fn fields(tokens: &mut Tokens) -> Read<Fields> {
    let group = match tokens.group(Delimiter::Parenthesis) {
        Some(group) => group,
        None => match tokens.group(Delimiter::Brace) {
            Some(group) => group,
            None => return Ok(Fields::default()),
        },
    };
    let named = group.delimiter() == Delimiter::Brace;
    let mut tokens = Tokens::of(&group);
    let mut list = Vec::new();
    while !tokens.is_empty() {
        list.push(field(&mut tokens, named)?);
        if !tokens.mark(',') && !tokens.is_empty() {
            return tokens.wrong("expected `,`");
        }
    }
    Ok(Fields { group: Some(group), list })
}

fn field(tokens: &mut Tokens, named: bool) -> Read<Field> {
    let attrs = attributes(tokens)?;
    // A type may stand in an invisible group, which stays.
    tokens.open_where(|held| held.is_empty() || is_word(held.first(), "pub"));
    let visibility = visibility(tokens);
    let mut ident = None;
    if named {
        ident = Some(tokens.name("expected the name of a field")?);
        if !tokens.mark(':') {
            return tokens.wrong("expected `:`");
        }
    }
    let length = until(tokens.rest(), &[',', '=']);
    if length == 0 {
        return tokens.wrong("expected a type");
    }
    Ok(Field { attrs, visibility, ident, ty: tokens.take(length) })
}

/// Reads `pub` or `pub(…)`, if that comes next.
pub(super) fn visibility(tokens: &mut Tokens) -> TokenStream {
    let mut length = 0;
    if is_word(tokens.rest().first(), "pub") {
        length = 1;
        if let Some(TokenTree::Group(group)) = tokens.rest().get(1)
            && group.delimiter() == Delimiter::Parenthesis
            && restricts(group)
        {
            length = 2;
        }
    }
    stream(tokens.take(length))
}

/// Whether a group says where something is visible, and is not the type of a field.
fn restricts(group: &Group) -> bool {
    let inner = Tokens::of(group);
    let first = inner.rest().first();
    let alone = inner.rest().len() == 1;
    is_word(first, "in")
        || alone && (is_word(first, "crate") || is_word(first, "self") || is_word(first, "super"))
}

impl Fields {
    /// Whether nothing stands behind the name.
    pub fn is_unit(&self) -> bool {
        self.group.is_none()
    }

    /// Whether they have names.
    pub fn is_named(&self) -> bool {
        matches!(&self.group, Some(group) if group.delimiter() == Delimiter::Brace)
    }

    /// Where they stand.
    pub(super) fn span(&self) -> Span {
        self.group.as_ref().map_or_else(Span::call_site, Group::span)
    }
}
