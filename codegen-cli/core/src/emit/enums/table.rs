//! The packed table of an enum's texts.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Target;
use super::hash::Hash;
use crate::model::name::unraw;
use crate::model::{Enum, Part};

/// Texts above which a table is one `static`; below, it is a constant of a trait, which the
/// compiler evaluates only where it is used, but may write once a codegen unit.
const SHARED: usize = 64;

/// What declares the table that [`access`] refers to.
pub(super) fn declaration(target: &Target<'_>) -> TokenStream {
    if !target.reads_texts(&[]) {
        return TokenStream::new();
    }
    let runtime = &target.model.rust.runtime;
    let packed = target.has(Part::FromStr);
    let table = table(target.model, target.sound && target.parses());
    let shared = target.model.variants.len() > SHARED;
    let (shared, table) = if shared || !packed {
        (quote!(static __TABLE: #runtime::private::Table = #table;), quote!(__TABLE))
    } else {
        (TokenStream::new(), table)
    };
    if !packed {
        return shared;
    }
    let packed = target.implement(
        &quote!(#runtime::private::Packed),
        &quote!(const TABLE: &'static #runtime::private::Table = &#table;),
    );
    quote!(#shared #packed)
}

/// How many of the texts are found: names of values, and aliases.
pub(super) fn found(target: &Target<'_>) -> usize {
    let aliases = usize::from(target.sound && target.parses());
    target.values().map(|variant| 1 + aliases * variant.aliases.len()).sum()
}

/// A reference to the table, for the impls.
pub(super) fn access(target: &Target<'_>) -> TokenStream {
    let (runtime, item) = (&target.model.rust.runtime, target.item());
    if target.has(Part::FromStr) {
        quote!(<#item as #runtime::private::Packed>::TABLE)
    } else {
        quote!(__TABLE)
    }
}

fn table(model: &Enum, find: bool) -> TokenStream {
    let private = {
        let runtime = &model.rust.runtime;
        quote!(#runtime::private)
    };
    let type_name = unraw(&model.name);
    let (skipped, values): (Vec<_>, Vec<_>) = model.variants.iter().partition(|v| v.skipped());
    let mut texts: Vec<String> = values.iter().map(|v| v.text.clone()).collect();
    let count = texts.len();
    let mut owners = Vec::new();
    if find {
        for (at, variant) in values.iter().enumerate() {
            texts.extend(variant.aliases.iter().cloned());
            owners.extend(variant.aliases.iter().map(|_| at as u16));
        }
    }
    // Texts behind those that are found: names that are printed and nothing else.
    let found = texts.len();
    texts.extend(skipped.iter().map(|v| v.text.clone()));
    let (text, owners, (short, long)) = (texts.concat(), words(&owners), offsets(&texts));
    texts.truncate(found);
    if find && model.ignore_case {
        texts.iter_mut().for_each(|text| text.make_ascii_lowercase());
    }
    let folded = if find && model.ignore_case { texts.concat() } else { String::new() };
    let hash = if find && !texts.is_empty() {
        let keys: BTreeMap<_, _> = texts.into_iter().map(String::into_bytes).zip(0..).collect();
        hash(&private, &Hash::new(&keys))
    } else {
        quote!(#private::Hash::EMPTY)
    };
    quote!(#private::Table {
        type_name: #type_name,
        count: #count,
        text: #text,
        folded: #folded,
        short: #private::pairs(#short),
        long: #long,
        owners: #owners,
        hash: #hash,
    })
}

/// The hash as the runtime's.
pub(super) fn hash(private: &TokenStream, hash: &Hash) -> TokenStream {
    let Hash { multiplier, shift, displacements, slots, twins } = hash;
    let (multiplier, shift) =
        (Literal::u64_unsuffixed(*multiplier), Literal::u32_unsuffixed(*shift));
    let displacements = Literal::byte_string(displacements);
    let (slots, twins) = (words(slots), words(twins));
    quote!(#private::Hash {
        multiplier: #multiplier,
        shift: #shift,
        displacements: #displacements,
        slots: #private::pairs(#slots),
        twins: #twins,
    })
}

/// Where each text begins in all of them, and where the last one ends; in two bytes each, else in
/// four.
fn offsets(texts: &[String]) -> (Literal, Literal) {
    let mut ends = vec![0];
    let mut end = 0;
    for text in texts {
        end += text.len();
        ends.push(end as u32);
    }
    if u16::try_from(end).is_ok() {
        let ends: Vec<u16> = ends.into_iter().map(|end| end as u16).collect();
        return (words(&ends), words(&[]));
    }
    let bytes: Vec<u8> = ends.into_iter().flat_map(u32::to_le_bytes).collect();
    (words(&[]), Literal::byte_string(&bytes))
}

/// Numbers as one token.
fn words(numbers: &[u16]) -> Literal {
    let bytes: Vec<u8> = numbers.iter().copied().flat_map(u16::to_le_bytes).collect();
    Literal::byte_string(&bytes)
}
