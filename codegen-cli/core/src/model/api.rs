//! APIs: messages, services and what their authors annotated.

use std::collections::BTreeMap;

use super::{CallDefaults, Docs, Enum, Item, Resource};
use crate::diag::Origin;

/// Everything that one source says. Items are keyed by their full name.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Schema {
    /// [`VERSION`](super::VERSION) of the model.
    pub version: u32,
    /// The documents, by name.
    pub documents: Vec<Document>,
    /// All messages, nested ones too; map entries are not among them.
    pub messages: BTreeMap<String, Message>,
    /// All enums, nested ones too.
    pub enums: BTreeMap<String, Enum>,
    /// Every type of resource that a document declares, those of imported ones too, by type.
    pub resources: BTreeMap<String, Resource>,
    /// The services of the documents to generate, by document and then in source order.
    pub services: Vec<Service>,
    /// The enums and structs of Rust files, by file and then in source order.
    pub items: Vec<Item>,
    /// The source's own compiled form (a `FileDescriptorSet`), for emitters that hand it on to
    /// another generator.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub descriptors: Vec<u8>,
    /// The methods of all services that the source declares, generated or not, by service.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub declared: BTreeMap<String, Vec<String>>,
    /// The documents that are not in `descriptors` as they came, by name, encoded.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub originals: BTreeMap<String, Vec<u8>>,
    /// Types that are not generated because they live elsewhere.
    #[cfg(feature = "tools")]
    #[serde(skip)]
    pub externs: super::Externs,
}

impl Schema {
    /// The type that `ty` names, if no item of the schema declares it.
    pub fn undeclared<'t>(&self, ty: &'t Type) -> Option<&'t str> {
        match ty {
            Type::Scalar(_) => None,
            Type::Enum(id) => (!self.enums.contains_key(id)).then_some(id),
            Type::Message(id) => (!self.messages.contains_key(id)).then_some(id),
            Type::List(one) | Type::Map(_, one) => self.undeclared(one),
        }
    }

    /// The packages of the documents to generate, in order, each once.
    pub fn packages(&self) -> Vec<&str> {
        let mut packages: Vec<&str> = Vec::new();
        for document in self.documents.iter().filter(|d| d.generate) {
            if !packages.contains(&&*document.package) {
                packages.push(&document.package);
            }
        }
        packages
    }

    /// The result and the progress of the operation that a method starts, if it starts one
    /// ([AIP-151](https://google.aip.dev/151)).
    pub fn operation(&self, service: &Service, method: &Method) -> Option<[String; 2]> {
        let operation = method.operation.as_ref()?;
        if method.client_streaming || !method.answers_operation() {
            return None;
        }
        let id = |name: &str| {
            let near = format!("{}.{name}", service.package);
            let known =
                |id: &str| self.messages.contains_key(id) || self.externs.path(id).is_some();
            [near, name.to_owned()].into_iter().find(|id| known(id))
        };
        Some([id(&operation.response)?, id(&operation.metadata)?])
    }
}

/// One input document.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Document {
    /// Its name as the source knows it, such as `google/rpc/status.proto`.
    pub name: String,
    /// The package or namespace; empty where there is none.
    pub package: String,
    /// Whether code is wanted for it; documents that are only imported say no.
    pub generate: bool,
    /// The types of the resources that it declares beside its messages, in source order; what they
    /// are is in [`Schema::resources`].
    pub resources: Vec<String>,
}

/// A structure with named fields.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Message {
    /// Full name: `pkg.Outer.Inner`.
    pub id: String,
    /// The name alone.
    pub name: String,
    /// The package that it is in.
    pub package: String,
    /// The message around it.
    pub parent: Option<String>,
    /// The document that declares it.
    pub document: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// The fields, in source order, members of sums included.
    pub fields: Vec<Field>,
    /// Groups of fields of which at most one is set (a protobuf `oneof`).
    pub sums: Vec<Sum>,
    /// The resource that it describes, if any (AIP-123).
    pub resource: Option<Resource>,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
}

/// A group of fields of which at most one is set.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Sum {
    /// Its name.
    pub name: String,
    /// What the author wrote about it.
    pub docs: Docs,
}

/// One field of a message.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Field {
    /// The name as the source spells it.
    pub name: String,
    /// Its name in JSON.
    pub json_name: String,
    /// Its number on the wire.
    pub number: u32,
    /// What it holds.
    pub ty: Type,
    /// How absence is told apart from the default.
    pub presence: Presence,
    /// The index of its [`Sum`] in the message.
    pub sum: Option<usize>,
    /// Whether repeated numbers share one record on the wire.
    pub packed: bool,
    /// Whether the message is wrapped in start and end marks instead of a length (a group).
    pub delimited: bool,
    /// What the author says about how it is used (AIP-203).
    pub behavior: Vec<Behavior>,
    /// The type of resource that it names (AIP-122).
    pub resource_reference: Option<String>,
    /// The type of the resources below the one that it names, where the author says that instead.
    pub child_reference: Option<String>,
    /// What its text must look like (`google.api.field_info`, AIP-202).
    pub format: Option<TextFormat>,
    /// The messages that may be in it, where the field is an `Any` (AIP-202).
    pub referenced_types: Vec<String>,
    /// Whether its value must not be shown in logs (protobuf's `debug_redact`).
    pub sensitive: bool,
    /// What the author wrote about it.
    pub docs: Docs,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
}

