//! Enums, of every source.

use proc_macro2::TokenStream;
use quote::quote;

use super::Docs;
use crate::diag::Origin;

/// A closed or open set of named values.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Enum {
    /// Unique in its schema: `pkg.Outer.Kind` for protobuf, the identifier for Rust.
    pub id: String,
    /// The name as the source spells it (a raw identifier keeps its `r#`).
    pub name: String,
    /// The document that declares it; empty for Rust.
    pub document: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// The values, in source order.
    pub variants: Vec<Variant>,
    /// Whether values without a name are kept (protobuf's open enums).
    pub open: bool,
    /// Whether its texts are accepted whatever the case of their ASCII letters.
    pub ignore_case: bool,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
    /// What only a Rust item says.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub rust: RustItem,
}

/// What only a Rust item says about itself; the default suits every other source.
#[derive(Clone, Debug)]
pub struct RustItem {
    /// Who may see it, and so the items that are made for it: `pub`, `pub(crate)` or nothing.
    pub visibility: TokenStream,
    /// Its parameters as an `impl` declares them: `<T: Bound>`.
    pub impl_generics: TokenStream,
    /// Its parameters as its name takes them: `<T>`.
    pub type_generics: TokenStream,
    /// The bounds behind its parameters.
    pub where_clause: TokenStream,
    /// Path of the crate that its impls call.
    pub runtime: TokenStream,
}

impl Default for RustItem {
    fn default() -> Self {
        Self {
            visibility: quote!(pub),
            impl_generics: TokenStream::new(),
            type_generics: TokenStream::new(),
            where_clause: TokenStream::new(),
            runtime: quote!(::typewright),
        }
    }
}

/// One named value.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Variant {
    /// The name as the source spells it (a raw identifier keeps its `r#`).
    pub name: String,
    /// The text that stands for it, in print and on the wire.
    pub text: String,
    /// Other texts that are accepted for it.
    pub aliases: Vec<String>,
    /// Its number, where the source states or implies one.
    pub number: Option<i64>,
    /// What the author wrote about it.
    pub docs: Docs,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
}
