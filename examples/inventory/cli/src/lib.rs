//! Operates the inventory API: the typed client of the API, and the tables that its commands are made of.
//!
//! The modules of [`api`] are generated from the files in `proto/`: edit those, then run
//! `cargo gen check --fix`. This file is yours.

#[rustfmt::skip] // What is generated stays byte for byte, so that `cargo gen check` can compare.
pub mod api;