impl Method {
    /// Whether its answer is a long-running operation ([AIP-151](https://google.aip.dev/151)).
    pub fn answers_operation(&self) -> bool {
        self.output == "google.longrunning.Operation" && !self.server_streaming
    }
}

impl Field {
    /// Whether it holds text, or texts.
    pub fn is_text(&self) -> bool {
        let text = Type::Scalar(Scalar::String);
        self.ty == text || self.ty == Type::List(Box::new(text))
    }
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
#[cfg_attr(feature = "tools", serde(rename_all = "snake_case"))]
pub enum Type {
    /// A single value.
    Scalar(Scalar),
    /// A named value, by the id of its enum.
    Enum(String),
    /// A structure, by the id of its message.
    Message(String),
    /// Any number of values, in order.
    List(Box<Type>),
    /// Values by key.
    Map(Scalar, Box<Type>),
}

impl Type {
    /// The id of the enum or message behind lists and maps, if it is one.
    pub fn id(&self) -> Option<&str> {
        match self {
            Type::Scalar(_) => None,
            Type::Enum(id) | Type::Message(id) => Some(id),
            Type::List(one) | Type::Map(_, one) => one.id(),
        }
    }
}

/// Single values, each with its form on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
#[cfg_attr(feature = "tools", serde(rename_all = "lowercase"))]
#[allow(missing_docs, reason = "the names are protobuf's own")]
pub enum Scalar {
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
}

/// How absence is told apart from the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
#[cfg_attr(feature = "tools", serde(rename_all = "lowercase"))]
pub enum Presence {
    /// Absent and default are the same thing.
    Implicit,
    /// Absent and default differ.
    Explicit,
    /// It must be there (protobuf 2's `required`).
    Required,
}

/// How a field is used (`google.api.FieldBehavior`, AIP-203).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
#[cfg_attr(feature = "tools", serde(rename_all = "snake_case"))]
#[allow(missing_docs, reason = "the names are AIP-203's own")]
pub enum Behavior {
    Optional,
    Required,
    OutputOnly,
    InputOnly,
    Immutable,
    UnorderedList,
    NonEmptyDefault,
    Identifier,
}

/// What a text must look like (`google.api.FieldInfo.Format`, AIP-202).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
#[cfg_attr(feature = "tools", serde(rename_all = "snake_case"))]
#[allow(missing_docs, reason = "the names are AIP-202's own")]
pub enum TextFormat {
    Uuid4,
    Ipv4,
    Ipv6,
    Ipv4OrIpv6,
}

/// A set of operations.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Service {
    /// Full name: `pkg.Service`.
    pub id: String,
    /// The name alone.
    pub name: String,
    /// The package that it is in.
    pub package: String,
    /// The document that declares it.
    pub document: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// The operations, in source order.
    pub methods: Vec<Method>,
    /// The host that serves it (`google.api.default_host`).
    pub default_host: Option<String>,
    /// What a token must be allowed to do (`google.api.oauth_scopes`).
    pub oauth_scopes: Vec<String>,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
}

/// One operation.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Method {
    /// The name alone.
    pub name: String,
    /// What is sent to the server: the gRPC path `/pkg.Service/Method`.
    pub path: String,
    /// What the author wrote about it.
    pub docs: Docs,
    /// The id of the request message.
    pub input: String,
    /// The id of the response message.
    pub output: String,
    /// Whether the client sends any number of requests.
    pub client_streaming: bool,
    /// Whether the server sends any number of responses.
    pub server_streaming: bool,
    /// What a second identical call does.
    pub idempotency: Idempotency,
    /// HTTP forms of the call (`google.api.http`), the first one preferred.
    pub http: Vec<HttpBinding>,
    /// Which parts of the request say where it goes (`google.api.routing`, AIP-4222); absent where
    /// the author leaves that to the HTTP form.
    pub routing: Option<Vec<RoutingParameter>>,
    /// Field lists that make good argument lists (`google.api.method_signature`).
    pub signatures: Vec<Vec<String>>,
    /// The types behind a long-running operation (AIP-151).
    pub operation: Option<Operation>,
    /// How its author wants it to be called, where a service config says so.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub calls: Option<CallDefaults>,
    /// Whether the author advises against it.
    pub deprecated: bool,
    /// Where it stands.
    #[cfg_attr(feature = "tools", serde(skip))]
    pub origin: Origin,
}

/// What a second identical call does (protobuf's `idempotency_level`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
#[cfg_attr(feature = "tools", serde(rename_all = "snake_case"))]
pub enum Idempotency {
    /// The author does not say.
    #[default]
    Unknown,
    /// It only reads.
    NoSideEffects,
    /// It changes something, but the same as the first.
    Idempotent,
}

/// One HTTP form of a method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct HttpBinding {
    /// `GET`, `POST`, …
    pub verb: String,
    /// Path template such as `/v1/{name=topics/*}`.
    pub path: String,
    /// The field that is the body; `*` for all that is not in the path; empty for none.
    pub body: String,
    /// The field of the response that is the body; empty for the whole.
    pub response_body: String,
}

/// A part of a request that says where it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct RoutingParameter {
    /// The field whose text is looked at: `parent`, `topic.name`.
    pub field: String,
    /// Which part of it is sent under which name: `projects/*/{location=locations/*}/**`; empty for
    /// all of it under the name of the field.
    pub template: String,
}

/// What a long-running operation ends with and tells on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Operation {
    /// The message of the result.
    pub response: String,
    /// The message of the progress.
    pub metadata: String,
}
