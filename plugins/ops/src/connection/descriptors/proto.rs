//! `google/protobuf/descriptor.proto`, as far as tables fill it.

use crate::table::{self, Kind, Shape};

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct File {
    #[prost(string, tag = "1")]
    pub(super) name: String,
    #[prost(string, tag = "2")]
    pub(super) package: String,
    #[prost(string, repeated, tag = "3")]
    pub(super) imports: Vec<String>,
    #[prost(message, repeated, tag = "4")]
    pub(super) messages: Vec<Message>,
    #[prost(message, repeated, tag = "5")]
    pub(super) enums: Vec<Enum>,
    #[prost(message, repeated, tag = "6")]
    pub(super) services: Vec<Service>,
    #[prost(string, tag = "12")]
    pub(super) syntax: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Message {
    #[prost(string, tag = "1")]
    pub(super) name: String,
    #[prost(message, repeated, tag = "2")]
    pub(super) fields: Vec<Field>,
    #[prost(message, repeated, tag = "3")]
    pub(super) nested: Vec<Message>,
    #[prost(message, repeated, tag = "4")]
    pub(super) enums: Vec<Enum>,
    #[prost(message, optional, tag = "7")]
    pub(super) options: Option<MessageOptions>,
    #[prost(message, repeated, tag = "8")]
    pub(super) oneofs: Vec<Oneof>,
}

#[derive(Clone, Copy, PartialEq, prost::Message)]
pub(super) struct MessageOptions {
    #[prost(bool, tag = "7")]
    pub(super) map_entry: bool,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Oneof {
    #[prost(string, tag = "1")]
    pub(super) name: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Field {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(int32, tag = "3")]
    number: i32,
    #[prost(int32, tag = "4")]
    label: i32,
    #[prost(int32, tag = "5")]
    ty: i32,
    #[prost(string, optional, tag = "6")]
    ty_name: Option<String>,
    #[prost(message, optional, tag = "8")]
    options: Option<FieldOptions>,
    #[prost(int32, optional, tag = "9")]
    oneof: Option<i32>,
    #[prost(string, tag = "10")]
    json: String,
    #[prost(bool, tag = "17")]
    optional: bool,
}

#[derive(Clone, Copy, PartialEq, prost::Message)]
struct FieldOptions {
    #[prost(bool, optional, tag = "2")]
    packed: Option<bool>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Enum {
    #[prost(string, tag = "1")]
    pub(super) name: String,
    #[prost(message, repeated, tag = "2")]
    pub(super) values: Vec<EnumValue>,
    #[prost(message, optional, tag = "3")]
    pub(super) options: Option<EnumOptions>,
}

#[derive(Clone, Copy, PartialEq, prost::Message)]
pub(super) struct EnumOptions {
    #[prost(bool, tag = "2")]
    pub(super) allow_alias: bool,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct EnumValue {
    #[prost(string, tag = "1")]
    pub(super) name: String,
    // Present even where it is 0, as an enum's first number must be.
    #[prost(int32, required, tag = "2")]
    pub(super) number: i32,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Service {
    #[prost(string, tag = "1")]
    pub(super) name: String,
    #[prost(message, repeated, tag = "2")]
    pub(super) methods: Vec<Method>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Method {
    #[prost(string, tag = "1")]
    pub(super) name: String,
    #[prost(string, tag = "2")]
    pub(super) input: String,
    #[prost(string, tag = "3")]
    pub(super) output: String,
    #[prost(bool, tag = "5")]
    pub(super) client_streaming: bool,
    #[prost(bool, tag = "6")]
    pub(super) server_streaming: bool,
}

const OPTIONAL: i32 = 1;
const REQUIRED: i32 = 2;
const REPEATED: i32 = 3;
const MESSAGE: i32 = 11;

/// A field of the message `of`, and the entry of its map. What is `optional` in protobuf 3 is the
/// only member of a oneof that nobody sees.
pub(super) fn field(
    of: &str,
    field: &table::Field,
    old: bool,
    oneofs: &mut Vec<String>,
) -> (Field, Option<Message>) {
    let number = i32::try_from(field.number).unwrap_or_default();
    let label = match field.shape {
        Shape::Repeated { .. } | Shape::Map(_) => REPEATED,
        Shape::Required => REQUIRED,
        Shape::Implicit | Shape::Explicit => OPTIONAL,
    };
    let numeric =
        !matches!(field.kind, Kind::String | Kind::Bytes | Kind::Message(_) | Kind::Group(_));
    let options = match field.shape {
        Shape::Repeated { packed } if numeric => Some(FieldOptions { packed: Some(packed) }),
        _ => None,
    };
    let single = !old && matches!(field.shape, Shape::Explicit) && field.oneof.is_none();
    let optional = single && !matches!(field.kind, Kind::Message(_));
    let oneof = field.oneof.and_then(|at| i32::try_from(at).ok()).or_else(|| {
        optional.then(|| {
            oneofs.push(format!("_{}", field.name));
            i32::try_from(oneofs.len() - 1).unwrap_or_default()
        })
    });
    let mut declared = named(field.name, number, label, field.kind);
    let (json, entry) = (field.json.to_owned(), entry(of, field, &mut declared));
    (Field { options, oneof, json, optional, ..declared }, entry)
}

/// The message that is an entry of a map, of which the field becomes a list.
fn entry(of: &str, field: &table::Field, list: &mut Field) -> Option<Message> {
    let Shape::Map(key) = field.shape else { return None };
    // As protoc names it: what stands behind an underscore is a capital.
    let words = field.name.split('_').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    });
    let name = words.collect::<String>() + "Entry";
    let fields = vec![named("key", 1, OPTIONAL, key), named("value", 2, OPTIONAL, field.kind)];
    (list.ty, list.ty_name) = (MESSAGE, Some(format!(".{of}.{name}")));
    let options = Some(MessageOptions { map_entry: true });
    Some(Message { name, fields, options, ..Message::default() })
}

fn named(name: &str, number: i32, label: i32, kind: Kind) -> Field {
    let (ty, ty_name) = match kind {
        Kind::Double => (1, None),
        Kind::Float => (2, None),
        Kind::Int64 => (3, None),
        Kind::Uint64 => (4, None),
        Kind::Int32 => (5, None),
        Kind::Fixed64 => (6, None),
        Kind::Fixed32 => (7, None),
        Kind::Bool => (8, None),
        Kind::String => (9, None),
        Kind::Group(message) => (10, Some(message.id)),
        Kind::Message(message) => (MESSAGE, Some(message.id)),
        Kind::Bytes => (12, None),
        Kind::Uint32 => (13, None),
        Kind::Enum(one) => (14, Some(one.id)),
        Kind::Sfixed32 => (15, None),
        Kind::Sfixed64 => (16, None),
        Kind::Sint32 => (17, None),
        Kind::Sint64 => (18, None),
    };
    let ty_name = ty_name.map(|id| format!(".{id}"));
    let (name, json) = (name.to_owned(), name.to_owned());
    Field { name, number, label, ty, ty_name, json, ..Field::default() }
}
