//! Messages ▶ bytes.

use prost::bytes::BufMut;
use prost::encoding::{WireType, encode_key, encode_varint};

use super::{Content, DynamicMessage, Value};
use crate::table::{Field, Kind, Shape};

impl DynamicMessage {
    /// The message in [protobuf's wire format](https://protobuf.dev/programming-guides/encoding/),
    /// fields by number and map entries by key: equal messages give equal bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        for (field, content) in self.iter() {
            write(field, content, out);
        }
    }
}

fn write(field: &Field, content: &Content, out: &mut Vec<u8>) {
    match (content, field.shape) {
        (Content::One(value), _) => record(field.number, field.kind, value, out),
        (Content::List(list), Shape::Repeated { packed: true }) if packs(field.kind) => {
            let mut inner = Vec::new();
            for value in list {
                payload(field.kind, value, &mut inner);
            }
            delimited(field.number, &inner, out);
        }
        (Content::List(list), _) => {
            for value in list {
                record(field.number, field.kind, value, out);
            }
        }
        (Content::Map(map), Shape::Map(key_kind)) => {
            for (key, value) in map {
                let mut entry = Vec::new();
                record(1, key_kind, &key.to_value(), &mut entry);
                record(2, field.kind, value, &mut entry);
                delimited(field.number, &entry, out);
            }
        }
        // A map's content under a field that is no map cannot be built by this crate.
        (Content::Map(_), _) => {}
    }
}

fn record(number: u32, kind: Kind, value: &Value, out: &mut Vec<u8>) {
    match (kind, value) {
        (Kind::Group(_), Value::Message(message)) => {
            encode_key(number, WireType::StartGroup, out);
            message.write(out);
            encode_key(number, WireType::EndGroup, out);
        }
        (_, Value::Message(message)) => delimited(number, &message.encode(), out),
        (_, Value::String(text)) => delimited(number, text.as_bytes(), out),
        (_, Value::Bytes(bytes)) => delimited(number, bytes, out),
        _ => {
            encode_key(number, wire_type(kind), out);
            payload(kind, value, out);
        }
    }
}

fn delimited(number: u32, bytes: &[u8], out: &mut Vec<u8>) {
    encode_key(number, WireType::LengthDelimited, out);
    encode_varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// A number without its key. Values are in the range of their kind, so the casts only drop sign
/// extension.
fn payload(kind: Kind, value: &Value, out: &mut Vec<u8>) {
    match (kind, value) {
        (_, Value::Double(number)) => out.put_f64_le(*number),
        (_, Value::Float(number)) => out.put_f32_le(*number),
        (_, Value::Bool(on)) => out.put_u8(u8::from(*on)),
        (_, Value::Enum(number)) => encode_varint(i64::from(*number) as u64, out),
        (Kind::Sint32 | Kind::Sint64, Value::Int(number)) => {
            encode_varint(((number << 1) ^ (number >> 63)) as u64, out);
        }
        (Kind::Sfixed32, Value::Int(number)) => out.put_i32_le(*number as i32),
        (Kind::Sfixed64, Value::Int(number)) => out.put_i64_le(*number),
        (Kind::Fixed32, Value::Uint(number)) => out.put_u32_le(*number as u32),
        (Kind::Fixed64, Value::Uint(number)) => out.put_u64_le(*number),
        (_, Value::Int(number)) => encode_varint(*number as u64, out),
        (_, Value::Uint(number)) => encode_varint(*number, out),
        // Text, bytes and messages have a length in front and are written by `record`.
        (_, Value::String(_) | Value::Bytes(_) | Value::Message(_)) => {}
    }
}

/// How a kind is marked on the wire.
pub(super) fn wire_type(kind: Kind) -> WireType {
    match kind {
        Kind::Double | Kind::Fixed64 | Kind::Sfixed64 => WireType::SixtyFourBit,
        Kind::Float | Kind::Fixed32 | Kind::Sfixed32 => WireType::ThirtyTwoBit,
        Kind::String | Kind::Bytes | Kind::Message(_) => WireType::LengthDelimited,
        Kind::Group(_) => WireType::StartGroup,
        _ => WireType::Varint,
    }
}

/// Whether values of a kind may share one record.
pub(super) fn packs(kind: Kind) -> bool {
    !matches!(wire_type(kind), WireType::LengthDelimited | WireType::StartGroup)
}
