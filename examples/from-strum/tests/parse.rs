//! `EnumString`.

use std::str::FromStr;

use strum::{Display, EnumString, ParseError};

fn seven() -> u8 {
    7
}

#[derive(Debug, Display, EnumString, PartialEq)]
#[strum(prefix = "colour/")]
enum Colour {
    Red,
    #[strum(serialize = "b", to_string = "blue", serialize = "blue")]
    Blue {
        hue: usize,
    },
    #[strum(default_with = "seven")]
    Seven(u8),
    Mixed {
        #[strum(default_with = "seven")]
        seven: u8,
        zero: u8,
    },
    #[strum(disabled, serialize = "b")]
    Hidden,
    r#Type,
}

#[test]
fn all_texts_with_and_without_the_prefix() {
    let parsed = |text: &str| {
        assert_eq!(Colour::from_str(text), Colour::try_from(text));
        text.parse::<Colour>().ok()
    };
    assert_eq!(parsed("Red"), Some(Colour::Red));
    assert_eq!(parsed("colour/Red"), Some(Colour::Red));
    assert_eq!(Colour::Red.to_string().parse(), Ok(Colour::Red));
    for text in ["b", "blue", "colour/blue"] {
        assert_eq!(parsed(text), Some(Colour::Blue { hue: 0 }), "{text}");
    }
    assert_eq!(parsed("Seven"), Some(Colour::Seven(7)));
    assert_eq!(parsed("Mixed"), Some(Colour::Mixed { seven: 7, zero: 0 }));
    assert_eq!(parsed("Type"), Some(Colour::r#Type));
    for text in ["Blue", "Hidden", "red", "colour/b", ""] {
        assert_eq!(parsed(text), None, "{text}");
    }
}

#[test]
fn the_error_is_strums_and_says_more() {
    let error = Colour::from_str("bleu").unwrap_err();
    assert_eq!(error, ParseError::VariantNotFound);
    assert_eq!(error, Colour::from_str("other").unwrap_err());
    assert_eq!(
        (error.type_name(), error.input(), error.nearest()),
        ("Colour", "bleu", Some("blue"))
    );
    assert!(
        error.to_string().starts_with("unknown Colour `bleu`, did you mean `blue`?"),
        "{error}"
    );
    assert_eq!(ParseError::VariantNotFound.to_string(), "no variant has this name");

    /// As users wrap it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    struct Wrapped(ParseError);
    let set: std::collections::HashSet<_> =
        [Wrapped(error), Wrapped(ParseError::VariantNotFound)].into();
    assert_eq!(set.len(), 1);
    fn as_error(error: &dyn std::error::Error) -> String {
        error.to_string()
    }
    assert_eq!(as_error(&error), error.to_string());
}

#[derive(Debug, EnumString, PartialEq)]
#[strum(ascii_case_insensitive, use_phf)]
enum Folded {
    #[allow(non_camel_case_types)]
    lower,
    #[strum(serialize = "UP", serialize = "up")]
    Upper,
}

#[derive(Debug, EnumString, PartialEq)]
enum Mixed {
    #[allow(non_camel_case_types)]
    exact,
    Exact,
    #[strum(ascii_case_insensitive, serialize = "any", serialize = "each")]
    Any,
    #[strum(ascii_case_insensitive = false)]
    Own,
}

#[test]
fn case_of_letters() {
    assert_eq!(
        ["LOWER", "Lower", "uP"].map(Folded::from_str).map(Result::ok),
        [Some(Folded::lower), Some(Folded::lower), Some(Folded::Upper)]
    );
    let texts = ["exact", "Exact", "EXACT", "aNy", "EACH", "own", "Own"];
    assert_eq!(
        texts.map(Mixed::from_str).map(Result::ok),
        [
            Some(Mixed::exact),
            Some(Mixed::Exact),
            None,
            Some(Mixed::Any),
            Some(Mixed::Any),
            None,
            Some(Mixed::Own),
        ]
    );
}

#[derive(Debug, Display, EnumString, PartialEq)]
enum Open {
    Known,
    #[strum(default)]
    Other(Box<str>),
}

#[test]
fn a_default_variant_takes_every_other_text() {
    // Neither can fail, and both say so.
    let Ok(known) = Open::from_str("Known");
    assert_eq!((known, Open::from("x")), (Open::Known, Open::Other("x".into())));
    assert_eq!(Open::from("Other"), Open::Other("Other".into()));
    for text in ["Known", "Other", "", "äöü"] {
        assert_eq!(Open::from(text).to_string(), text);
    }
}

#[derive(Debug, PartialEq)]
struct NotFound<T>(T);

fn not_found(text: &str) -> NotFound<usize> {
    NotFound(text.len())
}

#[derive(Debug, EnumString, PartialEq)]
#[strum(parse_err_ty = NotFound<usize>, parse_err_fn = not_found)]
enum Own {
    A,
}

#[derive(Debug, EnumString, PartialEq)]
#[strum(parse_err_ty = NotFound<usize>)]
enum Never {
    #[strum(default)]
    Named { text: String },
}

#[test]
fn errors_of_the_users_own() {
    assert_eq!([Own::from_str("A"), Own::try_from("four")], [Ok(Own::A), Err(NotFound(4))]);
    let made: Result<Never, NotFound<usize>> = Never::try_from("x");
    assert_eq!(made, Ok(Never::Named { text: "x".into() }));
}

#[derive(Debug, EnumString, PartialEq)]
enum Generic<'a, T: Default, const N: usize>
where
    [u8; N]: Default,
{
    One(T, &'a str),
    Two { list: [u8; N], none: Option<T> },
}

#[derive(Debug, EnumString)]
enum Empty {}

#[test]
fn parameters_and_no_variants() {
    assert_eq!("One".parse(), Ok(Generic::<u8, 0>::One(0, "")));
    let two: Result<Generic<'_, u8, 2>, _> = "Two".parse();
    assert_eq!(two, Ok(Generic::Two { list: [0; 2], none: None }));
    assert!("x".parse::<Empty>().is_err());
}
