//! Values in serde's formats: for people and for machines, borrowed and owned.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde::de::DeserializeOwned;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Debug;
use typewright::Stringer;

/// serde behind another name.
mod renamed {
    pub(super) use serde::*;
}

macro_rules! level {
    ($name:ident $form:literal) => {
        #[derive(Stringer, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[stringer(rename_all = "lowercase", also(Serialize, Deserialize), serde_as = $form)]
        #[repr(i16)]
        enum $name {
            Low = -2,
            #[stringer(alias = "mid", numbers = [1, 2])]
            Medium = 0,
            High = 300,
        }
    };
}

level!(Text "string");
level!(Number "integer");
level!(Either "either");

/// Through JSON text, a JSON value and bytes, and back.
fn both_ways<T>(value: T, json: &serde_json::Value, bytes: &[u8])
where
    T: serde::Serialize + DeserializeOwned + PartialEq + Debug + Copy,
{
    assert_eq!(serde_json::to_value(value).unwrap(), *json);
    assert_eq!(serde_json::from_value::<T>(json.clone()).unwrap(), value);
    assert_eq!(serde_json::from_str::<T>(&json.to_string()).unwrap(), value);
    let reader = std::io::Cursor::new(json.to_string());
    assert_eq!(serde_json::from_reader::<_, T>(reader).unwrap(), value);
    assert_eq!(postcard::to_stdvec(&value).unwrap(), bytes);
    assert_eq!(postcard::from_bytes::<T>(bytes).unwrap(), value);
}

fn mistake<T: DeserializeOwned + Debug>(json: &str) -> String {
    serde_json::from_str::<T>(json).unwrap_err().to_string()
}

