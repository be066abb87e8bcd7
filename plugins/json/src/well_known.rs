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

use crate::table::{Enum, Message, Type};

macro_rules! tables {
    ($($(#[$docs:meta])* $name:ident = $text:literal $([$($ty:expr),*])?;)*) => {$(
        $(#[$docs])*
        pub static $name: Message =
            Message::new(concat!("google.protobuf.", $text), &[$($($ty),*)?]);
    )*};
}

tables! {
    /// A point in time: `2026-01-31T12:00:00.5Z`.
    TIMESTAMP = "Timestamp\n1 seconds int64\n2 nanos int32";
    /// A span of time: `1.5s`.
    DURATION = "Duration\n1 seconds int64\n2 nanos int32";
    /// Names of fields: `name,config.size`.
    FIELD_MASK = "FieldMask\n1 paths string repeated";
    /// A message of any type with the type's name.
    ANY = "Any\n1 type_url string\n2 value bytes";
    /// Nothing: `{}`.
    EMPTY = "Empty";
    /// A JSON object.
    STRUCT = "Struct\n1 fields map<string,.google.protobuf.Value>" [Type::Message(&VALUE)];
    /// A JSON array.
    LIST_VALUE = "ListValue\n1 values .google.protobuf.Value repeated" [Type::Message(&VALUE)];
    /// Any JSON value.
    VALUE = "Value
        1 null_value .google.protobuf.NullValue oneof=kind
        2 number_value double oneof=kind
        3 string_value string oneof=kind
        4 bool_value bool oneof=kind
        5 struct_value .google.protobuf.Struct oneof=kind
        6 list_value .google.protobuf.ListValue oneof=kind"
        [Type::Enum(&NULL_VALUE), Type::Message(&STRUCT), Type::Message(&LIST_VALUE)];
    /// A `double` that may be absent.
    DOUBLE_VALUE = "DoubleValue\n1 value double";
    /// A `float` that may be absent.
    FLOAT_VALUE = "FloatValue\n1 value float";
    /// An `int64` that may be absent.
    INT64_VALUE = "Int64Value\n1 value int64";
    /// A `uint64` that may be absent.
    U_INT64_VALUE = "UInt64Value\n1 value uint64";
    /// An `int32` that may be absent.
    INT32_VALUE = "Int32Value\n1 value int32";
    /// A `uint32` that may be absent.
    U_INT32_VALUE = "UInt32Value\n1 value uint32";
    /// A `bool` that may be absent.
    BOOL_VALUE = "BoolValue\n1 value bool";
    /// A `string` that may be absent.
    STRING_VALUE = "StringValue\n1 value string";
    /// `bytes` that may be absent.
    BYTES_VALUE = "BytesValue\n1 value bytes";
}

/// JSON's `null`.
pub static NULL_VALUE: Enum = Enum::new("google.protobuf.NullValue\n0 NULL_VALUE");

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
