//! How values are made of their places and names: their fields are defaults, unless the author says
//! otherwise.

use proc_macro2::{Literal, Span, TokenStream, TokenTree};

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
        return code!([name, variant_name] #name::#variant_name);
    }
    let fields = variant.fields.list().iter().map(|field| {
        let (member, value) = (member(field), field_value(target, field));
        code!([member, value] #member: #value)
    });
    let fields = Code::list(fields);
    code!([name, variant_name, fields] #name::#variant_name { #fields })
}

/// The value of a field, where no text gives it. What it lacks is reported at its type.
pub(super) fn field_value(target: &Target<'_>, field: &VariantField) -> Code {
    if let Some(path) = &field.default_with {
        return call(target, path);
    }
    let at = field.origin.span();
    let runtime = spanned(&target.rust.runtime, at);
    code!([runtime] #runtime::private::made()).placed(at).into()
}

/// Whether the values can be made in constants.
pub(super) fn in_constants(target: &Target<'_>) -> bool {
    target.values.iter().all(|variant| variant.fields.list().is_empty())
}

/// The bounds under which the values can be made, each with a comma.
pub(super) fn bounds(target: &Target<'_>) -> Code {
    let mut bounds = Code::new();
    for variant in &target.values {
        for field in variant.fields.list() {
            let made = variant.default_with.is_none() && field.default_with.is_none();
            if made && field.generic {
                let ty = &field.ty;
                bounds.extend(code!([ty] #ty: ::core::default::Default,));
            }
        }
    }
    bounds
}

/// The name of a field in a pattern or an expression; its place where it has none.
pub(super) fn member(field: &VariantField) -> Code {
    match field.name.parse() {
        Ok(place) => {
            let place = Literal::usize_unsuffixed(place);
            code!([place] #place)
        }
        Err(_) => {
            let name = word(&field.name);
            code!([name] #name)
        }
    }
}

/// A call of a function of the author's, outside of the enum's own impls, where nothing is called
/// `Self`.
fn call(target: &Target<'_>, path: &TokenStream) -> Code {
    let item = target.item().into_tokens();
    let (mut call, mut at) = (TokenStream::new(), Span::call_site());
    for tree in path.clone() {
        at = tree.span();
        match &tree {
            TokenTree::Ident(name) if *name == "Self" => {
                call.extend(code!([item] <#item>).placed(at));
            }
            _ => call.extend([tree]),
        }
    }
    call.extend(code!(()).placed(at));
    call.into()
}

/// Tokens that a mistake shows at a place of the author's.
pub(super) fn spanned(code: &Code, at: Span) -> TokenStream {
    let mut moved = TokenStream::new();
    for mut tree in code.clone().into_tokens() {
        tree.set_span(at);
        moved.extend([tree]);
    }
    moved
}
