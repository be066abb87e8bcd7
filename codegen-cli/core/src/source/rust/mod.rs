//! Rust items and their attributes, for the derives and for `cargo gen`.

use quote::{ToTokens, quote};
use syn::DeriveInput;

use crate::model::RustItem;

mod attr;
mod enums;
#[cfg(feature = "tools")]
mod file;
#[cfg(feature = "settings")]
mod settings;
#[cfg(feature = "strum-compat")]
mod strum;

pub use enums::{read_enum, read_enum_for, read_open};
#[cfg(feature = "tools")]
pub use file::{declarations, read_items};
#[cfg(feature = "settings")]
pub use settings::read_settings;
#[cfg(feature = "strum-compat")]
pub use strum::{means_strum, read_strum};

/// What an item says about itself.
fn rust_item(item: &DeriveInput) -> RustItem {
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let bounds = where_clause.map(|clause| {
        let bounds = clause.predicates.iter();
        quote!(where #(#bounds,)*)
    });
    RustItem {
        visibility: item.vis.to_token_stream(),
        impl_generics: impl_generics.to_token_stream(),
        type_generics: type_generics.to_token_stream(),
        where_clause: bounds.unwrap_or_default(),
        ..RustItem::default()
    }
}
