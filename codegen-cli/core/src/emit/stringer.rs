//! Enum ▶ impls of names: `as_str`, `NAMES`, `Display`, `FromStr`, `AsRef<str>`, `TryFrom<&str>`.
//!
//! The impls work in any module, whatever it shadows: paths are absolute, parameters begin with
//! `__`, and no item is reached by a path that a variant of the same name could take.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::model::name::{ident, unraw};
use crate::model::{Enum, Variant};

/// The impls for an enum that was read without a mistake.
///
/// ```
/// use typewright_core::{emit::stringer, source::rust::read_enum};
/// let item = syn::parse_str("enum Mode { #[stringer(alias = \"r\")] Read }").unwrap();
/// let tokens = stringer::impls(&read_enum(&item).0).to_string();
/// assert!(tokens.contains("\"Read\" | \"r\" =>"));
/// ```
pub fn impls(model: &Enum) -> TokenStream {
    let values = model.variants.iter().map(|v| ident(&v.name, Span::call_site()));
    let values: Vec<_> = values.collect();
    let texts: Vec<_> = model.variants.iter().map(|v| &v.text).collect();
    let accepted =
        model.variants.iter().map(|Variant { text, aliases, .. }| quote!(#text #(| #aliases)*));
    let aliases = model.variants.iter().flat_map(|v| &v.aliases);
    let names = quote!(&[#(#texts),*]);
    // `Self::NAMES` would be the variant, so the constant is left to it.
    let (constant, table) = if model.variants.iter().any(|v| v.name == "NAMES") {
        (TokenStream::new(), names)
    } else {
        (names_constant(model, &names), quote!(Self::NAMES))
    };
    let unknown = unknown(model, &table, &quote!(&[#(#aliases),*]));
    render(
        model,
        &constant,
        &quote!(match *self { #(Self::#values => #texts,)* }),
        &quote!(match __text {
            #(#accepted => ::core::result::Result::Ok(Self::#values),)*
            _ => #unknown,
        }),
    )
}

/// The same impls, with bodies that compile for every item and say nothing: what stands beside the
/// errors, so that code which uses the impls does not fail a second time.
pub fn fallback(model: &Enum) -> TokenStream {
    let none = quote!(&[]);
    render(model, &names_constant(model, &none), &quote!(""), &unknown(model, &none, &none))
}

fn names_constant(model: &Enum, names: &TokenStream) -> TokenStream {
    let visibility = &model.rust.visibility;
    quote! {
        /// The texts of all values, in the order of their declaration.
        #visibility const NAMES: &'static [&'static ::core::primitive::str] = #names;
    }
}

fn unknown(model: &Enum, names: &TokenStream, aliases: &TokenStream) -> TokenStream {
    let (runtime, type_name) = (&model.rust.runtime, unraw(&model.name));
    quote! {
        ::core::result::Result::Err(
            #runtime::private::unknown(#type_name, #names, #aliases, __text)
        )
    }
}

fn render(
    model: &Enum,
    constant: &TokenStream,
    as_str: &TokenStream,
    from_str: &TokenStream,
) -> TokenStream {
    let rust = &model.rust;
    let (generics, bounds) = (&rust.impl_generics, &rust.where_clause);
    let (visibility, runtime) = (&rust.visibility, &rust.runtime);
    let (name, parameters) = (ident(&model.name, Span::call_site()), &rust.type_generics);
    let item = quote!(#name #parameters #bounds);
    quote! {
        #[automatically_derived]
        impl #generics #item {
            #constant

            /// The text that stands for this value.
            #[must_use]
            #[inline]
            #visibility const fn as_str(&self) -> &'static ::core::primitive::str {
                #as_str
            }
        }

        #[automatically_derived]
        impl #generics ::core::fmt::Display for #item {
            #[inline]
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __f.pad(self.as_str())
            }
        }

        #[automatically_derived]
        impl #generics ::core::str::FromStr for #item {
            type Err = #runtime::ParseError;

            fn from_str(
                __text: &::core::primitive::str,
            ) -> ::core::result::Result<Self, #runtime::ParseError> {
                #from_str
            }
        }

        #[automatically_derived]
        impl #generics ::core::convert::AsRef<::core::primitive::str> for #item {
            #[inline]
            fn as_ref(&self) -> &::core::primitive::str {
                self.as_str()
            }
        }

        #[automatically_derived]
        impl #generics ::core::convert::TryFrom<&::core::primitive::str> for #item {
            type Error = #runtime::ParseError;

            #[inline]
            fn try_from(
                __text: &::core::primitive::str,
            ) -> ::core::result::Result<Self, #runtime::ParseError> {
                ::core::str::FromStr::from_str(__text)
            }
        }
    }
}
