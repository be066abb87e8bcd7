//! A value without its data, and its data alone.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Front, place, snake};
use crate::model::VariantFields;
use crate::model::name::{ident, unraw};

pub(super) fn enum_is(front: &Front<'_>) -> TokenStream {
    let visibility = &front.read.model.rust.visibility;
    let methods = front.enabled().map(|known| {
        let plain = unraw(&known.variant.name);
        let method = ident(&format!("is_{}", snake(plain)), Span::call_site());
        let (docs, pattern) = (format!(" Whether this is `{plain}`."), known.pattern);
        quote! {
            #[doc = #docs]
            #[must_use]
            #[inline]
            #visibility const fn #method(&self) -> ::core::primitive::bool {
                ::core::matches!(*self, #pattern)
            }
        }
    });
    front.inherent(&quote!(#(#methods)*))
}

pub(super) fn enum_try_as(front: &Front<'_>) -> TokenStream {
    let visibility = &front.read.model.rust.visibility;
    let mut methods = TokenStream::new();
    for known in front.enabled() {
        let VariantFields::Tuple(fields) = &known.variant.fields else { continue };
        let (plain, path) = (unraw(&known.variant.name), &known.path);
        let types: Vec<_> = fields.iter().map(|field| &field.ty).collect();
        let names: Vec<Ident> = (0..fields.len()).map(place).collect();
        let value = quote!((#(#names),*));
        let (taken, seen) = (quote!((#(#types),*)), quote!((#(&#types),*)));
        let changed = quote!((#(&mut #types),*));
        let forms = [
            ("", quote!(fn), quote!(self), taken, "The data"),
            ("_ref", quote!(const fn), quote!(&self), seen, "A view of the data"),
            ("_mut", quote!(fn), quote!(&mut self), changed, "The data, to be changed,"),
        ];
        let several = front.read.variants.len() > 1;
        let rest = several.then(|| quote!(_ => ::core::option::Option::None,));
        for (suffix, function, receiver, data, what) in forms {
            let name = ident(&format!("try_as_{}{suffix}", snake(plain)), Span::call_site());
            let docs = format!(" {what} of `{plain}`, if this is one.");
            methods.extend(quote! {
                #[doc = #docs]
                #[must_use]
                #[inline]
                #visibility #function #name(#receiver) -> ::core::option::Option<#data> {
                    match self {
                        #path(#(#names),*) => ::core::option::Option::Some(#value),
                        #rest
                    }
                }
            });
        }
    }
    front.inherent(&methods)
}

pub(super) fn enum_discriminants(front: &Front<'_>) -> TokenStream {
    let (model, companion) = (&front.read.model, &front.read.companion);
    let default = format!("{}Discriminants", unraw(&model.name));
    let name = ident(companion.name.as_ref().unwrap_or(&default), Span::call_site());
    let visibility = companion.visibility.as_ref().unwrap_or(&model.rust.visibility);
    let (derives, attributes) = (&companion.derives, &companion.attributes);
    let docs = format!(" The variants of [`{}`] without their data.", unraw(&model.name));
    let docs = (!companion.documented).then(|| quote!(#[doc = #docs]));
    let repr = companion.repr.as_ref().map(|repr| quote!(#[repr(#repr)]));
    let variants = front.variants().map(|known| {
        let variant = ident(&known.variant.name, Span::call_site());
        let attributes = &known.strum.attributes;
        let number = known.strum.discriminant.as_ref().map(|number| quote!(= #number));
        quote!(#attributes #variant #number)
    });
    let arms: Vec<_> = front
        .variants()
        .map(|known| {
            let (pattern, variant) = (known.pattern, ident(&known.variant.name, Span::call_site()));
            quote!(#pattern => #name::#variant)
        })
        .collect();
    let (generics, bounds, item) =
        (&model.rust.impl_generics, &model.rust.where_clause, front.item());
    let from = |item: &TokenStream, value: &TokenStream| {
        let body = front.choose(value, &arms);
        quote! {
            #[automatically_derived]
            impl #generics ::core::convert::From<#item> for #name #bounds {
                #[inline]
                fn from(__value: #item) -> Self {
                    #body
                }
            }
        }
    };
    let owned = from(&item, &quote!(__value));
    let borrowed = from(&quote!(&#item), &quote!(*__value));
    // Someone who hides the companion does not want it to be reached through the trait.
    let seen = companion.visibility.as_ref().is_none_or(|vis| vis.to_string() == "pub");
    let reached = seen.then(|| {
        front.implement(
            "IntoDiscriminant",
            &quote! {
                type Discriminant = #name;

                #[inline]
                fn discriminant(&self) -> #name {
                    <#name as ::core::convert::From<&Self>>::from(self)
                }
            },
        )
    });
    quote! {
        #docs
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug,
            ::core::cmp::PartialEq, ::core::cmp::Eq, #(#derives),*
        )]
        #repr
        #(#[#attributes])*
        #visibility enum #name {
            #(#variants,)*
        }
        #owned
        #borrowed
        #reached
    }
}
