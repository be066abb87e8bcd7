//! Values in the language of the reader: a key for each, and texts by language.

use super::code::{Code, code, word};
use super::{Target, text};
use crate::model::Part;

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::Localize) {
        return Code::new();
    }
    let runtime = &target.rust.runtime;
    let body = target.choice(&|variant| {
        let key = target.model.key_of(variant);
        Some(code!([key] #key))
    });
    let (shown, name) = target.shown("key", " The key of this value in tables of texts.");
    let key = code! { [shown, name, body]
        #[must_use]
        #shown const fn #name(&self) -> &'static ::core::primitive::str {
            #body
        }
    };
    let (shown, name) =
        target.shown("localized", " This value in the language of a locale, ready to be printed.");
    let localized = code! { [shown, name, runtime, runtime, runtime]
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
    let keys = Code::list(keys);
    let keys = target.free(&name).then(|| {
        code! { [shown, name, keys]
            #shown const #name: &'static [&'static ::core::primitive::str] = &[#keys];
        }
    });
    code!([keys, key, localized] #keys #key #localized)
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    if !target.has(Part::Localize) {
        return Code::new();
    }
    let runtime = &target.rust.runtime;
    let text = text::as_str(target, &code!(*self));
    let (_, key) = target.shown("key", "");
    let translated = target.model.variants.iter().any(|variant| !variant.locales.is_empty());
    let texts = translated.then(|| {
        let function = word("texts");
        let body = target.choice(&|variant| {
            let texts = variant.locales.iter().map(|text| {
                let (tag, text) = (&text.tag, &text.text);
                code!([tag, text] (#tag, #text))
            });
            let texts = Code::list(texts);
            Some(code!([texts] &[#texts]))
        });
        code! { [function, body]
            fn #function(
                &self,
            ) -> &'static [(&'static ::core::primitive::str, &'static ::core::primitive::str)] {
                #body
            }
        }
    });
    target.implement(
        &code!([runtime] #runtime::Localize),
        &code! { [key, text, texts]
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
