//! Texts that are hard to tell apart, and enums of many sizes.

use typewright::{Enum, Stringer};

/// Names of one length whose first and last eight bytes are the same, and names without any.
#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
enum Twins {
    #[stringer(rename = "identical-1-identical", alias = "identical-4-identical")]
    First,
    #[stringer(rename = "identical-2-identical")]
    Second,
    #[stringer(rename = "identical-3-identical", alias = "identical3identical")]
    Third,
    #[stringer(rename = "")]
    Empty,
    #[stringer(rename = "ä")]
    Umlaut,
    #[stringer(
        rename = "0123456789012345678901234567890123456789012345678901234567890123456789",
        alias = "012345678901234567890123456789012345X789012345678901234567890123456789"
    )]
    Long,
}

#[test]
fn twins_are_told_apart() {
    for value in Twins::iter() {
        assert_eq!(value.as_str().parse(), Ok(value));
    }
    assert_eq!("identical-4-identical".parse(), Ok(Twins::First));
    assert_eq!("identical3identical".parse(), Ok(Twins::Third));
    assert_eq!(
        "012345678901234567890123456789012345X789012345678901234567890123456789".parse(),
        Ok(Twins::Long)
    );
    for wrong in ["identical-5-identical", "identical--identical", "\0", "Ä", "o", "ä\0"] {
        assert!(wrong.parse::<Twins>().is_err(), "{wrong:?}");
        assert!(Twins::from_str(&Twins::Long.as_str().replace('5', wrong)).is_err());
    }
}

#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(ignore_case, rename_all = "kebab-case")]
enum Fold {
    ReadOnly,
    #[stringer(alias = "RW", rename = "Read/Write [all of it, really]")]
    ReadWrite,
    #[stringer(rename = "identical@1@identical")]
    First,
    #[stringer(rename = "IDENTICAL@2@IDENTICAL")]
    Second,
    Öl,
}

#[test]
fn case_does_not_count_where_it_should_not() {
    for value in Fold::iter() {
        let text = value.as_str();
        for text in [text.to_owned(), text.to_ascii_lowercase(), text.to_ascii_uppercase()] {
            assert_eq!(text.parse(), Ok(value), "{text}");
        }
    }
    assert_eq!("rW".parse(), Ok(Fold::ReadWrite));
    assert_eq!(Fold::ReadWrite.as_str(), "Read/Write [all of it, really]");
    // Neighbours of the letters are no letters: `@` is no `` ` ``, `[` is no `{`.
    for wrong in ["identical`1`identical", "Read/Write {all of it, really}", "öl", "read_only"] {
        assert!(wrong.parse::<Fold>().is_err(), "{wrong}");
    }
}

#[test]
fn texts_are_found_in_constants() {
    const SECOND: Twins = match Twins::from_str("identical-2-identical") {
        Ok(value) => value,
        Err(_) => Twins::Empty,
    };
    const FOLDED: bool = Fold::from_str("READ-ONLY").is_ok();
    const UNKNOWN: bool = Twins::from_str("identical-9-identical").is_err();
    assert_eq!(SECOND, Twins::Second);
    const { assert!(FOLDED && UNKNOWN) }
}

macro_rules! sizes {
    ($($module:ident $size:literal [$($variant:ident)*];)*) => {$(
        mod $module {
            #[derive(typewright::Stringer, Clone, Copy, Debug, PartialEq)]
            pub(super) enum E { $($variant),* }
        }
        assert_eq!($module::E::COUNT, $size);
        for (at, value) in $module::E::iter().enumerate() {
            assert_eq!(value.as_str().parse(), Ok(value));
            assert_eq!($module::E::from_index(at), Some(value));
        }
        assert_eq!($module::E::from_index($size), None);
    )*};
}

#[test]
fn every_size_finds_all_its_texts() {
    sizes! {
        one 1 [A];
        two 2 [A B];
        three 3 [A B Cc];
        four 4 [A B Cc Ddd];
        five 5 [A B Cc Ddd Eeee];
        eight 8 [A B Cc Ddd Eeee Fffff Gggggg Hhhhhhh];
        nine 9 [A B Cc Ddd Eeee Fffff Gggggg Hhhhhhh Iiiiiiii];
    }
}

#[test]
fn values_come_from_both_ends() {
    let mut values = Twins::iter();
    assert_eq!((values.len(), values.nth(1)), (6, Some(Twins::Second)));
    assert_eq!((values.next_back(), values.len()), (Some(Twins::Long), 3));
    assert_eq!(
        values.clone().rev().collect::<Vec<_>>(),
        [Twins::Umlaut, Twins::Empty, Twins::Third]
    );
    assert_eq!(values.clone().last(), Some(Twins::Umlaut));
    assert_eq!(format!("{values:?}"), "[Third, Empty, Umlaut]");
    assert_eq!((values.nth(usize::MAX), values.next(), values.next_back()), (None, None, None));
}

