//! The procedural macros of `typewright`; depend on that crate instead.
//!
//! Each entry parses the item, asks the engine for the model and the tokens, and gives a fallback
//! impl beside the errors, so that one mistake shows as one error.

mod open;
#[cfg(feature = "settings")]
mod settings;
mod stringer;
#[cfg(feature = "strum-compat")]
mod strum;

use proc_macro::TokenStream;
use typewright_core::emit::enums::Code;

/// What an emitter wrote, read by the compiler's own parser, which is optimised.
fn tokens(code: Code) -> proc_macro2::TokenStream {
    code.into_tokens_by(|text| text.parse::<TokenStream>().ok().map(Into::into))
}

/// Text for the values of an enum, both ways. Documented at `typewright::Stringer`.
#[proc_macro_derive(Stringer, attributes(stringer, serde))]
pub fn stringer(item: TokenStream) -> TokenStream {
    stringer::expand(item.into()).into()
}

/// Layered settings from a struct. Documented at `typewright_settings::Settings`.
#[cfg(feature = "settings")]
#[proc_macro_derive(Settings, attributes(setting, settings))]
pub fn settings(item: TokenStream) -> TokenStream {
    settings::expand(item.into()).into()
}

/// A number with names. Documented at `typewright::open`.
#[proc_macro_attribute]
pub fn open(keys: TokenStream, item: TokenStream) -> TokenStream {
    open::hide(&keys.into(), &item.into()).into()
}

/// The second half of [`open`](macro@open).
#[doc(hidden)]
#[proc_macro_derive(Open, attributes(stringer, __open))]
pub fn open_hidden(item: TokenStream) -> TokenStream {
    open::expand(item.into()).into()
}

macro_rules! parts {
    ($($(#[$docs:meta])* $entry:ident $derive:ident;)*) => {$(
        $(#[$docs])*
        #[cfg_attr(
            not(feature = "strum-compat"),
            proc_macro_derive($derive, attributes(stringer, serde))
        )]
        #[cfg_attr(
            feature = "strum-compat",
            proc_macro_derive($derive, attributes(stringer, serde, strum))
        )]
        pub fn $entry(item: TokenStream) -> TokenStream {
            stringer::expand_part(item.into(), stringify!($derive)).into()
        }
    )*};
}

parts! {
    /// Documented at `typewright::Display`.
    display Display;
    /// Documented at `typewright::FromStr`.
    from_str FromStr;
    /// Documented at `typewright::AsRefStr`.
    as_ref_str AsRefStr;
    /// Documented at `typewright::IntoStaticStr`.
    into_static_str IntoStaticStr;
    /// Documented at `typewright::VariantNames`.
    variant_names VariantNames;
    /// Documented at `typewright::VariantArray`.
    variant_array VariantArray;
    /// Documented at `typewright::EnumCount`.
    enum_count EnumCount;
    /// Documented at `typewright::EnumIter`.
    enum_iter EnumIter;
    /// Documented at `typewright::EnumIs`.
    enum_is EnumIs;
    /// Documented at `typewright::FromRepr`.
    from_repr FromRepr;
    /// Documented at `typewright::TryFromRepr`.
    try_from_repr TryFromRepr;
    /// Documented at `typewright::IntoRepr`.
    into_repr IntoRepr;
    /// Documented at `typewright::EnumTryAs`.
    enum_try_as EnumTryAs;
    /// Documented at `typewright::EnumUnwrap`.
    enum_unwrap EnumUnwrap;
    /// Documented at `typewright::Discriminants`.
    discriminants Discriminants;
    /// Documented at `typewright::EnumNext`.
    enum_next EnumNext;
    /// Documented at `typewright::EnumTable`.
    enum_table EnumTable;
    /// Documented at `typewright::EnumMap`.
    enum_map EnumMap;
    /// Documented at `typewright::EnumSet`.
    enum_set EnumSet;
    /// Documented at `typewright::EnumMessage`.
    enum_message EnumMessage;
    /// Documented at `typewright::EnumProperty`.
    enum_property EnumProperty;
    /// Documented at `typewright::Flags`.
    flags Flags;
    /// Documented at `typewright::Localize`.
    localize Localize;
    /// Documented at `typewright::Scan`.
    scan Scan;
    /// Documented at `typewright::PartialEqStr`.
    partial_eq_str PartialEqStr;
    /// Documented at `typewright::Serialize`.
    serialize Serialize;
    /// Documented at `typewright::Deserialize`.
    deserialize Deserialize;
    /// Documented at `typewright::ValueEnum`.
    value_enum ValueEnum;
}

#[cfg(feature = "strum-compat")]
macro_rules! strums {
    ($($(#[$docs:meta])* $entry:ident $derive:ident;)*) => {$(
        $(#[$docs])*
        #[proc_macro_derive($derive, attributes(strum, strum_discriminants))]
        pub fn $entry(item: TokenStream) -> TokenStream {
            strum::expand(item.into(), stringify!($derive)).into()
        }
    )*};
}

#[cfg(feature = "strum-compat")]
strums! {
    /// `FromStr` and `TryFrom<&str>`, or `From<&str>` where a variant takes every text.
    enum_string EnumString;
    /// The enum of the variants without their data, and the way to it.
    enum_discriminants EnumDiscriminants;
    /// The trait `AsStaticRef<str>`.
    #[deprecated(note = "derive `IntoStaticStr` instead")]
    as_static_str AsStaticStr;
    /// The trait `VariantNames`.
    #[deprecated(note = "derive `VariantNames` instead")]
    enum_variant_names EnumVariantNames;
    /// The trait `ToString`.
    #[deprecated(note = "derive `Display` instead")]
    to_string ToString;
}
