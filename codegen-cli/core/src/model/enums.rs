//! Enums, of every source.

use std::ops::RangeInclusive;

use proc_macro2::TokenStream;
use quote::quote;

use super::name::{Casing, unraw};
use super::{Docs, Prop, Property};
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
    /// What stands for its values in serde's formats.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub serde_as: SerdeAs,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
    /// What only a Rust item says.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub rust: RustItem,
    /// The integer type of `#[repr(..)]`, where it has one.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub repr: Option<String>,
    /// Attributes that its type keeps, where we write the type.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub attributes: TokenStream,
    /// What its derive asks for.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub parts: Vec<Part>,
    /// How single items that are made for it are shown.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub items: Vec<ItemSetting>,
    /// The typed properties of its values.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub properties: Vec<Property>,
    /// The pattern of its keys in tables of texts: `colours.{}`.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub key: Option<String>,
}

impl Enum {
    /// The key of a variant in tables of texts: its own, else by the pattern of the enum, else
    /// `type.variant` in lower case.
    pub fn key_of(&self, variant: &Variant) -> String {
        if let Some(key) = &variant.key {
            return key.clone();
        }
        let word = Casing::Snake.words(unraw(&variant.name));
        match &self.key {
            Some(pattern) => pattern.replace("{}", &word),
            None => format!("{}.{word}", Casing::Snake.words(unraw(&self.name))),
        }
    }
}

/// What the author says about an item that is made for an enum.
#[derive(Clone, Debug, Default)]
pub struct ItemSetting {
    /// The item, by the name that it has where nothing is said: one of [`Part::ITEMS`].
    pub item: String,
    /// Its name; of items that are made for each variant, a pattern: `is_{}`.
    pub name: Option<String>,
    /// Who may see it.
    pub visibility: Option<TokenStream>,
    /// Its documentation, as Markdown.
    pub docs: Option<String>,
    /// Where it is said.
    pub origin: Origin,
}

/// What stands for a value in serde's formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SerdeAs {
    /// Its text.
    #[default]
    Text,
    /// Its number.
    Number,
    /// Its text in formats for people, where its number is read as well; else its number.
    Either,
}

impl SerdeAs {
    /// All of them, by the names that attributes use.
    pub const ALL: &[(&str, SerdeAs)] =
        &[("string", SerdeAs::Text), ("integer", SerdeAs::Number), ("either", SerdeAs::Either)];
}

/// A group of impls that a derive asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `as_str`.
    AsStr,
    /// `NAMES`.
    VariantNames,
    /// `Display`.
    Display,
    /// `AsRef<str>`.
    AsRefStr,
    /// `From<E>` and `From<&E>` for `&'static str`.
    IntoStaticStr,
    /// `FromStr` and `TryFrom<&str>`.
    FromStr,
    /// A `from_str` for constants.
    ConstFromStr,
    /// `COUNT`.
    EnumCount,
    /// `iter` and the trait that it comes from.
    EnumIter,
    /// `VARIANTS`.
    VariantArray,
    /// `from_repr` and `repr`.
    FromRepr,
    /// `TryFrom` of its integer; `From` where every number is a value.
    TryFromRepr,
    /// `From` of it for its integer.
    IntoRepr,
    /// Comparison with `str`.
    PartialEqStr,
    /// serde's `Serialize`.
    Serialize,
    /// serde's `Deserialize`.
    Deserialize,
    /// clap's `ValueEnum`.
    ValueEnum,
    /// One `is_…` a variant.
    EnumIs,
    /// `next`, `previous` and what else is beside a value.
    EnumNext,
    /// What an `EnumTable` asks of its key.
    EnumTable,
    /// What an `EnumMap` asks of its key.
    EnumMap,
    /// What an `EnumSet` asks of its values.
    EnumSet,
    /// `message`, `detail` and `docs`.
    EnumMessage,
    /// A function for each property.
    EnumProperty,
    /// `scan`.
    Scan,
    /// `key`, `KEYS`, `localized` and the trait behind them.
    Localize,
}

