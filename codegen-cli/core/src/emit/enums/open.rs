//! Open enum ▶ a number with names: a transparent type with a constant a variant.

use proc_macro2::TokenStream;
use quote::quote;

use super::serde::{self, Ways};
use super::{Target, number, table};
use crate::model::Enum;

/// The type of an open enum, and its impls.
///
/// Values without a name print as `Type(42)`, and that parses back: what Go's stringer prints.
pub fn open(model: &Enum) -> TokenStream {
    let target = Target::new(model);
    let (attributes, visibility, name) = (&model.attributes, &model.rust.visibility, &target.name);
    let repr = number::repr(&target);
    let table = table::declaration(&target);
    let (constants, conversions) = (constants(&target), conversions(&target));
    let (names, text, serde) = (names(&target), text(&target), serde(&target));
    quote! {
        #attributes
        #[derive(::core::clone::Clone, ::core::marker::Copy)]
        #[derive(::core::cmp::PartialEq, ::core::cmp::Eq, ::core::cmp::PartialOrd, ::core::cmp::Ord)]
        #[derive(::core::hash::Hash)]
        #[repr(transparent)]
        #visibility struct #name(
            /// The number, with a name or without.
            #visibility #repr,
        );

        #[automatically_derived]
        #[allow(dead_code, non_upper_case_globals)]
        impl #name {
            #constants
        }

        const _: () = {
            #table

            #[automatically_derived]
            #[allow(dead_code)]
            impl #name {
                #names
            }

            #text
            #conversions
            #serde
        };
    }
}

/// A constant a variant: its number, or one more than that of the variant before.
fn constants(target: &Target<'_>) -> TokenStream {
    let visibility = &target.model.rust.visibility;
    let mut before = None;
    let mut constants = TokenStream::new();
    for (model, variant) in target.model.variants.iter().zip(target.variants()) {
        let attributes = &model.attributes;
        let number = match (&model.discriminant, before) {
            (Some(number), _) => number.clone(),
            (None, Some(before)) => quote!(Self::#before.0 + 1),
            (None, None) => quote!(0),
        };
        constants.extend(quote!(#attributes #visibility const #variant: Self = Self(#number);));
        before = Some(variant);
    }
    constants
}

fn names(target: &Target<'_>) -> TokenStream {
    let table = table::access();
    let (shown, constant) = target.shown("NAMES", " The names, in the order of their declaration.");
    let (shown_name, function) =
        target.shown("name", " The name of this value, if it has one; of several, the first.");
    let (count, name, places) = (target.model.variants.len(), &target.name, 0_usize..);
    let variants: Vec<_> = target.variants().collect();
    let names = target.free(&constant).then(|| {
        quote! {
            #shown const #constant: &'static [&'static ::core::primitive::str] =
                &#table.names::<#count>();
        }
    });
    quote! {
        #names

        #[must_use]
        #shown_name const fn #function(
            &self,
        ) -> ::core::option::Option<&'static ::core::primitive::str> {
            let __at = self.__place();
            if __at < #count {
                ::core::option::Option::Some(#table.name(__at))
            } else {
                ::core::option::Option::None
            }
        }

        #[allow(unreachable_patterns)]
        const fn __place(self) -> ::core::primitive::usize {
            match self {
                #(#name::#variants => #places,)*
                _ => #count,
            }
        }
    }
}

fn text(target: &Target<'_>) -> TokenStream {
    let (runtime, table) = (&target.model.rust.runtime, table::access());
    let (repr, ignore_case) = (number::repr(target), target.model.ignore_case);
    let show = quote! {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            #runtime::private::show_open(&#table, self.__place(), &self.0, __f)
        }
    };
    let (display, debug) = (
        target.implement(&quote!(::core::fmt::Display), &show),
        target.implement(&quote!(::core::fmt::Debug), &show),
    );
    let result = quote!(::core::result::Result<Self, #runtime::ParseError>);
    let (name, count) = (&target.name, target.model.variants.len());
    let variants = target.variants();
    let arms = (0..count).map(|at| super::iterate::pattern(at, at + 1, count));
    let value = if count == 0 {
        quote!(#runtime::private::nothing(__at))
    } else {
        quote!(match __at { #(#arms => #name::#variants,)* })
    };
    let parse = quote! {
        #runtime::private::parse_open::<#name, #repr>(&#table, __text, #ignore_case, __value, #name)
    };
    let from_str = target.implement(
        &quote!(::core::str::FromStr),
        &quote! {
            type Err = #runtime::ParseError;

            fn from_str(__text: &::core::primitive::str) -> #result {
                #parse
            }
        },
    );
    let try_from = target.implement(
        &quote!(::core::convert::TryFrom<&::core::primitive::str>),
        &quote! {
            type Error = #runtime::ParseError;

            fn try_from(__text: &::core::primitive::str) -> #result {
                #parse
            }
        },
    );
    quote! {
        fn __value(__at: ::core::primitive::usize) -> #name {
            #value
        }

        #display
        #debug
        #from_str
        #try_from
    }
}

fn conversions(target: &Target<'_>) -> TokenStream {
    let (name, repr) = (&target.name, number::repr(target));
    let from = target.implement(
        &quote!(::core::convert::From<#repr>),
        &quote! {
            #[inline]
            fn from(__number: #repr) -> Self {
                Self(__number)
            }
        },
    );
    quote! {
        #from

        #[automatically_derived]
        impl ::core::convert::From<#name> for #repr {
            #[inline]
            fn from(__value: #name) -> Self {
                __value.0
            }
        }
    }
}

/// serde's impls, where they are asked for: a number without a name stays what it is.
fn serde(target: &Target<'_>) -> TokenStream {
    let (serde, name) = (&target.model.rust.serde, &target.name);
    let count = target.model.variants.len();
    let number = quote!(::core::result::Result::<#name, ::core::convert::Infallible>::Ok);
    let ways = Ways {
        write_text: quote!(#serde::Serializer::collect_str(__serializer, self)),
        number: quote!(self.0),
        from_text: quote!(<#name as ::core::str::FromStr>::from_str(__text)),
        from_number: quote!(#number(#name(__repr))),
        unnamed: Some(quote!((self.__place() == #count))),
    };
    serde::both(target, &ways)
}

#[cfg(test)]
mod tests {
    use super::open;
    use crate::model::{Enum, Variant};

    #[test]
    fn numbers_follow_the_one_before() {
        let variant = |name: &str, number: Option<&str>| Variant {
            name: name.to_owned(),
            discriminant: number.map(|number| number.parse().unwrap()),
            ..Variant::default()
        };
        let variants = vec![variant("A", None), variant("B", Some("7")), variant("C", None)];
        let model = Enum { name: "E".to_owned(), open: true, variants, ..Enum::default() };
        let tokens = open(&model).to_string();
        for constant in
            ["A : Self = Self (0)", "B : Self = Self (7)", "C : Self = Self (Self :: B . 0 + 1)"]
        {
            assert!(tokens.contains(constant), "{constant}: {tokens}");
        }
    }
}
