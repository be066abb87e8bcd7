//! What is known about the variants: how many there are, their names, messages and properties.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Front;
use crate::model::StrumProperty;

pub(super) fn enum_count(front: &Front<'_>) -> TokenStream {
    let count = front.enabled().count();
    front.implement("EnumCount", &quote!(const COUNT: ::core::primitive::usize = #count;))
}

pub(super) fn variant_names(front: &Front<'_>) -> TokenStream {
    let names = front.variants().map(|known| &known.variant.text);
    front.implement(
        "VariantNames",
        &quote! {
            const VARIANTS: &'static [&'static ::core::primitive::str] = &[#(#names),*];
        },
    )
}

pub(super) fn variant_array(front: &Front<'_>) -> TokenStream {
    // Beside an error, variants may hold data, and so be no values.
    let values = front.variants().filter(|_| front.target.sound).map(|known| known.path);
    front.implement("VariantArray", &quote!(const VARIANTS: &'static [Self] = &[#(#values),*];))
}

pub(super) fn enum_message(front: &Front<'_>) -> TokenStream {
    let option = quote!(::core::option::Option<&'static ::core::primitive::str>);
    let said = |of: fn(&super::Known<'_>) -> Option<String>| {
        let arms: Vec<_> = front
            .enabled()
            .filter_map(|known| {
                let text = of(&known)?;
                let pattern = known.pattern;
                Some(quote!(#pattern => ::core::option::Option::Some(#text)))
            })
            .collect();
        front.choose_or(&quote!(*self), &arms, &quote!(::core::option::Option::None))
    };
    let message = said(|known| known.strum.message.clone());
    let detail =
        said(|known| known.strum.detail.as_ref().or(known.strum.message.as_ref()).cloned());
    let docs = said(|known| known.strum.docs.clone());
    let lists = front.variants().map(|known| {
        let (pattern, texts) = (known.pattern, &known.strum.serializations);
        quote!(#pattern => &[#(#texts),*])
    });
    let lists = front.choose(&quote!(*self), &lists.collect::<Vec<_>>());
    front.implement(
        "EnumMessage",
        &quote! {
            #[inline]
            fn get_message(&self) -> #option {
                #message
            }

            #[inline]
            fn get_detailed_message(&self) -> #option {
                #detail
            }

            #[inline]
            fn get_documentation(&self) -> #option {
                #docs
            }

            #[inline]
            fn get_serializations(&self) -> &'static [&'static ::core::primitive::str] {
                #lists
            }
        },
    )
}

pub(super) fn enum_property(front: &Front<'_>) -> TokenStream {
    let strings = property(front, |value| match value {
        StrumProperty::Str(text) => Some(quote!(#text)),
        _ => None,
    });
    let numbers = property(front, |value| match value {
        StrumProperty::Int(number) => {
            let number = Literal::i64_unsuffixed(*number);
            Some(quote!(#number))
        }
        _ => None,
    });
    let flags = property(front, |value| match value {
        StrumProperty::Bool(flag) => Some(quote!(#flag)),
        _ => None,
    });
    let methods = [
        (quote!(get_str), quote!(&'static ::core::primitive::str), strings),
        (quote!(get_int), quote!(::core::primitive::i64), numbers),
        (quote!(get_bool), quote!(::core::primitive::bool), flags),
    ];
    let methods = methods.iter().map(|(name, ty, body)| {
        quote! {
            #[inline]
            fn #name(&self, __key: &::core::primitive::str) -> ::core::option::Option<#ty> {
                #body
            }
        }
    });
    front.implement("EnumProperty", &quote!(#(#methods)*))
}

/// The value of one kind that a variant has under a key.
fn property(front: &Front<'_>, of: fn(&StrumProperty) -> Option<TokenStream>) -> TokenStream {
    let mut arms = Vec::new();
    for known in front.enabled() {
        let mut seen = std::collections::BTreeSet::new();
        let mut keys = Vec::new();
        for (key, value) in &known.strum.properties {
            if let Some(value) = of(value)
                && seen.insert(key)
            {
                keys.push(quote!(#key => ::core::option::Option::Some(#value)));
            }
        }
        if !keys.is_empty() {
            let pattern = known.pattern;
            arms.push(quote! {
                #pattern => match __key { #(#keys,)* _ => ::core::option::Option::None }
            });
        }
    }
    if arms.is_empty() {
        return quote! {{
            let _ = __key;
            ::core::option::Option::None
        }};
    }
    front.choose_or(&quote!(*self), &arms, &quote!(::core::option::Option::None))
}
