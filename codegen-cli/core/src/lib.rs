//! The engine of Typewright: sources are read into one [`model`], emitters turn the model into
//! Rust tokens or [`files`].
//!
//! This crate does no I/O, prints nothing and reads neither clock nor environment, so the same
//! input gives the same bytes at every door: the derives, the `protoc` plugin and `cargo gen`.
//!
//! In reading order: [`model`] (plain data), [`source`] (input to model), [`emit`] (model to
//! output), [`files`] (the output) and [`diag`] (what was wrong with the input).
//!
//! The bare build is what a user's derive compiles: the model, the Rust source and the emitters of
//! impls of enums. The feature `settings` adds those of settings, `tools` protobuf and
//! everything that emits files.
//!
//! **Semver:** this crate is exempt; depend on `typewright` or on the tools instead.

pub mod diag;
pub mod emit;
#[cfg(feature = "tools")]
pub mod files;
pub mod model;
pub mod source;
