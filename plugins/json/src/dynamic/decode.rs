//! Bytes ▶ messages.

use std::fmt;

use prost::bytes::Buf;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};

use super::encode::{packs, wire_type};
use super::{Content, DynamicMessage, Value};
use crate::table::{Field, Kind, Message, Shape};

/// How deep messages may nest, as in every implementation.
const DEPTH: u32 = 100;

/// Bytes that are not the message they should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Where: names of fields from the outside in, empty for the message itself.
    pub path: Vec<&'static str>,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path.join("."))?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Malformed {}

impl Malformed {
    fn new(message: impl Into<String>) -> Malformed {
        Malformed { path: Vec::new(), message: message.into() }
    }

    fn within(mut self, field: &'static str) -> Malformed {
        self.path.insert(0, field);
        self
    }
}

/// Of keys, integers and fields that are skipped.
impl From<prost::DecodeError> for Malformed {
    fn from(error: prost::DecodeError) -> Malformed {
        let text = error.to_string();
        let what = text.strip_prefix("failed to decode Protobuf message: ");
        Malformed::new(what.unwrap_or(&text))
    }
}

impl DynamicMessage {
    /// Reads a message from [protobuf's wire
    /// format](https://protobuf.dev/programming-guides/encoding/).
    ///
    /// Fields that the table does not have, or that have another form on the wire, are skipped.
    /// Of a field that occurs more than once the last value counts; messages are merged.
    ///
    /// # Errors
    /// If bytes are cut off or damaged, text is not UTF-8, or messages nest deeper than 100.
    pub fn decode(table: &'static Message, bytes: &[u8]) -> Result<DynamicMessage, Malformed> {
        let mut message = DynamicMessage::new(table);
        message.merge(&mut &*bytes, None, DEPTH)?;
        Ok(message)
    }

    /// Reads fields to the end of the bytes, or to the end mark of a group.
    fn merge(
        &mut self,
        bytes: &mut &[u8],
        group: Option<u32>,
        depth: u32,
    ) -> Result<(), Malformed> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(Malformed::new(format!("messages nest deeper than {DEPTH}")));
        };
        while bytes.has_remaining() {
            let (number, wire) = decode_key(bytes)?;
            if wire == WireType::EndGroup {
                return match group {
                    Some(open) if open == number => Ok(()),
                    _ => Err(Malformed::new("a group ends that did not begin")),
                };
            }
            match self.table.number(number) {
                Some(field) if reads(field, wire) => {
                    self.read(field, wire, bytes, depth).map_err(|e| e.within(field.name))?;
                }
                _ => skip_field(wire, number, bytes, DecodeContext::default())?,
            }
        }
        if group.is_some() { Err(Malformed::new("a group does not end")) } else { Ok(()) }
    }

    fn read(
        &mut self,
        field: &'static Field,
        wire: WireType,
        bytes: &mut &[u8],
        depth: u32,
    ) -> Result<(), Malformed> {
        match field.shape {
            Shape::Map(key_kind) => {
                let (key, value) = entry(key_kind, field.kind, delimited(bytes)?, depth)?;
                if let Some(key) = key.into_key() {
                    let slot = self.fields.entry(field.number);
                    if let Content::Map(map) = slot.or_insert_with(|| Content::Map([].into())) {
                        map.insert(key, value);
                    }
                }
            }
            Shape::Repeated { .. } => {
                let mut values = Vec::new();
                if wire == WireType::LengthDelimited && packs(field.kind) {
                    let mut packed = delimited(bytes)?;
                    while packed.has_remaining() {
                        values.push(scalar(field.kind, &mut packed)?);
                    }
                } else {
                    values.push(self.value(field, bytes, depth)?);
                }
                if values.is_empty() {
                    return Ok(());
                }
                let slot = self.fields.entry(field.number);
                if let Content::List(list) = slot.or_insert_with(|| Content::List(Vec::new())) {
                    list.append(&mut values);
                }
            }
            Shape::Implicit | Shape::Explicit | Shape::Required => {
                let value = self.value(field, bytes, depth)?;
                self.set(field, Content::One(value));
            }
        }
        Ok(())
    }

    fn value(
        &mut self,
        field: &'static Field,
        bytes: &mut &[u8],
        depth: u32,
    ) -> Result<Value, Malformed> {
        let (Kind::Message(table) | Kind::Group(table)) = field.kind else {
            return scalar(field.kind, bytes);
        };
        let earlier = match self.fields.get_mut(&field.number) {
            Some(Content::One(Value::Message(earlier))) => Some(earlier),
            _ => None,
        };
        let empty = DynamicMessage::new(table);
        let mut message = match earlier {
            Some(earlier) => std::mem::replace(earlier, empty),
            None => empty,
        };
        if matches!(field.kind, Kind::Group(_)) {
            message.merge(bytes, Some(field.number), depth)?;
        } else {
            message.merge(&mut delimited(bytes)?, None, depth)?;
        }
        Ok(Value::Message(message))
    }
}

