//! A discriminant as its value.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::Front;
use crate::model::VariantFields;
use crate::model::name::ident;

pub(super) fn from_repr(front: &Front<'_>) -> TokenStream {
    let model = &front.read.model;
    let repr = ident(model.repr.as_deref().unwrap_or("usize"), proc_macro2::Span::call_site());
    let repr = quote!(::core::primitive::#repr);
    let mut constants = TokenStream::new();
    let mut arms = TokenStream::new();
    // Numbers count from the last one that is stated. A stated one is a constant, as patterns
    // cannot hold expressions.
    let mut stated: Option<(usize, u64)> = None;
    for (at, known) in front.variants().enumerate() {
        let constant = format_ident!("__{at}");
        let pattern = match (&known.strum.discriminant, stated) {
            (Some(number), _) => {
                constants.extend(quote!(const #constant: #repr = #number;));
                stated = Some((at, 0));
                quote!(#constant)
            }
            (None, Some((last, further))) => {
                let (last, further) = (format_ident!("__{last}"), further + 1);
                let step = Literal::u64_unsuffixed(further);
                constants.extend(quote!(const #constant: #repr = #last + #step;));
                stated = stated.map(|(last, _)| (last, further));
                quote!(#constant)
            }
            (None, None) => {
                let number = Literal::usize_unsuffixed(at);
                quote!(#number)
            }
        };
        if !known.variant.skip {
            let value = known.defaulted();
            arms.extend(quote!(#pattern => ::core::option::Option::Some(#value),));
        }
    }
    let value = if front.target.sound {
        quote!(#constants match __repr { #arms _ => ::core::option::Option::None })
    } else {
        quote!(let _ = __repr; ::core::option::Option::None)
    };
    let unit = front.enabled().all(|known| matches!(known.variant.fields, VariantFields::Unit));
    let constant = unit.then(|| quote!(const));
    let visibility = &model.rust.visibility;
    front.inherent(&quote! {
        /// The value that has this discriminant.
        #[must_use]
        #[inline]
        #visibility #constant fn from_repr(
            __repr: #repr,
        ) -> ::core::option::Option<Self> {
            #value
        }
    })
}
