//! Which variant a value is: `is_…`.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::Target;
use crate::model::Part;
use crate::model::name::{Casing, ident, unraw};

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::EnumIs) {
        return TokenStream::new();
    }
    let (visibility, name) = (&target.model.rust.visibility, &target.name);
    let functions = target.model.variants.iter().zip(target.variants());
    let functions = functions.map(|(model, variant)| {
        let plain = unraw(&model.name);
        let function = ident(&format!("is_{}", Casing::Snake.variant(plain)), Span::call_site());
        let docs = format!(" Whether this is `{plain}`.");
        quote! {
            #[doc = #docs]
            #[must_use]
            #[inline]
            #visibility const fn #function(&self) -> ::core::primitive::bool {
                ::core::matches!(*self, #name::#variant)
            }
        }
    });
    functions.collect()
}

pub(super) fn impls(_: &Target<'_>) -> TokenStream {
    TokenStream::new()
}