impl Part {
    /// All parts, by the names of their derives and in `only(..)` and `also(..)`.
    pub const ALL: &[(&str, Part)] = &[
        ("AsStr", Part::AsStr),
        ("VariantNames", Part::VariantNames),
        ("Display", Part::Display),
        ("AsRefStr", Part::AsRefStr),
        ("IntoStaticStr", Part::IntoStaticStr),
        ("FromStr", Part::FromStr),
        ("ConstFromStr", Part::ConstFromStr),
        ("EnumCount", Part::EnumCount),
        ("EnumIter", Part::EnumIter),
        ("VariantArray", Part::VariantArray),
        ("FromRepr", Part::FromRepr),
        ("TryFromRepr", Part::TryFromRepr),
        ("IntoRepr", Part::IntoRepr),
        ("PartialEqStr", Part::PartialEqStr),
        ("Serialize", Part::Serialize),
        ("Deserialize", Part::Deserialize),
        ("ValueEnum", Part::ValueEnum),
        ("EnumIs", Part::EnumIs),
        ("EnumNext", Part::EnumNext),
        ("EnumTable", Part::EnumTable),
        ("EnumMap", Part::EnumMap),
        ("EnumSet", Part::EnumSet),
        ("EnumMessage", Part::EnumMessage),
        ("EnumProperty", Part::EnumProperty),
        ("Scan", Part::Scan),
        ("Localize", Part::Localize),
    ];

    /// The items that parts give the enum itself. Of an item that is made for each variant, `{}`
    /// holds the place of the variant's name.
    pub const ITEMS: &[(&str, Part)] = &[
        ("as_str", Part::AsStr),
        ("name", Part::FromStr), // of open enums
        ("NAMES", Part::VariantNames),
        ("from_str", Part::ConstFromStr),
        ("COUNT", Part::EnumCount),
        ("iter", Part::EnumIter),
        ("VARIANTS", Part::VariantArray),
        ("from_repr", Part::FromRepr),
        ("repr", Part::FromRepr),
        ("is_{}", Part::EnumIs),
        ("MIN", Part::EnumNext),
        ("MAX", Part::EnumNext),
        ("next", Part::EnumNext),
        ("previous", Part::EnumNext),
        ("wrapping_next", Part::EnumNext),
        ("wrapping_previous", Part::EnumNext),
        ("iter_from", Part::EnumNext),
        ("iter_to", Part::EnumNext),
        ("set_of", Part::EnumSet),
        ("message", Part::EnumMessage),
        ("detail", Part::EnumMessage),
        ("docs", Part::EnumMessage),
        ("scan", Part::Scan),
        ("key", Part::Localize),
        ("KEYS", Part::Localize),
        ("localized", Part::Localize),
    ];

    /// What `#[derive(Stringer)]` gives where nothing else is said.
    pub const STRINGER: &[Part] = &[
        Part::AsStr,
        Part::VariantNames,
        Part::Display,
        Part::AsRefStr,
        Part::FromStr,
        Part::ConstFromStr,
        Part::EnumCount,
        Part::EnumIter,
    ];

    /// Whether it needs the texts of the values.
    pub fn reads_texts(self) -> bool {
        use Part::{AsRefStr, AsStr, ConstFromStr, Display, FromStr, IntoStaticStr};
        use Part::{Deserialize, Localize, PartialEqStr, Scan, Serialize, ValueEnum, VariantNames};
        let names = [AsRefStr, AsStr, Display, IntoStaticStr, Localize, PartialEqStr, VariantNames];
        let others = [ConstFromStr, Deserialize, FromStr, Scan, Serialize, ValueEnum];
        names.contains(&self) || others.contains(&self)
    }
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
    /// The bounds behind its parameters; where there are any, a comma ends them.
    pub where_clause: TokenStream,
    /// Path of the crate that its impls call.
    pub runtime: TokenStream,
    /// Path of serde, for the impls of its traits.
    pub serde: TokenStream,
    /// Path of clap, likewise.
    pub clap: TokenStream,
}

