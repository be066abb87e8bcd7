//! Tables ▶ descriptors of protobuf files, for reflection.
//!
//! Tables do not say which file declared what, so there are files of our own: each service has one,
//! and so has each group of types that need each other. The well-known types keep theirs.

mod files;
mod proto;

use std::collections::{BTreeMap, BTreeSet};

use prost::Message as _;
use prost::bytes::Bytes;

use self::files::Layout;
use self::proto::{Enum, EnumValue, File, Message, Method, Service};
use crate::json::Types;
use crate::table::{self, Kind};

/// The files that declare the services and all their types, encoded.
pub(crate) fn of(services: &[&'static table::Service]) -> Vec<Bytes> {
    let methods = services.iter().flat_map(|service| service.methods.iter());
    let types = Types::new(methods.flat_map(table::Method::messages));
    let messages: BTreeMap<_, _> = types.all().map(|message| (message.id, message)).collect();
    let enums = messages.values().flat_map(|message| message.fields).filter_map(|f| match f.kind {
        Kind::Enum(one) => Some((one.id, one)),
        _ => None,
    });
    let enums: BTreeMap<_, _> = enums.collect();
    let layout = Layout::new(&messages, enums.keys().copied());
    let mut files = layout.files(&messages, &enums);
    files.extend(services.iter().map(|service| declared(service, &layout)));
    files.iter().map(|file| file.encode_to_vec().into()).collect()
}

fn declared(service: &table::Service, layout: &Layout) -> File {
    let mut imports = BTreeSet::new();
    let mut ty = |message: &table::Message| {
        imports.insert(layout.file(message.id));
        format!(".{}", message.id)
    };
    let methods = service.methods.iter().map(|method| Method {
        name: method.name.to_owned(),
        input: ty(method.input),
        output: ty(method.output),
        client_streaming: method.client_streaming,
        server_streaming: method.server_streaming,
    });
    let one = Service { name: service.name().to_owned(), methods: methods.collect() };
    let package = service.id.strip_suffix(service.name()).unwrap_or_default();
    File {
        name: format!("{}.proto", service.id.replace('.', "/")),
        package: package.trim_end_matches('.').to_owned(),
        imports: imports.into_iter().collect(),
        services: vec![one],
        syntax: "proto3".to_owned(),
        ..File::default()
    }
}

fn enumeration(one: &table::Enum) -> Enum {
    let mut numbers = BTreeSet::new();
    let alias = one.values.iter().any(|(_, number)| !numbers.insert(number));
    let value =
        |(name, number): &(&str, i32)| EnumValue { name: (*name).to_owned(), number: *number };
    Enum {
        name: last(one.id).to_owned(),
        values: one.values.iter().map(value).collect(),
        options: alias.then_some(proto::EnumOptions { allow_alias: true }),
    }
}

fn last(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// A message, without what is declared inside of it; `old` is protobuf 2.
fn message(table: &table::Message, old: bool) -> Message {
    let mut oneofs: Vec<String> = table.oneofs.iter().map(|name| (*name).to_owned()).collect();
    let mut nested = Vec::new();
    let mut fields = Vec::new();
    for field in table.fields {
        let (declared, entry) = proto::field(table.id, field, old, &mut oneofs);
        fields.push(declared);
        nested.extend(entry);
    }
    let oneofs = oneofs.into_iter().map(|name| proto::Oneof { name }).collect();
    Message { name: last(table.id).to_owned(), fields, nested, oneofs, ..Message::default() }
}
