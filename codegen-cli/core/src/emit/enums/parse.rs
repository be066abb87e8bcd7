//! Text as a value: `FromStr`, `TryFrom<&str>`, and `from_str` for constants.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::{Part, Target};
use crate::model::name::ident;

/// Values that one `match` chooses from; above it, LLVM's work on the `match` grows faster than
/// the enum, so the choice is made in steps.
const CHUNK: usize = 1024;

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    let (visibility, runtime) = (&target.model.rust.visibility, &target.model.rust.runtime);
    let body = body(target);
    let mut items = TokenStream::new();
    if target.has(Part::ConstFromStr) && target.free("from_str") {
        items.extend(quote! {
            /// The value that the text names; as [`FromStr`](::core::str::FromStr), in constants
            /// too.
            ///
            /// # Errors
            /// No value has this name or alias.
            #[inline]
            #visibility const fn from_str(
                __text: &::core::primitive::str,
            ) -> ::core::result::Result<Self, #runtime::ParseError> {
                #body
            }
        });
    }
    items
}

fn body(target: &Target<'_>) -> TokenStream {
    let runtime = &target.model.rust.runtime;
    let unknown = quote!(::core::result::Result::Err(#runtime::private::unknown(&__TABLE, __text)));
    if target.model.variants.is_empty() {
        return unknown;
    }
    let find = ident(if target.model.ignore_case { "find_folded" } else { "find" }, Span::call_site());
    quote! {
        match __TABLE.#find(__text) {
            ::core::option::Option::Some(__at) => ::core::result::Result::Ok(__at(__at)),
            ::core::option::Option::None => #unknown,
        }
    }
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::FromStr) {
        return TokenStream::new();
    }
    TokenStream::new()
}
