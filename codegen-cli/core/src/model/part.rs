//! What derives ask for.

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
    /// `try_as_…`, `try_as_…_ref` and `try_as_…_mut` a variant with fields.
    EnumTryAs,
    /// `unwrap_…`, `unwrap_…_ref` and `unwrap_…_mut` a variant with fields.
    EnumUnwrap,
    /// The type of the variants alone, `discriminant` and the conversions.
    Discriminants,
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
    /// A type for sets of the values as flags.
    Flags,
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
        ("EnumTryAs", Part::EnumTryAs),
        ("EnumUnwrap", Part::EnumUnwrap),
        ("Discriminants", Part::Discriminants),
        ("EnumNext", Part::EnumNext),
        ("EnumTable", Part::EnumTable),
        ("EnumMap", Part::EnumMap),
        ("EnumSet", Part::EnumSet),
        ("EnumMessage", Part::EnumMessage),
        ("EnumProperty", Part::EnumProperty),
        ("Scan", Part::Scan),
        ("Localize", Part::Localize),
        ("Flags", Part::Flags),
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
        ("try_as_{}", Part::EnumTryAs),
        ("try_as_{}_ref", Part::EnumTryAs),
        ("try_as_{}_mut", Part::EnumTryAs),
        ("unwrap_{}", Part::EnumUnwrap),
        ("unwrap_{}_ref", Part::EnumUnwrap),
        ("unwrap_{}_mut", Part::EnumUnwrap),
        ("discriminant", Part::Discriminants),
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
        use Part::{AsRefStr, AsStr, ConstFromStr, Display, Flags, FromStr, IntoStaticStr};
        use Part::{Deserialize, Localize, PartialEqStr, Scan, Serialize, ValueEnum, VariantNames};
        let names = [AsRefStr, AsStr, Display, IntoStaticStr, Localize, PartialEqStr, VariantNames];
        let others = [ConstFromStr, Deserialize, Flags, FromStr, Scan, Serialize, ValueEnum];
        names.contains(&self) || others.contains(&self)
    }
}
