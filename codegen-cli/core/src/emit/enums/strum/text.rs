//! A value as text.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Front, Known, place};

/// The text of a value, as an expression of `&'static str`; of a `transparent` variant, what
/// `forward` makes of its field.
fn text(
    front: &Front<'_>,
    value: &TokenStream,
    forward: impl Fn(&TokenStream) -> TokenStream,
) -> TokenStream {
    let arm = |known: Known<'_>| {
        if known.strum.transparent && !known.variant.skip {
            let (pattern, field) = (known.binding(&[0]), place(0));
            let shown = forward(&quote!(#field));
            return quote!(#pattern => #shown);
        }
        let (pattern, text) = (known.pattern, &known.variant.text);
        quote!(#pattern => #text)
    };
    if !front.target.sound {
        return quote!("");
    }
    let arms: Vec<_> = front.variants().map(arm).collect();
    front.choose(value, &arms)
}

pub(super) fn as_ref_str(front: &Front<'_>) -> TokenStream {
    let str = quote!(::core::primitive::str);
    let text =
        text(front, &quote!(*self), |field| quote!(::core::convert::AsRef::<#str>::as_ref(#field)));
    front.implement_for(
        &quote!(::core::convert::AsRef<#str>),
        &quote! {
            #[inline]
            fn as_ref(&self) -> &#str {
                #text
            }
        },
    )
}

pub(super) fn as_static_str(front: &Front<'_>) -> TokenStream {
    let text = text(front, &quote!(*self), |field| quote!(::core::convert::From::from(#field)));
    let body = quote! {
        #[inline]
        fn as_static(&self) -> &'static ::core::primitive::str {
            #text
        }
    };
    let runtime = &front.read.model.rust.runtime;
    let implemented =
        front.implement_for(&quote!(#runtime::AsStaticRef<::core::primitive::str>), &body);
    quote!(#[allow(deprecated)] #implemented)
}

pub(super) fn into_static_str(front: &Front<'_>) -> TokenStream {
    let rust = &front.read.model.rust;
    let (generics, bounds, item) = (&rust.impl_generics, &rust.where_clause, front.item());
    let from = |item: &TokenStream, value: &TokenStream| {
        let text = text(front, value, |field| quote!(::core::convert::From::from(#field)));
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
    let owned = from(&item, &quote!(__value));
    let borrowed = from(&quote!(&#item), &quote!(*__value));
    let constant = front.read.const_into_str.then(|| {
        let text = text(front, &quote!(*self), |_| quote!(""));
        front.inherent(&quote! {
            /// The text of this value, in constants too.
            #[must_use]
            #[inline]
            pub const fn into_str(&self) -> &'static ::core::primitive::str {
                #text
            }
        })
    });
    quote!(#owned #borrowed #constant)
}

/// Whether a value prints as its one field.
fn forwards(known: &Known<'_>) -> bool {
    let taken = known.strum.captures && !known.strum.named;
    !known.variant.skip && (known.strum.transparent || taken)
}

pub(super) fn display(front: &Front<'_>) -> TokenStream {
    let mut special = Vec::new();
    let mut plain = Vec::new();
    for known in front.variants() {
        if forwards(&known) {
            let (pattern, field) = (known.binding(&[0]), place(0));
            special.push(quote!(#pattern => ::core::fmt::Display::fmt(#field, __f)));
        } else if let Some(format) = &known.strum.format {
            let (pattern, names) = (known.binding(&format.fields), &format.fields);
            let names: Vec<_> = names.iter().map(|at| place(*at)).collect();
            let mut text = Literal::string(&format.text);
            text.set_span(known.strum.span());
            let shown = quote!(&::core::format_args!(#text, #(#names = #names),*));
            special.push(quote!(#pattern => ::core::fmt::Display::fmt(#shown, __f)));
        } else {
            let (pattern, text) = (known.pattern, &known.variant.text);
            plain.push(quote!(#pattern => #text));
        }
    }
    let body = if !front.target.sound {
        quote!(__f.pad(""))
    } else if special.is_empty() {
        let text = front.choose(&quote!(*self), &plain);
        quote!(__f.pad(#text))
    } else {
        // Some variants show fields: the others are told apart once more, into one call.
        let other = (!plain.is_empty()).then(|| {
            let text = front.choose_or(&quote!(*self), &plain, &quote!(""));
            quote!(_ => __f.pad(#text),)
        });
        quote!(match *self { #(#special,)* #other })
    };
    front.implement_for(
        &quote!(::core::fmt::Display),
        &quote! {
            #[inline]
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #body
            }
        },
    )
}

pub(super) fn to_string(front: &Front<'_>) -> TokenStream {
    let string = quote!(::std::string::String);
    let arm = |known: Known<'_>| {
        if known.strum.captures && !known.strum.named && !known.variant.skip {
            let (pattern, field) = (known.binding(&[0]), place(0));
            return quote!(#pattern => ::std::string::ToString::to_string(#field));
        }
        let (pattern, text) = (known.pattern, &known.variant.text);
        quote!(#pattern => <#string as ::core::convert::From<&::core::primitive::str>>::from(#text))
    };
    let arms: Vec<_> = front.variants().map(arm).collect();
    let text = front.choose(&quote!(*self), &arms);
    let implemented = front.implement_for(
        &quote!(::std::string::ToString),
        &quote! {
            fn to_string(&self) -> #string {
                #text
            }
        },
    );
    quote!(#[allow(clippy::to_string_trait_impl)] #implemented)
}
