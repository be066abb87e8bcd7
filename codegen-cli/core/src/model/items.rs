//! Enums and structs of a Rust file, as templates see them.

use super::Docs;

/// An enum or a struct as its author wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Item {
    /// `enum` or `struct`.
    pub kind: &'static str,
    /// Its name, without `r#`.
    pub name: String,
    /// The file that declares it.
    pub document: String,
    /// The inline modules around it, from the outermost.
    pub modules: Vec<String>,
    /// `pub`, `pub(crate)` and the like; empty where it is private.
    pub visibility: String,
    /// Its parameters with their bounds, as in `<'a, T: Clone>`.
    pub generics: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// What it derives, in order.
    pub derives: Vec<String>,
    /// Its other attributes.
    pub attributes: Vec<Attribute>,
    /// The fields of a struct.
    pub fields: Vec<ItemField>,
    /// The variants of an enum.
    pub variants: Vec<ItemVariant>,
}

/// An attribute such as `#[serde(rename = "x")]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Attribute {
    /// What it is called: `serde`.
    pub path: String,
    /// What stands behind the name, without the brackets around it: `rename = "x"`.
    pub arguments: String,
}

/// A field of a struct or of a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct ItemField {
    /// Its name, without `r#`; its place where it has none.
    pub name: String,
    /// Its type as Rust.
    #[cfg_attr(feature = "tools", serde(rename = "type"))]
    pub ty: String,
    /// As of an item.
    pub visibility: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

/// A variant of an enum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct ItemVariant {
    /// Its name, without `r#`.
    pub name: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// Its fields, if it carries any.
    pub fields: Vec<ItemField>,
    /// Its number, where the author gave one.
    pub discriminant: Option<String>,
}
