//! Rules of the wire format that random messages do not reach.

use prost::encoding::{WireType, encode_key, encode_varint};
use typewright_ops::dynamic::{Content, DynamicMessage, Value};
use typewright_ops::json::{self, Types};
use typewright_ops::table::Message;

use crate::schema::{KINDS, LISTS, MAPS, PACKED, WORLD};

fn json(table: &'static Message, bytes: &[u8]) -> String {
    match DynamicMessage::decode(table, bytes) {
        Ok(message) => json::write(&message, &Types::default()).to_string(),
        Err(error) => error.to_string(),
    }
}

fn varint(number: u32, value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    encode_key(number, WireType::Varint, &mut out);
    encode_varint(value, &mut out);
    out
}

fn delimited(number: u32, inner: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    encode_key(number, WireType::LengthDelimited, &mut out);
    encode_varint(inner.len() as u64, &mut out);
    [out, inner.to_vec()].concat()
}

fn mark(number: u32, wire: WireType) -> Vec<u8> {
    let mut out = Vec::new();
    encode_key(number, wire, &mut out);
    out
}

#[test]
fn the_last_value_counts_and_a_default_clears() {
    assert_eq!(json(&KINDS, &[varint(3, 5), varint(3, 7)].concat()), r#"{"anInt32":7}"#);
    assert_eq!(json(&KINDS, &[varint(3, 5), varint(3, 0)].concat()), "{}");
}

#[test]
fn messages_merge_and_other_members_of_a_oneof_do_not() {
    let first = delimited(1, &varint(3, 5));
    let second = delimited(1, &varint(5, 6));
    let both = [first, second].concat();
    assert_eq!(json(&WORLD, &both), r#"{"kinds":{"anInt32":5,"aUint32":6}}"#);

    let inner = |bytes: &[u8]| delimited(23, bytes);
    let same = [inner(&varint(3, 5)), inner(&varint(5, 6))].concat();
    assert_eq!(json(&WORLD, &same), r#"{"inner":{"anInt32":5,"aUint32":6}}"#);
    let other = [inner(&varint(3, 5)), varint(21, 1), inner(&varint(5, 6))].concat();
    assert_eq!(json(&WORLD, &other), r#"{"inner":{"aUint32":6}}"#);
}

#[test]
fn both_forms_of_lists_are_read_by_both_tables() {
    let bytes = [varint(3, 1), delimited(3, &[2, 3]), delimited(3, &[]), varint(3, 4)].concat();
    for table in [&LISTS, &PACKED] {
        assert_eq!(json(table, &bytes), r#"{"anInt32":[1,2,3,4]}"#);
        assert_eq!(json(table, &delimited(3, &[])), "{}");
    }
}

#[test]
fn what_the_table_does_not_have_is_skipped() {
    let group = [mark(99, WireType::StartGroup), varint(1, 1), mark(99, WireType::EndGroup)];
    let unknown = [varint(98, 1), delimited(97, b"abc"), group.concat()].concat();
    assert_eq!(json(&KINDS, &[unknown, varint(3, 5)].concat()), r#"{"anInt32":5}"#);
    // Another form on the wire is another field.
    assert_eq!(json(&KINDS, &[delimited(3, b"abc"), varint(14, 5)].concat()), "{}");
}

#[test]
fn integers_keep_the_low_bits_of_their_kind() {
    assert_eq!(json(&KINDS, &varint(3, 0x1_0000_0005)), r#"{"anInt32":5}"#);
    assert_eq!(json(&KINDS, &varint(5, u64::MAX)), r#"{"aUint32":4294967295}"#);
    assert_eq!(json(&KINDS, &varint(13, 1 << 40)), r#"{"aBool":true}"#);
}

#[test]
fn parts_of_a_map_entry_may_be_absent_and_the_last_entry_counts() {
    let entry = |bytes: &[u8]| delimited(1, bytes);
    assert_eq!(json(&MAPS, &entry(&[])), r#"{"labels":{"":""}}"#);
    let first = entry(&[delimited(1, b"k"), delimited(2, b"1")].concat());
    let second = entry(&[delimited(2, b"2"), delimited(1, b"k"), varint(9, 9)].concat());
    assert_eq!(json(&MAPS, &[first, second].concat()), r#"{"labels":{"k":"2"}}"#);
}

#[test]
fn malformed_bytes_say_where() {
    let start = mark(10, WireType::StartGroup);
    for (bytes, message) in [
        (delimited(1, &[0x18]), "kinds.an_int32: "),
        (delimited(1, &delimited(14, &[0xff])), "kinds.a_string: text is not UTF-8"),
        (vec![0x0a, 200, 1, 0], "kinds: 200 bytes are announced, 1 are there"),
        (delimited(1, &[0x09, 1, 2]), "kinds.a_double: 8 bytes are due, 2 are there"),
        (start.clone(), "group: a group does not end"),
        ([start, mark(11, WireType::EndGroup)].concat(), "group: a group ends that did not begin"),
        (mark(10, WireType::EndGroup), "a group ends that did not begin"),
        (vec![0x07], ""),
        (vec![0x00], ""),
    ] {
        let error = DynamicMessage::decode(&WORLD, &bytes).expect_err("malformed").to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn depth_is_limited() {
    let nested = |levels: usize| (0..levels).fold(Vec::new(), |inner, _| delimited(7, &inner));
    assert!(DynamicMessage::decode(&WORLD, &nested(99)).is_ok());
    let error = DynamicMessage::decode(&WORLD, &nested(100)).expect_err("too deep");
    assert_eq!(error.message, "messages nest deeper than 100");
    assert_eq!(error.path.len(), 100);
    // Unknown groups nest too.
    let groups = mark(99, WireType::StartGroup).repeat(100_000);
    assert!(DynamicMessage::decode(&WORLD, &groups).is_err());
}

#[test]
fn setting_a_member_of_a_oneof_takes_the_others_away() {
    let mut world = DynamicMessage::new(&WORLD);
    let field = |name| WORLD.field(name).expect("a field of the schema");
    world.set(field("text"), Content::One(Value::String("a".to_owned())));
    world.set(field("number"), Content::One(Value::Int(0)));
    assert_eq!(world.get(field("text")), None);
    assert_eq!(world.get(field("number")), Some(&Content::One(Value::Int(0))));
    assert!(world.child(field("inner")).is_some());
    assert_eq!(world.get(field("number")), None);
    assert!(world.child(field("children")).is_none());
    assert_eq!(format!("{world:?}"), "test.World { inner: One(Message(test.Kinds)) }");
}
