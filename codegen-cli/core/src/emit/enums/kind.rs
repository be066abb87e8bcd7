//! Which variant a value is: `is_…`.

use proc_macro2::TokenStream;
use quote::quote;

use super::Target;
use crate::model::Part;
use crate::model::name::{Casing, unraw};

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::EnumIs) {
        return TokenStream::new();
    }
    let functions = target.model.variants.iter().map(|model| {
        let pattern = target.pattern(model);
        let plain = unraw(&model.name);
        let docs = format!(" Whether this is `{plain}`.");
        let (shown, function) = target.shown_for("is_{}", &Casing::Snake.variant(plain), &docs);
        quote! {
            #[must_use]
            #[inline]
            #shown const fn #function(&self) -> ::core::primitive::bool {
                ::core::matches!(*self, #pattern)
            }
        }
    });
    functions.collect()
}

pub(super) fn impls(_: &Target<'_>) -> TokenStream {
    TokenStream::new()
}
