//! `#[derive(Stringer)]`.

use proc_macro2::TokenStream;
use typewright_core::{emit::stringer, source::rust::read_enum};

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let item: syn::DeriveInput = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let (model, mistakes) = read_enum(&item);
    match mistakes.finish() {
        Ok(()) => stringer::impls(&model),
        Err(mistakes) => {
            let errors = mistakes.into_syn_error().into_compile_error();
            let fallback = stringer::fallback(&model);
            quote::quote!(#errors #fallback)
        }
    }
}
