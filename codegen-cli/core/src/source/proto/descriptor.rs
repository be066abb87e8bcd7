//! A shadow of `google/protobuf/descriptor.proto`: the fields that we read, and as ordinary fields
//! the extensions that we know. Field numbers are those of `descriptor.proto` and `google/api`.

use prost::Message;

/// The field of a file that names its syntax, for positions.
pub(super) const SYNTAX: i32 = 12;
pub(super) const PACKAGE: i32 = 2;
pub(super) const MESSAGES: i32 = 4;
pub(super) const ENUMS: i32 = 5;
pub(super) const SERVICES: i32 = 6;
pub(super) const MESSAGE_FIELDS: i32 = 2;
pub(super) const MESSAGE_MESSAGES: i32 = 3;
pub(super) const MESSAGE_ENUMS: i32 = 4;
pub(super) const MESSAGE_ONEOFS: i32 = 8;
pub(super) const ENUM_VALUES: i32 = 2;
pub(super) const SERVICE_METHODS: i32 = 2;

/// A `FileDescriptorSet` whose files stay as they came.
#[derive(Clone, PartialEq, Message)]
pub(super) struct RawSet {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub(super) file: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct File {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub(super) package: Option<String>,
    #[prost(message, repeated, tag = "4")]
    pub(super) messages: Vec<DescriptorProto>,
    #[prost(message, repeated, tag = "5")]
    pub(super) enums: Vec<EnumProto>,
    #[prost(message, repeated, tag = "6")]
    pub(super) services: Vec<ServiceProto>,
    #[prost(message, optional, tag = "8")]
    pub(super) options: Option<FileOptions>,
    #[prost(message, optional, tag = "9")]
    pub(super) source_code_info: Option<SourceInfo>,
    #[prost(string, optional, tag = "12")]
    pub(super) syntax: Option<String>,
    #[prost(int32, optional, tag = "14")]
    pub(super) edition: Option<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct FileOptions {
    #[prost(bool, optional, tag = "23")]
    pub(super) deprecated: Option<bool>,
    #[prost(message, optional, tag = "50")]
    pub(super) features: Option<FeatureSet>,
    /// `google.api.resource_definition`
    #[prost(message, repeated, tag = "1053")]
    pub(super) resources: Vec<ResourceProto>,
}

/// The features of an edition that change what is on the wire or in the API.
#[derive(Clone, Copy, PartialEq, Message)]
pub(super) struct FeatureSet {
    #[prost(int32, optional, tag = "1")]
    pub(super) field_presence: Option<i32>,
    #[prost(int32, optional, tag = "2")]
    pub(super) enum_type: Option<i32>,
    #[prost(int32, optional, tag = "3")]
    pub(super) repeated_field_encoding: Option<i32>,
    #[prost(int32, optional, tag = "5")]
    pub(super) message_encoding: Option<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct SourceInfo {
    #[prost(message, repeated, tag = "1")]
    pub(super) location: Vec<Location>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Location {
    #[prost(int32, repeated, tag = "1")]
    pub(super) path: Vec<i32>,
    #[prost(int32, repeated, tag = "2")]
    pub(super) span: Vec<i32>,
    #[prost(string, optional, tag = "3")]
    pub(super) leading: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(super) trailing: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct DescriptorProto {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(message, repeated, tag = "2")]
    pub(super) fields: Vec<FieldProto>,
    #[prost(message, repeated, tag = "3")]
    pub(super) messages: Vec<DescriptorProto>,
    #[prost(message, repeated, tag = "4")]
    pub(super) enums: Vec<EnumProto>,
    #[prost(message, optional, tag = "7")]
    pub(super) options: Option<MessageOptions>,
    #[prost(message, repeated, tag = "8")]
    pub(super) oneofs: Vec<OneofProto>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct MessageOptions {
    #[prost(bool, optional, tag = "3")]
    pub(super) deprecated: Option<bool>,
    #[prost(bool, optional, tag = "7")]
    pub(super) map_entry: Option<bool>,
    #[prost(message, optional, tag = "12")]
    pub(super) features: Option<FeatureSet>,
    /// `google.api.resource`
    #[prost(message, optional, tag = "1053")]
    pub(super) resource: Option<ResourceProto>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ResourceProto {
    #[prost(string, tag = "1")]
    pub(super) kind: String,
    #[prost(string, repeated, tag = "2")]
    pub(super) pattern: Vec<String>,
    #[prost(string, tag = "3")]
    pub(super) name_field: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct OneofProto {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(message, optional, tag = "2")]
    pub(super) options: Option<OneofOptions>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct OneofOptions {
    #[prost(message, optional, tag = "1")]
    pub(super) features: Option<FeatureSet>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct FieldProto {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(int32, optional, tag = "3")]
    pub(super) number: Option<i32>,
    #[prost(int32, optional, tag = "4")]
    pub(super) label: Option<i32>,
    #[prost(int32, optional, tag = "5")]
    pub(super) kind: Option<i32>,
    #[prost(string, optional, tag = "6")]
    pub(super) type_name: Option<String>,
    #[prost(string, optional, tag = "7")]
    pub(super) default_value: Option<String>,
    #[prost(message, optional, tag = "8")]
    pub(super) options: Option<FieldOptions>,
    #[prost(int32, optional, tag = "9")]
    pub(super) oneof_index: Option<i32>,
    #[prost(string, optional, tag = "10")]
    pub(super) json_name: Option<String>,
    #[prost(bool, optional, tag = "17")]
    pub(super) proto3_optional: Option<bool>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct FieldOptions {
    #[prost(bool, optional, tag = "2")]
    pub(super) packed: Option<bool>,
    #[prost(bool, optional, tag = "3")]
    pub(super) deprecated: Option<bool>,
    #[prost(bool, optional, tag = "16")]
    pub(super) debug_redact: Option<bool>,
    #[prost(message, optional, tag = "21")]
    pub(super) features: Option<FeatureSet>,
    /// `google.api.field_behavior`; compilers disagree on packing it, prost reads both.
    #[prost(int32, repeated, tag = "1052")]
    pub(super) behavior: Vec<i32>,
    /// `google.api.resource_reference`
    #[prost(message, optional, tag = "1055")]
    pub(super) reference: Option<ReferenceProto>,
    /// `google.api.field_info`
    #[prost(message, optional, tag = "291403980")]
    pub(super) info: Option<FieldInfoProto>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct FieldInfoProto {
    #[prost(int32, tag = "1")]
    pub(super) format: i32,
    #[prost(message, repeated, tag = "2")]
    pub(super) referenced: Vec<TypeReferenceProto>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct TypeReferenceProto {
    #[prost(string, tag = "1")]
    pub(super) name: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ReferenceProto {
    #[prost(string, tag = "1")]
    pub(super) kind: String,
    #[prost(string, tag = "2")]
    pub(super) child_kind: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct EnumProto {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(message, repeated, tag = "2")]
    pub(super) values: Vec<EnumValueProto>,
    #[prost(message, optional, tag = "3")]
    pub(super) options: Option<EnumOptions>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct EnumOptions {
    #[prost(bool, optional, tag = "3")]
    pub(super) deprecated: Option<bool>,
    #[prost(message, optional, tag = "7")]
    pub(super) features: Option<FeatureSet>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct EnumValueProto {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(int32, optional, tag = "2")]
    pub(super) number: Option<i32>,
    #[prost(message, optional, tag = "3")]
    pub(super) options: Option<EnumValueOptions>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct EnumValueOptions {
    #[prost(bool, optional, tag = "1")]
    pub(super) deprecated: Option<bool>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ServiceProto {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(message, repeated, tag = "2")]
    pub(super) methods: Vec<MethodProto>,
    #[prost(message, optional, tag = "3")]
    pub(super) options: Option<ServiceOptions>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ServiceOptions {
    #[prost(bool, optional, tag = "33")]
    pub(super) deprecated: Option<bool>,
    /// `google.api.default_host`
    #[prost(string, optional, tag = "1049")]
    pub(super) default_host: Option<String>,
    /// `google.api.oauth_scopes`, one text with commas
    #[prost(string, optional, tag = "1050")]
    pub(super) oauth_scopes: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct MethodProto {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub(super) input: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub(super) output: Option<String>,
    #[prost(message, optional, tag = "4")]
    pub(super) options: Option<MethodOptions>,
    #[prost(bool, optional, tag = "5")]
    pub(super) client_streaming: Option<bool>,
    #[prost(bool, optional, tag = "6")]
    pub(super) server_streaming: Option<bool>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct MethodOptions {
    #[prost(bool, optional, tag = "33")]
    pub(super) deprecated: Option<bool>,
    #[prost(int32, optional, tag = "34")]
    pub(super) idempotency: Option<i32>,
    /// `google.longrunning.operation_info`
    #[prost(message, optional, tag = "1049")]
    pub(super) operation: Option<OperationProto>,
    /// `google.api.method_signature`
    #[prost(string, repeated, tag = "1051")]
    pub(super) signature: Vec<String>,
    /// `google.api.http`
    #[prost(message, optional, tag = "72295728")]
    pub(super) http: Option<HttpProto>,
    /// `google.api.routing`
    #[prost(message, optional, tag = "72295729")]
    pub(super) routing: Option<RoutingProto>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct RoutingProto {
    #[prost(message, repeated, tag = "2")]
    pub(super) parameters: Vec<RoutingParameterProto>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct RoutingParameterProto {
    #[prost(string, tag = "1")]
    pub(super) field: String,
    #[prost(string, tag = "2")]
    pub(super) template: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct OperationProto {
    #[prost(string, tag = "1")]
    pub(super) response: String,
    #[prost(string, tag = "2")]
    pub(super) metadata: String,
}

/// `google.api.HttpRule`; its oneof is read as plain fields, of which one is set.
#[derive(Clone, PartialEq, Message)]
pub(super) struct HttpProto {
    #[prost(string, optional, tag = "2")]
    pub(super) get: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub(super) put: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(super) post: Option<String>,
    #[prost(string, optional, tag = "5")]
    pub(super) delete: Option<String>,
    #[prost(string, optional, tag = "6")]
    pub(super) patch: Option<String>,
    #[prost(string, tag = "7")]
    pub(super) body: String,
    #[prost(message, optional, tag = "8")]
    pub(super) custom: Option<CustomProto>,
    #[prost(message, repeated, tag = "11")]
    pub(super) more: Vec<HttpProto>,
    #[prost(string, tag = "12")]
    pub(super) response_body: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct CustomProto {
    #[prost(string, tag = "1")]
    pub(super) kind: String,
    #[prost(string, tag = "2")]
    pub(super) path: String,
}
