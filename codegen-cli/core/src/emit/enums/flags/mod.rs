//! Sets of flags: a number whose bits have the names of variants.

mod methods;
mod traits;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{Target, companion, keyed, table};
use crate::model::Part;

/// The type of the set, outside of the block that its impls are in.
pub(super) fn declaration(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::Flags) {
        return TokenStream::new();
    }
    let derives = [
        quote!(::core::clone::Clone),
        quote!(::core::marker::Copy),
        quote!(::core::default::Default),
        quote!(::core::cmp::PartialEq),
        quote!(::core::cmp::Eq),
        quote!(::core::cmp::PartialOrd),
        quote!(::core::cmp::Ord),
        quote!(::core::hash::Hash),
    ];
    let docs = format!(" Some of the flags of [`{}`], and bits without a name.", target.name);
    let head = companion::head(target, &target.model.flags, &docs, &derives);
    let (name, bits) = (name(target), bits(target));
    quote! {
        #head struct #name(#bits);
    }
}

fn name(target: &Target<'_>) -> Ident {
    companion::name(target, &target.model.flags, "Flags")
}

/// The integer of the bits: that of `#[repr(..)]`, else `u32` or what has a bit for each variant.
fn bits(target: &Target<'_>) -> TokenStream {
    let own = match target.model.variants.len() {
        0..=32 => "u32",
        33..=64 => "u64",
        _ => "u128",
    };
    let bits = Ident::new(target.model.repr.as_deref().unwrap_or(own), Span::call_site());
    quote!(::core::primitive::#bits)
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::Flags) {
        return TokenStream::new();
    }
    let (set, item) = (name(target), target.item());
    let (flag, inherent, text) =
        (flag(target), methods::inherent(target, &set), traits::text(target, &set));
    let (operators, collections) =
        (traits::operators(target, &set), traits::collections(target, &set));
    let from = |from: &TokenStream, into: &TokenStream, value: &TokenStream| {
        quote! {
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
        quote!(Self::EMPTY)
    } else {
        quote!(Self(__bits(&__value)))
    };
    let (of, into) =
        (from(&item, &quote!(#set), &of), from(&quote!(#set), &bits, &quote!(__value.0)));
    quote! {
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
fn flag(target: &Target<'_>) -> TokenStream {
    let (runtime, item, bits) = (&target.model.rust.runtime, target.item(), bits(target));
    let variants: Vec<Ident> = target.variants().collect();
    let name = &target.name;
    let stated = target.model.variants.iter().any(|variant| variant.discriminant.is_some());
    let arms = variants.iter().enumerate().map(|(at, variant)| {
        let places = Literal::usize_unsuffixed(at);
        let value = if stated { quote!(#name::#variant as #bits) } else { quote!(1 << #places) };
        quote!(#name::#variant => #value,)
    });
    let check = (stated && target.model.repr.is_none()).then(|| {
        quote! {
            const _: () = {
                #(::core::assert!(
                    #name::#variants as ::core::primitive::i128 >= 0
                        && #name::#variants as ::core::primitive::i128 <= #bits::MAX as ::core::primitive::i128,
                    "a flag does not fit into u32; give the enum a `#[repr(..)]`",
                );)*
            };
        }
    });
    let (table, count, at) = (table::access(), variants.len(), keyed::at(target));
    let of_place =
        if variants.is_empty() { quote!(0) } else { quote!(__bits(&__value(__at)) as _) };
    let function = (!variants.is_empty()).then(|| {
        quote! {
            #[inline]
            const fn __bits(__of: &#item) -> #bits {
                match *__of { #(#arms)* }
            }
        }
    });
    let flag = target.implement(
        &quote!(#runtime::private::Flag),
        &quote! {
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
    quote!(#check #function #flag)
}
