//! Rust items and their attributes, for the derives and for `cargo gen`.

mod attr;
mod enums;
#[cfg(feature = "tools")]
mod file;
mod settings;

pub use enums::{read_enum, read_enum_for, read_open};
#[cfg(feature = "tools")]
pub use file::{declarations, read_items};
pub use settings::read_settings;
