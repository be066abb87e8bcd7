//! The values one after the other.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::Front;
use crate::model::name::{ident, unraw};

pub(super) fn enum_iter(front: &Front<'_>) -> TokenStream {
    let model = &front.read.model;
    let (visibility, runtime, item) = (&model.rust.visibility, &model.rust.runtime, front.item());
    let parameters = &front.read.parameters;
    let count = front.enabled().count();
    let arms = front.enabled().enumerate().map(|(at, known)| {
        let (pattern, value) =
            (super::super::iterate::pattern(at, at + 1, count), known.defaulted());
        quote!(#pattern => #value,)
    });
    let at = if count == 0 || !front.target.sound {
        quote!(#runtime::private::nothing(__at))
    } else {
        quote!(match __at { #(#arms)* })
    };
    let docs = format!(" All values of [`{}`], one after the other.", unraw(&model.name));
    let name = ident(&format!("{}Iter", unraw(&model.name)), Span::call_site());
    let values = front.implement_for(
        &quote!(#runtime::private::strum::Values),
        &quote! {
            const COUNT: ::core::primitive::usize = #count;

            #[inline]
            fn at(__at: ::core::primitive::usize) -> Self {
                #at
            }
        },
    );
    let iterate = front.implement(
        "IntoEnumIterator",
        &quote! {
            type Iterator = #runtime::private::strum::ValuesIter<Self>;

            #[inline]
            fn iter() -> Self::Iterator {
                #runtime::private::strum::ValuesIter::all()
            }
        },
    );
    quote! {
        #[doc = #docs]
        #[allow(dead_code)]
        #visibility type #name #parameters = #runtime::private::strum::ValuesIter<#item>;
        #values
        #iterate
    }
}
