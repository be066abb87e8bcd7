//! A value as an argument of a command line: clap's `ValueEnum`.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::{Target, parse, table, text};
use crate::model::Part;
use crate::model::name::ident;

pub(super) fn inherent(_: &Target<'_>) -> TokenStream {
    TokenStream::new()
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::ValueEnum) {
        return TokenStream::new();
    }
    let (clap, name, variants) = (&target.model.rust.clap, &target.name, target.values());
    let variants = variants.map(|variant| ident(&variant.name, Span::call_site()));
    let (possible, from_str) = (possible(target), from_str(target));
    target.implement(
        &quote!(#clap::ValueEnum),
        &quote! {
            fn value_variants<'__a>() -> &'__a [Self] {
                &[#(#name::#variants),*]
            }

            fn to_possible_value(
                &self,
            ) -> ::core::option::Option<#clap::builder::PossibleValue> {
                #possible
            }

            #from_str
        },
    )
}

/// A value with its help and its aliases.
fn possible(target: &Target<'_>) -> TokenStream {
    if !target.sound || target.values().next().is_none() {
        return quote!(::core::option::Option::None);
    }
    let (clap, name, text) =
        (&target.model.rust.clap, &target.name, text::as_str(target, &quote!(*self)));
    let new = quote!(#clap::builder::PossibleValue::new(#text));
    let told: Vec<_> = target
        .values()
        .filter_map(|model| {
            let variant = ident(&model.name, Span::call_site());
            let help = summary(&model.docs);
            let help = (!help.is_empty()).then(|| quote!(.help(#help)));
            let aliases = &model.aliases;
            let aliases = (!aliases.is_empty()).then(|| quote!(.aliases([#(#aliases),*])));
            (help.is_some() || aliases.is_some())
                .then(|| quote!(#name::#variant => __possible #help #aliases,))
        })
        .collect();
    let hidden = target.model.variants.iter().filter(|variant| variant.skipped());
    let hidden: Vec<_> = hidden.map(|variant| target.pattern(variant)).collect();
    let hide = (!hidden.is_empty()).then(|| {
        quote! {
            if let #(#hidden)|* = *self {
                return ::core::option::Option::None;
            }
        }
    });
    if told.is_empty() && hidden.is_empty() {
        return quote!(::core::option::Option::Some(#new));
    }
    let others = (told.len() < target.model.variants.len()).then(|| quote!(_ => __possible,));
    quote! {
        #hide
        let __possible = #new;
        ::core::option::Option::Some(match *self {
            #(#told)*
            #others
        })
    }
}

/// The first paragraph of the docs in one line without its full stop, as clap's own derive has it.
fn summary(docs: &str) -> String {
    let lines = docs.lines().map(str::trim).take_while(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join(" ");
    match text.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest.to_owned(),
        _ => text,
    }
}

/// In one step where case counts or never does; clap's own goes over all values.
fn from_str(target: &Target<'_>) -> TokenStream {
    let (found, table) = (parse::found(target), table::access());
    let anyhow = if target.model.ignore_case || target.values().next().is_none() {
        quote!(let _ = __ignore_case;)
    } else {
        quote! {
            if __ignore_case {
                if let ::core::option::Option::Some(__at) = #table.find_ignoring_case(__text) {
                    return ::core::result::Result::Ok(__value(__at));
                }
            }
        }
    };
    quote! {
        fn from_str(
            __text: &::core::primitive::str,
            __ignore_case: ::core::primitive::bool,
        ) -> ::core::result::Result<Self, ::std::string::String> {
            #anyhow
            match #found {
                ::core::result::Result::Ok(__value) => ::core::result::Result::Ok(__value),
                ::core::result::Result::Err(__error) => {
                    ::core::result::Result::Err(::std::string::ToString::to_string(&__error))
                }
            }
        }
    }
}
