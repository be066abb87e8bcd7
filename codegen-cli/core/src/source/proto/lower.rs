//! One file descriptor ▶ the items of the model.

use super::descriptor::{
    DescriptorProto, ENUM_VALUES, ENUMS, EnumOptions, EnumProto, EnumValueOptions, FieldProto,
    File, FileOptions, HttpProto, MESSAGE_ENUMS, MESSAGE_FIELDS, MESSAGE_MESSAGES, MESSAGE_ONEOFS,
    MESSAGES, MessageOptions, MethodProto, ResourceProto, RoutingParameterProto, SERVICE_METHODS,
    SERVICES, ServiceProto,
};
use super::features::Features;
use super::location::Locations;
use crate::model::{
    Behavior, Document, Enum, Field, HttpBinding, Idempotency, Message, Method, Operation,
    Presence, Resource, RoutingParameter, Scalar, Schema, Service, Sum, TextFormat, Type, Variant,
};

/// Adds everything that `file` declares to `schema`; it went through [`check`](super::check).
pub(super) fn file(file: &File, schema: &mut Schema) {
    let features = Features::of(file);
    let mut lowering = Lowering {
        package: file.package(),
        document: file.name(),
        deprecated: file.options.as_ref().is_some_and(FileOptions::deprecated),
        locations: Locations::new(file),
        schema,
    };
    for (i, message) in file.messages.iter().enumerate() {
        lowering.message(message, None, &[MESSAGES, index(i)], features);
    }
    for (i, item) in file.enums.iter().enumerate() {
        lowering.enumeration(item, None, &[ENUMS, index(i)], features);
    }
    for (i, service) in file.services.iter().enumerate() {
        lowering.service(service, &[SERVICES, index(i)]);
    }
    let declared = file.options.iter().flat_map(|options| &options.resources);
    let declared: Vec<Resource> = declared.cloned().map(resource).collect();
    schema.documents.push(Document {
        name: file.name().to_owned(),
        package: file.package().to_owned(),
        generate: false,
        resources: declared.iter().map(|resource| resource.kind.clone()).collect(),
    });
    schema.resources.extend(declared.into_iter().map(|resource| (resource.kind.clone(), resource)));
}

struct Lowering<'a> {
    package: &'a str,
    document: &'a str,
    /// Whether the author advises against the whole document.
    deprecated: bool,
    locations: Locations<'a>,
    schema: &'a mut Schema,
}

pub(super) fn index(i: usize) -> i32 {
    i32::try_from(i).unwrap_or(i32::MAX)
}

pub(super) fn child(path: &[i32], field: i32, i: usize) -> Vec<i32> {
    [path, &[field, index(i)]].concat()
}

/// `.pkg.Type` ▶ `pkg.Type`
fn id(type_name: &str) -> String {
    type_name.strip_prefix('.').unwrap_or(type_name).to_owned()
}

fn resource(proto: ResourceProto) -> Resource {
    let ResourceProto { kind, pattern: patterns, mut name_field } = proto;
    if name_field.is_empty() {
        name_field = "name".to_owned();
    }
    Resource { kind, patterns, name_field }
}

fn said(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}

