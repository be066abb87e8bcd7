//! Protobuf messages in [canonical JSON](https://protobuf.dev/programming-guides/json/), by static
//! tables.
//!
//! Generated code describes each message as a [`table::Message`], which costs nothing to compile
//! but its data. One reader and one writer go by these tables, so there is no code per field:
//!
//! ```text
//! JSON ─ Reader ─▶ DynamicMessage ─▶ wire bytes ─▶ prost's struct
//! JSON ◀─ Writer ─ DynamicMessage ◀─ wire bytes ◀─ prost's struct
//! ```
//!
//! [`Json`] is what a generated message has of it:
//!
//! ```
//! use typewright_json::Json;
//! # use typewright_json::table::Message;
//! # #[derive(Clone, PartialEq, prost::Message)]
//! # struct Topic {
//! #     #[prost(string, tag = "1")]
//! #     display_name: String,
//! #     #[prost(int64, tag = "2")]
//! #     size: i64,
//! # }
//! # static TOPIC: Message =
//! #     Message::new("demo.Topic\n1 display_name string\n2 size int64", &[]);
//! # impl Json for Topic { fn table() -> &'static Message { &TOPIC } }
//!
//! let topic = Topic::from_json(r#"{"display_name": "News", "size": 7}"#)?;
//! assert_eq!(topic.to_json()?, r#"{"displayName":"News","size":"7"}"#);
//!
//! let error = Topic::from_json(r#"{"displayNam": "News", "size": "x"}"#).unwrap_err();
//! assert_eq!(error.problems().len(), 2);
//! assert!(error.to_string().contains("did you mean `displayName`?"));
//! # Ok::<(), typewright_json::Error>(())
//! ```
//!
//! [`Reader`] and [`Writer`] say how: unknown fields skipped, names of the schema, defaults shown.
//! They also take a table alone, for messages that no Rust type describes:
//!
//! ```
//! use typewright_json::{Types, well_known::STRUCT};
//!
//! let types = Types::default();
//! let message = typewright_json::read(&STRUCT, r#"{"a": [1, null]}"#, &types).unwrap();
//! assert_eq!(typewright_json::write(&message, &types).to_string(), r#"{"a":[1,null]}"#);
//!
//! let problems = typewright_json::read(&STRUCT, "[1", &types).unwrap_err();
//! assert!(problems[0].to_string().starts_with("line 1, column 2"));
//! ```
//!
//! # What is read and written
//!
//! - Fields by their JSON name or the name of the schema; given under both, or two members of a
//!   oneof, is a mistake. Written with the JSON name.
//! - 64-bit integers as strings, as numbers too when read; exponents and `1.0` are whole numbers.
//! - `NaN`, `Infinity`, `-Infinity` as strings; numbers out of range are mistakes.
//! - Bytes in base64, both alphabets, with or without padding; written standard and padded.
//! - Enums by name, aliases included, or by number.
//! - `null` is absence, but in `Value` and `NullValue`; in a list or as a map's value a mistake.
//! - `Any`, `Timestamp`, `Duration`, `FieldMask`, `Struct`, `Value`, `ListValue` and the wrappers
//!   in their own forms. An `Any` needs its type among the [`Types`].
//! - Unknown fields and names of enums are mistakes, or are [skipped](Reader::ignore_unknown).
//! - Messages nest at most 100 deep.

pub mod canonical;
pub mod details;
pub mod dynamic;
mod format;
#[doc = include_str!("../docs/json.md")]
pub mod guide {}
pub mod http;
mod message;
mod parse;
mod problem;
mod read;
mod rules;
mod sample;
pub mod scalar;
mod special;
pub mod table;
mod tables;
pub mod time;
mod types;
mod unpack;
pub mod well_known;
mod write;

pub use message::Json;
pub use parse::{Strict, documents};
pub use problem::{Error, Problem};
pub use read::{Reader, from_value, read};
pub use rules::Rules;
pub use sample::{sample, sample_answer};
// Generated code names it, so that it need not be a dependency there.
#[doc(hidden)]
pub use serde;
pub use special::{build, from_paths, from_time};
pub use types::Types;
pub use write::{Writer, write};

/// How deep messages may nest, as in every implementation.
const DEPTH: usize = 100;
