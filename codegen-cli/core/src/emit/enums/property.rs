//! Typed properties: one constant function each.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use super::Target;
use crate::model::{Part, Property, Variant};

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::EnumProperty) {
        return TokenStream::new();
    }
    target.model.properties.iter().map(|property| function(target, property)).collect()
}

/// Where each variant has a value it is one, else it is an option.
fn function(target: &Target<'_>, property: &Property) -> TokenStream {
    let value = |variant: &Variant| {
        let own = variant.props.iter().find(|prop| prop.name == property.name);
        own.map(|prop| &prop.value).or(property.default.as_ref()).map(|value| value.tokens.clone())
    };
    let name = match syn::parse_str::<Ident>(&property.name) {
        Ok(name) => name,
        Err(_) => Ident::new_raw(&property.name, Span::call_site()),
    };
    let docs = property.docs.clone().unwrap_or(format!(" The property `{}`.", property.name));
    let docs: TokenStream = docs.lines().map(|line| quote!(#[doc = #line])).collect();
    let visibility = property.visibility.as_ref().unwrap_or(&target.model.rust.visibility);
    let ty = &property.ty;
    let (ty, body) = if target.taken.variants.iter().all(|variant| value(variant).is_some()) {
        (quote!(#ty), target.choice(value))
    } else {
        let value = |variant: &Variant| {
            value(variant).map(|value| quote!(::core::option::Option::Some(#value)))
        };
        (quote!(::core::option::Option<#ty>), target.choice(value))
    };
    quote! {
        #docs
        #[must_use]
        #visibility const fn #name(&self) -> #ty {
            #body
        }
    }
}

pub(super) fn impls(_: &Target<'_>) -> TokenStream {
    TokenStream::new()
}
