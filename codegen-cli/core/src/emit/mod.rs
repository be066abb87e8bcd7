//! Emitters: one file each turns the model into Rust.

pub mod settings;
pub mod stringer;
