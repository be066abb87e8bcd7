//! Settings structs.

use proc_macro2::TokenStream;

use super::{Docs, RustItem};
use crate::diag::Origin;

/// A struct whose fields are settings, or an enum whose variants hold them.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Settings {
    /// The name as the source spells it (a raw identifier keeps its `r#`).
    pub name: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// The settings of a struct, in source order.
    pub fields: Vec<Setting>,
    /// What it is, if it is an enum.
    pub choice: Option<SettingsEnum>,
    /// Whether files may hold profiles, of which one is selected.
    pub profiles: bool,
    /// Whether `--set key=value` is a flag.
    pub set: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
    /// What only a Rust item says.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub rust: RustItem,
}

/// An enum, of which one variant is chosen.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct SettingsEnum {
    /// The key whose value is the name of the variant; without one the name is itself the key.
    pub tag: Option<String>,
    /// The variants, in source order.
    pub variants: Vec<SettingsVariant>,
}

/// One variant.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct SettingsVariant {
    /// The name as the source spells it (a raw identifier keeps its `r#`).
    pub name: String,
    /// Its name in files, variables and flags.
    pub key: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// Whether it is chosen where nothing chooses another.
    pub default: bool,
    /// What it holds.
    pub content: SettingsContent,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
}

/// What a variant holds.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub enum SettingsContent {
    /// Nothing.
    Unit,
    /// One value without a name.
    One(Box<Setting>),
    /// Settings with names.
    Fields(Vec<Setting>),
}

/// One setting.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Setting {
    /// The name as the source spells it (a raw identifier keeps its `r#`).
    pub name: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// How it is read.
    pub form: SettingForm,
    /// Its value where no layer sets one, as text.
    pub default: Option<String>,
    /// Its name on the command line.
    pub flag: SettingFlag,
    /// Its one-letter flag.
    pub short: Option<char>,
    /// The name of its variable behind the prefix.
    pub env: Option<String>,
    /// What stands for the value in help.
    pub placeholder: Option<String>,
    /// Whether its value must never be shown.
    pub secret: bool,
    /// Other keys that it has, also in variables and flags.
    pub aliases: Vec<String>,
    /// What to do instead of setting it.
    pub deprecated: Option<String>,
    /// A value that shows what it is for.
    pub example: Option<String>,
    /// How the values of several layers come together, by the name that the author gives it.
    pub merge: Option<String>,
    /// Who may set it, by the name that the author gives it.
    pub scope: Option<String>,
    /// Whether the settings in it stand beside it, as if they were its own.
    pub flatten: bool,
    /// Whether a running program takes a change of it.
    pub reload: bool,
    /// Whether it tells the items of a list apart.
    pub key: bool,
    /// The least and the greatest number.
    pub range: Option<NumberRange>,
    /// A function that refuses values.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub check: Option<TokenStream>,
    /// Its type as Rust spells it.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub rust_type: TokenStream,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
}

/// Bounds of a number, both included.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct NumberRange {
    /// The least number, if it is more than what the type says.
    pub least: Option<i64>,
    /// The greatest number, if it is less than what the type says.
    pub greatest: Option<u64>,
    /// What is around the number, the outermost first.
    pub containers: Vec<Container>,
    /// The type of the number as Rust spells it.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub rust_type: TokenStream,
}

/// How a setting is read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub enum SettingForm {
    /// By its type.
    Typed,
    /// As one of the names of an enum, inside of the containers around it, the outermost first.
    Choice(Vec<Container>),
}

/// A type around the type of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub enum Container {
    /// `Option`
    Option,
    /// `Vec`
    List,
}

/// The name of a setting on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub enum SettingFlag {
    /// Made from its name and the sections around it.
    Path,
    /// As the author says, without dashes.
    Named(String),
    /// It has none.
    None,
}
