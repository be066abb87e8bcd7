//! A value for each variant.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Front, snake};
use crate::model::name::{ident, unraw};

pub(super) fn enum_table(front: &Front<'_>) -> TokenStream {
    let model = &front.read.model;
    let (visibility, item) = (&model.rust.visibility, &front.target.name);
    let plain = unraw(&model.name);
    let table = ident(&format!("{plain}Table"), Span::call_site());
    let fields: Vec<Ident> = front.enabled().map(|known| field(&known.variant.name)).collect();
    if fields.is_empty() || !model.rust.type_generics.is_empty() {
        return TokenStream::new(); // The reader says why.
    }
    let value = |known: super::Known<'_>| match front.target.sound {
        true => known.path,
        false => quote!(::core::unreachable!()),
    };
    let values: Vec<TokenStream> = front.enabled().map(value).collect();
    let docs = format!(" A value for each variant of [`{plain}`].");
    let convert = convert(&table, visibility, &fields);
    let access = access(front, &table);
    quote! {
        #[doc = #docs]
        #[derive(
            ::core::fmt::Debug, ::core::clone::Clone, ::core::default::Default,
            ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash,
        )]
        #[allow(missing_copy_implementations, dead_code)]
        #visibility struct #table<__T> {
            #(#fields: __T,)*
        }

        #[automatically_derived]
        #[allow(dead_code)]
        impl<__T> #table<__T> {
            /// A table of these values, in the order of the variants.
            #[inline]
            #[allow(clippy::too_many_arguments)]
            #visibility fn new(#(#fields: __T),*) -> Self {
                Self { #(#fields),* }
            }

            /// The same value for each variant.
            #visibility fn filled(__value: __T) -> Self
            where
                __T: ::core::clone::Clone,
            {
                Self { #(#fields: ::core::clone::Clone::clone(&__value)),* }
            }

            /// What the function gives for each variant.
            #[inline]
            #visibility fn from_closure(
                mut __value: impl ::core::ops::FnMut(#item) -> __T,
            ) -> Self {
                Self { #(#fields: __value(#values)),* }
            }

            /// What the function gives for each variant and its value.
            #[inline]
            #visibility fn transform<__U>(
                &self,
                mut __value: impl ::core::ops::FnMut(#item, &__T) -> __U,
            ) -> #table<__U> {
                #table { #(#fields: __value(#values, &self.#fields)),* }
            }
        }

        #convert
        #access
    }
}

/// `Index` and `IndexMut`.
fn access(front: &Front<'_>, table: &Ident) -> TokenStream {
    let item = &front.target.name;
    let arms = |by: &TokenStream| -> Vec<TokenStream> {
        let arm = |known: super::Known<'_>| {
            let (path, field) = (&known.path, field(&known.variant.name));
            if known.variant.skip {
                let text = format!(
                    "`{}` is disabled, so `{table}` holds nothing for it",
                    known.variant.name
                );
                let pattern = known.pattern;
                return quote!(#pattern => ::core::panic!(#text));
            }
            quote!(#path => #by self.#field)
        };
        front.variants().map(arm).collect()
    };
    let shared = front.choose(&quote!(__variant), &arms(&quote!(&)));
    let unique = front.choose(&quote!(__variant), &arms(&quote!(&mut)));
    quote! {
        #[automatically_derived]
        impl<__T> ::core::ops::Index<#item> for #table<__T> {
            type Output = __T;

            #[inline]
            fn index(&self, __variant: #item) -> &__T {
                #shared
            }
        }

        #[automatically_derived]
        impl<__T> ::core::ops::IndexMut<#item> for #table<__T> {
            #[inline]
            fn index_mut(&mut self, __variant: #item) -> &mut __T {
                #unique
            }
        }
    }
}

/// A table of options or results as one of a table.
fn convert(table: &Ident, visibility: &TokenStream, fields: &[Ident]) -> TokenStream {
    let some = quote!(::core::option::Option::Some);
    let ok = quote!(::core::result::Result::Ok);
    quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl<__T> #table<::core::option::Option<__T>> {
            /// The table of what the options hold, if each one holds something.
            #[inline]
            #visibility fn all(self) -> ::core::option::Option<#table<__T>> {
                #some(#table { #(#fields: self.#fields?),* })
            }
        }

        #[automatically_derived]
        #[allow(dead_code)]
        impl<__T, __E> #table<::core::result::Result<__T, __E>> {
            /// The table of the results, or the first error.
            ///
            /// # Errors
            /// That of the first variant that holds one.
            #[inline]
            #visibility fn all_ok(self) -> ::core::result::Result<#table<__T>, __E> {
                #ok(#table { #(#fields: self.#fields?),* })
            }
        }
    }
}

fn field(variant: &str) -> Ident {
    ident(&format!("_{}", snake(variant)), Span::call_site())
}
