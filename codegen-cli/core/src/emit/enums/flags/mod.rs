//! Sets of flags: a number whose bits have the names of variants.

mod methods;
mod traits;

use proc_macro2::Literal;

use super::code::{Code, Word, code, word};
use super::{Target, companion, keyed, table};
use crate::model::Part;

/// The type of the set, outside of the block that its impls are in.
pub(super) fn declaration(target: &Target<'_>) -> Code {
    if !target.has(Part::Flags) {
        return Code::new();
    }
    let derives = [
        "::core::clone::Clone",
        "::core::marker::Copy",
        "::core::default::Default",
        "::core::cmp::PartialEq",
        "::core::cmp::Eq",
        "::core::cmp::PartialOrd",
        "::core::cmp::Ord",
        "::core::hash::Hash",
    ];
    let docs =
        format!(" Some of the flags of [`{}`], and bits without a name.", target.name.as_str());
    let head = companion::head(target, &target.model.flags, &docs, &derives);
    let (name, bits) = (name(target), bits(target));
    code! { [head, name, bits]
        #head struct #name(#bits);
    }
}

fn name(target: &Target<'_>) -> Word {
    companion::name(target, &target.model.flags, "Flags")
}

/// The integer of the bits: that of `#[repr(..)]`, else `u32` or what has a bit for each variant.
fn bits(target: &Target<'_>) -> Code {
    let own = match target.model.variants.len() {
        0..=32 => "u32",
        33..=64 => "u64",
        _ => "u128",
    };
    let bits = word(target.model.repr.as_deref().unwrap_or(own));
    code!([bits] ::core::primitive::#bits)
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    if !target.has(Part::Flags) {
        return Code::new();
    }
    let (set, item) = (name(target), target.item());
    let (flag, inherent, text) =
        (flag(target), methods::inherent(target, &set), traits::text(target, &set));
    let (operators, collections) =
        (traits::operators(target, &set), traits::collections(target, &set));
    let from = |from: &Code, into: &Code, value: &Code| {
        code! { [from, into, from, value]
            #[automatically_derived]
            impl ::core::convert::From<#from> for #into {
                #[inline]
                fn from(__value: #from) -> Self {
                    #value
                }
            }
        }
    };
    let bits = bits(target);
    let of = if target.model.variants.is_empty() {
        code!(Self::EMPTY)
    } else {
        code!(Self(__bits(&__value)))
    };
    let (of, into) =
        (from(&item, &code!([set] #set), &of), from(&code!([set] #set), &bits, &code!(__value.0)));
    code! { [flag, inherent, text, operators, collections, of, into]
        #flag
        #inherent
        #text
        #operators
        #collections
        #of
        #into
    }
}

/// The bits of each variant, and what the runtime asks of the enum.
fn flag(target: &Target<'_>) -> Code {
    let (runtime, item, bits) = (&target.rust.runtime, target.item(), bits(target));
    let variants = target.variants();
    let name = &target.name;
    let stated = target.model.variants.iter().any(|variant| variant.discriminant.is_some());
    let arms = Code::each(variants.iter().enumerate(), |(at, variant)| {
        let places = Literal::usize_unsuffixed(at);
        let value = if stated {
            code!([name, variant, bits] #name::#variant as #bits)
        } else {
            code!([places] 1 << #places)
        };
        code!([name, variant, value] #name::#variant => #value,)
    });
    let check = (stated && target.model.repr.is_none()).then(|| {
        let checks = Code::each(&variants, |variant| {
            code! { [name, variant, name, variant, bits]
                ::core::assert!(
                    #name::#variant as ::core::primitive::i128 >= 0
                        && #name::#variant as ::core::primitive::i128
                            <= #bits::MAX as ::core::primitive::i128,
                    "a flag does not fit into u32; give the enum a `#[repr(..)]`",
                );
            }
        });
        code!([checks] const _: () = { #checks };)
    });
    let (table, count, at) = (table::access(), variants.len(), keyed::at(target));
    let of_place = if variants.is_empty() { code!(0) } else { code!(__bits(&__value(__at)) as _) };
    let function = (!variants.is_empty()).then(|| {
        code! { [item, bits, arms]
            #[inline]
            const fn __bits(__of: &#item) -> #bits {
                match *__of { #arms }
            }
        }
    });
    let flag = target.implement(
        &code!([runtime] #runtime::private::Flag),
        &code! { [runtime, table, count, at, of_place]
            const TABLE: &'static #runtime::private::Table = &#table;
            const COUNT: ::core::primitive::usize = #count;

            fn at(__at: ::core::primitive::usize) -> Self {
                #at
            }

            fn bits(__at: ::core::primitive::usize) -> ::core::primitive::u128 {
                #of_place
            }
        },
    );
    code!([check, function, flag] #check #function #flag)
}
