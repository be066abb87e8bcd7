//! A value as text: `as_str`, `NAMES`, `Display`, `AsRef<str>`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Target, flatten, show, table};
use crate::model::Part;

pub(super) fn inherent(target: &Target<'_>) -> TokenStream {
    let mut items = TokenStream::new();
    let (shown, name) =
        target.shown("NAMES", " The texts of all values, in the order of their declaration.");
    if target.has(Part::VariantNames) && target.free(&name) {
        let (count, table) = (target.values().count(), table::access());
        let names = match flatten::any(target) {
            true => quote!(&__NAMES),
            false => quote!(&#table.names::<#count>()),
        };
        items.extend(quote! {
            #shown const #name: &'static [&'static ::core::primitive::str] = #names;
        });
    }
    if target.has(Part::AsStr) {
        let body = show::text(target, &quote!(*self), &as_str(target, &quote!(*self)));
        let (shown, name) = target.shown("as_str", " The text that stands for this value.");
        let (constant, lifetime) = match show::holds_text(target) {
            true => (TokenStream::new(), TokenStream::new()),
            false => (quote!(const), quote!('static)),
        };
        let bounds = target.more(&show::text_bounds(target));
        items.extend(quote! {
            #[must_use]
            #[inline]
            #shown #constant fn #name(&self) -> &#lifetime ::core::primitive::str #bounds {
                #body
            }
        });
    }
    items
}

/// The text of a value.
pub(super) fn as_str(target: &Target<'_>, value: &TokenStream) -> TokenStream {
    if !target.sound {
        return quote!("");
    }
    if target.model.variants.is_empty() {
        return quote!(match #value {});
    }
    let (table, index) = (table::access(), target.index(value));
    quote!(#table.name(#index))
}

/// The body of `Display`. Where there is no `as_str`, a call into the runtime, as it is less to
/// compile.
fn display(target: &Target<'_>) -> TokenStream {
    if target.has(Part::AsStr) && target.sound {
        let (_, as_str) = target.shown("as_str", "");
        return quote!(__f.pad(self.#as_str()));
    }
    if target.model.variants.is_empty() {
        return if target.sound { quote!(match *self {}) } else { quote!(__f.pad("")) };
    }
    let (table, index) = (table::access(), target.index(&quote!(*self)));
    quote!(#table.show(#index, __f))
}

pub(super) fn impls(target: &Target<'_>) -> TokenStream {
    let text = match target.has(Part::AsStr) {
        true => {
            let (_, as_str) = target.shown("as_str", "");
            quote!(self.#as_str())
        }
        false => show::text(target, &quote!(*self), &as_str(target, &quote!(*self))),
    };
    let mut impls = TokenStream::new();
    if target.has(Part::VariantNames) && flatten::any(target) {
        impls.extend(flatten::names(target));
    }
    if target.has(Part::Display) {
        let plain = display(target);
        let display = if show::plain(target) { plain } else { show::body(target, &plain) };
        impls.extend(target.implement_where(
            &quote!(::core::fmt::Display),
            &show::bounds(target),
            &quote! {
                #[inline]
                fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #display
                }
            },
        ));
    }
    if target.has(Part::AsRefStr) {
        impls.extend(target.implement_where(
            &quote!(::core::convert::AsRef<::core::primitive::str>),
            &show::text_bounds(target),
            &quote! {
                #[inline]
                fn as_ref(&self) -> &::core::primitive::str {
                    #text
                }
            },
        ));
    }
    if target.has(Part::PartialEqStr) {
        impls.extend(equal(target, &text));
    }
    if target.has(Part::IntoStaticStr) {
        impls.extend(into_static_str(target));
    }
    impls
}

/// Comparison with `str` and `&str`, from both sides.
fn equal(target: &Target<'_>, text: &TokenStream) -> TokenStream {
    let (generics, bounds, item) =
        (&target.model.rust.impl_generics, &target.model.rust.where_clause, target.item());
    let str = quote!(::core::primitive::str);
    let compare = quote!(<#str as ::core::cmp::PartialEq>::eq);
    let mut impls = TokenStream::new();
    for (of, their) in [(str.clone(), quote!(__text)), (quote!(&#str), quote!(*__text))] {
        impls.extend(target.implement(
            &quote!(::core::cmp::PartialEq<#of>),
            &quote! {
                #[inline]
                fn eq(&self, __text: &#of) -> ::core::primitive::bool {
                    #compare(#text, #their)
                }
            },
        ));
        impls.extend(quote! {
            #[automatically_derived]
            impl #generics ::core::cmp::PartialEq<#item> for #of #bounds {
                #[inline]
                fn eq(&self, __value: &#item) -> ::core::primitive::bool {
                    <#item as ::core::cmp::PartialEq<#of>>::eq(__value, self)
                }
            }
        });
    }
    impls
}

/// `From<E>` and `From<&E>` for `&'static str`.
fn into_static_str(target: &Target<'_>) -> TokenStream {
    let (generics, bounds) = (&target.model.rust.impl_generics, &target.model.rust.where_clause);
    let item = target.item();
    let from = |item: &TokenStream, value: &TokenStream| {
        let text = flatten::static_text(target, value, &as_str(target, value));
        quote! {
            #[automatically_derived]
            impl #generics ::core::convert::From<#item> for &'static ::core::primitive::str
            #bounds
            {
                #[inline]
                fn from(__value: #item) -> Self {
                    #text
                }
            }
        }
    };
    let (owned, borrowed) =
        (from(&item, &quote!(__value)), from(&quote!(&#item), &quote!(*__value)));
    quote!(#owned #borrowed)
}
