//! What `#[derive(Stringer)]` gives.

use std::error::Error;

use typewright::{ParseError, Stringer};

#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(rename_all = "kebab-case")]
enum Access {
    ReadOnly,
    #[stringer(alias = "rw", alias = "write")]
    ReadWrite,
    #[stringer(rename = "!")]
    None,
}

#[test]
fn every_text_goes_both_ways() {
    let values = [Access::ReadOnly, Access::ReadWrite, Access::None];
    assert_eq!(Access::NAMES, ["read-only", "read-write", "!"]);
    for (value, name) in values.into_iter().zip(Access::NAMES) {
        assert_eq!(value.as_str(), *name);
        assert_eq!(value.to_string(), *name);
        assert_eq!(AsRef::<str>::as_ref(&value), *name);
        assert_eq!(name.parse(), Ok(value));
        assert_eq!(Access::try_from(*name), Ok(value));
    }
}

#[test]
fn aliases_parse_and_never_print() {
    for alias in ["rw", "write"] {
        assert_eq!(alias.parse(), Ok(Access::ReadWrite));
        assert!(!Access::NAMES.contains(&alias));
    }
}

#[test]
fn texts_are_compared_exactly() {
    for text in ["", "ReadOnly", "READ-ONLY", "read-only ", "None"] {
        let error = text.parse::<Access>().unwrap_err();
        assert_eq!(error.input(), text);
        assert_eq!(Access::try_from(text), Err(error));
    }
}

#[test]
fn display_honours_the_format() {
    assert_eq!(format!("{:>11}|", Access::ReadOnly), "  read-only|");
    assert_eq!(format!("{:*^11}|", Access::ReadOnly), "*read-only*|");
    assert_eq!(format!("{:.4}|", Access::ReadOnly), "read|");
}

#[test]
fn loops_begin_where_the_iterator_stands() {
    let mut values = Access::iter();
    assert_eq!(values.next_back(), Some(Access::None));
    assert_eq!(values.clone().fold(String::new(), |all, value| all + value.as_str()).len(), 19);
    values.next();
    let mut seen = Vec::new();
    values.for_each(|value| seen.push(value));
    assert_eq!(seen, [Access::ReadWrite]);
}

#[test]
fn names_are_constants() {
    const TEXT: &str = Access::ReadWrite.as_str();
    const COUNT: usize = Access::NAMES.len();
    assert_eq!((TEXT, COUNT), ("read-write", 3));
}

#[test]
fn raw_identifiers_lose_their_prefix() {
    #[derive(Stringer, Debug, PartialEq)]
    #[allow(non_camel_case_types)]
    enum r#enum {
        r#type,
        #[stringer(rename = "r#fn")]
        r#fn,
    }
    assert_eq!(r#enum::NAMES, ["type", "r#fn"]);
    assert_eq!("type".parse(), Ok(r#enum::r#type));
    let error = "r#type".parse::<r#enum>().unwrap_err();
    assert_eq!(error.type_name(), "enum");
}

#[test]
fn an_empty_enum_has_no_names() {
    #[derive(Stringer, Debug)]
    enum Never {}
    assert!(Never::NAMES.is_empty());
    let error = "any".parse::<Never>().unwrap_err();
    assert_eq!(error.to_string(), "unknown Never `any`, no name is known");
}

#[test]
fn variants_that_are_configured_out_leave_no_trace() {
    #[derive(Stringer, Debug, PartialEq)]
    enum Platform {
        #[cfg(test)]
        Here,
        #[cfg(not(test))]
        #[stringer(rename = "Here", misspelled)]
        Nowhere,
        #[cfg_attr(test, stringer(rename = "there"))]
        There,
    }
    assert_eq!(Platform::NAMES, ["Here", "there"]);
    assert_eq!("there".parse(), Ok(Platform::There));
    assert_eq!("Here".parse(), Ok(Platform::Here));
}

#[test]
fn discriminants_do_not_matter() {
    #[derive(Stringer, Debug, PartialEq)]
    #[repr(i16)]
    enum Level {
        Low = -7,
        High = 1 << 9,
        Higher,
    }
    assert_eq!("High".parse(), Ok(Level::High));
    assert_eq!((Level::Low as i16, Level::Higher.as_str()), (-7, "Higher"));
}

#[test]
fn attributes_come_through_macros() {
    macro_rules! named {
        ($name:ident, $variant:ident = $text:literal) => {
            #[derive(Stringer)]
            enum $name {
                #[stringer(rename = $text)]
                $variant,
            }
        };
    }
    named!(Sign, Plus = "+");
    assert_eq!(Sign::Plus.as_str(), "+");
}

/// Twelve names, of which a message lists eight.
#[derive(Stringer, Debug, PartialEq)]
#[stringer(rename_all = "lowercase")]
enum Month {
    January,
    February,
    March,
    April,
    May,
    June,
    July,
    August,
    #[stringer(alias = "harvest")]
    September,
    October,
    November,
    December,
}

fn mistake(text: &str) -> ParseError {
    text.parse::<Month>().expect_err("a month of that name")
}

#[test]
fn an_error_names_the_nearest() {
    for (text, near) in [
        ("Juli", Some("july")),
        ("JUNE", Some("june")),
        ("febuary", Some("february")),
        ("arpil", Some("april")),
        ("ocotber", Some("october")),
        ("havrest", Some("harvest")),
        ("x", None),
        ("", None),
        ("spring", None),
    ] {
        assert_eq!(mistake(text).nearest(), near, "{text}");
    }
    #[derive(Stringer, Debug)]
    enum Axis {
        X,
        Y,
    }
    assert_eq!("Z".parse::<Axis>().unwrap_err().nearest(), None, "any letter is one edit away");
    assert_eq!("y".parse::<Axis>().unwrap_err().nearest(), Some("Y"));
    assert_eq!(Axis::X.as_str(), "X");
}

#[test]
fn an_error_is_short_whatever_was_given() {
    assert_eq!(
        mistake("a\u{1b}[31m`\n").to_string(),
        "unknown Month `a\\u{1b}[31m`\\n`, known: `january`, `february`, `march`, `april`, `may`, \
         `june`, `july`, `august` and 4 more",
    );
    let long = "ä".repeat(1 << 16);
    let error = mistake(&format!("x{long}"));
    assert_eq!(error.input(), format!("x{}", "ä".repeat(31)), "cut between two characters");
    assert!(error.to_string().starts_with(&format!("unknown Month `{}…`, ", error.input())));
    assert_eq!(error.nearest(), None);
    assert_eq!(mistake(&"y".repeat(64)).input().len(), 64);
    assert!(!mistake(&"y".repeat(64)).to_string().contains('…'));
}

#[test]
fn an_error_is_a_value() {
    assert_eq!(mistake("Juli"), mistake("Juli").clone());
    assert_ne!(mistake("Juli"), mistake("Juni"));
    assert_eq!(
        format!("{:?}", mistake("Juli")),
        "ParseError { type_name: \"Month\", input: \"Juli\", nearest: Some(\"july\"), .. }",
    );
    let boxed: Box<dyn Error + Send + Sync> = Box::new(mistake("Juli"));
    assert!(boxed.source().is_none());
    assert!(size_of::<Result<Month, ParseError>>() <= 128, "clippy::result_large_err");
}
