//! The values beside a value: `MIN`, `MAX`, `next`, `previous` and the trait behind them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Target, keyed, make};
use crate::model::Part;

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::EnumNext) {
        return TokenStream::new();
    }
    let mut items = ends(target);
    items.extend(steps(target));
    items.extend(ranges(target));
    items
}

fn steps(target: &Target<'_>) -> TokenStream {
    let count = target.model.variants.len();
    let mut items = TokenStream::new();
    let beside = |step: TokenStream| target.body(&step);
    let option = quote!(::core::option::Option<Self>);
    let methods = [
        (
            "next",
            " The value after this one; `None` after the last.",
            option.clone(),
            beside(quote! {
                let __at = __place(self) + 1;
                if __at < #count {
                    ::core::option::Option::Some(__value(__at))
                } else {
                    ::core::option::Option::None
                }
            }),
        ),
        (
            "previous",
            " The value before this one; `None` before the first.",
            option,
            beside(quote! {
                match __place(self).checked_sub(1) {
                    ::core::option::Option::Some(__at) => {
                        ::core::option::Option::Some(__value(__at))
                    }
                    ::core::option::Option::None => ::core::option::Option::None,
                }
            }),
        ),
        (
            "wrapping_next",
            " The value after this one; the first after the last.",
            quote!(Self),
            beside(quote! {
                let __at = __place(self) + 1;
                __value(if __at < #count { __at } else { 0 })
            }),
        ),
        (
            "wrapping_previous",
            " The value before this one; the last before the first.",
            quote!(Self),
            beside(quote! {
                match __place(self).checked_sub(1) {
                    ::core::option::Option::Some(__at) => __value(__at),
                    ::core::option::Option::None => __value(#count - 1),
                }
            }),
        ),
    ];
    for (item, docs, gives, body) in methods {
        let (shown, name) = target.shown(item, docs);
        items.extend(quote! {
            #[must_use]
            #[inline]
            #shown const fn #name(&self) -> #gives {
                #body
            }
        });
    }
    items
}

fn ranges(target: &Target<'_>) -> TokenStream {
    let runtime = &target.model.rust.runtime;
    let mut items = TokenStream::new();
    let ranges = [
        ("iter_from", " The values from this one to the last."),
        ("iter_to", " The values from the first to this one."),
    ];
    for (item, docs) in ranges {
        let (shown, name) = target.shown(item, docs);
        let function = Ident::new(item, Span::call_site());
        items.extend(quote! {
            #[inline]
            #shown fn #name(&self) -> #runtime::IterFrom<Self> {
                #runtime::EnumNext::#function(self)
            }
        });
    }
    items
}

/// The first value and the last one.
fn ends(target: &Target<'_>) -> TokenStream {
    let variants: Vec<_> = target.values().collect();
    let mut items = TokenStream::new();
    let ends = [
        ("MIN", " The first value, in the order of declaration.", variants.first()),
        ("MAX", " The last value, in the order of declaration.", variants.last()),
    ];
    for (constant, docs, variant) in ends {
        let (shown, name) = target.shown(constant, docs);
        if let Some(variant) = variant
            && target.free(&name)
        {
            let value = make::value(target, variant);
            items.extend(quote!(#shown const #name: Self = #value;));
        }
    }
    items
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    if !target.has(Part::EnumNext) {
        return TokenStream::new();
    }
    let runtime = &target.model.rust.runtime;
    let count = target.model.variants.len();
    let (place, at) = (keyed::place(target), keyed::at(target));
    target.implement(
        &quote!(#runtime::EnumNext),
        &quote! {
            const PLACES: ::core::primitive::usize = #count;

            #[inline]
            fn place(&self) -> ::core::primitive::usize {
                #place
            }

            #[inline]
            fn at_place(__at: ::core::primitive::usize) -> Self {
                #at
            }
        },
    )
}
