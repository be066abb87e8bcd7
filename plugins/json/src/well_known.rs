//! Tables of the well-known types, and how they differ from other messages.
//!
//! Generated tables point here for every message of `google.protobuf` that has a form of its own
//! in JSON. The statics carry the message's name in the case of all generated tables.
//!
//! ```
//! use typewright_json::well_known;
//!
//! assert_eq!(well_known::TIMESTAMP.id, "google.protobuf.Timestamp");
//! assert_eq!(well_known::U_INT32_VALUE.id, "google.protobuf.UInt32Value");
//! ```

use crate::table::{Enum, Field, Kind, Message, Shape};

const fn field(number: u32, name: &'static str, json: &'static str, kind: Kind) -> Field {
    Field { number, name, json, kind, ..Field::NEW }
}

const fn list(number: u32, name: &'static str, kind: Kind) -> Field {
    Field { shape: Shape::Repeated { packed: false }, ..field(number, name, name, kind) }
}

const fn arm(number: u32, name: &'static str, json: &'static str, kind: Kind) -> Field {
    Field { shape: Shape::Explicit, oneof: Some(0), ..field(number, name, json, kind) }
}

macro_rules! tables {
    ($($(#[$docs:meta])* $name:ident = $id:literal [$($field:expr),*];)*) => {$(
        $(#[$docs])*
        pub static $name: Message = Message {
            id: concat!("google.protobuf.", $id),
            fields: &[$($field),*],
            ..Message::NEW
        };
    )*};
}

tables! {
    /// A point in time: `2026-01-31T12:00:00.5Z`.
    TIMESTAMP = "Timestamp" [
        field(1, "seconds", "seconds", Kind::Int64),
        field(2, "nanos", "nanos", Kind::Int32)
    ];
    /// A span of time: `1.5s`.
    DURATION = "Duration" [
        field(1, "seconds", "seconds", Kind::Int64),
        field(2, "nanos", "nanos", Kind::Int32)
    ];
    /// Names of fields: `name,config.size`.
    FIELD_MASK = "FieldMask" [list(1, "paths", Kind::String)];
    /// A message of any type with the type's name.
    ANY = "Any" [
        field(1, "type_url", "typeUrl", Kind::String),
        field(2, "value", "value", Kind::Bytes)
    ];
    /// Nothing: `{}`.
    EMPTY = "Empty" [];
    /// A JSON object.
    STRUCT = "Struct" [Field {
        shape: Shape::Map(Kind::String),
        ..field(1, "fields", "fields", Kind::Message(&VALUE))
    }];
    /// A JSON array.
    LIST_VALUE = "ListValue" [list(1, "values", Kind::Message(&VALUE))];
    /// A `double` that may be absent.
    DOUBLE_VALUE = "DoubleValue" [field(1, "value", "value", Kind::Double)];
    /// A `float` that may be absent.
    FLOAT_VALUE = "FloatValue" [field(1, "value", "value", Kind::Float)];
    /// An `int64` that may be absent.
    INT64_VALUE = "Int64Value" [field(1, "value", "value", Kind::Int64)];
    /// A `uint64` that may be absent.
    U_INT64_VALUE = "UInt64Value" [field(1, "value", "value", Kind::Uint64)];
    /// An `int32` that may be absent.
    INT32_VALUE = "Int32Value" [field(1, "value", "value", Kind::Int32)];
    /// A `uint32` that may be absent.
    U_INT32_VALUE = "UInt32Value" [field(1, "value", "value", Kind::Uint32)];
    /// A `bool` that may be absent.
    BOOL_VALUE = "BoolValue" [field(1, "value", "value", Kind::Bool)];
    /// A `string` that may be absent.
    STRING_VALUE = "StringValue" [field(1, "value", "value", Kind::String)];
    /// `bytes` that may be absent.
    BYTES_VALUE = "BytesValue" [field(1, "value", "value", Kind::Bytes)];
}

/// Any JSON value.
pub static VALUE: Message = Message {
    id: "google.protobuf.Value",
    fields: &[
        arm(1, "null_value", "nullValue", Kind::Enum(&NULL_VALUE)),
        arm(2, "number_value", "numberValue", Kind::Double),
        arm(3, "string_value", "stringValue", Kind::String),
        arm(4, "bool_value", "boolValue", Kind::Bool),
        arm(5, "struct_value", "structValue", Kind::Message(&STRUCT)),
        arm(6, "list_value", "listValue", Kind::Message(&LIST_VALUE)),
    ],
    oneofs: &["kind"],
    ..Message::NEW
};

/// JSON's `null`.
pub static NULL_VALUE: Enum =
    Enum { id: "google.protobuf.NullValue", values: &[("NULL_VALUE", 0)] };

pub(crate) static ALL: [&Message; 17] = [
    &TIMESTAMP,
    &DURATION,
    &FIELD_MASK,
    &ANY,
    &EMPTY,
    &STRUCT,
    &LIST_VALUE,
    &VALUE,
    &DOUBLE_VALUE,
    &FLOAT_VALUE,
    &INT64_VALUE,
    &U_INT64_VALUE,
    &INT32_VALUE,
    &U_INT32_VALUE,
    &BOOL_VALUE,
    &STRING_VALUE,
    &BYTES_VALUE,
];

/// A message whose JSON is not an object of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are protobuf's own")]
pub enum Special {
    Timestamp,
    Duration,
    FieldMask,
    Any,
    Struct,
    List,
    Value,
    /// `Int32Value` and its like: the one value that they hold.
    Wrapper,
}

/// What is special about a message; a schema that defines one of these types itself has the same
/// rules, so the name decides.
pub fn special(message: &Message) -> Option<Special> {
    Some(match message.id.strip_prefix("google.protobuf.")? {
        "Timestamp" => Special::Timestamp,
        "Duration" => Special::Duration,
        "FieldMask" => Special::FieldMask,
        "Any" => Special::Any,
        "Struct" => Special::Struct,
        "ListValue" => Special::List,
        "Value" => Special::Value,
        "DoubleValue" | "FloatValue" | "Int64Value" | "UInt64Value" | "Int32Value"
        | "UInt32Value" | "BoolValue" | "StringValue" | "BytesValue" => Special::Wrapper,
        _ => return None,
    })
}

/// Whether an enum is the one that stands for JSON's `null`.
pub fn is_null(table: &Enum) -> bool {
    table.id == NULL_VALUE.id
}
