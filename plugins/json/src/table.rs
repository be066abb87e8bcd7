//! What messages look like, as `static` data.
//!
//! Generated code has one table a message and enum; statics may point at each other in circles, so
//! recursive messages need nothing special.
//!
//! ```
//! use typewright_json::table::{Field, Kind, Message, Shape};
//!
//! static NODE: Message = Message {
//!     id: "tree.Node",
//!     docs: "A node.",
//!     fields: &[
//!         Field { number: 1, name: "label", json: "label", kind: Kind::String, ..Field::NEW },
//!         Field {
//!             number: 2,
//!             name: "children",
//!             json: "children",
//!             kind: Kind::Message(&NODE),
//!             shape: Shape::Repeated { packed: false },
//!             ..Field::NEW
//!         },
//!     ],
//!     oneofs: &[],
//! };
//! assert_eq!(NODE.field("label").map(|f| f.number), Some(1));
//! ```

use std::fmt;

/// One message.
pub struct Message {
    /// Full name: `google.pubsub.v1.Topic`.
    pub id: &'static str,
    /// What its author wrote about it.
    pub docs: &'static str,
    /// Its fields, in source order.
    pub fields: &'static [Field],
    /// Names of its oneofs; [`Field::oneof`] is an index into them.
    pub oneofs: &'static [&'static str],
}

impl Message {
    /// An empty table, for `..Message::NEW`.
    pub const NEW: Message = Message { id: "", docs: "", fields: &[], oneofs: &[] };

    /// A field by its JSON name or the name of the schema; the former goes first, as an author may
    /// have given a field another's name in JSON.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        let by = |of: fn(&Field) -> &str| self.fields.iter().find(|f| of(f) == name);
        by(|f| f.json).or_else(|| by(|f| f.name))
    }

    /// A field by its number.
    pub fn number(&self, number: u32) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.number == number)
    }
}

/// The name alone: a table may hold itself.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("id", &self.id).finish_non_exhaustive()
    }
}

/// One field of a message.
#[derive(Debug)]
pub struct Field {
    /// Its number on the wire.
    pub number: u32,
    /// Its name in the schema: `message_retention`.
    pub name: &'static str,
    /// Its name in JSON: `messageRetention`.
    pub json: &'static str,
    /// What it holds; the value's kind for a map.
    pub kind: Kind,
    /// How often it occurs and how absence shows.
    pub shape: Shape,
    /// Index of its oneof in [`Message::oneofs`].
    pub oneof: Option<u8>,
    /// Whether a request must carry it (`REQUIRED` of `google.api.field_behavior`).
    pub required: bool,
    /// Whether only the server sets it (`OUTPUT_ONLY`).
    pub output_only: bool,
    /// Whether its value must not be shown (protobuf's `debug_redact`).
    pub sensitive: bool,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// What its author wrote about it.
    pub docs: &'static str,
}

impl Field {
    /// An empty table, for `..Field::NEW`.
    pub const NEW: Field = Field {
        number: 0,
        name: "",
        json: "",
        kind: Kind::Bool,
        shape: Shape::Implicit,
        oneof: None,
        required: false,
        output_only: false,
        sensitive: false,
        deprecated: false,
        docs: "",
    };
}

/// What a field holds, with its form on the wire.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names are protobuf's own")]
pub enum Kind {
    Double,
    Float,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Sint32,
    Sint64,
    Fixed32,
    Fixed64,
    Sfixed32,
    Sfixed64,
    Bool,
    String,
    Bytes,
    Enum(&'static Enum),
    Message(&'static Message),
    /// A message between start and end marks instead of behind a length.
    Group(&'static Message),
}

/// How often a field occurs and how its absence shows.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Once; absent and default are the same.
    Implicit,
    /// Once or not at all; absent and default differ. Messages and oneof members are so.
    Explicit,
    /// Exactly once (protobuf 2's `required`).
    Required,
    /// Any number of times, in order.
    Repeated {
        /// Whether numbers share one record.
        packed: bool,
    },
    /// Any number of times, by a key of this kind.
    Map(Kind),
}

/// One enum.
#[derive(Debug)]
pub struct Enum {
    /// Full name: `google.pubsub.v1.State`.
    pub id: &'static str,
    /// Names and numbers, in source order; the first name of a number is the one that prints.
    pub values: &'static [(&'static str, i32)],
}
