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
    let (clap, name) = (target.clap(), &target.name);
    let variants = Code::list(target.values.iter().map(|variant| {
        let variant = word(&variant.name);
        code!([name, variant] #name::#variant)
    }));
    let (possible, from_str) = (possible(target), from_str(target));
    target.implement(
        &code!([clap] #clap::ValueEnum),
        &code! { [variants, clap, possible, from_str]
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
    if !target.sound || target.values.is_empty() {
        return code!(::core::option::Option::None);
    }
    let (clap, name, text) = (target.clap(), &target.name, text::as_str(target, &code!(*self)));
    let new = code!([clap, text] #clap::builder::PossibleValue::new(#text));
    let (mut told, mut all) = (Code::new(), true);
    let mut hidden = Vec::new();
    for model in &target.model.variants {
        if model.skipped() {
            hidden.push(target.pattern(model));
            continue;
        }
        let (variant, help) = (word(&model.name), summary(&model.docs));
        let list = Code::list(&model.aliases);
        if help.is_empty() && list.is_empty() {
            all = false;
            continue;
        }
        let help = (!help.is_empty()).then(|| code!([help] .help(#help)));
        let aliases = (!list.is_empty()).then(|| code!([list] .aliases([#list])));
        let told_of = code!([help, aliases] __possible #help #aliases);
        told.extend(code!([name, variant, told_of] #name::#variant => #told_of,));
    }
    let all = all && hidden.is_empty();
    let hidden = Code::joined("|", hidden);
    let hide = (!hidden.is_empty()).then(|| {
        code! { [hidden]
            if let #hidden = *self {
                return ::core::option::Option::None;
            }
        }
    });
    if told.is_empty() && hidden.is_empty() {
        return code!([new] ::core::option::Option::Some(#new));
    }
    let others = (!all).then(|| code!(_ => __possible,));
    code! { [hide, new, told, others]
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
    let mut text = String::new();
    for line in docs.lines() {
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
    }
    match text.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest.to_owned(),
        _ => text,
    }
}

/// In one step where case counts or never does; clap's own goes over all values.
fn from_str(target: &Target<'_>) -> Code {
    let (found, table) = (parse::found(target), table::access());
    let anyhow = if target.model.ignore_case || target.values.is_empty() {
        code!(let _ = __ignore_case;)
    } else {
        code! { [table]
            if __ignore_case {
                if let ::core::option::Option::Some(__at) = #table.find_ignoring_case(__text) {
                    return ::core::result::Result::Ok(__value(__at));
                }
            }
        }
    };
    code! { [anyhow, found]
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
