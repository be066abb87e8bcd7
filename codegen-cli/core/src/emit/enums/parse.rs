//! Text as a value: `FromStr`, `TryFrom<&str>`, and `from_str` for constants.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::{Part, Target};
use crate::model::name::ident;

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    let (visibility, runtime) = (&target.model.rust.visibility, &target.model.rust.runtime);
    if !target.has(Part::ConstFromStr) || !target.free("from_str") {
        return TokenStream::new();
    }
    quote! {
        /// The value that the text names; as [`FromStr`](::core::str::FromStr), in constants too.
        ///
        /// # Errors
        /// No value has this name or alias.
        #[inline]
        #visibility const fn from_str(
            __text: &::core::primitive::str,
        ) -> ::core::result::Result<Self, #runtime::ParseError> {
            __parse(__text)
        }
    }
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::FromStr) {
        return TokenStream::new();
    }
    let runtime = &target.model.rust.runtime;
    let result = quote!(::core::result::Result<Self, #runtime::ParseError>);
    let parse = parse(target);
    let from_str = target.implement(
        &quote!(::core::str::FromStr),
        &quote! {
            type Err = #runtime::ParseError;

            #[inline]
            fn from_str(__text: &::core::primitive::str) -> #result {
                __parse(__text)
            }
        },
    );
    let try_from = target.implement(
        &quote!(::core::convert::TryFrom<&::core::primitive::str>),
        &quote! {
            type Error = #runtime::ParseError;

            #[inline]
            fn try_from(__text: &::core::primitive::str) -> #result {
                __parse(__text)
            }
        },
    );
    quote!(#parse #from_str #try_from)
}

/// The one function behind all of them.
fn parse(target: &Target<'_>) -> TokenStream {
    let (runtime, name) = (&target.model.rust.runtime, &target.name);
    let rust = &target.model.rust;
    let (generics, parameters, bounds) =
        (&rust.impl_generics, &rust.type_generics, &rust.where_clause);
    let unknown = quote!(::core::result::Result::Err(#runtime::private::unknown(&__TABLE, __text)));
    let body = if target.model.variants.is_empty() {
        unknown
    } else {
        let folded = target.model.ignore_case;
        let find = ident(if folded { "find_folded" } else { "find" }, Span::call_site());
        quote! {
            match __TABLE.#find(__text) {
                ::core::option::Option::Some(__at) => ::core::result::Result::Ok(__value(__at)),
                ::core::option::Option::None => #unknown,
            }
        }
    };
    quote! {
        #[inline]
        const fn __parse #generics(
            __text: &::core::primitive::str,
        ) -> ::core::result::Result<#name #parameters, #runtime::ParseError> #bounds {
            #body
        }
    }
}
