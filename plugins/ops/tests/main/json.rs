//! What JSON says and refuses, beyond the round trip.

use typewright_ops::json::{self, Types};
use typewright_ops::table::Message;

use crate::schema::{KINDS, KNOWN, LISTS, MAPS, OPTIONALS, WORLD};

/// The canonical form of what was read, or all problems.
fn canonical(table: &'static Message, text: &str) -> String {
    let types = Types::new([&WORLD]);
    match json::read(table, text, &types) {
        Ok(message) => json::write(&message, &types).to_string(),
        Err(problems) => {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            problems.join("\n")
        }
    }
}

#[test]
fn json_reads_and_writes_as_the_cases_say() {
    let cases = include_str!("../cases/json.txt");
    let tables = [&KINDS, &KNOWN, &LISTS, &MAPS, &OPTIONALS, &WORLD];
    let mut count = 0;
    for case in cases.split("\n\n").filter(|case| !case.starts_with('#')) {
        let at = case.find("\n= ").or_else(|| case.find("\n! ")).expect("an expectation");
        let (name, input) = case[..at].trim_start().split_once(' ').expect("a type and its JSON");
        let named = |table: &&&'static Message| table.id.strip_prefix("test.") == Some(name);
        let found = canonical(tables.iter().find(named).expect("a type of the schema"), input);
        let expected: Vec<&str> = case[at..].trim().lines().map(|line| &line[2..]).collect();
        assert_eq!(found.lines().count(), expected.len(), "{case}\nfound:\n{found}");
        for (found, expected) in found.lines().zip(expected) {
            match expected.strip_suffix('…') {
                Some(start) => assert!(found.starts_with(start), "{case}\nfound:\n{found}"),
                None => assert_eq!(found, expected, "{case}"),
            }
        }
        count += 1;
    }
    assert!(count > 50, "only {count} cases were found");
}

#[test]
fn every_message_has_a_json() {
    use prost::Message as _;
    let json_of = |table, bytes: Vec<u8>| {
        let message = typewright_ops::dynamic::DynamicMessage::decode(table, &bytes);
        json::write(&message.expect("prost's bytes"), &Types::default()).to_string()
    };
    let late = prost_types::Timestamp { seconds: i64::MAX, nanos: 5 };
    let any = prost_types::Any { type_url: "x/no.Such".to_owned(), value: vec![1] };
    let mask = prost_types::FieldMask { paths: vec!["a_1".to_owned(), "b_c".to_owned()] };
    let endless = prost_types::Duration { seconds: i64::MIN, nanos: i32::MIN };
    let known = crate::schema::Known {
        at: Some(late),
        span: Some(endless),
        any: Some(any),
        mask: Some(mask),
        any_json: Some(prost_types::Value { kind: None }),
        ..Default::default()
    };
    assert_eq!(
        json_of(&KNOWN, known.encode_to_vec()),
        concat!(
            r#"{"at":{"seconds":"9223372036854775807","nanos":5},"#,
            r#""span":{"seconds":"-9223372036854775808","nanos":-2147483648},"mask":"a_1,bC","#,
            r#""anyJson":null,"any":{"typeUrl":"x/no.Such","value":"AQ=="}}"#
        )
    );
}

#[test]
fn deep_json_is_refused_without_a_panic() {
    let deep = "[".repeat(100_000);
    let found = canonical(&typewright_ops::well_known::LIST_VALUE, &deep);
    assert!(found.contains("recursion limit"), "{found}");
}

#[test]
fn an_any_in_an_any_without_end_is_written_without_a_panic() {
    use typewright_ops::dynamic::{Content, DynamicMessage, Value};
    use typewright_ops::well_known::ANY;
    let wrap = |inner: DynamicMessage| {
        let mut any = DynamicMessage::new(&ANY);
        let url = "x/google.protobuf.Any".to_owned();
        any.set(&ANY.fields[0], Content::One(Value::String(url)));
        any.set(&ANY.fields[1], Content::One(Value::Bytes(inner.encode())));
        any
    };
    // As deep as it goes: an `Any` at the end of the depth holds a message that is as deep.
    let world = (0..98).fold(DynamicMessage::new(&WORLD), |inner, _| {
        let mut outer = DynamicMessage::new(&WORLD);
        outer.set(&WORLD.fields[6], Content::One(Value::Message(inner)));
        outer
    });
    let mut last = wrap(world);
    last.set(&ANY.fields[0], Content::One(Value::String("x/test.World".to_owned())));
    let deepest = (0..99).fold(last, |inner, _| wrap(inner));
    let text = json::write(&deepest, &Types::new([&WORLD])).to_string();
    assert_eq!(text.matches("myself").count(), 98);

    let deep = (0..2000).fold(DynamicMessage::new(&ANY), |inner, _| wrap(inner));
    let text = json::write(&deep, &Types::default()).to_string();
    assert!(text.starts_with(r#"{"@type":"x/google.protobuf.Any","value":{"@type":"#));
    assert!(text.contains(r#"{"typeUrl":"x/google.protobuf.Any","value":""#));
}
