//! `#[derive(Settings)]`.

use proc_macro2::TokenStream;
use typewright_core::{emit::settings, source::rust::read_settings};

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let item: syn::DeriveInput = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let (model, mistakes) = read_settings(&item);
    match mistakes.finish() {
        Ok(()) => settings::impls(&model),
        Err(mistakes) => {
            let errors = mistakes.into_syn_error().into_compile_error();
            let fallback = settings::fallback(&model);
            quote::quote!(#errors #fallback)
        }
    }
}
