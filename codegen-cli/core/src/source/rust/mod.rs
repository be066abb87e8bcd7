//! Rust items and their attributes, for the derives and for `cargo gen`.

use crate::model::RustItem;

mod attr;
mod enums;
mod expression;
#[cfg(feature = "tools")]
mod file;
mod generics;
mod grammar;
mod item;
mod literal;
mod meta;
#[cfg(feature = "settings")]
mod settings;
#[cfg(feature = "strum-compat")]
mod strum;
mod tokens;

pub use enums::{open_runtime, read_enum, read_enum_for, read_open};
#[cfg(feature = "tools")]
pub use file::{declarations, read_items};
pub use generics::{Generics, Param, ParamKind};
pub use item::{Data, DataEnum, Field, Fields, Item, Variant};
pub use meta::Attribute;
#[cfg(feature = "settings")]
pub use settings::read_settings;
#[cfg(feature = "strum-compat")]
pub use strum::{means_strum, read_strum};

/// What an item says about itself.
fn rust_item(item: &Item) -> RustItem {
    RustItem {
        visibility: item.visibility.clone(),
        impl_generics: item.generics.of_impl(),
        type_generics: item.generics.of_type(),
        where_clause: item.generics.bounds.clone().unwrap_or_default(),
        ..RustItem::default()
    }
}
