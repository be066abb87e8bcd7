//! What strum's derives give works whatever stands around it.

#![deny(missing_docs, unreachable_pub, dead_code)]

/// Nothing of the prelude, and other things under its names.
pub(crate) mod shadowed {
    #![no_implicit_prelude]
    #![allow(dead_code, non_camel_case_types)]

    use ::std::prelude::rust_2021::derive;
    use ::strum::{
        AsRefStr, Display, EnumCount, EnumDiscriminants, EnumIs, EnumIter, EnumMessage,
        EnumProperty, EnumString, EnumTable, EnumTryAs, FromRepr, IntoStaticStr, VariantArray,
        VariantNames,
    };

    mod core {}
    mod strum {}
    struct Some;
    struct None;
    struct Ok;
    struct Err;
    struct Option;
    struct Result;
    struct String;
    struct str;
    struct usize;
    struct bool;
    struct u8;
    struct i64;
    trait Iterator {}
    trait Default {}
    trait Clone {}
    trait From {}
    trait Into {}

    /// All derives at once.
    #[derive(
        AsRefStr,
        Display,
        EnumCount,
        EnumDiscriminants,
        EnumIs,
        EnumIter,
        EnumMessage,
        EnumProperty,
        EnumString,
        EnumTable,
        FromRepr,
        IntoStaticStr,
        VariantArray,
        VariantNames,
    )]
    #[strum(const_into_str)]
    #[repr(u8)]
    pub(crate) enum Unit {
        /// Also the name of a variant.
        #[strum(message = "m", props(s = "s", i = 1, b = true))]
        None,
        /// And this.
        #[strum(ascii_case_insensitive)]
        Some,
        /// Not this one.
        #[strum(disabled)]
        Err,
    }

    /// With data.
    #[derive(AsRefStr, Display, EnumIs, EnumIter, EnumString, EnumTryAs, FromRepr)]
    pub(crate) enum Data {
        /// Shown.
        #[strum(to_string = "{0}")]
        Ok(::core::primitive::u8),
        /// Taken.
        #[strum(default)]
        Result(::std::string::String),
    }
}

macro_rules! declare {
    ($name:ident $text:literal $($variant:ident)*) => {
        /// From a macro.
        #[derive(Debug, strum::Display, strum::EnumString, strum::EnumIter, PartialEq)]
        #[strum(serialize_all = $text)]
        pub(crate) enum $name {$(
            /// From a macro.
            $variant,
        )*}
    };
}

declare!(Declared "lowercase" First Second);

#[test]
fn under_shadows_and_in_macros() {
    use strum::IntoEnumIterator;

    assert_eq!(shadowed::Unit::None.to_string(), "None");
    assert_eq!(shadowed::UnitIter::all().len(), 2);
    assert_eq!(shadowed::Data::Ok(3).to_string(), "3");
    assert_eq!("second".parse(), Ok(Declared::Second));
    assert_eq!(Declared::iter().len(), 2);
}

/// A crate that keeps strum elsewhere.
mod engine {
    #[allow(clippy::single_component_path_imports)]
    pub(crate) use strum;
}

#[test]
fn behind_another_path() {
    use engine::strum::{EnumCount as _, IntoEnumIterator as _};

    #[derive(strum_macros::EnumCount, strum_macros::EnumIter, strum_macros::EnumString)]
    #[strum(crate = "engine::strum")]
    enum Side {
        Left,
        #[allow(dead_code)]
        Right,
    }

    assert_eq!((Side::COUNT, Side::iter().len()), (2, 2));
    assert!(matches!("Left".parse(), Ok(Side::Left)));
}
