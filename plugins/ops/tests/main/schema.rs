//! One schema twice: as prost derives it, and as the emitter writes its tables.
#![expect(clippy::needless_pass_by_value, reason = "constants are built from each other")]

use std::collections::BTreeMap;

use prost_types::{Any, Duration, FieldMask, ListValue, Struct, Timestamp, Value as JsonValue};
use typewright_ops::table::{Enum, Field, Kind, Message, Shape};
use typewright_ops::well_known as known;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub(crate) enum Color {
    Unspecified = 0,
    Red = 1,
    DeepBlue = 2,
    Negative = -1,
}

pub(crate) static COLOR: Enum = Enum {
    id: "test.Color",
    values: &[
        ("COLOR_UNSPECIFIED", 0),
        ("COLOR_RED", 1),
        ("COLOR_DEEP_BLUE", 2),
        ("COLOR_NAVY", 2),
        ("COLOR_NEGATIVE", -1),
    ],
};

const fn field(number: u32, name: &'static str, json: &'static str, kind: Kind) -> Field {
    Field { number, name, json, kind, ..Field::NEW }
}

const fn implicit(field: Field) -> Field {
    field
}

const fn optional(field: Field) -> Field {
    Field { shape: Shape::Explicit, ..field }
}

const fn packed(field: Field) -> Field {
    Field { shape: Shape::Repeated { packed: true }, ..field }
}

pub(crate) const fn repeated(field: Field) -> Field {
    Field { shape: Shape::Repeated { packed: false }, ..field }
}

const fn map(key: Kind, field: Field) -> Field {
    Field { shape: Shape::Map(key), ..field }
}

const fn arm(field: Field) -> Field {
    Field { oneof: Some(0), ..optional(field) }
}

const fn message(
    number: u32,
    name: &'static str,
    json: &'static str,
    of: &'static Message,
) -> Field {
    optional(field(number, name, json, Kind::Message(of)))
}

/// The same fields for the scalar kinds in three shapes.
macro_rules! kinds {
    ($shape:ident $id:literal) => {
        Message {
            id: $id,
            fields: &[
                $shape(field(1, "a_double", "aDouble", Kind::Double)),
                $shape(field(2, "a_float", "aFloat", Kind::Float)),
                $shape(field(3, "an_int32", "anInt32", Kind::Int32)),
                $shape(field(4, "an_int64", "anInt64", Kind::Int64)),
                $shape(field(5, "a_uint32", "aUint32", Kind::Uint32)),
                $shape(field(6, "a_uint64", "aUint64", Kind::Uint64)),
                $shape(field(7, "a_sint32", "aSint32", Kind::Sint32)),
                $shape(field(8, "a_sint64", "aSint64", Kind::Sint64)),
                $shape(field(9, "a_fixed32", "aFixed32", Kind::Fixed32)),
                $shape(field(10, "a_fixed64", "aFixed64", Kind::Fixed64)),
                $shape(field(11, "a_sfixed32", "aSfixed32", Kind::Sfixed32)),
                $shape(field(12, "a_sfixed64", "aSfixed64", Kind::Sfixed64)),
                $shape(field(13, "a_bool", "aBool", Kind::Bool)),
                $shape(field(14, "a_string", "aString", Kind::String)),
                $shape(field(15, "some_bytes", "someBytes", Kind::Bytes)),
                $shape(field(16, "a_color", "aColor", Kind::Enum(&COLOR))),
            ],
            ..Message::NEW
        }
    };
}

