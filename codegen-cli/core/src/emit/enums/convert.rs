//! A value from its integer and back by the standard conversions: `TryFrom`, `From`.

use proc_macro2::TokenStream;
use quote::quote;

use super::number::{as_function, found, from_repr, repr, rest, signed};
use super::{Target, caught, parse};
use crate::model::Part;

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    let mut items = TokenStream::new();
    if caught::is_total(target) {
        return items;
    }
    if as_function(target) {
        items.extend(function(target));
    }
    if target.has(Part::TryFromRepr) {
        items.extend(try_from(target));
    }
    if target.has(Part::IntoRepr) {
        items.extend(into(target));
    }
    items
}

/// `from_repr` as a function of the block, which no variant hides.
fn function(target: &Target<'_>) -> TokenStream {
    let (repr, item) = (repr(target), target.item());
    let body = from_repr(target, &repr);
    quote! {
        #[inline]
        const fn __from_repr(__repr: #repr) -> ::core::option::Option<#item> {
            #body
        }
    }
}

/// `TryFrom` of the integer, or `From` where every number is a value.
fn try_from(target: &Target<'_>) -> TokenStream {
    let (runtime, repr) = (&target.model.rust.runtime, repr(target));
    if let Some(rest) = rest(target) {
        let name = &target.name;
        return target.implement(
            &quote!(::core::convert::From<#repr>),
            &quote! {
                #[inline]
                fn from(__repr: #repr) -> Self {
                    match __from_repr(__repr) {
                        ::core::option::Option::Some(__value) => __value,
                        ::core::option::Option::None => #name::#rest,
                    }
                }
            },
        );
    }
    let own = quote!(#runtime::NumberError);
    let (error, found) = parse::fallible(target, own, &found(target));
    target.implement(
        &quote!(::core::convert::TryFrom<#repr>),
        &quote! {
            type Error = #error;

            #[inline]
            fn try_from(__repr: #repr) -> ::core::result::Result<Self, #error> {
                #found
            }
        },
    )
}

/// The error of the number `__repr`.
pub(super) fn unknown(target: &Target<'_>) -> TokenStream {
    let (runtime, repr) = (&target.model.rust.runtime, repr(target));
    let type_name = crate::model::name::unraw(&target.model.name);
    let count = target.values().count();
    let number = if count == 0 {
        quote!(::core::option::Option::None)
    } else {
        quote! {
            if __at < #count {
                ::core::option::Option::Some(__value(__at) as #repr as ::core::primitive::i128)
            } else {
                ::core::option::Option::None
            }
        }
    };
    let signed = signed(target);
    quote! {
        #runtime::private::unknown_number(
            #type_name,
            #signed,
            __repr as ::core::primitive::i128,
            |__at| #number,
        )
    }
}

/// `From` of the enum for its integer.
fn into(target: &Target<'_>) -> TokenStream {
    let (item, repr) = (target.item(), repr(target));
    let (generics, bounds) = (&target.model.rust.impl_generics, &target.model.rust.where_clause);
    let number = match (target.sound, target.model.variants.is_empty()) {
        (false, _) => quote!(0),
        (true, true) => quote!(match __value {}),
        (true, false) => quote!(__value as Self),
    };
    quote! {
        #[automatically_derived]
        impl #generics ::core::convert::From<#item> for #repr #bounds {
            #[inline]
            fn from(__value: #item) -> Self {
                #number
            }
        }
    }
}
