//! The packed table of an enum's texts.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::hash::Hash;
use crate::model::Enum;
use crate::model::name::unraw;

/// The expression of the table, with what finds texts where `find` is set.
pub(super) fn table(model: &Enum, find: bool) -> TokenStream {
    let runtime = &model.rust.runtime;
    let type_name = unraw(&model.name);
    let mut texts: Vec<String> = model.variants.iter().map(|v| v.text.clone()).collect();
    let count = texts.len();
    let mut owners = Vec::new();
    if find {
        for (at, variant) in model.variants.iter().enumerate() {
            texts.extend(variant.aliases.iter().cloned());
            owners.extend(variant.aliases.iter().map(|_| at as u16));
        }
    }
    let (text, offsets) = (texts.concat(), offsets(&texts));
    let names = quote!(#runtime::private::Table::new(#type_name, #count, #text, #offsets));
    if !find || texts.is_empty() {
        return names;
    }
    let mut folded = TokenStream::new();
    if model.ignore_case {
        texts.iter_mut().for_each(|text| text.make_ascii_lowercase());
        let text = texts.concat();
        folded = quote!(.folded(#text));
    }
    let keys: BTreeMap<_, _> = texts.into_iter().map(String::into_bytes).zip(0..).collect();
    let Hash { multiplier, shift, displacements, slots, twins } = Hash::new(&keys);
    let (multiplier, shift) = (Literal::u64_unsuffixed(multiplier), Literal::u32_unsuffixed(shift));
    let displacements = Literal::byte_string(&displacements);
    let (slots, twins, owners) = (words(slots), words(twins), words(owners));
    quote!(#names #folded.with(#owners, #runtime::private::Hash::new(
        #multiplier, #shift, #displacements, #slots, #twins,
    )))
}

/// Where each text begins in all of them, and where the last one ends.
fn offsets(texts: &[String]) -> Literal {
    let mut ends = vec![0];
    let mut end = 0;
    for text in texts {
        end += text.len();
        ends.push(end as u32);
    }
    match u16::try_from(end) {
        Ok(_) => words(ends.into_iter().map(|end| end as u16).collect()),
        Err(_) => {
            Literal::byte_string(&ends.iter().flat_map(|e| e.to_le_bytes()).collect::<Vec<_>>())
        }
    }
}

/// Numbers as one token.
fn words(numbers: Vec<u16>) -> Literal {
    let bytes: Vec<u8> = numbers.into_iter().flat_map(u16::to_le_bytes).collect();
    Literal::byte_string(&bytes)
}
