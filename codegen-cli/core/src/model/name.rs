//! Names: every casing, keyword escape and collision is decided here and nowhere else.

use proc_macro2::{Ident, Span};

/// The identifier of a Rust name as the source spelled it; `r#type` becomes a raw identifier.
///
/// # Panics
/// The name is not an identifier; a source gives none such.
pub fn ident(name: &str, span: Span) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, span),
        None => Ident::new(name, span),
    }
}
