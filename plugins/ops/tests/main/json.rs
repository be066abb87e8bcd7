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
fn accepted_forms_have_one_canonical_form() {
    for (table, text, expected) in [
        (&KINDS, r#"{"an_int32": 1, "aBool": true}"#, r#"{"anInt32":1,"aBool":true}"#),
        (&KINDS, r#"{"anInt32": "1", "anInt64": 2}"#, r#"{"anInt32":1,"anInt64":"2"}"#),
        (&KINDS, r#"{"anInt32": 1e2, "aUint32": "3.0"}"#, r#"{"anInt32":100,"aUint32":3}"#),
        (&KINDS, r#"{"aUint64": 18446744073709551615}"#, r#"{"aUint64":"18446744073709551615"}"#),
        (&KINDS, r#"{"aFloat": 0.1, "aDouble": 5}"#, r#"{"aDouble":5,"aFloat":0.1}"#),
        (&KINDS, r#"{"aFloat": "1.5", "aDouble": "NaN"}"#, r#"{"aDouble":"NaN","aFloat":1.5}"#),
        (&KINDS, r#"{"aFloat": "-Infinity"}"#, r#"{"aFloat":"-Infinity"}"#),
        (&KINDS, r#"{"someBytes": "-_8"}"#, r#"{"someBytes":"+/8="}"#),
        (&KINDS, r#"{"aColor": "COLOR_NAVY"}"#, r#"{"aColor":"COLOR_DEEP_BLUE"}"#),
        (&KINDS, r#"{"aColor": 77}"#, r#"{"aColor":77}"#),
        (&KINDS, r#"{"aString": null, "anInt32": 0}"#, "{}"),
        (&OPTIONALS, r#"{"aString": "", "anInt32": 0}"#, r#"{"anInt32":0,"aString":""}"#),
        (&LISTS, r#"{"anInt32": []}"#, "{}"),
        (&MAPS, r#"{"weights": {"-1": 2}}"#, r#"{"weights":{"-1":2}}"#),
        (&MAPS, r#"{"blobs": {"true": ""}}"#, r#"{"blobs":{"true":""}}"#),
        (
            &KNOWN,
            r#"{"at": "2026-01-31T13:00:00.5+01:00"}"#,
            r#"{"at":"2026-01-31T12:00:00.500Z"}"#,
        ),
        (&KNOWN, r#"{"at": "0001-01-01T00:00:00Z"}"#, r#"{"at":"0001-01-01T00:00:00Z"}"#),
        (&KNOWN, r#"{"span": "-0.000001s"}"#, r#"{"span":"-0.000001s"}"#),
        (&KNOWN, r#"{"mask": "displayName,a.b"}"#, r#"{"mask":"displayName,a.b"}"#),
        (&KNOWN, r#"{"anyJson": null, "wide": null}"#, r#"{"anyJson":null}"#),
        (&KNOWN, r#"{"uint64": 7, "text": ""}"#, r#"{"uint64":"7","text":""}"#),
        (&KNOWN, r#"{"empty": {}}"#, r#"{"empty":{}}"#),
        (
            &KNOWN,
            r#"{"any": {"anInt32": 1, "@type": "x/test.Kinds"}}"#,
            r#"{"any":{"@type":"x/test.Kinds","anInt32":1}}"#,
        ),
        (
            &KNOWN,
            r#"{"any": {"@type": "x/google.protobuf.Duration", "value": "1s"}}"#,
            r#"{"any":{"@type":"x/google.protobuf.Duration","value":"1s"}}"#,
        ),
        (&WORLD, r#"{"json": null}"#, r#"{"json":null}"#),
    ] {
        assert_eq!(canonical(table, text), expected, "{text}");
    }
}

#[test]
fn every_mistake_has_its_place_and_a_way_out() {
    for (table, text, expected) in [
        (&KINDS, "[]", "$: expected an object (test.Kinds), found []"),
        (
            &KINDS,
            r#"{"anInt33": 1}"#,
            "$.anInt33: test.Kinds has no such field; did you mean `anInt32`?",
        ),
        (
            &KINDS,
            r#"{"anInt32": 1, "an_int32": 2}"#,
            "$.an_int32: the field is given twice, under both of its names",
        ),
        (
            &KINDS,
            r#"{"anInt32": 3e10}"#,
            "$.anInt32: expected a whole number from -2147483648 to 2147483647, found `30000000000.0`",
        ),
        (
            &KINDS,
            r#"{"anInt32": 1.5}"#,
            "$.anInt32: expected a whole number from -2147483648 to 2147483647, found `1.5`",
        ),
        (
            &KINDS,
            r#"{"aUint32": "-1"}"#,
            "$.aUint32: expected a whole number from 0 to 4294967295, found `-1`",
        ),
        (
            &KINDS,
            r#"{"anInt32": " 1"}"#,
            "$.anInt32: expected a whole number from -2147483648 to 2147483647, found ` 1`",
        ),
        (&KINDS, r#"{"anInt32": true}"#, "$.anInt32: expected a whole number, found true"),
        (
            &KINDS,
            r#"{"aFloat": 1e39}"#,
            "$.aFloat: expected a number in the range of `float`, found 1e+39",
        ),
        (
            &KINDS,
            r#"{"aDouble": "inf"}"#,
            "$.aDouble: expected a number, `NaN`, `Infinity` or `-Infinity`, found `inf`",
        ),
        (&KINDS, r#"{"aBool": "true"}"#, r#"$.aBool: expected `true` or `false`, found "true""#),
        (&KINDS, r#"{"aString": 1}"#, "$.aString: expected a string, found 1"),
        (&KINDS, r#"{"someBytes": "a"}"#, "$.someBytes: expected base64: "),
        (
            &KINDS,
            r#"{"aColor": "COLOR_REDD"}"#,
            "$.aColor: `COLOR_REDD` is no value of test.Color; did you mean `COLOR_RED`?",
        ),
        (
            &KINDS,
            r#"{"aColor": {}}"#,
            "$.aColor: expected a name or number of test.Color, found {}",
        ),
        (&LISTS, r#"{"anInt32": 1}"#, "$.anInt32: expected a list, found 1"),
        (&LISTS, r#"{"anInt32": [1, null]}"#, "$.anInt32[1]: `null` is no entry of a list or map"),
        (&MAPS, r#"{"labels": []}"#, "$.labels: expected an object, found []"),
        (
            &MAPS,
            r#"{"blobs": {"yes": ""}}"#,
            "$.blobs[\"yes\"]: expected a key `true` or `false`, found `yes`",
        ),
        (
            &MAPS,
            r#"{"weights": {"x": "y"}}"#,
            "$.weights[\"x\"]: expected a whole number from -2147483648 to 2147483647, found `x`\n$.weights[\"x\"]: expected a number, `NaN`, `Infinity` or `-Infinity`, found `y`",
        ),
        (
            &KNOWN,
            r#"{"at": "2026-01-31 12:00:00Z"}"#,
            "$.at: expected a time such as `2026-01-31T12:00:00Z`, found `2026-01-31 12:00:00Z`",
        ),
        (
            &KNOWN,
            r#"{"at": "0000-12-31T23:59:59Z"}"#,
            "$.at: expected a time in the years 1 to 9999, found `0000-12-31T23:59:59Z`",
        ),
        (
            &KNOWN,
            r#"{"span": "1m"}"#,
            "$.span: expected a span of time such as `90s` or `1.5s`, found `1m`",
        ),
        (
            &KNOWN,
            r#"{"span": "315576000001s"}"#,
            "$.span: expected at most 315576000000 seconds either way, found `315576000001s`",
        ),
        (&KNOWN, r#"{"object": 1}"#, "$.object: expected an object, found 1"),
        (&KNOWN, r#"{"list": {}}"#, "$.list: expected a list, found {}"),
        (
            &KNOWN,
            r#"{"any": {"a": 1}}"#,
            "$.any: `@type` is missing: it names the type, as `type.googleapis.com/a.Type`",
        ),
        (
            &KNOWN,
            r#"{"any": {"@type": "x/y.Z"}}"#,
            "$.any: `@type`: the type `y.Z` is not known to this program",
        ),
        (
            &KNOWN,
            r#"{"empty": {"a": 1}}"#,
            "$.empty.a: google.protobuf.Empty has no such field; there are none",
        ),
        (&WORLD, r#"{"text": "a", "number": 1}"#, "$.number: `text` is set too, only one may be"),
        (
            &WORLD,
            r#"{"myself": {"kinds": {"aBool": 1, "x": 2}}}"#,
            "$.myself.kinds.aBool: expected `true` or `false`, found 1\n$.myself.kinds.x: test.Kinds has no such field",
        ),
        (&WORLD, r#"{"last": true, "last": true}"#, "line 1, column 21: `last` is given twice"),
        (&WORLD, "{\n  \"last\": ]\n}", "line 2, column 11: expected value"),
        (&WORLD, "{} {}", "line 1, column 4: trailing characters"),
    ] {
        let found = canonical(table, text);
        assert!(found.starts_with(expected), "{text}\n{found}");
    }
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
    let known = crate::schema::Known {
        at: Some(late),
        any: Some(any),
        mask: Some(mask),
        any_json: Some(prost_types::Value { kind: None }),
        ..Default::default()
    };
    assert_eq!(
        json_of(&KNOWN, known.encode_to_vec()),
        r#"{"at":{"seconds":"9223372036854775807","nanos":5},"mask":"a_1,bC","anyJson":null,"any":{"typeUrl":"x/no.Such","value":"AQ=="}}"#
    );
}

#[test]
fn deep_json_is_refused_without_a_panic() {
    let deep = "[".repeat(100_000);
    let found = canonical(&typewright_ops::well_known::LIST_VALUE, &deep);
    assert!(found.contains("recursion limit"), "{found}");
}
