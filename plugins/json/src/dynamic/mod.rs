//! Messages as values, typed by their tables.

mod decode;
mod encode;

use std::collections::BTreeMap;
use std::fmt;

use crate::table::{Field, Kind, Message, Shape};

pub use decode::Malformed;

/// A message whose type is a table.
///
/// ```
/// use typewright_json::dynamic::{Content, DynamicMessage, Value};
/// use typewright_json::well_known::DURATION;
///
/// let mut duration = DynamicMessage::new(&DURATION);
/// duration.set(&DURATION.fields[0], Content::One(Value::Int(90)));
/// let bytes = duration.encode();
/// assert_eq!(bytes, [0x08, 90]);
/// assert_eq!(DynamicMessage::decode(&DURATION, &bytes), Ok(duration));
/// ```
#[derive(Clone)]
pub struct DynamicMessage {
    table: &'static Message,
    fields: BTreeMap<u32, Content>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Of a field that occurs once.
    One(Value),
    /// Of a repeated field.
    List(Vec<Value>),
    /// Of a map.
    Map(BTreeMap<Key, Value>),
}

/// One value; which variant a field takes follows from its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `bool`.
    Bool(bool),
    /// Every signed integer.
    Int(i64),
    /// Every unsigned integer.
    Uint(u64),
    /// `float`.
    Float(f32),
    /// `double`.
    Double(f64),
    /// `string`.
    String(String),
    /// `bytes`.
    Bytes(Vec<u8>),
    /// The number of an enum, known or not.
    Enum(i32),
    /// A message or group.
    Message(DynamicMessage),
}

/// A key of a map.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "as in `Value`")]
pub enum Key {
    Bool(bool),
    Int(i64),
    Uint(u64),
    String(String),
}

impl DynamicMessage {
    /// An empty message.
    pub fn new(table: &'static Message) -> DynamicMessage {
        DynamicMessage { table, fields: BTreeMap::new() }
    }

    /// Its type.
    pub fn table(&self) -> &'static Message {
        self.table
    }

    /// What a field holds; nothing if it is absent, or has its default where that is the same.
    pub fn get(&self, field: &Field) -> Option<&Content> {
        self.fields.get(&field.number)
    }

    /// Fields that hold something, by number.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Field, &Content)> {
        let table = self.table;
        self.fields
            .iter()
            .filter_map(move |(number, content)| Some((table.number(*number)?, content)))
    }

    /// Gives a field its content and takes it from the other members of its oneof.
    ///
    /// A list or map without entries, and a default where it means absence, clear the field.
    pub fn set(&mut self, field: &Field, content: Content) {
        self.clear_others(field);
        let absent = match &content {
            Content::One(value) => matches!(field.shape, Shape::Implicit) && value.is_default(),
            Content::List(list) => list.is_empty(),
            Content::Map(map) => map.is_empty(),
        };
        if absent {
            self.fields.remove(&field.number);
        } else {
            self.fields.insert(field.number, content);
        }
    }

    /// Takes a field away.
    pub fn clear(&mut self, field: &Field) {
        self.fields.remove(&field.number);
    }

    /// The member of the field's oneof that is set, the field itself apart.
    pub fn conflict(&self, field: &Field) -> Option<&'static Field> {
        let oneof = field.oneof?;
        self.iter()
            .map(|(other, _)| other)
            .find(|other| other.oneof == Some(oneof) && other.number != field.number)
    }

    /// The message that a singular message field holds, made if it is absent.
    ///
    /// Nothing for a field that is not a singular message.
    pub fn child(&mut self, field: &Field) -> Option<&mut DynamicMessage> {
        let (Kind::Message(table) | Kind::Group(table)) = field.kind else { return None };
        if matches!(field.shape, Shape::Repeated { .. } | Shape::Map(_)) {
            return None;
        }
        self.clear_others(field);
        let content = self
            .fields
            .entry(field.number)
            .or_insert_with(|| Content::One(Value::Message(DynamicMessage::new(table))));
        match content {
            Content::One(Value::Message(message)) => Some(message),
            _ => None,
        }
    }

    fn clear_others(&mut self, field: &Field) {
        if let Some(oneof) = field.oneof {
            let others = self.table.fields.iter().filter(|other| other.oneof == Some(oneof));
            for other in others.filter(|other| other.number != field.number) {
                self.fields.remove(&other.number);
            }
        }
    }

    /// The value of a singular field, by its name.
    pub fn one(&self, name: &str) -> Option<&Value> {
        match self.get(self.table.field(name)?)? {
            Content::One(value) => Some(value),
            _ => None,
        }
    }

    /// A singular integer by its name, zero if absent.
    pub fn int(&self, name: &str) -> i64 {
        match self.one(name) {
            Some(Value::Int(number)) => *number,
            _ => 0,
        }
    }
}

impl Value {
    /// The value that absence stands for.
    pub fn default_of(kind: Kind) -> Value {
        match kind {
            Kind::Double => Value::Double(0.0),
            Kind::Float => Value::Float(0.0),
            Kind::Int32
            | Kind::Int64
            | Kind::Sint32
            | Kind::Sint64
            | Kind::Sfixed32
            | Kind::Sfixed64 => Value::Int(0),
            Kind::Uint32 | Kind::Uint64 | Kind::Fixed32 | Kind::Fixed64 => Value::Uint(0),
            Kind::Bool => Value::Bool(false),
            Kind::String => Value::String(String::new()),
            Kind::Bytes => Value::Bytes(Vec::new()),
            Kind::Enum(_) => Value::Enum(0),
            Kind::Message(table) | Kind::Group(table) => Value::Message(DynamicMessage::new(table)),
        }
    }

    /// Whether it is the default of its kind; negative zero is not, and no message is.
    fn is_default(&self) -> bool {
        match self {
            Value::Bool(value) => !value,
            Value::Int(value) => *value == 0,
            Value::Uint(value) => *value == 0,
            Value::Float(value) => value.to_bits() == 0,
            Value::Double(value) => value.to_bits() == 0,
            Value::String(value) => value.is_empty(),
            Value::Bytes(value) => value.is_empty(),
            Value::Enum(value) => *value == 0,
            Value::Message(_) => false,
        }
    }

    /// The same value as a key of a map.
    pub(crate) fn into_key(self) -> Option<Key> {
        Some(match self {
            Value::Bool(value) => Key::Bool(value),
            Value::Int(value) => Key::Int(value),
            Value::Uint(value) => Key::Uint(value),
            Value::String(value) => Key::String(value),
            _ => return None,
        })
    }
}

impl Key {
    /// The same key as a value.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Key::Bool(value) => Value::Bool(*value),
            Key::Int(value) => Value::Int(*value),
            Key::Uint(value) => Value::Uint(*value),
            Key::String(value) => Value::String(value.clone()),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Bool(value) => value.fmt(f),
            Key::Int(value) => value.fmt(f),
            Key::Uint(value) => value.fmt(f),
            Key::String(value) => f.write_str(value),
        }
    }
}

impl PartialEq for DynamicMessage {
    fn eq(&self, other: &Self) -> bool {
        self.table.id == other.table.id && self.fields == other.fields
    }
}

/// Names instead of tables, which may point at themselves.
impl fmt::Debug for DynamicMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(self.table.id);
        for (field, content) in self.iter() {
            out.field(field.name, content);
        }
        out.finish()
    }
}
