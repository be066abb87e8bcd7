//! Enums, of every source.

use std::ops::RangeInclusive;

use proc_macro2::{Span, TokenStream, TokenTree};

use super::name::{Casing, absolute, ident, unraw};
use super::{Docs, Part, Prop, Property, VariantForm};
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
    /// Whether its texts are found by a table that is larger than it need be, and faster, where
    /// that is said.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub fast: Option<bool>,
    /// Whether its values are made and told apart by `match` alone: its author wants it, or its
    /// values have bytes beside their numbers.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub by_match: bool,
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
    /// The type of its variants alone.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub discriminants: Companion,
    /// The type of sets of its values as flags.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub flags: Companion,
}

/// A type beside an enum, or a variant of one, as its author wants it.
#[derive(Clone, Debug, Default)]
pub struct Companion {
    /// Its name, where it is not made from that of the enum.
    pub name: Option<String>,
    /// Who may see it, where that is not the visibility of the enum.
    pub visibility: Option<TokenStream>,
    /// The paths of its derives, beside those that it has anyway.
    pub derives: Vec<TokenStream>,
    /// Its other attributes.
    pub attributes: TokenStream,
    /// Whether documentation is among them.
    pub documented: bool,
    /// Whether `repr` is among them.
    pub represented: bool,
}

impl Enum {
    /// The key of a variant in tables of texts: its own, else by the pattern of the enum, else
    /// `type.variant` in lower case.
    pub fn key_of(&self, variant: &Variant) -> String {
        if let Some(key) = &variant.key {
            return key.clone();
        }
        let word = variant.word();
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
    /// Type of the errors of its conversions, made by `From` of ours, where it is not ours.
    pub error: Option<TokenStream>,
    /// Path of serde, for the impls of its traits.
    pub serde: TokenStream,
    /// Path of clap, likewise.
    pub clap: TokenStream,
}

impl Default for RustItem {
    fn default() -> Self {
        Self {
            visibility: TokenTree::from(ident("pub", Span::call_site())).into(),
            impl_generics: TokenStream::new(),
            type_generics: TokenStream::new(),
            where_clause: TokenStream::new(),
            runtime: absolute(&["typewright"]),
            error: None,
            serde: absolute(&["serde"]),
            clap: absolute(&["clap"]),
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
    /// The expression of its number, where the source states one.
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
    /// Whether its texts are accepted whatever the case of their ASCII letters, where those of all
    /// others are not.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub ignore_case: bool,
    /// How it is written and read beside its name.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub form: VariantForm,
    /// Whether what is written of it is not read.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub written_only: bool,
    /// Whether its name is read although it is written in another form.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub named: bool,
    /// Path of the function that makes it, where its fields are not their defaults.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub default_with: Option<TokenStream>,
    /// Its namesake in the type of the variants alone.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub companion: Companion,
}

impl Variant {
    /// Its name in the names of functions: `http_server` for `HTTPServer`.
    pub fn word(&self) -> String {
        let name = unraw(&self.name);
        Some(Casing::Snake.words(name)).filter(|word| !word.is_empty()).unwrap_or(name.to_owned())
    }

    /// Whether nothing makes it.
    pub fn hidden(&self) -> bool {
        self.skip || self.fields.list().iter().any(|field| field.uninhabited)
    }

    /// Whether it is not one of the values that are known by name: it is hidden, or stands for
    /// others.
    pub fn skipped(&self) -> bool {
        let others = matches!(self.form, VariantForm::CatchAll(_) | VariantForm::Flatten);
        others || self.hidden()
    }

    /// Whether its name is read.
    pub fn named(&self) -> bool {
        let more = match &self.form {
            VariantForm::Format(format) => !format.holes.is_empty(),
            VariantForm::Transparent => true,
            _ => false,
        };
        !more || self.named || !self.aliases.is_empty()
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
