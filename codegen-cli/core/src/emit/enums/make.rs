//! How values are made of their places and names: their fields are defaults, unless the author says
//! otherwise.

use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use super::Target;
use super::code::{Code, code, word};
use crate::model::{Variant, VariantField, VariantFields};

/// The value of a variant.
pub(super) fn value(target: &Target<'_>, variant: &Variant) -> Code {
    if let Some(path) = &variant.default_with {
        return call(target, path);
    }
    let (name, variant_name) = (&target.name, word(&variant.name));
    if let VariantFields::Unit = variant.fields {
        return code!(#name::#variant_name);
    }
    let fields = variant.fields.list().iter().map(|field| {
        let (member, value) = (member(field), field_value(target, field));
        code!(#member: #value)
    });
    let fields = Code::list(fields);
    code!(#name::#variant_name { #fields })
}

/// The value of a field, where no text gives it. What it lacks is reported at its type.
pub(super) fn field_value(target: &Target<'_>, field: &VariantField) -> Code {
    if let Some(path) = &field.default_with {
        return call(target, path);
    }
    let at = field.origin.span();
    let runtime = spanned(&target.rust.runtime, at);
    quote_spanned!(at=> #runtime::private::made()).into()
}

/// Whether the values can be made in constants.
pub(super) fn in_constants(target: &Target<'_>) -> bool {
    target.values().all(|variant| variant.fields.list().is_empty())
}

/// The bounds under which the values can be made, each with a comma.
pub(super) fn bounds(target: &Target<'_>) -> Code {
    let variants = target.values().filter(|variant| variant.default_with.is_none());
    let fields = variants.flat_map(|variant| variant.fields.list());
    let generic = fields.filter(|field| field.generic && field.default_with.is_none());
    let bound = |field: &VariantField| {
        let ty = &field.ty;
        code!(#ty: ::core::default::Default,)
    };
    generic.map(bound).collect()
}

/// The name of a field in a pattern or an expression; its place where it has none.
pub(super) fn member(field: &VariantField) -> Code {
    match field.name.parse() {
        Ok(place) => {
            let place = Literal::usize_unsuffixed(place);
            code!(#place)
        }
        Err(_) => {
            let name = word(&field.name);
            code!(#name)
        }
    }
}

/// A call of a function of the author's, outside of the enum's own impls, where nothing is called
/// `Self`.
fn call(target: &Target<'_>, path: &TokenStream) -> Code {
    let item = target.item();
    let own = |tree: TokenTree| match &tree {
        TokenTree::Ident(name) if *name == "Self" => quote_spanned!(name.span()=> <#item>),
        _ => tree.into(),
    };
    let mut call: TokenStream = path.clone().into_iter().flat_map(own).collect();
    let at = path.clone().into_iter().last().map_or_else(Span::call_site, |last| last.span());
    call.extend(quote_spanned!(at=> ()));
    call.into()
}

/// Tokens that a mistake shows at a place of the author's.
pub(super) fn spanned(code: &Code, at: Span) -> TokenStream {
    let moved = |mut tree: TokenTree| {
        tree.set_span(at);
        tree
    };
    code.clone().into_tokens().into_iter().map(moved).collect()
}