/// Whether a record of this form belongs to the field.
fn reads(field: &Field, wire: WireType) -> bool {
    match field.shape {
        Shape::Map(_) => wire == WireType::LengthDelimited,
        Shape::Repeated { .. } if packs(field.kind) && wire == WireType::LengthDelimited => true,
        _ => wire == wire_type(field.kind),
    }
}

/// A map's entry is a message with the key as field 1 and the value as field 2.
fn entry(
    key_kind: Kind,
    value_kind: Kind,
    mut bytes: &[u8],
    depth: u32,
) -> Result<(Value, Value), Malformed> {
    let mut key = Value::default_of(key_kind);
    let mut value = Value::default_of(value_kind);
    while bytes.has_remaining() {
        let (number, wire) = decode_key(&mut bytes)?;
        match (number, &mut value) {
            (1, _) if wire == wire_type(key_kind) => key = scalar(key_kind, &mut bytes)?,
            (2, Value::Message(message)) if wire == WireType::LengthDelimited => {
                message.merge(&mut delimited(&mut bytes)?, None, depth)?;
            }
            (2, value) if wire == wire_type(value_kind) => {
                *value = scalar(value_kind, &mut bytes)?;
            }
            _ => skip_field(wire, number, &mut bytes, DecodeContext::default())?,
        }
    }
    Ok((key, value))
}

fn delimited<'b>(bytes: &mut &'b [u8]) -> Result<&'b [u8], Malformed> {
    let length = decode_varint(bytes)?;
    let split = usize::try_from(length).ok().and_then(|length| bytes.split_at_checked(length));
    let Some((head, rest)) = split else {
        let message = format!("{length} bytes are announced, {} are there", bytes.len());
        return Err(Malformed::new(message));
    };
    *bytes = rest;
    Ok(head)
}

/// A value that is no message. Integers keep the low bits of their kind, as the format says.
fn scalar(kind: Kind, bytes: &mut &[u8]) -> Result<Value, Malformed> {
    Ok(match kind {
        Kind::Double => Value::Double(f64::from_le_bytes(fixed(bytes)?)),
        Kind::Float => Value::Float(f32::from_le_bytes(fixed(bytes)?)),
        Kind::Int32 => Value::Int(i64::from(decode_varint(bytes)? as i32)),
        Kind::Int64 => Value::Int(decode_varint(bytes)? as i64),
        Kind::Uint32 => Value::Uint(u64::from(decode_varint(bytes)? as u32)),
        Kind::Uint64 => Value::Uint(decode_varint(bytes)?),
        Kind::Sint32 => {
            let folded = decode_varint(bytes)? as u32;
            Value::Int(i64::from((folded >> 1) as i32 ^ -((folded & 1) as i32)))
        }
        Kind::Sint64 => {
            let folded = decode_varint(bytes)?;
            Value::Int((folded >> 1) as i64 ^ -((folded & 1) as i64))
        }
        Kind::Fixed32 => Value::Uint(u64::from(u32::from_le_bytes(fixed(bytes)?))),
        Kind::Fixed64 => Value::Uint(u64::from_le_bytes(fixed(bytes)?)),
        Kind::Sfixed32 => Value::Int(i64::from(i32::from_le_bytes(fixed(bytes)?))),
        Kind::Sfixed64 => Value::Int(i64::from_le_bytes(fixed(bytes)?)),
        Kind::Bool => Value::Bool(decode_varint(bytes)? != 0),
        Kind::Enum(_) => Value::Enum(decode_varint(bytes)? as i32),
        Kind::String => {
            let text = std::str::from_utf8(delimited(bytes)?);
            Value::String(text.map_err(|_| Malformed::new("text is not UTF-8"))?.to_owned())
        }
        Kind::Bytes => Value::Bytes(delimited(bytes)?.to_vec()),
        Kind::Message(_) | Kind::Group(_) => return Err(Malformed::new("a message is no scalar")),
    })
}

fn fixed<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], Malformed> {
    let Some((head, rest)) = bytes.split_first_chunk::<N>() else {
        return Err(Malformed::new(format!("{N} bytes are due, {} are there", bytes.len())));
    };
    *bytes = rest;
    Ok(*head)
}
