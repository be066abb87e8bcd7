//! `#[open]`.
//!
//! An attribute sees variants that are configured out, a derive does not. So the attribute hides
//! the variants in an enum of their own, and a derive on that one makes the type.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use typewright_core::diag::{Diagnostics, compile_error};
use typewright_core::emit::enums;
use typewright_core::model::name::unraw;
use typewright_core::source::rust::{Data, DataEnum, Item, Variant, open_runtime, read_open};

const MISPLACED: &str = "`open` works on enums, and this is none\n  help: remove the attribute";

/// What the attribute makes of the enum.
pub(crate) fn hide(keys: &TokenStream, item: &TokenStream) -> TokenStream {
    if let Ok(Item { attrs, visibility, ident, generics, data: Data::Enum(data) }) =
        Item::read(item.clone())
    {
        let mut path = open_runtime(keys.clone());
        path.extend(rust("::private::Open"));
        let mut hidden = attribute("derive", path);
        hidden.extend(attribute("allow", rust("dead_code, non_camel_case_types, clippy::all")));
        hidden.extend(attribute("stringer", keys.clone()));
        let mut theirs = TokenStream::new();
        for attr in &attrs {
            attr.write(if attr.is("stringer") { &mut hidden } else { &mut theirs });
        }
        theirs.extend(visibility);
        theirs.extend(rust("struct"));
        theirs.extend([TokenTree::from(ident.clone()), mark(';')]);
        hidden.extend(attribute("__open", theirs));
        let name = format!("__{}Variants", unraw(&ident.to_string()));
        hidden.extend(rust("enum"));
        hidden.extend([TokenTree::from(Ident::new(&name, ident.span()))]);
        hidden.extend(generics.of_impl());
        hidden.extend([TokenTree::from(variants(data))]);
        return hidden;
    }
    let (mut start, mut end) = (None, Span::call_site());
    for tree in item.clone() {
        start.get_or_insert(tree.span());
        end = tree.span();
    }
    let mut tokens = compile_error(MISPLACED, start.unwrap_or(end), end);
    tokens.extend(item.clone());
    tokens
}

/// The variants with their numbers in attributes.
fn variants(data: DataEnum) -> Group {
    let mut inside = TokenStream::new();
    for Variant { attrs, ident, fields, discriminant } in data.variants {
        for attr in &attrs {
            attr.write(&mut inside);
        }
        if let Some(number) = discriminant {
            let mut tokens = TokenStream::new();
            tokens.extend(number);
            inside.extend(attribute("__open", tokens));
        }
        inside.extend([TokenTree::from(ident)]);
        if let Some(group) = fields.group {
            inside.extend([TokenTree::from(group)]);
        }
        inside.extend([mark(',')]);
    }
    let mut group = Group::new(Delimiter::Brace, inside);
    // The text of the braces holds the comments.
    group.set_span(data.braces);
    group
}

/// `#[name(inside)]`
fn attribute(name: &str, inside: TokenStream) -> TokenStream {
    let mut attribute = rust(name);
    attribute.extend([TokenTree::from(Group::new(Delimiter::Parenthesis, inside))]);
    let brackets = Group::new(Delimiter::Bracket, attribute);
    let mut tokens = TokenStream::new();
    tokens.extend([mark('#'), brackets.into()]);
    tokens
}

fn mark(mark: char) -> TokenTree {
    Punct::new(mark, Spacing::Alone).into()
}

/// Some Rust of ours.
fn rust(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// What the derive on the hidden enum makes.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let item = match Item::read(item) {
        Ok(item) => item,
        Err(mistake) => return Diagnostics::from(mistake).into_compile_errors(),
    };
    let (model, mistakes) = read_open(&item);
    let mut tokens = TokenStream::new();
    if let Err(mistakes) = mistakes.finish() {
        tokens = mistakes.into_compile_errors();
    }
    tokens.extend(crate::tokens(enums::open(&model)));
    tokens
}
