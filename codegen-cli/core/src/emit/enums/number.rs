//! A value as its discriminant, both ways: `repr` and `from_repr`.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::Target;
use crate::model::Part;
use crate::model::name::ident;

/// Whether discriminants are turned into values by their places: they follow one another.
pub(super) fn by_place(target: &Target<'_>) -> bool {
    target.has(Part::FromRepr) && first(target).is_some()
}

/// The first discriminant, where each one follows the one before.
fn first(target: &Target<'_>) -> Option<i64> {
    let numbers: Option<Vec<i64>> = target.model.variants.iter().map(|v| v.number).collect();
    let numbers = numbers?;
    let follow = numbers.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
    numbers.first().copied().filter(|_| follow)
}

/// The integer type of the discriminants.
pub(super) fn repr(target: &Target<'_>) -> TokenStream {
    let repr = ident(target.model.repr.as_deref().unwrap_or("isize"), Span::call_site());
    quote!(::core::primitive::#repr)
}

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::FromRepr) {
        return TokenStream::new();
    }
    let (shown_repr, repr_name) = target.shown("repr", " The discriminant of this value.");
    let (shown_from, from_name) =
        target.shown("from_repr", " The value that has this discriminant.");
    let repr = repr(target);
    let (name, variants) = (&target.name, target.variants());
    let to = if target.sound {
        quote!(match *self { #(#name::#variants => #name::#variants as #repr,)* })
    } else {
        quote!(0)
    };
    let from = from_repr(target, &repr);
    quote! {
        #[must_use]
        #[inline]
        #shown_repr const fn #repr_name(&self) -> #repr {
            #to
        }

        #[must_use]
        #[inline]
        #shown_from const fn #from_name(
            __repr: #repr,
        ) -> ::core::option::Option<Self> {
            #from
        }
    }
}

fn from_repr(target: &Target<'_>, repr: &TokenStream) -> TokenStream {
    let name = &target.name;
    if target.model.variants.is_empty() {
        return quote! {{
            let _ = __repr;
            ::core::option::Option::None
        }};
    }
    if let Some(first) = first(target) {
        let last = Literal::i64_unsuffixed(first + target.model.variants.len() as i64 - 1);
        let first = Literal::i64_unsuffixed(first);
        return quote! {
            if let #first..=#last = __repr {
                ::core::option::Option::Some(
                    __value(__repr.wrapping_sub(#first) as ::core::primitive::usize),
                )
            } else {
                ::core::option::Option::None
            }
        };
    }
    // A discriminant that is no literal becomes a constant, as patterns cannot hold expressions.
    let mut constants = TokenStream::new();
    let mut arms = TokenStream::new();
    for (at, variant) in target.variants().enumerate() {
        let pattern = if let Some(number) = target.model.variants[at].number {
            let number = Literal::i64_unsuffixed(number);
            quote!(#number)
        } else {
            let constant = format_ident!("__{at}");
            constants.extend(quote!(const #constant: #repr = #name::#variant as #repr;));
            quote!(#constant)
        };
        arms.extend(quote!(#pattern => ::core::option::Option::Some(#name::#variant),));
    }
    quote! {
        #constants
        match __repr { #arms _ => ::core::option::Option::None }
    }
}

pub(super) fn impls(_: &Target<'_>) -> TokenStream {
    TokenStream::new()
}
