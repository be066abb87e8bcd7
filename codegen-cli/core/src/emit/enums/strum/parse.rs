//! A text as its value.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Front, Known, member};
use crate::emit::enums::code::Code;
use crate::emit::enums::{Target, table};
use crate::model::Enum;

pub(super) fn enum_string(front: &Front<'_>) -> TokenStream {
    let runtime = &front.read.model.rust.runtime;
    let taker = front.enabled().find(|known| known.strum.captures);
    let infallible = taker.is_some() && front.read.error.is_none();
    let error = match (&front.read.error, infallible) {
        (Some(error), _) => quote!(#error),
        (None, true) => quote!(::core::convert::Infallible),
        (None, false) => quote!(#runtime::ParseError),
    };
    let ok = (!infallible).then(|| quote!(::core::result::Result::Ok));
    let other = match (&taker, &front.read.error_from) {
        (Some(taker), _) => {
            let taken = capture(taker);
            quote!(#ok(#taken))
        }
        (None, Some(function)) => quote!(::core::result::Result::Err(#function(__text))),
        (None, None) => {
            let table = table::access();
            quote!(::core::result::Result::Err(#runtime::private::strum::unknown(&#table, __text)))
        }
    };
    // Of the texts of variants that are not parsed, nothing is found.
    let parsed = front.variants().filter(parsed).map(|known| known.variant.clone());
    let model = Enum { variants: parsed.collect(), ..front.read.model.clone() };
    // Nothing is looked up in the table of texts of which some differ in case alone.
    let sound = front.target.sound && !is_mixed(front);
    let own = Target { sound, ..Target::new(&model) };
    let table = table::declaration(&own);
    let value = value(front, &table::find(&own), &quote!(#ok), &other);
    let str = quote!(::core::primitive::str);
    let from = if infallible {
        front.implement_for(
            &quote!(::core::convert::From<&#str>),
            &quote! {
                #[inline]
                fn from(__text: &#str) -> Self {
                    #value
                }
            },
        )
    } else {
        front.implement_for(
            &quote!(::core::convert::TryFrom<&#str>),
            &quote! {
                type Error = #error;

                #[inline]
                fn try_from(__text: &#str) -> ::core::result::Result<Self, #error> {
                    #value
                }
            },
        )
    };
    let from_str = front.implement_for(
        &quote!(::core::str::FromStr),
        &quote! {
            type Err = #error;

            #[inline]
            fn from_str(__text: &#str) -> ::core::result::Result<Self, #error> {
                <Self as ::core::convert::TryFrom<&#str>>::try_from(__text)
            }
        },
    );
    quote! {
        const _: () = {
            #table
            #from
            #from_str
        };
    }
}

/// Whether a variant has texts that it is parsed from.
fn parsed(known: &Known<'_>) -> bool {
    !known.strum.captures && !known.variant.skip
}

/// The variant that takes the text.
fn capture(taker: &Known<'_>) -> TokenStream {
    let path = &taker.path;
    let fields = taker.variant.fields.list().first();
    let field = fields.map(|field| member(&field.name, 0));
    quote!(#path { #field: ::core::convert::Into::into(__text) })
}

/// The value of the text in what `ok` names; `other` where there is none.
fn value(front: &Front<'_>, find: &Code, ok: &TokenStream, other: &TokenStream) -> TokenStream {
    if !front.target.sound {
        return quote! {{
            let _ = __text;
            ::core::unreachable!()
        }};
    }
    if !front.variants().any(|known| parsed(&known)) {
        return quote!(#other);
    }
    if is_mixed(front) {
        return mixed(front, ok, other);
    }
    let values: Vec<TokenStream> = front.variants().filter(parsed).map(|k| k.made()).collect();
    let (last, others) = values.split_last().map_or((None, &[][..]), |(v, all)| (Some(v), all));
    let places = 0..others.len();
    // The value alone is chosen by its place, which is no branch where places are discriminants; a
    // result a place would be a jump each.
    quote! {
        match #find {
            ::core::option::Option::Some(__at) => #ok(match __at {
                #(#places => #others,)*
                _ => #last,
            }),
            ::core::option::Option::None => #other,
        }
    }
}

/// Whether case counts for some variants and for others not.
fn is_mixed(front: &Front<'_>) -> bool {
    let exact = |known: Known<'_>| parsed(&known) && !known.strum.ignore_case;
    front.read.model.ignore_case && front.variants().any(exact)
}

/// The same where case counts for some variants and for others not.
fn mixed(front: &Front<'_>, ok: &TokenStream, other: &TokenStream) -> TokenStream {
    let (mut exact, mut folded) = (TokenStream::new(), TokenStream::new());
    for known in front.variants().filter(parsed) {
        let value = known.made();
        let texts = std::iter::once(&known.variant.text).chain(&known.variant.aliases);
        if known.strum.ignore_case {
            folded.extend(quote!(_ if #(__text.eq_ignore_ascii_case(#texts))||* => #ok(#value),));
        } else {
            exact.extend(quote!(#(#texts)|* => #ok(#value),));
        }
    }
    quote!(match __text { #exact #folded _ => #other })
}
