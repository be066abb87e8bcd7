//! Whether the server's API is the one that this tool was made for, by reflection.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message as _;
use typewright_client::{Channel, Code};

use super::Check;
use crate::table::{Kind, Message, Method, Service, Shape};

const NAME: &str = "schema";

/// `google.protobuf.FileDescriptorProto`, as far as it matters here.
#[derive(Clone, PartialEq, prost::Message)]
struct File {
    #[prost(string, tag = "2")]
    package: String,
    #[prost(string, repeated, tag = "3")]
    dependency: Vec<String>,
    #[prost(message, repeated, tag = "4")]
    messages: Vec<Type>,
    #[prost(message, repeated, tag = "6")]
    services: Vec<Served>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Type {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "2")]
    fields: Vec<Member>,
    #[prost(message, repeated, tag = "3")]
    nested: Vec<Type>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Member {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(int32, tag = "3")]
    number: i32,
    #[prost(int32, tag = "4")]
    label: i32,
    #[prost(int32, tag = "5")]
    kind: i32,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Served {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "2")]
    methods: Vec<Rpc>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Rpc {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "2")]
    input: String,
    #[prost(string, tag = "3")]
    output: String,
    #[prost(bool, tag = "5")]
    client_streaming: bool,
    #[prost(bool, tag = "6")]
    server_streaming: bool,
}

