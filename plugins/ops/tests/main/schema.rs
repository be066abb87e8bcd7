//! One schema twice: as prost derives it, and as the emitter writes its tables.

use std::collections::BTreeMap;

use prost_types::{Any, Duration, FieldMask, ListValue, Struct, Timestamp, Value as JsonValue};
use typewright_ops::table::{Enum, Message, Type};
use typewright_ops::well_known as known;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub(crate) enum Color {
    Unspecified = 0,
    Red = 1,
    DeepBlue = 2,
    Negative = -1,
}

pub(crate) static COLOR: Enum = Enum::new(
    "
    test.Color
    0 COLOR_UNSPECIFIED
    1 COLOR_RED
    2 COLOR_DEEP_BLUE
    2 COLOR_NAVY
    -1 COLOR_NEGATIVE
    ",
);

/// The same fields for the scalar kinds in the shape that a word says.
macro_rules! kinds {
    ($id:literal $word:literal) => {
        Message::new(
            concat!(
                $id,
                "\n1 a_double double",
                $word,
                "\n2 a_float float",
                $word,
                "\n3 an_int32 int32",
                $word,
                "\n4 an_int64 int64",
                $word,
                "\n5 a_uint32 uint32",
                $word,
                "\n6 a_uint64 uint64",
                $word,
                "\n7 a_sint32 sint32",
                $word,
                "\n8 a_sint64 sint64",
                $word,
                "\n9 a_fixed32 fixed32",
                $word,
                "\n10 a_fixed64 fixed64",
                $word,
                "\n11 a_sfixed32 sfixed32",
                $word,
                "\n12 a_sfixed64 sfixed64",
                $word,
                "\n13 a_bool bool",
                $word,
                "\n14 a_string string",
                $word,
                "\n15 some_bytes bytes",
                $word,
                "\n16 a_color .test.Color",
                $word,
            ),
            &[Type::Enum(&COLOR)],
        )
    };
}

pub(crate) static KINDS: Message = kinds!("test.Kinds" "");
pub(crate) static OPTIONALS: Message = kinds!("test.Optionals" "?");
pub(crate) static LISTS: Message = kinds!("test.Lists" " repeated");
pub(crate) static PACKED: Message = kinds!("test.Packed" " packed");

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

pub(crate) static MAPS: Message = Message::new(
    "
    test.Maps
    1 labels map<string,string>
    2 weights map<int32,double>
    3 blobs map<bool,bytes>
    4 colors map<uint64,.test.Color>
    5 inner_kinds map<sint64,.test.Kinds>
    6 switches map<fixed32,bool>
    7 spans map<string,.google.protobuf.Duration>
    ",
    &[Type::Enum(&COLOR), Type::Message(&KINDS), Type::Message(&known::DURATION)],
);

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

pub(crate) static KNOWN: Message = Message::new(
    "
    test.Known
    1 at .google.protobuf.Timestamp?
    2 span .google.protobuf.Duration?
    3 mask .google.protobuf.FieldMask?
    4 object .google.protobuf.Struct?
    5 any_json .google.protobuf.Value?
    6 list .google.protobuf.ListValue?
    7 any .google.protobuf.Any?
    8 empty .google.protobuf.Empty?
    9 wide .google.protobuf.DoubleValue?
    10 narrow .google.protobuf.FloatValue?
    11 int64 .google.protobuf.Int64Value?
    12 uint64 .google.protobuf.UInt64Value?
    13 int32 .google.protobuf.Int32Value?
    14 uint32 .google.protobuf.UInt32Value?
    15 on .google.protobuf.BoolValue?
    16 text .google.protobuf.StringValue?
    17 blob .google.protobuf.BytesValue?
    18 times .google.protobuf.Timestamp repeated
    19 values .google.protobuf.Value repeated
    ",
    &KNOWN_TYPES,
);

static KNOWN_TYPES: [Type; 17] = {
    use Type::Message as Of;
    [
        Of(&known::TIMESTAMP),
        Of(&known::DURATION),
        Of(&known::FIELD_MASK),
        Of(&known::STRUCT),
        Of(&known::VALUE),
        Of(&known::LIST_VALUE),
        Of(&known::ANY),
        Of(&known::EMPTY),
        Of(&known::DOUBLE_VALUE),
        Of(&known::FLOAT_VALUE),
        Of(&known::INT64_VALUE),
        Of(&known::U_INT64_VALUE),
        Of(&known::INT32_VALUE),
        Of(&known::U_INT32_VALUE),
        Of(&known::BOOL_VALUE),
        Of(&known::STRING_VALUE),
        Of(&known::BYTES_VALUE),
    ]
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
pub(crate) static WORLD: Message = Message::new(
    "
    test.World
    1 kinds .test.Kinds?
    2 optionals .test.Optionals?
    3 lists .test.Lists?
    4 packed .test.Packed?
    5 maps .test.Maps?
    6 known .test.Known?
    7 myself .test.World?
    8 children .test.World repeated
    9 all_kinds .test.Kinds repeated
    10 group .test.Kinds? group
    11 must int32 required
    20 text string oneof=choice
    21 number int64 oneof=choice
    22 color .test.Color oneof=choice
    23 inner .test.Kinds oneof=choice
    24 wait .google.protobuf.Duration oneof=choice
    25 json .google.protobuf.Value oneof=choice
    26 nothing .google.protobuf.Empty oneof=choice
    536870911 last bool
    ",
    &[
        Type::Message(&KINDS),
        Type::Message(&OPTIONALS),
        Type::Message(&LISTS),
        Type::Message(&PACKED),
        Type::Message(&MAPS),
        Type::Message(&KNOWN),
        Type::Message(&WORLD),
        Type::Enum(&COLOR),
        Type::Message(&known::DURATION),
        Type::Message(&known::VALUE),
        Type::Message(&known::EMPTY),
    ],
);

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
