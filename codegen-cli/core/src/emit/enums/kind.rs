//! Which variant a value is: `is_…`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::Target;
use crate::model::Part;
use crate::model::name::unraw;

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::EnumIs) {
        return TokenStream::new();
    }
    // Beside errors, only the names of the functions count, and they may come twice.
    let mut words = BTreeSet::new();
    let variants = target.taken.variants.iter().filter(|variant| words.insert(variant.word()));
    let functions = variants.map(|model| {
        let pattern = target.pattern(model);
        let plain = unraw(&model.name);
        let docs = format!(" Whether this is `{plain}`.");
        let (shown, function) = target.shown_for("is_{}", &model.word(), &docs);
        let body =
            if target.sound { quote!(::core::matches!(*self, #pattern)) } else { quote!(false) };
        quote! {
            #[must_use]
            #[inline]
            #shown const fn #function(&self) -> ::core::primitive::bool {
                #body
            }
        }
    });
    functions.collect()
}

pub(super) fn impls(_: &Target<'_>) -> TokenStream {
    TokenStream::new()
}
