//! The derives of enums: `Stringer`, and those of one part each.

use proc_macro2::TokenStream;
use typewright_core::diag::Diagnostics;
use typewright_core::emit::enums;
use typewright_core::model::Enum;
use typewright_core::source::rust::{Item, read_enum, read_enum_for};

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    expanded(item, read_enum)
}

/// The derive of the part of this name.
pub(crate) fn expand_part(item: TokenStream, name: &str) -> TokenStream {
    #[cfg(feature = "strum-compat")]
    if crate::strum::is_meant(&item, name) {
        return crate::strum::expand(item, name);
    }
    expanded(item, |item| read_enum_for(item, name))
}

fn expanded(item: TokenStream, read: impl FnOnce(&Item) -> (Enum, Diagnostics)) -> TokenStream {
    let item = match Item::read(item) {
        Ok(item) => item,
        Err(mistake) => return Diagnostics::from(mistake).into_compile_errors(),
    };
    let (model, mistakes) = read(&item);
    #[cfg(feature = "strum-compat")]
    let model = crate::strum::named(model);
    match mistakes.finish() {
        Ok(()) => crate::tokens(enums::impls(&model)),
        Err(mistakes) => {
            let mut tokens = mistakes.into_compile_errors();
            tokens.extend(crate::tokens(enums::fallback(&model)));
            tokens
        }
    }
}
