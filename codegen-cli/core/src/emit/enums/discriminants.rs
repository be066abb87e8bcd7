//! The enum of the variants alone, without what they hold.

use super::code::{Code, Word, code, word};
use super::{Target, companion, doc};
use crate::model::{Part, Variant};

/// The type, outside of the block that the impls are in.
pub(super) fn declaration(target: &Target<'_>) -> Code {
    if !target.has(Part::Discriminants) {
        return Code::new();
    }
    let derives = [
        "::core::clone::Clone",
        "::core::marker::Copy",
        "::core::fmt::Debug",
        "::core::cmp::PartialEq",
        "::core::cmp::Eq",
    ];
    let settings = &target.model.discriminants;
    let docs = format!(" Which variant of [`{}`] a value is.", target.name.as_str());
    let (head, name) = (companion::head(target, settings, &docs, &derives), name(target));
    let repr = target.model.repr.as_ref().filter(|_| !settings.represented).map(|repr| {
        let repr = word(repr);
        code!([repr] #[repr(#repr)])
    });
    let variants = Code::list(target.taken.variants.iter().map(variant));
    code! { [repr, head, name, variants]
        #repr
        #head enum #name { #variants }
    }
}

fn name(target: &Target<'_>) -> Word {
    companion::name(target, &target.model.discriminants, "Discriminants")
}

/// A variant with its documentation and its number.
fn variant(variant: &Variant) -> Code {
    let name = word(&variant.name);
    let settings = &variant.companion;
    let docs = if settings.documented { "" } else { &variant.docs };
    let docs = Code::each(docs.lines(), doc);
    let attributes = &settings.attributes;
    let number = variant.discriminant.as_ref().map(|number| code!([number] = #number));
    code! { [docs, attributes, name, number]
        #docs
        #attributes
        #name #number
    }
}

pub(super) fn inherent(target: &Target<'_>) -> Code {
    if !target.has(Part::Discriminants) {
        return Code::new();
    }
    let kind = name(target);
    let arms = Code::each(&target.model.variants, |variant| {
        let (pattern, variant) = (target.pattern(variant), word(&variant.name));
        code!([pattern, kind, variant] #pattern => #kind::#variant,)
    });
    let body = target.body(&code!([arms] match *self { #arms }));
    let visibility = companion::visibility(target, &target.model.discriminants);
    let (shown, name) = target.shown_as("discriminant", &visibility, " Which variant this is.");
    code! { [shown, name, kind, body]
        #[must_use]
        #[inline]
        #shown const fn #name(&self) -> #kind {
            #body
        }
    }
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    if !target.has(Part::Discriminants) {
        return Code::new();
    }
    let (kind, item) = (name(target), target.item());
    let (_, discriminant) = target.shown("discriminant", "");
    let (generics, bounds) = (&target.rust.impl_generics, &target.rust.where_clause);
    Code::each([code!([item] #item), code!([item] &#item)], |from| {
        code! { [generics, from, kind, bounds, from, discriminant]
            #[automatically_derived]
            impl #generics ::core::convert::From<#from> for #kind #bounds {
                #[inline]
                fn from(__value: #from) -> Self {
                    __value.#discriminant()
                }
            }
        }
    })
}
