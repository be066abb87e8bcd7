//! Values in the language of the reader: a key for each, and texts by language.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Target, text};
use crate::model::Part;

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::Localize) {
        return TokenStream::new();
    }
    let runtime = &target.model.rust.runtime;
    let body = target.choice(|variant| {
        let key = target.model.key_of(variant);
        Some(quote!(#key))
    });
    let (shown, name) = target.shown("key", " The key of this value in tables of texts.");
    let key = quote! {
        #[must_use]
        #shown const fn #name(&self) -> &'static ::core::primitive::str {
            #body
        }
    };
    let (shown, name) =
        target.shown("localized", " This value in the language of a locale, ready to be printed.");
    let localized = quote! {
        #shown fn #name<'__a, __L: #runtime::Locale + ?::core::marker::Sized>(
            &self,
            __locale: &'__a __L,
        ) -> #runtime::Localized<'__a, __L> {
            #runtime::Localize::localized(self, __locale)
        }
    };
    let (shown, name) =
        target.shown("KEYS", " The keys of all values, in the order of declaration.");
    let keys = target.model.variants.iter().map(|variant| target.model.key_of(variant));
    let keys = target.free(&name).then(|| {
        quote! {
            #shown const #name: &'static [&'static ::core::primitive::str] = &[#(#keys),*];
        }
    });
    quote!(#keys #key #localized)
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::Localize) {
        return TokenStream::new();
    }
    let runtime = &target.model.rust.runtime;
    let text = text::as_str(target, &quote!(*self));
    let (_, key) = target.shown("key", "");
    let translated = target.model.variants.iter().any(|variant| !variant.locales.is_empty());
    let texts = translated.then(|| {
        let function = Ident::new("texts", Span::call_site());
        let body = target.choice(|variant| {
            let texts = variant.locales.iter().map(|text| {
                let (tag, text) = (&text.tag, &text.text);
                quote!((#tag, #text))
            });
            Some(quote!(&[#(#texts),*]))
        });
        quote! {
            fn #function(
                &self,
            ) -> &'static [(&'static ::core::primitive::str, &'static ::core::primitive::str)] {
                #body
            }
        }
    });
    target.implement(
        &quote!(#runtime::Localize),
        &quote! {
            fn key(&self) -> &'static ::core::primitive::str {
                self.#key()
            }

            fn text(&self) -> &'static ::core::primitive::str {
                #text
            }

            #texts
        },
    )
}
