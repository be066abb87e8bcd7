//! `#[derive(Stringer)]`.
