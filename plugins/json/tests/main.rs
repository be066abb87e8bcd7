//! What generated code gets from the library; the rules of JSON itself are tested with the tools
//! that share them, and by Google's conformance suite.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod numbers;

use prost_types::{Any, FieldMask, Struct, Value};
use typewright_json::table::{Enum, Message, Type};
use typewright_json::{Json, Reader, Types};

#[derive(Clone, PartialEq, prost::Message)]
struct Lamp {
    #[prost(enumeration = "State", tag = "1")]
    state: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
enum State {
    Off = 0,
    On = 1,
}

static LAMP: Message = Message::new(
    "
    test.Lamp
    1 state .test.State
    ",
    &[Type::Enum(&STATE)],
);
static STATE: Enum = Enum::new(
    "
    test.State
    0 OFF
    1 ON
    1 LIT
    ",
);

impl Json for Lamp {
    fn table() -> &'static Message {
        &LAMP
    }
}

typewright_json::serde_message!(Lamp);
typewright_json::serde_enum!(State, STATE);

#[test]
fn serde_sees_the_canonical_form() {
    let lamps: Vec<Lamp> = serde_json::from_str(r#"[{"state": "LIT"}, {}, {"state": 7}]"#).unwrap();
    assert_eq!(lamps, [1, 0, 7].map(|state| Lamp { state }));
    let text = serde_json::to_string(&lamps).unwrap();
    assert_eq!(text, r#"[{"state":"ON"},{},{"state":7}]"#);
    let states: Vec<State> = serde_json::from_str(r#"["ON", 0]"#).unwrap();
    assert_eq!(serde_json::to_string(&states).unwrap(), r#"["ON","OFF"]"#);
    let error = serde_json::from_str::<Lamp>(r#"{"state": "LITT"}"#).unwrap_err().to_string();
    assert!(error.contains("did you mean `LIT`?"), "{error}");
    assert!(serde_json::from_str::<State>("7").is_err());
}

#[test]
fn unknown_names_are_skipped_where_that_is_wanted() {
    let types = Types::new([&LAMP]);
    let reader = Reader::new(&types).ignore_unknown(true);
    let text = r#"{"state": "BRIGHT", "colour": 1}"#;
    assert_eq!(Lamp::from_json_with(text, &reader).unwrap(), Lamp { state: 0 });
    assert_eq!(Lamp::from_json(text).unwrap_err().problems().len(), 2);
}

#[test]
fn what_has_no_canonical_form_is_told_with_its_place() {
    let any = Any { type_url: "x/no.Such".to_owned(), value: vec![1] };
    let told = any.to_json().unwrap_err().to_string();
    assert_eq!(told, "$: the type `no.Such` is not known to this program");
    let mask = FieldMask { paths: vec!["a_1".to_owned()] };
    assert!(mask.to_json().unwrap_err().to_string().contains("`a_1` is lost in camel case"));
    let object = Struct { fields: [("a".to_owned(), Value { kind: None })].into() };
    assert_eq!(object.to_json().unwrap_err().to_string(), r#"$["a"]: a `Value` without a value"#);
    let number = Value { kind: Some(prost_types::value::Kind::NumberValue(f64::NAN)) };
    assert!(number.to_json().is_err());
}