impl Default for RustItem {
    fn default() -> Self {
        Self {
            visibility: quote!(pub),
            impl_generics: TokenStream::new(),
            type_generics: TokenStream::new(),
            where_clause: TokenStream::new(),
            runtime: quote!(::typewright),
            serde: quote!(::serde),
            clap: quote!(::clap),
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
    /// Its number, where the source states or implies one that is known without a compiler.
    pub number: Option<i128>,
    /// The other numbers that are it.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub numbers: Vec<VariantNumbers>,
    /// The expression of its number, where an open enum states one.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub discriminant: Option<TokenStream>,
    /// Attributes that its constant keeps, where we write the type.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub attributes: TokenStream,
    /// What the author wrote about it.
    pub docs: Docs,
    /// What it means to people, in a line.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub message: Option<String>,
    /// What there is to say beyond that line.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub detail: Option<String>,
    /// Its properties.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub props: Vec<Prop>,
    /// Its key in tables of texts, where it has one of its own.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub key: Option<String>,
    /// Its texts in languages.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub locales: Vec<LocalText>,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
    /// What it holds beside its name.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub fields: VariantFields,
    /// Whether it has a name only: it is neither accepted nor one of the values.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub skip: bool,
    /// Path of the function that makes it, where its fields are not their defaults.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub default_with: Option<TokenStream>,
}

impl Variant {
    /// Whether it is neither accepted nor one of the values.
    pub fn skipped(&self) -> bool {
        self.skip || self.fields.list().iter().any(|field| field.uninhabited)
    }
}

/// What a variant holds.
#[derive(Clone, Debug, Default)]
pub enum VariantFields {
    /// Nothing: `Name`.
    #[default]
    Unit,
    /// Fields by place: `Name(u8, u8)`.
    Tuple(Vec<VariantField>),
    /// Fields by name: `Name { x: u8 }`.
    Named(Vec<VariantField>),
}

impl VariantFields {
    /// The fields, in the order of their declaration.
    pub fn list(&self) -> &[VariantField] {
        match self {
            Self::Unit => &[],
            Self::Tuple(fields) | Self::Named(fields) => fields,
        }
    }
}

/// A field of a variant.
#[derive(Clone, Debug)]
pub struct VariantField {
    /// Its name as the source spells it; its place from 0 where it has none.
    pub name: String,
    /// Its type, as the source spells it.
    pub ty: TokenStream,
    /// Whether a bound on its type says something: the type depends on a parameter of the enum,
    /// and not on the enum itself.
    pub generic: bool,
    /// Whether no value of its type exists: `!` and `Infallible`.
    pub uninhabited: bool,
    /// Path of the function that makes it, where that is not its default.
    pub default_with: Option<TokenStream>,
    /// Where its type stands.
    pub origin: Origin,
}

/// A text in a language.
#[derive(Clone, Debug)]
pub struct LocalText {
    /// The tag of the language, as BCP 47 has it: `pt-BR`.
    pub tag: String,
    /// The text.
    pub text: String,
    /// Where it stands.
    pub origin: Origin,
}

/// Numbers that are a variant beside its own.
#[derive(Clone, Debug)]
pub struct VariantNumbers {
    /// Where it begins and ends.
    pub ends: NumberEnds,
    /// The same as values, where they are known without a compiler.
    pub bounds: Option<RangeInclusive<i128>>,
    /// As its author wrote it.
    pub text: String,
    /// Where it stands.
    pub origin: Origin,
}

/// The ends of a range of numbers, as expressions.
#[derive(Clone, Debug)]
pub enum NumberEnds {
    /// One number.
    One(TokenStream),
    /// `low..` without an end; without a beginning, too, it is all numbers that nobody else has.
    Open(Option<TokenStream>),
    /// `low..high` or `low..=high`.
    Range {
        /// The first number; without it, the lowest of the type.
        low: Option<TokenStream>,
        /// The last number, or the one behind it.
        high: TokenStream,
        /// Whether `high` is in it.
        inclusive: bool,
    },
}

impl VariantNumbers {
    /// Whether it is `..`: all numbers that nobody else has.
    pub fn is_rest(&self) -> bool {
        matches!(self.ends, NumberEnds::Open(None))
    }
}