/// What differs, or that nothing does.
pub(super) async fn compare(channel: &Channel, services: &[&'static Service]) -> Vec<Check> {
    let reflection = channel.reflection();
    let served = match reflection.services().await {
        Ok(served) => served,
        Err(error) if error.code() == Code::Unimplemented => {
            return vec![Check::ok(NAME, "unknown: the server has no reflection service")];
        }
        Err(error) => {
            let message = format!("reflection: {}: {}", error.code(), error.message());
            return vec![Check::warn(NAME, message)];
        }
    };
    let (mut known, mut differences) = (Known::default(), Vec::new());
    for service in services {
        if !served.iter().any(|name| name == service.id) {
            differences.push(format!("the server has no {}", service.id));
            continue;
        }
        let files = match reflection.file_of(service.id).await {
            Ok(files) => files,
            Err(error) => return vec![Check::warn(NAME, format!("reflection: {error}"))],
        };
        for file in &files {
            known.add(file);
        }
        // Some servers send the file alone.
        while let Some(name) = known.missing() {
            for file in reflection.file(&name).await.unwrap_or_default() {
                known.add(&file);
            }
        }
        known.compare(service, &mut differences);
    }
    if differences.is_empty() {
        return vec![Check::ok(NAME, "the server has the API that this tool was made for")];
    }
    let help = "make the tool anew from the server's schema, or call the server that it fits";
    let mut checks: Vec<Check> =
        differences.into_iter().map(|difference| Check::warn(NAME, difference)).collect();
    if let Some(last) = checks.pop() {
        checks.push(last.help(help));
    }
    checks
}

/// All that the server told about its types.
#[derive(Default)]
struct Known {
    types: BTreeMap<String, Type>,
    services: BTreeMap<String, Served>,
    wanted: BTreeSet<String>,
    /// Files that were asked for; each once, whatever comes.
    asked: BTreeSet<String>,
}

impl Known {
    fn add(&mut self, bytes: &[u8]) {
        let Ok(file) = File::decode(bytes) else { return };
        let scope = |name: &str| match file.package.as_str() {
            "" => name.to_owned(),
            package => format!("{package}.{name}"),
        };
        for message in &file.messages {
            self.insert(scope(&message.name), message);
        }
        for service in &file.services {
            self.services.insert(scope(&service.name), service.clone());
        }
        let open = file.dependency.into_iter().filter(|name| !name.starts_with("google/protobuf/"));
        self.wanted.extend(open);
    }

    fn insert(&mut self, id: String, message: &Type) {
        for inner in &message.nested {
            self.insert(format!("{id}.{}", inner.name), inner);
        }
        self.types.insert(id, message.clone());
    }

    fn missing(&mut self) -> Option<String> {
        let next = self.wanted.iter().find(|name| !self.asked.contains(*name)).cloned()?;
        self.asked.insert(next.clone());
        Some(next)
    }

    fn compare(&self, service: &Service, differences: &mut Vec<String>) {
        let Some(served) = self.services.get(service.id) else { return };
        let mut seen = BTreeSet::new();
        for method in service.methods.iter() {
            let Some(rpc) = served.methods.iter().find(|rpc| rpc.name == method.name) else {
                differences.push(format!("the server has no {}.{}", service.id, method.name));
                continue;
            };
            self.method(service, method, rpc, differences);
            self.message(method.input, &mut seen, differences);
            self.message(method.output, &mut seen, differences);
        }
    }

    fn method(&self, service: &Service, method: &Method, rpc: &Rpc, into: &mut Vec<String>) {
        let name = format!("{}.{}", service.id, method.name);
        let streams = (rpc.client_streaming, rpc.server_streaming);
        if streams != (method.client_streaming, method.server_streaming) {
            into.push(format!("{name} streams otherwise on the server"));
        }
        for (ours, theirs) in [(method.input.id, &rpc.input), (method.output.id, &rpc.output)] {
            let theirs = theirs.trim_start_matches('.');
            if ours != theirs {
                into.push(format!("{name} has {theirs} on the server, here {ours}"));
            }
        }
    }

    fn message(
        &self,
        table: &'static Message,
        seen: &mut BTreeSet<&'static str>,
        differences: &mut Vec<String>,
    ) {
        let Some(theirs) = self.types.get(table.id) else { return };
        if !seen.insert(table.id) {
            return;
        }
        for field in table.fields {
            let number = i32::try_from(field.number).unwrap_or(i32::MAX);
            match theirs.fields.iter().find(|member| member.number == number) {
                None => differences.push(format!(
                    "{} has no field {} (`{}`) on the server",
                    table.id, field.number, field.name
                )),
                Some(member) if !fits(member, field.kind, field.shape) => {
                    differences.push(format!(
                        "{}.{} is of another type on the server",
                        table.id, field.name
                    ));
                }
                Some(_) => {}
            }
            if let Kind::Message(inner) | Kind::Group(inner) = field.kind {
                self.message(inner, seen, differences);
            }
        }
        for member in &theirs.fields {
            let number = u32::try_from(member.number).unwrap_or(0);
            if table.number(number).is_none() {
                let id = table.id;
                differences.push(format!("{id}.{} is new on the server", member.name));
            }
        }
    }
}

/// Whether a field of the server's is read as we read it.
fn fits(member: &Member, kind: Kind, shape: Shape) -> bool {
    const REPEATED: i32 = 3;
    const MESSAGE: i32 = 11;
    let many = matches!(shape, Shape::Repeated { .. } | Shape::Map(_));
    let wanted = match kind {
        _ if matches!(shape, Shape::Map(_)) => MESSAGE,
        Kind::Double => 1,
        Kind::Float => 2,
        Kind::Int64 => 3,
        Kind::Uint64 => 4,
        Kind::Int32 => 5,
        Kind::Fixed64 => 6,
        Kind::Fixed32 => 7,
        Kind::Bool => 8,
        Kind::String => 9,
        Kind::Group(_) => 10,
        Kind::Message(_) => MESSAGE,
        Kind::Bytes => 12,
        Kind::Uint32 => 13,
        Kind::Enum(_) => 14,
        Kind::Sfixed32 => 15,
        Kind::Sfixed64 => 16,
        Kind::Sint32 => 17,
        Kind::Sint64 => 18,
    };
    // Delimited messages of editions say MESSAGE and mean a group.
    let same = member.kind == wanted || (member.kind == MESSAGE && wanted == 10);
    same && many == (member.label == REPEATED)
}
