//! What protoc would send to a plugin, and what plugins answer.

use std::path::Path;

use prost::Message;

#[derive(Clone, PartialEq, Message)]
pub struct Request {
    #[prost(string, repeated, tag = "1")]
    file_to_generate: Vec<String>,
    #[prost(string, optional, tag = "2")]
    pub parameter: Option<String>,
    #[prost(bytes = "vec", repeated, tag = "15")]
    proto_file: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Response {
    #[prost(string, optional, tag = "1")]
    pub error: Option<String>,
    #[prost(message, repeated, tag = "15")]
    pub file: Vec<File>,
}

#[derive(Clone, PartialEq, Message)]
pub struct File {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(string, tag = "2")]
    pub insertion_point: String,
    #[prost(string, tag = "15")]
    pub content: String,
}

/// A file descriptor, as far as it names methods.
#[derive(Clone, PartialEq, Message)]
struct Descriptor {
    #[prost(string, tag = "2")]
    package: String,
    #[prost(message, repeated, tag = "6")]
    services: Vec<Service>,
}

#[derive(Clone, PartialEq, Message)]
struct Service {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "2")]
    methods: Vec<Method>,
}

#[derive(Clone, PartialEq, Message)]
struct Method {
    #[prost(string, tag = "1")]
    name: String,
}

impl Request {
    /// The full name of one method.
    pub fn a_method(&self) -> String {
        let files = self.proto_file.iter().filter_map(|file| Descriptor::decode(&**file).ok());
        let mut names = files.flat_map(|file| {
            let package = file.package;
            file.services.into_iter().filter_map(move |service| {
                Some(format!("{package}.{}.{}", service.name, service.methods.first()?.name))
            })
        });
        names.next().expect("an API with a method")
    }

    /// All files below a folder but those of `google/protobuf`, which the peers take from prost-types.
    pub fn of(root: &Path) -> Self {
        let mut names = Vec::new();
        collect(root, root, &mut names);
        names.sort();
        let mut open = |name: &str| Ok(std::fs::read_to_string(root.join(name)).ok());
        let roots: Vec<&str> = names.iter().map(String::as_str).collect();
        let compiled = typewright_compiler::compile(&roots, &mut open)
            .unwrap_or_else(|problems| panic!("{}: {}", root.display(), problems[0]));
        let proto_file = compiled.files.into_iter().map(|file| file.runtime).collect();
        Self { file_to_generate: names, parameter: None, proto_file }
    }
}

fn collect(root: &Path, folder: &Path, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, names);
        } else if path.extension().is_some_and(|ending| ending == "proto") {
            let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
            if !name.starts_with("google/protobuf/") {
                names.push(name);
            }
        }
    }
}