/// As [`Fold`], and with texts of every kind of length.
#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(ignore_case, fast, rename_all = "kebab-case")]
enum Fast {
    A,
    ReadOnly,
    #[stringer(alias = "RW", rename = "Read/Write [all of it, really]")]
    ReadWrite,
    #[stringer(rename = "exactly sixteen!")]
    Sixteen,
    #[stringer(rename = "")]
    Empty,
    Öl,
}

/// Texts that only the usual table tells apart; `fast` changes nothing.
#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(fast)]
enum FastTwins {
    #[stringer(rename = "identical-1-identical")]
    First,
    #[stringer(rename = "identical-2-identical")]
    Second,
}

#[test]
fn the_fast_form_finds_the_same() {
    for value in Fast::iter() {
        let text = value.as_str();
        for text in [text.to_owned(), text.to_ascii_lowercase(), text.to_ascii_uppercase()] {
            assert_eq!(text.parse(), Ok(value), "{text}");
            assert_eq!(Fast::from_str(&text), Ok(value), "{text}");
        }
    }
    assert_eq!("rW".parse(), Ok(Fast::ReadWrite));
    for wrong in ["b", "read+only", "Read/Write [all of us, really]", "exactly sixteen", "öl"] {
        assert!(wrong.parse::<Fast>().is_err(), "{wrong}");
    }
    const FOUND: bool = Fast::from_str("READ-ONLY").is_ok() && Fast::from_str("x").is_err();
    const { assert!(FOUND) }
    for value in FastTwins::iter() {
        assert_eq!(value.as_str().parse(), Ok(value));
    }
}

/// Case counts for some texts and not for others; two that differ in it alone may both count.
#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(ignore_case)]
enum Mixed {
    #[stringer(alias = "get it")]
    Get,
    #[stringer(ignore_case = false, alias = "X")]
    Exact,
    #[stringer(ignore_case = false, rename = "x")]
    Small,
    Put,
}

#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
enum One {
    Plain,
    #[stringer(ignore_case, display = "Level {0}", alias = "lowest")]
    Level(u8),
}

#[test]
fn case_counts_where_it_is_said() {
    const FOUND: Mixed = match Mixed::from_str("GET IT") {
        Ok(value) => value,
        Err(_) => Mixed::Put,
    };
    assert_eq!(FOUND, Mixed::Get);
    assert_eq!(["gEt", "PUT"].map(str::parse), [Ok(Mixed::Get), Ok(Mixed::Put)]);
    assert_eq!(
        ["Exact", "X", "x"].map(|text| text.parse::<Mixed>().ok().map(|v| v as u8)),
        [Some(1), Some(1), Some(2)]
    );
    for wrong in ["exact", "EXACT", "Pu", "get", "geT it!"].map(|text| (text, text == "get")) {
        assert_eq!(wrong.0.parse::<Mixed>().is_ok(), wrong.1, "{wrong:?}");
    }
    assert_eq!("nowhere".parse::<Mixed>().unwrap_err().names().count(), 4);
    let level = ["level 7", "LOWEST", "lowest", "plain"].map(|text| text.parse::<One>().ok());
    assert_eq!(level, [Some(One::Level(7)), Some(One::Level(0)), Some(One::Level(0)), None]);
}

/// Texts of which other texts look the same when the bit of case is set in each byte.
#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(ignore_case, fast, rename_all = "snake_case")]
enum Unsure {
    Ab,
    AbCd,
    #[stringer(rename = "a1", alias = "[x]")]
    Digit,
    #[stringer(rename = "exactly-sixteen_")]
    Sixteen,
    #[stringer(rename = "more than @ sixteen letters")]
    Long,
    #[stringer(rename = "äö")]
    Umlauts,
}

#[test]
fn what_looks_like_a_letter_is_none() {
    for value in Unsure::iter() {
        assert_eq!(value.as_str().to_ascii_uppercase().parse(), Ok(value));
        for at in 0..value.as_str().len() {
            let mut other = value.as_str().as_bytes().to_vec();
            other[at] ^= 0x20;
            let Ok(other) = String::from_utf8(other) else { continue };
            let same = other.eq_ignore_ascii_case(value.as_str());
            assert_eq!(other.parse::<Unsure>().ok(), same.then_some(value), "{other:?}");
        }
    }
    assert_eq!("{X}".parse::<Unsure>().ok(), None);
    assert_eq!("[X]".parse(), Ok(Unsure::Digit));
}
