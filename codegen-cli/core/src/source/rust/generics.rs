//! The parameters of an item.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream, TokenTree};

use super::grammar::{lifetime, until, until_body};
use super::meta::{Attribute, attributes};
use super::tokens::{Read, Tokens, is, is_word, stream};

/// The parameters of an item and their bounds.
///
/// ```
/// use typewright_core::source::rust::Item;
/// let item = "enum Of<T: Copy, const N: usize = 3> where T: Ord {}".parse::<Item>().unwrap();
/// let generics = &item.generics;
/// assert_eq!(generics.of_impl().to_string(), "< T : Copy , const N : usize >");
/// assert_eq!(generics.of_type().to_string(), "< T , N >");
/// assert_eq!(generics.bounds.as_ref().unwrap().to_string(), "where T : Ord ,");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Generics {
    /// The parameters, in the order of their declaration.
    pub params: Vec<Param>,
    /// What `where` says, with that word; a comma ends it where there is more.
    pub bounds: Option<TokenStream>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its attributes.
    pub attrs: Vec<Attribute>,
    /// What it stands for.
    pub kind: ParamKind,
    /// Its name; that of a lifetime is without the quote.
    pub ident: Ident,
    /// What stands behind its name and before its default: a colon, and bounds or a type.
    pub bounds: TokenStream,
    /// Its default.
    pub default: Option<TokenStream>,
    /// Where it stands.
    pub span: Span,
}

/// What a parameter stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// A lifetime.
    Lifetime,
    /// A type.
    Type,
    /// A constant.
    Const,
}

/// Reads `<…>`, if it comes next.
pub(super) fn read(tokens: &mut Tokens) -> Read<Generics> {
    let mut generics = Generics::default();
    if !tokens.mark('<') {
        return Ok(generics);
    }
    while !tokens.mark('>') {
        generics.params.push(param(tokens)?);
        if !tokens.mark(',') && !is(tokens.rest().first(), '>') {
            return tokens.wrong("expected `,` or `>`");
        }
    }
    Ok(generics)
}

fn param(tokens: &mut Tokens) -> Read<Param> {
    let start = tokens.span();
    let attrs = attributes(tokens)?;
    let mut kind = ParamKind::Type;
    if lifetime(tokens.rest()) > 0 {
        tokens.next();
        kind = ParamKind::Lifetime;
    } else if tokens.pass("const") {
        kind = ParamKind::Const;
    }
    let ident = tokens.name("expected a parameter")?;
    let length = until(tokens.rest(), &[',', '=', '>']);
    let mut end = ident.span();
    if let Some(last) = tokens.rest()[..length].last() {
        end = last.span();
    }
    let bounds = stream(tokens.take(length));
    let mut default = None;
    if tokens.mark('=') {
        let length = until(tokens.rest(), &[',', '>']);
        if let Some(last) = tokens.rest()[..length].last() {
            end = last.span();
        }
        default = Some(stream(tokens.take(length)));
    }
    let span = start.join(end).unwrap_or(start);
    Ok(Param { attrs, kind, ident, bounds, default, span })
}

impl Generics {
    /// Takes `where …`, if that comes next.
    pub(super) fn bounded(&mut self, tokens: &mut Tokens) {
        let rest = tokens.rest();
        if !is_word(rest.first(), "where") {
            return;
        }
        let length = until_body(rest);
        let open = length > 1 && !is(rest.get(length - 1), ',');
        let mut bounds = stream(tokens.take(length));
        if open {
            bounds.extend([mark(',')]);
        }
        self.bounds = Some(bounds);
    }

    /// The parameters as an `impl` declares them: without defaults.
    pub fn of_impl(&self) -> TokenStream {
        self.list(|param, list| {
            for attr in &param.attrs {
                attr.write(list);
            }
            param.declare(list);
        })
    }

    /// The parameters as the name of the item takes them.
    pub fn of_type(&self) -> TokenStream {
        self.list(|param, list| list.extend(param.name()))
    }

    /// The parameters as an alias of the type declares them: without bounds.
    pub fn of_alias(&self) -> TokenStream {
        self.list(|param, list| match param.kind {
            ParamKind::Const => param.declare(list),
            _ => list.extend(param.name()),
        })
    }

    /// The parameters between `<` and `>`, lifetimes first.
    fn list(&self, write: fn(&Param, &mut TokenStream)) -> TokenStream {
        let mut list = TokenStream::new();
        if self.params.is_empty() {
            return list;
        }
        let mut before = '<';
        for lifetimes in [true, false] {
            for param in &self.params {
                if (param.kind == ParamKind::Lifetime) == lifetimes {
                    list.extend([mark(before)]);
                    write(param, &mut list);
                    before = ',';
                }
            }
        }
        list.extend([mark('>')]);
        list
    }
}

impl Param {
    /// Its name, as a type takes it.
    pub fn name(&self) -> TokenStream {
        let mut name = TokenStream::new();
        if self.kind == ParamKind::Lifetime {
            let mut quote = Punct::new('\'', Spacing::Joint);
            quote.set_span(self.ident.span());
            name.extend([TokenTree::from(quote)]);
        }
        name.extend([TokenTree::from(self.ident.clone())]);
        name
    }

    /// All of it, as it was read.
    pub fn to_tokens(&self) -> TokenStream {
        let mut tokens = TokenStream::new();
        for attr in &self.attrs {
            attr.write(&mut tokens);
        }
        self.declare(&mut tokens);
        if let Some(default) = &self.default {
            tokens.extend([mark('=')]);
            tokens.extend(default.clone());
        }
        tokens
    }

    /// Writes it with its bounds.
    fn declare(&self, list: &mut TokenStream) {
        if self.kind == ParamKind::Const {
            list.extend([TokenTree::from(Ident::new("const", self.span))]);
        }
        list.extend(self.name());
        list.extend(self.bounds.clone());
    }
}

fn mark(mark: char) -> TokenTree {
    Punct::new(mark, Spacing::Alone).into()
}
