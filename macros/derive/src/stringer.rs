//! `#[derive(Stringer)]`.

use proc_macro2::TokenStream;
use typewright_core::emit::enums;
use typewright_core::source::rust::read_enum;

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let item: syn::DeriveInput = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let (model, mistakes) = read_enum(&item);
    match mistakes.finish() {
        Ok(()) => enums::impls(&model, enums::STRINGER),
        Err(mistakes) => {
            let errors = mistakes.into_syn_error().into_compile_error();
            let fallback = enums::fallback(&model, enums::STRINGER);
            quote::quote!(#errors #fallback)
        }
    }
}
