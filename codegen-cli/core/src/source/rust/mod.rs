//! Rust items and their attributes, for the derives and for `cargo gen`.

mod attr;
mod enums;
mod settings;

pub use enums::read_enum;
pub use settings::read_settings;
