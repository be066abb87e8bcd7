//! `#[open]`.
//!
//! An attribute sees variants that are configured out, a derive does not. So the attribute hides
//! the variants in an enum of their own, and a derive on that one makes the type.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Expr, Lit, Meta, Token};
use typewright_core::emit::enums;
use typewright_core::source::rust::read_open;

const MISPLACED: &str = "`open` works on enums, and this is none\n  help: remove the attribute";

/// What the attribute makes of the enum.
pub(crate) fn hide(keys: &TokenStream, item: &TokenStream) -> TokenStream {
    let mut parsed = syn::parse2::<DeriveInput>(item.clone()).ok();
    let hidden = parsed.as_mut().and_then(|item| match &mut item.data {
        Data::Enum(data) => Some((&item.ident, &item.vis, &item.generics, &mut item.attrs, data)),
        _ => None,
    });
    let Some((name, visibility, generics, attrs, data)) = hidden else {
        let error = syn::Error::new_spanned(item, MISPLACED).into_compile_error();
        return quote!(#error #item);
    };
    for variant in &mut data.variants {
        if let Some((_, number)) = variant.discriminant.take() {
            variant.attrs.push(syn::parse_quote!(#[__open(#number)]));
        }
    }
    let (ours, theirs): (Vec<_>, Vec<_>) =
        attrs.iter().partition(|attr| attr.path().is_ident("stringer"));
    let hidden = format_ident!("__{}Variants", name.unraw(), span = name.span());
    let runtime = runtime(keys);
    // The braces of the enum, whose text holds the comments.
    let mut variants = TokenStream::new();
    data.brace_token.surround(&mut variants, |inside| data.variants.to_tokens(inside));
    quote! {
        #[derive(#runtime::private::Open)]
        #[allow(dead_code, non_camel_case_types, clippy::all)]
        #[stringer(#keys)]
        #(#ours)*
        #[__open(#(#theirs)* #visibility struct #name;)]
        enum #hidden #generics #variants
    }
}

/// The path that `crate = "…"` names among the keys; the derive reports what is wrong with it.
fn runtime(keys: &TokenStream) -> TokenStream {
    let list = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(keys.clone());
    let path = list.ok().and_then(|list| {
        list.into_iter().find_map(|meta| match meta {
            Meta::NameValue(pair) if pair.path.is_ident("crate") => match pair.value {
                Expr::Lit(lit) => match lit.lit {
                    Lit::Str(text) => text.parse_with(syn::Path::parse_mod_style).ok(),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        })
    });
    path.map_or_else(|| quote!(::typewright), |path| quote!(#path))
}

/// What the derive on the hidden enum makes.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let item: DeriveInput = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let (model, mistakes) = read_open(&item);
    let errors = mistakes.finish().err();
    let errors = errors.map(|mistakes| mistakes.into_syn_error().into_compile_error());
    let items = crate::tokens(enums::open(&model));
    quote!(#errors #items)
}