pub(crate) static KINDS: Message = kinds!(implicit "test.Kinds");
pub(crate) static OPTIONALS: Message = kinds!(optional "test.Optionals");
pub(crate) static LISTS: Message = kinds!(repeated "test.Lists");
pub(crate) static PACKED: Message = kinds!(packed "test.Packed");

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Kinds {
    #[prost(double, tag = "1")]
    pub(crate) a_double: f64,
    #[prost(float, tag = "2")]
    pub(crate) a_float: f32,
    #[prost(int32, tag = "3")]
    pub(crate) an_int32: i32,
    #[prost(int64, tag = "4")]
    pub(crate) an_int64: i64,
    #[prost(uint32, tag = "5")]
    pub(crate) a_uint32: u32,
    #[prost(uint64, tag = "6")]
    pub(crate) a_uint64: u64,
    #[prost(sint32, tag = "7")]
    pub(crate) a_sint32: i32,
    #[prost(sint64, tag = "8")]
    pub(crate) a_sint64: i64,
    #[prost(fixed32, tag = "9")]
    pub(crate) a_fixed32: u32,
    #[prost(fixed64, tag = "10")]
    pub(crate) a_fixed64: u64,
    #[prost(sfixed32, tag = "11")]
    pub(crate) a_sfixed32: i32,
    #[prost(sfixed64, tag = "12")]
    pub(crate) a_sfixed64: i64,
    #[prost(bool, tag = "13")]
    pub(crate) a_bool: bool,
    #[prost(string, tag = "14")]
    pub(crate) a_string: String,
    #[prost(bytes = "vec", tag = "15")]
    pub(crate) some_bytes: Vec<u8>,
    #[prost(enumeration = "Color", tag = "16")]
    pub(crate) a_color: i32,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Optionals {
    #[prost(double, optional, tag = "1")]
    pub(crate) a_double: Option<f64>,
    #[prost(float, optional, tag = "2")]
    pub(crate) a_float: Option<f32>,
    #[prost(int32, optional, tag = "3")]
    pub(crate) an_int32: Option<i32>,
    #[prost(int64, optional, tag = "4")]
    pub(crate) an_int64: Option<i64>,
    #[prost(uint32, optional, tag = "5")]
    pub(crate) a_uint32: Option<u32>,
    #[prost(uint64, optional, tag = "6")]
    pub(crate) a_uint64: Option<u64>,
    #[prost(sint32, optional, tag = "7")]
    pub(crate) a_sint32: Option<i32>,
    #[prost(sint64, optional, tag = "8")]
    pub(crate) a_sint64: Option<i64>,
    #[prost(fixed32, optional, tag = "9")]
    pub(crate) a_fixed32: Option<u32>,
    #[prost(fixed64, optional, tag = "10")]
    pub(crate) a_fixed64: Option<u64>,
    #[prost(sfixed32, optional, tag = "11")]
    pub(crate) a_sfixed32: Option<i32>,
    #[prost(sfixed64, optional, tag = "12")]
    pub(crate) a_sfixed64: Option<i64>,
    #[prost(bool, optional, tag = "13")]
    pub(crate) a_bool: Option<bool>,
    #[prost(string, optional, tag = "14")]
    pub(crate) a_string: Option<String>,
    #[prost(bytes = "vec", optional, tag = "15")]
    pub(crate) some_bytes: Option<Vec<u8>>,
    #[prost(enumeration = "Color", optional, tag = "16")]
    pub(crate) a_color: Option<i32>,
}

macro_rules! lists {
    ($name:ident $packed:tt) => {
        #[derive(Clone, PartialEq, prost::Message)]
        pub(crate) struct $name {
            #[prost(double, repeated, packed = $packed, tag = "1")]
            pub(crate) a_double: Vec<f64>,
            #[prost(float, repeated, packed = $packed, tag = "2")]
            pub(crate) a_float: Vec<f32>,
            #[prost(int32, repeated, packed = $packed, tag = "3")]
            pub(crate) an_int32: Vec<i32>,
            #[prost(int64, repeated, packed = $packed, tag = "4")]
            pub(crate) an_int64: Vec<i64>,
            #[prost(uint32, repeated, packed = $packed, tag = "5")]
            pub(crate) a_uint32: Vec<u32>,
            #[prost(uint64, repeated, packed = $packed, tag = "6")]
            pub(crate) a_uint64: Vec<u64>,
            #[prost(sint32, repeated, packed = $packed, tag = "7")]
            pub(crate) a_sint32: Vec<i32>,
            #[prost(sint64, repeated, packed = $packed, tag = "8")]
            pub(crate) a_sint64: Vec<i64>,
            #[prost(fixed32, repeated, packed = $packed, tag = "9")]
            pub(crate) a_fixed32: Vec<u32>,
            #[prost(fixed64, repeated, packed = $packed, tag = "10")]
            pub(crate) a_fixed64: Vec<u64>,
            #[prost(sfixed32, repeated, packed = $packed, tag = "11")]
            pub(crate) a_sfixed32: Vec<i32>,
            #[prost(sfixed64, repeated, packed = $packed, tag = "12")]
            pub(crate) a_sfixed64: Vec<i64>,
            #[prost(bool, repeated, packed = $packed, tag = "13")]
            pub(crate) a_bool: Vec<bool>,
            #[prost(string, repeated, tag = "14")]
            pub(crate) a_string: Vec<String>,
            #[prost(bytes = "vec", repeated, tag = "15")]
            pub(crate) some_bytes: Vec<Vec<u8>>,
            #[prost(enumeration = "Color", repeated, packed = $packed, tag = "16")]
            pub(crate) a_color: Vec<i32>,
        }
    };
}

lists!(Lists "false");
lists!(Packed "true");

pub(crate) static MAPS: Message = Message {
    id: "test.Maps",
    fields: &[
        map(Kind::String, field(1, "labels", "labels", Kind::String)),
        map(Kind::Int32, field(2, "weights", "weights", Kind::Double)),
        map(Kind::Bool, field(3, "blobs", "blobs", Kind::Bytes)),
        map(Kind::Uint64, field(4, "colors", "colors", Kind::Enum(&COLOR))),
        map(Kind::Sint64, field(5, "inner_kinds", "innerKinds", Kind::Message(&KINDS))),
        map(Kind::Fixed32, field(6, "switches", "switches", Kind::Bool)),
        map(Kind::String, field(7, "spans", "spans", Kind::Message(&known::DURATION))),
    ],
    ..Message::NEW
};

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Maps {
    #[prost(btree_map = "string, string", tag = "1")]
    pub(crate) labels: BTreeMap<String, String>,
    #[prost(btree_map = "int32, double", tag = "2")]
    pub(crate) weights: BTreeMap<i32, f64>,
    #[prost(btree_map = "bool, bytes", tag = "3")]
    pub(crate) blobs: BTreeMap<bool, Vec<u8>>,
    #[prost(btree_map = "uint64, enumeration(Color)", tag = "4")]
    pub(crate) colors: BTreeMap<u64, i32>,
    #[prost(btree_map = "sint64, message", tag = "5")]
    pub(crate) inner_kinds: BTreeMap<i64, Kinds>,
    #[prost(btree_map = "fixed32, bool", tag = "6")]
    pub(crate) switches: BTreeMap<u32, bool>,
    #[prost(btree_map = "string, message", tag = "7")]
    pub(crate) spans: BTreeMap<String, Duration>,
}

pub(crate) static KNOWN: Message = Message {
    id: "test.Known",
    fields: &[
        message(1, "at", "at", &known::TIMESTAMP),
        message(2, "span", "span", &known::DURATION),
        message(3, "mask", "mask", &known::FIELD_MASK),
        message(4, "object", "object", &known::STRUCT),
        message(5, "any_json", "anyJson", &known::VALUE),
        message(6, "list", "list", &known::LIST_VALUE),
        message(7, "any", "any", &known::ANY),
        message(8, "empty", "empty", &known::EMPTY),
        message(9, "wide", "wide", &known::DOUBLE_VALUE),
        message(10, "narrow", "narrow", &known::FLOAT_VALUE),
        message(11, "int64", "int64", &known::INT64_VALUE),
        message(12, "uint64", "uint64", &known::U_INT64_VALUE),
        message(13, "int32", "int32", &known::INT32_VALUE),
        message(14, "uint32", "uint32", &known::U_INT32_VALUE),
        message(15, "on", "on", &known::BOOL_VALUE),
        message(16, "text", "text", &known::STRING_VALUE),
        message(17, "blob", "blob", &known::BYTES_VALUE),
        repeated(field(18, "times", "times", Kind::Message(&known::TIMESTAMP))),
        repeated(field(19, "values", "values", Kind::Message(&known::VALUE))),
    ],
    ..Message::NEW
};

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Known {
    #[prost(message, optional, tag = "1")]
    pub(crate) at: Option<Timestamp>,
    #[prost(message, optional, tag = "2")]
    pub(crate) span: Option<Duration>,
    #[prost(message, optional, tag = "3")]
    pub(crate) mask: Option<FieldMask>,
    #[prost(message, optional, tag = "4")]
    pub(crate) object: Option<Struct>,
    #[prost(message, optional, tag = "5")]
    pub(crate) any_json: Option<JsonValue>,
    #[prost(message, optional, tag = "6")]
    pub(crate) list: Option<ListValue>,
    #[prost(message, optional, tag = "7")]
    pub(crate) any: Option<Any>,
    #[prost(message, optional, tag = "8")]
    pub(crate) empty: Option<()>,
    #[prost(message, optional, tag = "9")]
    pub(crate) wide: Option<f64>,
    #[prost(message, optional, tag = "10")]
    pub(crate) narrow: Option<f32>,
    #[prost(message, optional, tag = "11")]
    pub(crate) int64: Option<i64>,
    #[prost(message, optional, tag = "12")]
    pub(crate) uint64: Option<u64>,
    #[prost(message, optional, tag = "13")]
    pub(crate) int32: Option<i32>,
    #[prost(message, optional, tag = "14")]
    pub(crate) uint32: Option<u32>,
    #[prost(message, optional, tag = "15")]
    pub(crate) on: Option<bool>,
    #[prost(message, optional, tag = "16")]
    pub(crate) text: Option<String>,
    #[prost(message, optional, tag = "17")]
    pub(crate) blob: Option<Vec<u8>>,
    #[prost(message, repeated, tag = "18")]
    pub(crate) times: Vec<Timestamp>,
    #[prost(message, repeated, tag = "19")]
    pub(crate) values: Vec<JsonValue>,
}

/// Everything, and itself.
pub(crate) static WORLD: Message = Message {
    id: "test.World",
    fields: &[
        message(1, "kinds", "kinds", &KINDS),
        message(2, "optionals", "optionals", &OPTIONALS),
        message(3, "lists", "lists", &LISTS),
        message(4, "packed", "packed", &PACKED),
        message(5, "maps", "maps", &MAPS),
        message(6, "known", "known", &KNOWN),
        message(7, "myself", "myself", &WORLD),
        repeated(field(8, "children", "children", Kind::Message(&WORLD))),
        repeated(field(9, "all_kinds", "allKinds", Kind::Message(&KINDS))),
        Field { kind: Kind::Group(&KINDS), ..message(10, "group", "group", &KINDS) },
        Field { shape: Shape::Required, ..field(11, "must", "must", Kind::Int32) },
        arm(field(20, "text", "text", Kind::String)),
        arm(field(21, "number", "number", Kind::Int64)),
        arm(field(22, "color", "color", Kind::Enum(&COLOR))),
        arm(field(23, "inner", "inner", Kind::Message(&KINDS))),
        arm(field(24, "wait", "wait", Kind::Message(&known::DURATION))),
        arm(field(25, "json", "json", Kind::Message(&known::VALUE))),
        arm(field(26, "nothing", "nothing", Kind::Message(&known::EMPTY))),
        field(536_870_911, "last", "last", Kind::Bool),
    ],
    oneofs: &["choice"],
    ..Message::NEW
};

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct World {
    #[prost(message, optional, tag = "1")]
    pub(crate) kinds: Option<Kinds>,
    #[prost(message, optional, tag = "2")]
    pub(crate) optionals: Option<Optionals>,
    #[prost(message, optional, tag = "3")]
    pub(crate) lists: Option<Lists>,
    #[prost(message, optional, tag = "4")]
    pub(crate) packed: Option<Packed>,
    #[prost(message, optional, tag = "5")]
    pub(crate) maps: Option<Maps>,
    #[prost(message, optional, tag = "6")]
    pub(crate) known: Option<Known>,
    #[prost(message, optional, boxed, tag = "7")]
    pub(crate) myself: Option<Box<World>>,
    #[prost(message, repeated, tag = "8")]
    pub(crate) children: Vec<World>,
    #[prost(message, repeated, tag = "9")]
    pub(crate) all_kinds: Vec<Kinds>,
    #[prost(group, optional, tag = "10")]
    pub(crate) group: Option<Kinds>,
    #[prost(int32, required, tag = "11")]
    pub(crate) must: i32,
    #[prost(oneof = "Choice", tags = "20, 21, 22, 23, 24, 25, 26")]
    pub(crate) choice: Option<Choice>,
    #[prost(bool, tag = "536870911")]
    pub(crate) last: bool,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum Choice {
    #[prost(string, tag = "20")]
    Text(String),
    #[prost(int64, tag = "21")]
    Number(i64),
    #[prost(enumeration = "Color", tag = "22")]
    Color(i32),
    #[prost(message, tag = "23")]
    Inner(Kinds),
    #[prost(message, tag = "24")]
    Wait(Duration),
    #[prost(message, tag = "25")]
    Json(JsonValue),
    #[prost(message, tag = "26")]
    Nothing(()),
}
