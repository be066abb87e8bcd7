//! Numbers as JSON and as strings in it: what is right is read exactly, what is not has a place.

use typewright_json::dynamic::{Content, Value};
use typewright_json::table::Message;
use typewright_json::{Reader, Types};

static NUMBERS: Message = Message::new(
    "
    test.Numbers
    1 i32 int32?
    2 u32 uint32?
    3 i64 int64?
    4 u64 uint64?
    5 f32 float?
    6 f64 double?
    ",
    &[],
);

fn read(field: &str, json: &str) -> Result<Value, String> {
    let types = Types::default();
    let text = format!("{{\"{field}\": {json}}}");
    let message = Reader::new(&types).read(&NUMBERS, &text);
    let message = message.map_err(|problems| problems[0].to_string())?;
    match message.iter().next() {
        Some((_, Content::One(value))) => Ok(value.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn whole_numbers_are_exact() {
    for (field, json, expected) in [
        ("i32", "-0", 0),
        ("i32", "1e3", 1000),
        ("i32", "2.0", 2),
        ("i32", "\"120e-1\"", 12),
        ("i32", "-2147483648", -2_147_483_648),
        ("i64", "9223372036854775807", i64::MAX),
        ("i64", "\"-9223372036854775808\"", i64::MIN),
        // More digits than a `double` has.
        ("i64", "\"9007199254740993.0\"", 9_007_199_254_740_993),
        ("i64", "\"9.223372036854775807e18\"", i64::MAX),
        ("i64", "\"9223372036854775807000e-3\"", i64::MAX),
    ] {
        assert_eq!(read(field, json), Ok(Value::Int(expected)), "{field} {json}");
    }
    for (json, expected) in
        [("18446744073709551615", u64::MAX), ("\"1.8446744073709551615E+19\"", u64::MAX)]
    {
        assert_eq!(read("u64", json), Ok(Value::Uint(expected)), "{json}");
    }
}

#[test]
fn what_is_too_large_or_no_number_is_told_at_its_place() {
    let malformed =
        ["01", "+1", ".5", "1.", "1e", "0x10", "1_000", "--1", "1e+", "Infinity", "1 2"];
    for json in malformed {
        for field in ["i32", "u64", "f64"] {
            let told = read(field, json).unwrap_err();
            assert!(told.starts_with("line 1, column "), "{json}: {told}");
        }
    }
    for text in malformed.into_iter().filter(|text| *text != "Infinity").chain(["", " 1", "1 "]) {
        for field in ["i32", "u64", "f32", "f64"] {
            let told = read(field, &format!("\"{text}\"")).unwrap_err();
            assert!(told.starts_with(&format!("$.{field}: expected a ")), "`{text}`: {told}");
        }
    }
    for (field, number) in [
        ("i32", "2147483648"),
        ("i32", "-2147483649"),
        ("i32", "1.5"),
        ("i32", "1e-1"),
        ("u32", "-1"),
        ("u32", "4294967296"),
        ("i64", "9223372036854775808"),
        ("i64", "-9223372036854775809"),
        ("i64", "123456789012345678901234567890123456789012345678901234567890"),
        ("u64", "18446744073709551616"),
        ("u64", "99999999999999999999999"),
        ("u64", "1e20"),
        ("u64", "1e300"),
        ("f32", "3.5e38"),
        ("f32", "-1e300"),
    ] {
        for json in [number.to_owned(), format!("\"{number}\"")] {
            let told = read(field, &json).unwrap_err();
            assert!(told.starts_with(&format!("$.{field}: expected a ")), "{json}: {told}");
        }
    }
    // Beyond every kind: JSON's own numbers end here.
    assert!(read("f64", "1e999").unwrap_err().starts_with("line 1, column "));
    assert!(read("f64", "\"1e999\"").unwrap_err().starts_with("$.f64: "));
    assert!(read("i64", "\"1e99999999999\"").is_err());
    assert_eq!(
        read("f64", "123456789012345678901234567890"),
        Ok(Value::Double(1.234_567_890_123_456_8e29))
    );
}
