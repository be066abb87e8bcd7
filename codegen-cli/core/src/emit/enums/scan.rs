//! The longest text at the start of an input: `scan`.

use proc_macro2::Literal;

use super::code::{Code, code};
use super::{Target, make, table};
use crate::model::Part;

pub(super) fn inherent(target: &Target<'_>) -> Code {
    let docs = " The value whose name or alias is the longest one that the text begins with, and \
        the rest of the text.";
    if !target.has(Part::Scan) {
        return Code::new();
    }
    let (shown, name) = target.shown("scan", docs);
    if !target.free(&name) {
        return Code::new();
    }
    let runtime = &target.rust.runtime;
    let mut lengths = Vec::new();
    for variant in &target.values {
        lengths.push(variant.text.len() as u64);
        for alias in &variant.aliases {
            lengths.push(alias.len() as u64);
        }
    }
    lengths.sort_unstable();
    lengths.dedup();
    let mut bytes = Vec::new();
    for length in lengths.into_iter().rev() {
        // An empty text would be found everywhere, without an end.
        if length > 0 {
            bytes.extend_from_slice(&(length as u16).to_le_bytes());
        }
    }
    let lengths = Literal::byte_string(&bytes);
    let (table, fold) = (table::access(), target.model.ignore_case);
    let body = if target.values.is_empty() {
        code! {{
            let _ = __text;
            ::core::option::Option::None
        }}
    } else {
        code! { [table, fold, runtime, lengths]
            match #table.scan::<#fold>(#runtime::private::pairs(#lengths), __text) {
                ::core::option::Option::Some((__at, __rest)) => {
                    ::core::option::Option::Some((__value(__at), __rest))
                }
                ::core::option::Option::None => ::core::option::Option::None,
            }
        }
    };
    let bounds = make::bounds(target);
    let bounds = if bounds.is_empty() { bounds } else { code!([bounds] where #bounds) };
    let constant = make::in_constants(target).then(|| code!(const));
    code! { [shown, constant, name, bounds, body]
        #[must_use]
        #shown #constant fn #name(
            __text: &::core::primitive::str,
        ) -> ::core::option::Option<(Self, &::core::primitive::str)> #bounds {
            #body
        }
    }
}

pub(super) fn impls(_: &Target<'_>) -> Code {
    Code::new()
}