#[test]
fn as_text() {
    both_ways(Text::Low, &json!("low"), b"\x03low");
    both_ways(Text::High, &json!("high"), b"\x04high");
    assert_eq!(serde_json::from_str::<Text>("\"m\\u0069d\"").unwrap(), Text::Medium);
    assert_eq!(
        mistake::<Text>("\"hihg\""),
        "unknown Text `hihg`, did you mean `high`? known: `low`, `medium`, `high` \
         at line 1 column 6"
    );
    assert_eq!(
        mistake::<Text>("300"),
        "invalid type: integer `300`, expected the name of a Text at line 1 column 3"
    );
    let counts: BTreeMap<Text, u8> = serde_json::from_str(r#"{"mid": 1, "low": 2}"#).unwrap();
    assert_eq!(serde_json::to_string(&counts).unwrap(), r#"{"low":2,"medium":1}"#);
}

#[test]
fn as_number() {
    both_ways(Number::Low, &json!(-2), b"\x03");
    both_ways(Number::High, &json!(300), b"\xd8\x04");
    assert_eq!(serde_json::from_str::<Number>("2").unwrap(), Number::Medium);
    assert_eq!(mistake::<Number>("7"), "unknown Number 7, known: -2, 0, 300 at line 1 column 1");
    for (json, unexpected) in
        [("\"low\"", "type: string \"low\""), ("70000", "value: integer `70000`")]
    {
        assert_eq!(
            mistake::<Number>(json),
            format!("invalid {unexpected}, expected the number of a Number at line 1 column 5")
        );
    }
    let counts: BTreeMap<Number, u8> = serde_json::from_str(r#"{"-2": 1}"#).unwrap();
    assert_eq!(serde_json::to_string(&counts).unwrap(), r#"{"-2":1}"#);
}

#[test]
fn as_either() {
    both_ways(Either::Low, &json!("low"), b"\x03");
    both_ways(Either::High, &json!("high"), b"\xd8\x04");
    for (json, value) in [("-2", Either::Low), ("1", Either::Medium), ("\"mid\"", Either::Medium)] {
        assert_eq!(serde_json::from_str::<Either>(json).unwrap(), value);
    }
    for (json, message) in [
        ("7", "unknown Either 7, known: -2, 0, 300 at line 1 column 1"),
        (
            "70000",
            "invalid value: integer `70000`, expected the name or the number of a Either \
             at line 1 column 5",
        ),
        (
            "[]",
            "invalid type: sequence, expected the name or the number of a Either \
             at line 1 column 2",
        ),
        (
            "\"lo\"",
            "unknown Either `lo`, did you mean `low`? known: `low`, `medium`, `high` \
             at line 1 column 4",
        ),
    ] {
        assert_eq!(mistake::<Either>(json), message);
    }
}

#[test]
fn the_derives_stand_alone() {
    #[derive(typewright::Serialize, typewright::Deserialize, Debug, PartialEq)]
    #[stringer(serde, serde_as = "string", serde_crate = "crate::serialized::renamed", ignore_case)]
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    enum Named {
        ReadOnly,
        #[serde(rename = "rw", alias = "both")]
        ReadWrite,
    }
    assert_eq!(serde_json::to_string(&Named::ReadOnly).unwrap(), "\"READ_ONLY\"");
    assert_eq!(serde_json::from_str::<Named>("\"Both\"").unwrap(), Named::ReadWrite);

    #[derive(typewright::Serialize, typewright::Deserialize, Debug, PartialEq)]
    #[stringer(serde_as = "integer")]
    #[repr(u128)]
    enum Wide {
        Top = 1 << 127,
        #[stringer(numbers = [..])]
        Other = 0,
    }
    let top = (1_u128 << 127).to_string();
    assert_eq!(serde_json::to_string(&Wide::Top).unwrap(), top);
    assert_eq!(serde_json::from_str::<Wide>(&top).unwrap(), Wide::Top);
    assert_eq!(serde_json::from_str::<Wide>("9").unwrap(), Wide::Other);

    #[derive(typewright::Serialize, typewright::Deserialize, Debug)]
    #[stringer(serde_as = "either")]
    enum Never {}
    assert_eq!(mistake::<Never>("\"a\""), "unknown Never `a`, no name is known at line 1 column 3");
    assert_eq!(mistake::<Never>("1"), "unknown Never 1, no number is known at line 1 column 1");
}

#[test]
fn open_enums_keep_what_they_do_not_know() {
    macro_rules! pill {
        ($name:ident $form:literal) => {
            #[typewright::open(also(Serialize, Deserialize), serde_as = $form)]
            #[repr(u8)]
            enum $name {
                Aspirin = 1,
                Placebo,
            }
        };
    }
    pill!(Word "string");
    both_ways(Word::Placebo, &json!("Placebo"), b"\x07Placebo");
    both_ways(Word(9), &json!("Word(9)"), b"\x07Word(9)");
    assert!(mistake::<Word>("\"Asprin\"").contains("did you mean `Aspirin`?"));
    pill!(Byte "integer");
    both_ways(Byte::Placebo, &json!(2), b"\x02");
    both_ways(Byte(9), &json!(9), b"\x09");
    pill!(Any "either");
    both_ways(Any::Placebo, &json!("Placebo"), b"\x02");
    both_ways(Any(9), &json!(9), b"\x09");
    assert_eq!(serde_json::from_str::<Any>("\"Any(9)\"").unwrap(), Any(9));
    assert!(mistake::<Any>("256").starts_with("invalid value: integer `256`, expected the name"));
}

#[test]
fn what_variants_hold_is_in_their_text() {
    #[derive(Stringer, Clone, Debug, PartialEq)]
    #[stringer(rename_all = "lowercase", also(Serialize, Deserialize))]
    enum Version {
        Latest,
        #[stringer(display = "v{major}.{minor}")]
        Exact {
            major: u8,
            minor: u8,
        },
        #[stringer(catch_all)]
        Branch(String),
    }
    for (value, text) in [
        (Version::Latest, "latest"),
        (Version::Exact { major: 1, minor: 20 }, "v1.20"),
        (Version::Branch("main".to_owned()), "main"),
    ] {
        assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
        assert_eq!(serde_json::from_value::<Version>(json!(text)).unwrap(), value);
        let bytes = postcard::to_stdvec(&value).unwrap();
        assert_eq!(postcard::from_bytes::<Version>(&bytes).unwrap(), value);
    }
    macro_rules! port {
        ($name:ident $form:literal) => {
            #[derive(Stringer, Clone, Copy, Debug, PartialEq)]
            #[stringer(rename_all = "lowercase", also(Serialize, Deserialize), serde_as = $form)]
            #[repr(u16)]
            enum $name {
                Http = 80,
                #[stringer(catch_all)]
                Other(u16),
            }
        };
    }
    port!(Number "integer");
    assert_eq!(serde_json::to_string(&[Number::Http, Number::Other(9)]).unwrap(), "[80,9]");
    let ports: [Number; 2] = serde_json::from_str("[80,9]").unwrap();
    assert_eq!(ports, [Number::Http, Number::Other(9)]);
    assert!(mistake::<Number>("65536").starts_with("invalid value: integer `65536`"));
    port!(Either "either");
    assert_eq!(serde_json::to_string(&[Either::Http, Either::Other(9)]).unwrap(), "[\"http\",9]");
    let ports: [Either; 3] = serde_json::from_str("[\"http\",80,\"Either(9)\"]").unwrap();
    assert_eq!(ports, [Either::Http, Either::Http, Either::Other(9)]);
    let bytes = postcard::to_stdvec(&Either::Other(9)).unwrap();
    assert_eq!(postcard::from_bytes::<Either>(&bytes).unwrap(), Either::Other(9));
}

#[test]
fn values_compare_with_text() {
    #[derive(typewright::PartialEqStr)]
    #[stringer(rename_all = "lowercase")]
    enum Word {
        Fn,
        #[stringer(alias = "mutable")]
        Mut,
    }
    let given = String::from("mut");
    assert!(Word::Mut == *"mut" && Word::Mut == "mut" && Word::Mut == given.as_str());
    assert!("fn" == Word::Fn && *"fn" == Word::Fn && "fn" != Word::Mut);
    assert!(Word::Mut != "mutable" && Word::Mut != "Mut");
}
