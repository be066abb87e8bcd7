//! Inputs: `.proto` files ▶ what a compiler gives.

use std::path::{Path, PathBuf};

use prost::Message as _;
use typewright_core::source::proto::Input;

use crate::folder;

#[derive(Clone, PartialEq, prost::Message)]
struct Set {
    #[prost(bytes = "vec", repeated, tag = "1")]
    file: Vec<Vec<u8>>,
}

/// Compiles `generate` (names below `root`) with all that they import.
pub(crate) fn compile(root: &Path, generate: Vec<String>) -> Input {
    let includes = [root.to_owned(), folder::tests().join("include")];
    let mut compiler = protox::Compiler::new(includes).unwrap();
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(&generate).unwrap_or_else(|error| panic!("{}: {error:?}", root.display()));
    let set = Set::decode(&*compiler.encode_file_descriptor_set()).unwrap();
    Input { files: set.file, generate }
}

/// The names of the `.proto` files below a folder, sorted.
pub(crate) fn protos(root: &Path) -> Vec<String> {
    let name = |path: &PathBuf| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    folder::files(root, "proto").iter().map(name).collect()
}

/// A case of ours: a folder of `cases/<theme>/`.
pub(crate) struct Case {
    pub(crate) theme: String,
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

impl Case {
    pub(crate) fn input(&self) -> Input {
        compile(&self.path, protos(&self.path))
    }
}

/// Every case that has protobuf files; those of errors are made by `errors.rs`.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for theme in folder::folders(&folder::tests().join("cases")) {
        for path in folder::folders(&theme) {
            if !protos(&path).is_empty() {
                let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
                cases.push(Case { theme: name(&theme), name: name(&path), path });
            }
        }
    }
    assert!(!cases.is_empty(), "no cases found");
    cases
}

/// Sets of published inputs, each a folder with its own imports.
pub(crate) const PUBLISHED: [&str; 5] = ["csi", "etcd", "otel", "pubsub", "showcase"];

/// The published inputs, where they are at hand.
pub(crate) fn published() -> Option<PathBuf> {
    let folder = match std::env::var_os("TYPEWRIGHT_INPUTS") {
        Some(named) => PathBuf::from(named),
        None => folder::workspace().join("../shared/inputs"),
    };
    let found = folder.join("proto").is_dir();
    if !found {
        eprintln!("no published inputs in {}: only our own are tested", folder.display());
    }
    found.then(|| folder.join("proto"))
}

/// A published set: all its files but those that it only imports.
pub(crate) fn published_set(root: &Path) -> Input {
    const IMPORTED: [&str; 3] = ["google/api/", "google/protobuf/", "protoc-gen-openapiv2/"];
    let mut wanted = protos(root);
    wanted.retain(|name| !IMPORTED.iter().any(|start| name.starts_with(start)));
    compile(root, wanted)
}
