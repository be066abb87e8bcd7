//! What a variant holds, if a value is that variant: `try_as_…`.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Index;

use super::Target;
use crate::model::name::{ident, unraw};
use crate::model::{Part, Variant, VariantFields};

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::EnumTryAs) {
        return TokenStream::new();
    }
    // Beside errors, only the types of the functions count, and names may come twice.
    let mut words = BTreeSet::new();
    let variants = target.taken.variants.iter();
    let holding = variants.filter(|variant| !variant.fields.list().is_empty());
    holding.filter(|variant| words.insert(variant.word())).map(|v| functions(target, v)).collect()
}

/// By value, by reference and by mutable reference; several fields are a tuple.
fn functions(target: &Target<'_>, variant: &Variant) -> TokenStream {
    let plain = unraw(&variant.name);
    let word = variant.word();
    let holds = match variant.fields.list().len() {
        1 => "field".to_owned(),
        count => format!("{count} fields"),
    };
    let forms = [
        ("try_as_{}", quote!(), format!(" The {holds} of `{plain}`, if this is it.")),
        (
            "try_as_{}_ref",
            quote!(&),
            format!(" A look at the {holds} of `{plain}`, if this is it."),
        ),
        (
            "try_as_{}_mut",
            quote!(&mut),
            format!(" Access to the {holds} of `{plain}`, if this is it."),
        ),
    ];
    let functions = forms.into_iter().map(|(item, by, docs)| {
        let (shown, function) = target.shown_for(item, &word, &docs);
        let types = variant.fields.list().iter().map(|field| {
            let ty = &field.ty;
            quote!(#by #ty)
        });
        let gives = tuple(&types.collect::<Vec<_>>());
        // What a variant holds may have to be dropped, which constants cannot do.
        let constant = (!by.is_empty()).then(|| quote!(const));
        let body = body(target, variant);
        quote! {
            #[must_use]
            #[inline]
            #shown #constant fn #function(#by self) -> ::core::option::Option<#gives> {
                #body
            }
        }
    });
    functions.collect()
}

fn body(target: &Target<'_>, variant: &Variant) -> TokenStream {
    let none = quote!(::core::option::Option::None);
    if !target.sound {
        return none;
    }
    let (item, name) = (&target.name, ident(&variant.name, Span::call_site()));
    let fields = variant.fields.list();
    let bound: Vec<Ident> = (0..fields.len()).map(|place| format_ident!("__{place}")).collect();
    let members = fields.iter().enumerate().map(|(place, field)| match variant.fields {
        VariantFields::Named(_) => {
            let name = ident(&field.name, Span::call_site());
            quote!(#name)
        }
        _ => {
            let place = Index::from(place);
            quote!(#place)
        }
    });
    let held = tuple(&bound.iter().map(|bound| quote!(#bound)).collect::<Vec<_>>());
    let others = (target.model.variants.len() > 1).then(|| quote!(_ => #none,));
    quote! {
        match self {
            #item::#name { #(#members: #bound),* } => ::core::option::Option::Some(#held),
            #others
        }
    }
}

/// One thing as it is, several as a tuple.
fn tuple(things: &[TokenStream]) -> TokenStream {
    match things {
        [one] => one.clone(),
        several => quote!((#(#several),*)),
    }
}

pub(super) fn impls(_: &Target<'_>) -> TokenStream {
    TokenStream::new()
}
