//! Enums, of every source.

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
    /// What the author wrote about it.
    pub docs: Docs,
    /// The values, in source order.
    pub variants: Vec<Variant>,
    /// Whether values without a name are kept (protobuf's open enums).
    pub open: bool,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
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
