//! A value as an argument of a command line: clap's `ValueEnum`.

use super::code::{Code, code, word};
use super::{Target, parse, table, text};
use crate::model::Part;

pub(super) fn inherent(_: &Target<'_>) -> Code {
    Code::new()
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    if !target.has(Part::ValueEnum) {
        return Code::new();
    }
    let (clap, name, variants) = (&target.rust.clap, &target.name, target.values());
    let variants = Code::list(variants.map(|variant| {
        let variant = word(&variant.name);
        code!(#name::#variant)
    }));
    let (possible, from_str) = (possible(target), from_str(target));
    target.implement(
        &code!(#clap::ValueEnum),
        &code! {
            fn value_variants<'__a>() -> &'__a [Self] {
                &[#variants]
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
fn possible(target: &Target<'_>) -> Code {
    if !target.sound || target.values().next().is_none() {
        return code!(::core::option::Option::None);
    }
    let (clap, name, text) = (&target.rust.clap, &target.name, text::as_str(target, &code!(*self)));
    let new = code!(#clap::builder::PossibleValue::new(#text));
    let told: Vec<_> = target
        .values()
        .filter_map(|model| {
            let variant = word(&model.name);
            let help = summary(&model.docs);
            let help = (!help.is_empty()).then(|| code!(.help(#help)));
            let list = Code::list(&model.aliases);
            let aliases = (!list.is_empty()).then(|| code!(.aliases([#list])));
            (help.is_some() || aliases.is_some())
                .then(|| code!(#name::#variant => __possible #help #aliases,))
        })
        .collect();
    let hidden = target.model.variants.iter().filter(|variant| variant.skipped());
    let hidden = hidden.map(|variant| target.pattern(variant));
    let hidden = Code::joined("|", hidden);
    let hide = (!hidden.is_empty()).then(|| {
        code! {
            if let #hidden = *self {
                return ::core::option::Option::None;
            }
        }
    });
    if told.is_empty() && hidden.is_empty() {
        return code!(::core::option::Option::Some(#new));
    }
    let others = (told.len() < target.model.variants.len()).then(|| code!(_ => __possible,));
    let told: Code = told.into_iter().collect();
    code! {
        #hide
        let __possible = #new;
        ::core::option::Option::Some(match *self {
            #told
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
fn from_str(target: &Target<'_>) -> Code {
    let (found, table) = (parse::found(target), table::access());
    let anyhow = if target.model.ignore_case || target.values().next().is_none() {
        code!(let _ = __ignore_case;)
    } else {
        code! {
            if __ignore_case {
                if let ::core::option::Option::Some(__at) = #table.find_ignoring_case(__text) {
                    return ::core::result::Result::Ok(__value(__at));
                }
            }
        }
    };
    code! {
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
