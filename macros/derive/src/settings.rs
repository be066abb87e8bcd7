//! `#[derive(Settings)]`.

use proc_macro2::TokenStream;
use typewright_core::diag::Diagnostics;
use typewright_core::emit::settings;
use typewright_core::source::rust::{Item, read_settings};

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let item = match Item::read(item) {
        Ok(item) => item,
        Err(mistake) => return Diagnostics::from(mistake).into_compile_errors(),
    };
    let (model, mistakes) = read_settings(&item);
    match mistakes.finish() {
        Ok(()) => settings::impls(&model),
        Err(mistakes) => {
            let mut tokens = mistakes.into_compile_errors();
            tokens.extend(settings::fallback(&model));
            tokens
        }
    }
}
