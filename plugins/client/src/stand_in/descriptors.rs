//! Descriptors of files, looked up by what they declare.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use prost::Message;

/// Files with what they import.
#[derive(Clone, Default)]
pub(super) struct Files {
    files: BTreeMap<String, (Bytes, Vec<String>)>,
    /// The file of each symbol.
    symbols: BTreeMap<String, String>,
}

/// What names there are in a `google.protobuf.FileDescriptorProto`.
#[derive(Clone, PartialEq, Message)]
struct File {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "2")]
    package: String,
    #[prost(string, repeated, tag = "3")]
    imports: Vec<String>,
    #[prost(message, repeated, tag = "4")]
    messages: Vec<Declared>,
    #[prost(message, repeated, tag = "5")]
    enums: Vec<Named>,
    #[prost(message, repeated, tag = "6")]
    services: Vec<Service>,
}

#[derive(Clone, PartialEq, Message)]
struct Declared {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "3")]
    messages: Vec<Declared>,
    #[prost(message, repeated, tag = "4")]
    enums: Vec<Named>,
}

#[derive(Clone, PartialEq, Message)]
struct Service {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "2")]
    methods: Vec<Named>,
}

#[derive(Clone, PartialEq, Message)]
struct Named {
    #[prost(string, tag = "1")]
    name: String,
}

impl Files {
    pub(super) fn add(&mut self, bytes: Bytes) {
        let Ok(file) = File::decode(bytes.clone()) else { return };
        let mut symbols = Vec::new();
        for message in &file.messages {
            message.symbols(&file.package, &mut symbols);
        }
        symbols.extend(file.enums.iter().map(|one| inside(&file.package, &one.name)));
        for service in &file.services {
            let id = inside(&file.package, &service.name);
            symbols.extend(service.methods.iter().map(|method| inside(&id, &method.name)));
            symbols.push(id);
        }
        self.symbols.extend(symbols.into_iter().map(|symbol| (symbol, file.name.clone())));
        self.files.insert(file.name, (bytes, file.imports));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The file that declares a service, method or type, and all that it imports.
    pub(super) fn declaring(&self, symbol: &str) -> Option<Vec<Bytes>> {
        self.named(self.symbols.get(symbol.trim_start_matches('.'))?)
    }

    /// The file of this name, and all that it imports.
    pub(super) fn named(&self, name: &str) -> Option<Vec<Bytes>> {
        self.files.get(name)?;
        let (mut found, mut seen, mut next) = (Vec::new(), BTreeSet::new(), vec![name]);
        while let Some(name) = next.pop() {
            if let Some((bytes, imports)) = self.files.get(name).filter(|_| seen.insert(name)) {
                found.push(bytes.clone());
                next.extend(imports.iter().map(String::as_str));
            }
        }
        Some(found)
    }
}

impl Declared {
    fn symbols(&self, around: &str, symbols: &mut Vec<String>) {
        let id = inside(around, &self.name);
        self.messages.iter().for_each(|message| message.symbols(&id, symbols));
        symbols.extend(self.enums.iter().map(|one| inside(&id, &one.name)));
        symbols.push(id);
    }
}

fn inside(around: &str, name: &str) -> String {
    if around.is_empty() { name.to_owned() } else { format!("{around}.{name}") }
}
