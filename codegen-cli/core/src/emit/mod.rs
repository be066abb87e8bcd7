//! Emitters: one file each turns the model into Rust.
