//! The tables that generated code consists of: what an API looks like, as `static` data.
//!
//! `emit::commands` writes one table a message, enum and service; statics may point at each other
//! in circles, so recursive messages need nothing special. Everything that a command does (flags,
//! request bytes, JSON, printing) is driven by these tables, so there is no code per field.
//!
//! ```
//! use typewright_ops::table::{Field, Kind, Message, Method, Service, Shape};
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
//! static TREE: Service = Service {
//!     id: "tree.Tree",
//!     docs: "Trees.",
//!     methods: &[Method {
//!         name: "Plant",
//!         path: "/tree.Tree/Plant",
//!         input: &NODE,
//!         output: &NODE,
//!         ..Method::NEW
//!     }],
//!     ..Service::NEW
//! };
//! assert_eq!(TREE.name(), "Tree");
//! assert_eq!(TREE.methods[0].input.field("label").map(|f| f.number), Some(1));
//! ```

use std::fmt;

/// One service of an API.
#[derive(Debug)]
pub struct Service {
    /// Full name: `google.pubsub.v1.Publisher`.
    pub id: &'static str,
    /// What its author wrote about it.
    pub docs: &'static str,
    /// Its methods, in source order.
    pub methods: &'static [Method],
    /// Host that serves it by the API's own statement; empty where it says none.
    pub default_host: &'static str,
    /// Whether the author advises against it.
    pub deprecated: bool,
}

impl Service {
    /// An empty table, for `..Service::NEW`.
    pub const NEW: Service =
        Service { id: "", docs: "", methods: &[], default_host: "", deprecated: false };

    /// The name without its package.
    pub fn name(&self) -> &'static str {
        self.id.rsplit('.').next().unwrap_or(self.id)
    }
}

/// One method of a service.
#[derive(Debug)]
pub struct Method {
    /// Its name: `CreateTopic`.
    pub name: &'static str,
    /// Its gRPC path: `/google.pubsub.v1.Publisher/CreateTopic`.
    pub path: &'static str,
    /// What its author wrote about it.
    pub docs: &'static str,
    /// The request.
    pub input: &'static Message,
    /// The response.
    pub output: &'static Message,
    /// Whether the client sends any number of requests.
    pub client_streaming: bool,
    /// Whether the server sends any number of responses.
    pub server_streaming: bool,
    /// Whether the author says that it may be called twice without harm.
    pub idempotent: bool,
    /// Whether the author advises against it.
    pub deprecated: bool,
}

impl Method {
    /// An empty table, for `..Method::NEW`.
    pub const NEW: Method = Method {
        name: "",
        path: "",
        docs: "",
        input: &Message::NEW,
        output: &Message::NEW,
        client_streaming: false,
        server_streaming: false,
        idempotent: false,
        deprecated: false,
    };
}

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

    /// A field by the name of the schema or its JSON name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name || f.json == name)
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
