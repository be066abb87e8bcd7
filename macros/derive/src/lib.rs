//! The procedural macros of `typewright`; depend on that crate instead.
//!
//! Each entry parses the item, asks the engine for the model and the tokens, and gives a fallback
//! impl beside the errors, so that one mistake shows as one error.

mod settings;
mod stringer;

use proc_macro::TokenStream;

/// Text for the values of an enum, both ways. Documented at `typewright::Stringer`.
#[proc_macro_derive(Stringer, attributes(stringer))]
pub fn stringer(item: TokenStream) -> TokenStream {
    stringer::expand(item.into()).into()
}

/// Layered settings from a struct. Documented at `typewright_settings::Settings`.
#[proc_macro_derive(Settings, attributes(setting, settings))]
pub fn settings(item: TokenStream) -> TokenStream {
    settings::expand(item.into()).into()
}
