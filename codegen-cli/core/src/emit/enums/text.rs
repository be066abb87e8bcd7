//! A value as text: `as_str`, `NAMES`, `Display`, `AsRef<str>`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Part, Target};

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    let visibility = &target.model.rust.visibility;
    let mut items = TokenStream::new();
    if target.has(Part::Names) && target.free("NAMES") {
        let count = target.model.variants.len();
        items.extend(quote! {
            /// The texts of all values, in the order of their declaration.
            #visibility const NAMES: &'static [&'static ::core::primitive::str] =
                &__TABLE.names::<#count>();
        });
    }
    if target.has(Part::AsStr) {
        let body = as_str(target);
        items.extend(quote! {
            /// The text that stands for this value.
            #[must_use]
            #[inline]
            #visibility const fn as_str(&self) -> &'static ::core::primitive::str {
                #body
            }
        });
    }
    items
}

fn as_str(target: &Target<'_>) -> TokenStream {
    if !target.sound {
        return quote!("");
    }
    if target.model.variants.is_empty() {
        return quote!(match *self {});
    }
    let index = target.index();
    quote!(__TABLE.name(#index))
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    let text = if target.has(Part::AsStr) { quote!(self.as_str()) } else { as_str(target) };
    let mut impls = TokenStream::new();
    if target.has(Part::Display) {
        impls.extend(target.implement(
            &quote!(::core::fmt::Display),
            &quote! {
                #[inline]
                fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    __f.pad(#text)
                }
            },
        ));
    }
    if target.has(Part::AsRefStr) {
        impls.extend(target.implement(
            &quote!(::core::convert::AsRef<::core::primitive::str>),
            &quote! {
                #[inline]
                fn as_ref(&self) -> &::core::primitive::str {
                    #text
                }
            },
        ));
    }
    impls
}
