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

pub use typewright_json::table::{Enum, Field, Kind, Message, Shape};

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