/// The name of an item in a package or message; the root has no name.
pub(super) fn full_name(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

impl Lowering<'_> {
    fn message(
        &mut self,
        proto: &DescriptorProto,
        parent: Option<&str>,
        path: &[i32],
        outer: Features,
    ) {
        let name = proto.name();
        let features = outer.with(proto.options.as_ref().and_then(|o| o.features));
        let id = full_name(parent.unwrap_or(self.package), name);
        for (i, nested) in proto.messages.iter().enumerate() {
            if !is_map_entry(nested) {
                self.message(nested, Some(&id), &child(path, MESSAGE_MESSAGES, i), features);
            }
        }
        for (i, nested) in proto.enums.iter().enumerate() {
            self.enumeration(nested, Some(&id), &child(path, MESSAGE_ENUMS, i), features);
        }
        // A proto3 `optional` field sits in a oneof of its own, which is no choice at all.
        let real = |i: usize| {
            let member = |f: &&FieldProto| f.oneof_index == Some(index(i));
            proto.fields.iter().filter(member).any(|f| !f.proto3_optional())
        };
        let kept: Vec<usize> = (0..proto.oneofs.len()).filter(|i| real(*i)).collect();
        let sums = kept.iter().map(|i| Sum {
            name: proto.oneofs[*i].name().to_owned(),
            docs: self.locations.docs(&child(path, MESSAGE_ONEOFS, *i)),
        });
        let sums = sums.collect();
        let mut fields = Vec::new();
        for (i, field) in proto.fields.iter().enumerate() {
            let sum = kept.iter().position(|k| field.oneof_index == Some(index(*k)));
            let path = child(path, MESSAGE_FIELDS, i);
            fields.extend(self.field(field, proto, sum, &path, features.of_field(field, proto)));
        }
        let options = proto.options.clone().unwrap_or_default();
        let message = Message {
            name: name.to_owned(),
            package: self.package.to_owned(),
            parent: parent.map(str::to_owned),
            document: self.document.to_owned(),
            docs: self.locations.docs(path),
            fields,
            sums,
            deprecated: options.deprecated() || parent.is_none() && self.deprecated,
            resource: options.resource.map(resource),
            origin: self.locations.origin(path),
            id: id.clone(),
        };
        let resource = message.resource.clone();
        self.schema.resources.extend(resource.map(|resource| (resource.kind.clone(), resource)));
        self.schema.messages.insert(id, message);
    }

    fn field(
        &self,
        proto: &FieldProto,
        around: &DescriptorProto,
        sum: Option<usize>,
        path: &[i32],
        features: Features,
    ) -> Option<Field> {
        let name = proto.name();
        let single = single_type(proto)?;
        let options = proto.options.clone().unwrap_or_default();
        let repeated = proto.label() == 3;
        let ty = match map_of(proto, around) {
            Some(map) if repeated => map,
            _ if repeated => Type::List(Box::new(single.clone())),
            _ => single.clone(),
        };
        let message = matches!(single, Type::Message(_));
        let presence = match proto.label() {
            2 => Presence::Required,
            _ if message || sum.is_some() || proto.proto3_optional() => match features.presence {
                Presence::Required => Presence::Required,
                _ => Presence::Explicit,
            },
            _ => features.presence,
        };
        let text = matches!(single, Type::Scalar(Scalar::String | Scalar::Bytes));
        let packable = matches!(ty, Type::List(_)) && !message && !text;
        Some(Field {
            name: name.to_owned(),
            json_name: proto.json_name.clone().unwrap_or_else(|| json_name(name)),
            number: u32::try_from(proto.number()).ok()?,
            ty,
            presence,
            sum,
            packed: packable && options.packed.unwrap_or(features.packed),
            delimited: proto.kind() == 10 || features.delimited,
            behavior: options.behavior.iter().filter_map(|n| behavior(*n)).collect(),
            resource_reference: said(options.reference.as_ref().map(|r| &r.kind)),
            child_reference: said(options.reference.as_ref().map(|r| &r.child_kind)),
            format: options.info.as_ref().and_then(|info| text_format(info.format)),
            referenced_types: options
                .info
                .iter()
                .flat_map(|info| info.referenced.iter().map(|r| r.name.clone()))
                .collect(),
            sensitive: options.debug_redact(),
            docs: self.locations.docs(path),
            deprecated: options.deprecated(),
            origin: self.locations.origin(path),
        })
    }

    fn enumeration(
        &mut self,
        proto: &EnumProto,
        parent: Option<&str>,
        path: &[i32],
        outer: Features,
    ) {
        let features = outer.with(proto.options.as_ref().and_then(|o| o.features));
        let name = proto.name();
        let id = full_name(parent.unwrap_or(self.package), name);
        let mut variants = Vec::new();
        for (i, value) in proto.values.iter().enumerate() {
            let path = child(path, ENUM_VALUES, i);
            let name = value.name();
            variants.push(Variant {
                name: name.to_owned(),
                text: name.to_owned(),
                aliases: Vec::new(),
                number: Some(value.number().into()),
                docs: self.locations.docs(&path),
                deprecated: value.options.as_ref().is_some_and(EnumValueOptions::deprecated),
                origin: self.locations.origin(&path),
                ..Variant::default()
            });
        }
        let item = Enum {
            name: name.to_owned(),
            document: self.document.to_owned(),
            docs: self.locations.docs(path),
            variants,
            open: features.open_enums,
            deprecated: proto.options.as_ref().is_some_and(EnumOptions::deprecated)
                || parent.is_none() && self.deprecated,
            origin: self.locations.origin(path),
            id: id.clone(),
            ..Enum::default()
        };
        self.schema.enums.insert(id, item);
    }

    fn service(&mut self, proto: &ServiceProto, path: &[i32]) {
        let name = proto.name();
        let id = full_name(self.package, name);
        let mut methods = Vec::new();
        for (i, method) in proto.methods.iter().enumerate() {
            methods.push(self.method(method, &id, &child(path, SERVICE_METHODS, i)));
        }
        let options = proto.options.clone().unwrap_or_default();
        let scopes = options.oauth_scopes().split(',').map(str::trim).filter(|s| !s.is_empty());
        self.schema.services.push(Service {
            name: name.to_owned(),
            package: self.package.to_owned(),
            document: self.document.to_owned(),
            docs: self.locations.docs(path),
            methods,
            oauth_scopes: scopes.map(str::to_owned).collect(),
            deprecated: options.deprecated() || self.deprecated,
            origin: self.locations.origin(path),
            default_host: options.default_host.clone(),
            id,
        });
    }

    fn method(&self, proto: &MethodProto, service: &str, path: &[i32]) -> Method {
        let name = proto.name();
        let options = proto.options.clone().unwrap_or_default();
        let fields = |s: &String| s.split(',').map(|f| f.trim().to_owned()).collect();
        Method {
            name: name.to_owned(),
            path: format!("/{service}/{name}"),
            docs: self.locations.docs(path),
            input: id(proto.input()),
            output: id(proto.output()),
            client_streaming: proto.client_streaming(),
            server_streaming: proto.server_streaming(),
            idempotency: match options.idempotency() {
                1 => Idempotency::NoSideEffects,
                2 => Idempotency::Idempotent,
                _ => Idempotency::Unknown,
            },
            http: options.http.as_ref().map(http_bindings).unwrap_or_default(),
            routing: options.routing.as_ref().map(|routing| {
                let parameters = routing.parameters.iter();
                let parameter = |p: &RoutingParameterProto| RoutingParameter {
                    field: p.field.clone(),
                    template: p.template.clone(),
                };
                parameters.map(parameter).collect()
            }),
            signatures: options.signature.iter().map(fields).collect(),
            operation: options
                .operation
                .clone()
                .map(|o| Operation { response: o.response, metadata: o.metadata }),
            calls: None,
            deprecated: options.deprecated(),
            origin: self.locations.origin(path),
        }
    }
}

