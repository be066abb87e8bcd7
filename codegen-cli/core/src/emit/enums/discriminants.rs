//! The enum of the variants alone, without what they hold.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Target, companion};
use crate::model::name::ident;
use crate::model::{Part, Variant};

/// The type, outside of the block that the impls are in.
pub(super) fn declaration(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::Discriminants) {
        return TokenStream::new();
    }
    let derives = [
        quote!(::core::clone::Clone),
        quote!(::core::marker::Copy),
        quote!(::core::fmt::Debug),
        quote!(::core::cmp::PartialEq),
        quote!(::core::cmp::Eq),
    ];
    let settings = &target.model.discriminants;
    let docs = format!(" Which variant of [`{}`] a value is.", target.name);
    let (head, name) = (companion::head(target, settings, &docs, &derives), name(target));
    let repr = target.model.repr.as_ref().filter(|_| !settings.represented).map(|repr| {
        let repr = Ident::new(repr, Span::call_site());
        quote!(#[repr(#repr)])
    });
    let variants = target.taken.variants.iter().map(variant);
    quote! {
        #repr
        #head enum #name { #(#variants,)* }
    }
}

fn name(target: &Target<'_>) -> Ident {
    companion::name(target, &target.model.discriminants, "Discriminants")
}

/// A variant with its documentation and its number.
fn variant(variant: &Variant) -> TokenStream {
    let name = ident(&variant.name, Span::call_site());
    let settings = &variant.companion;
    let docs = variant.docs.lines().filter(|_| !settings.documented);
    let docs = docs.map(|line| format!(" {line}"));
    let attributes = &settings.attributes;
    let number = variant.discriminant.as_ref().map(|number| quote!(= #number));
    quote! {
        #(#[doc = #docs])*
        #attributes
        #name #number
    }
}

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::Discriminants) {
        return TokenStream::new();
    }
    let kind = name(target);
    let arms = target.model.variants.iter().map(|variant| {
        let (pattern, variant) = (target.pattern(variant), ident(&variant.name, Span::call_site()));
        quote!(#pattern => #kind::#variant,)
    });
    let body = target.body(&quote!(match *self { #(#arms)* }));
    let visibility = companion::visibility(target, &target.model.discriminants);
    let (shown, name) = target.shown_as("discriminant", &visibility, " Which variant this is.");
    quote! {
        #[must_use]
        #[inline]
        #shown const fn #name(&self) -> #kind {
            #body
        }
    }
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::Discriminants) {
        return TokenStream::new();
    }
    let (kind, item) = (name(target), target.item());
    let (_, discriminant) = target.shown("discriminant", "");
    let (generics, bounds) = (&target.model.rust.impl_generics, &target.model.rust.where_clause);
    [quote!(#item), quote!(&#item)]
        .map(|from| {
            quote! {
                #[automatically_derived]
                impl #generics ::core::convert::From<#from> for #kind #bounds {
                    #[inline]
                    fn from(__value: #from) -> Self {
                        __value.#discriminant()
                    }
                }
            }
        })
        .into_iter()
        .collect()
}
