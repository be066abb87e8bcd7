//! Requests as a compiler would send them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use prost::Message;
use prost_types::compiler::CodeGeneratorResponse;

/// A `CodeGeneratorRequest` whose descriptors are bytes, as custom options are lost otherwise.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Request {
    #[prost(string, repeated, tag = "1")]
    pub(crate) file_to_generate: Vec<String>,
    #[prost(string, optional, tag = "2")]
    pub(crate) parameter: Option<String>,
    #[prost(bytes = "vec", repeated, tag = "15")]
    pub(crate) proto_file: Vec<Vec<u8>>,
}

/// A folder that imports count from, and the names of the files in it for which code is wanted.
pub(crate) struct Sources {
    pub(crate) root: PathBuf,
    pub(crate) names: Vec<String>,
}

impl Sources {
    /// All files of a folder but those that it only holds to import them.
    pub(crate) fn of(root: PathBuf) -> Self {
        const IMPORTED: [&str; 3] = ["google/api/", "google/protobuf/", "protoc-gen-openapiv2/"];
        let mut names = Vec::new();
        collect(&root, &root, &mut names);
        names.retain(|name| !IMPORTED.iter().any(|start| name.starts_with(start)));
        names.sort();
        assert!(!names.is_empty(), "no .proto file in {}", root.display());
        Self { root, names }
    }

    pub(crate) fn request(&self, parameter: &str) -> Request {
        let mut open = |name: &str| {
            let path = self.root.join(name);
            path.is_file()
                .then(|| std::fs::read_to_string(path))
                .transpose()
                .map_err(|e| e.to_string())
        };
        let roots: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let compiled = typewright_compiler::compile(&roots, &mut open).unwrap();
        Request {
            file_to_generate: self.names.clone(),
            parameter: Some(parameter.to_owned()),
            proto_file: compiled.files.into_iter().map(|file| file.descriptor).collect(),
        }
    }
}

fn collect(root: &Path, folder: &Path, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, names);
        } else if path.extension().is_some_and(|e| e == "proto") {
            names.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The API of the example, which is our own.
pub(crate) fn inventory() -> Sources {
    Sources::of(workspace().join("examples/inventory/proto"))
}

/// Cases of the engine's tests that import nothing of ours.
pub(crate) fn cases() -> Vec<Sources> {
    let cases = workspace().join("codegen-cli/core/tests/cases");
    let names = [
        "messages/proto2",
        "messages/shapes",
        "messages/comments",
        "messages/packages_without_root",
        "client/well_known",
    ];
    names.iter().map(|name| Sources::of(cases.join(name))).collect()
}

/// Published inputs, as far as they are at hand.
pub(crate) fn published() -> Vec<Sources> {
    let named = std::env::var_os("TYPEWRIGHT_INPUTS").map(PathBuf::from);
    let root = named.unwrap_or_else(|| workspace().join("../shared/inputs")).join("proto");
    if !root.is_dir() {
        eprintln!("no published inputs in {}: only our own are tested", root.display());
        return Vec::new();
    }
    let sets = ["csi", "etcd", "otel", "pubsub", "showcase"];
    sets.iter().map(|set| Sources::of(root.join(set))).collect()
}

/// What the plugin answers to a request.
pub(crate) fn answer(request: &Request) -> CodeGeneratorResponse {
    let answer = protoc_gen_typewright::respond(&request.encode_to_vec()).unwrap();
    CodeGeneratorResponse::decode(&*answer).unwrap()
}

/// The files of an answer that is no error, by name.
pub(crate) fn files(answer: &CodeGeneratorResponse) -> BTreeMap<String, String> {
    assert_eq!(answer.error, None);
    let text = |f: &prost_types::compiler::code_generator_response::File| {
        (f.name().to_owned(), f.content().to_owned())
    };
    let files: BTreeMap<String, String> = answer.file.iter().map(text).collect();
    assert_eq!(files.len(), answer.file.len(), "two files of one name");
    files
}