pub(super) fn is_map_entry(message: &DescriptorProto) -> bool {
    message.options.as_ref().is_some_and(MessageOptions::map_entry)
}

/// The type of one value of the field, by the numbers of `FieldDescriptorProto.Type`.
pub(super) fn single_type(field: &FieldProto) -> Option<Type> {
    Some(Type::Scalar(match field.kind() {
        1 => Scalar::Double,
        2 => Scalar::Float,
        3 => Scalar::Int64,
        4 => Scalar::Uint64,
        5 => Scalar::Int32,
        6 => Scalar::Fixed64,
        7 => Scalar::Fixed32,
        8 => Scalar::Bool,
        9 => Scalar::String,
        10 | 11 => return Some(Type::Message(id(field.type_name()))),
        12 => Scalar::Bytes,
        13 => Scalar::Uint32,
        14 => return Some(Type::Enum(id(field.type_name()))),
        15 => Scalar::Sfixed32,
        16 => Scalar::Sfixed64,
        17 => Scalar::Sint32,
        18 => Scalar::Sint64,
        _ => return None,
    }))
}

/// A map is written as a repeated message with two fields, nested beside the field.
fn map_of(field: &FieldProto, around: &DescriptorProto) -> Option<Type> {
    let name = field.type_name().rsplit('.').next()?;
    let entry = around.messages.iter().find(|m| is_map_entry(m) && m.name() == name)?;
    let part =
        |number: i32| entry.fields.iter().find(|f| f.number() == number).and_then(single_type);
    match (part(1)?, part(2)?) {
        (Type::Scalar(key), value) => Some(Type::Map(key, Box::new(value))),
        _ => None,
    }
}

/// protoc's rule for names in JSON: drop each underscore and capitalise what follows it.
fn json_name(name: &str) -> String {
    let mut out = String::new();
    let mut up = false;
    for c in name.chars() {
        if c == '_' {
            up = true;
        } else {
            out.push(if up { c.to_ascii_uppercase() } else { c });
            up = false;
        }
    }
    out
}

/// By the numbers of `google.api.FieldBehavior`.
fn behavior(number: i32) -> Option<Behavior> {
    Some(match number {
        1 => Behavior::Optional,
        2 => Behavior::Required,
        3 => Behavior::OutputOnly,
        4 => Behavior::InputOnly,
        5 => Behavior::Immutable,
        6 => Behavior::UnorderedList,
        7 => Behavior::NonEmptyDefault,
        8 => Behavior::Identifier,
        _ => return None,
    })
}

/// By the numbers of `google.api.FieldInfo.Format`.
fn text_format(number: i32) -> Option<TextFormat> {
    Some(match number {
        1 => TextFormat::Uuid4,
        2 => TextFormat::Ipv4,
        3 => TextFormat::Ipv6,
        4 => TextFormat::Ipv4OrIpv6,
        _ => return None,
    })
}

/// The rule and its additional bindings, in that order.
fn http_bindings(rule: &HttpProto) -> Vec<HttpBinding> {
    let custom = rule.custom.as_ref();
    let verbs = [
        ("GET", rule.get.as_ref()),
        ("PUT", rule.put.as_ref()),
        ("POST", rule.post.as_ref()),
        ("DELETE", rule.delete.as_ref()),
        ("PATCH", rule.patch.as_ref()),
        (custom.map_or("", |c| &c.kind), custom.map(|c| &c.path)),
    ];
    let set = verbs.into_iter().filter_map(|(verb, path)| Some((verb, path?)));
    let first = set.map(|(verb, path)| HttpBinding {
        verb: verb.to_owned(),
        path: path.clone(),
        body: rule.body.clone(),
        response_body: rule.response_body.clone(),
    });
    first.chain(rule.more.iter().flat_map(http_bindings)).collect()
}
