//! Inputs: `.proto` files ▶ what a compiler gives.

use std::path::{Path, PathBuf};

use typewright_core::diag::Diagnostics;
use typewright_core::emit::Options;
use typewright_core::model::Schema;
use typewright_core::source::proto::{self, Input};
use typewright_core::source::service_config;

use crate::folder;

/// Compiles `generate` (names below `root`) with all that they import.
pub(crate) fn compile(root: &Path, generate: Vec<String>) -> Input {
    let includes = [root.to_owned(), folder::tests().join("include")];
    let mut open = |name: &str| {
        let found = includes.iter().map(|folder| folder.join(name)).find(|path| path.is_file());
        found.map(std::fs::read_to_string).transpose().map_err(|error| error.to_string())
    };
    let roots: Vec<&str> = generate.iter().map(String::as_str).collect();
    let compiled = typewright_compiler::compile(&roots, &mut open)
        .unwrap_or_else(|problems| panic!("{}: {problems:#?}", root.display()));
    let files = compiled.files.into_iter().map(|file| file.descriptor).collect();
    Input { files, generate }
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

/// What is emitted for an input: the selected part of it, with its service configs.
pub(crate) fn schema(input: &Input, options: &Options) -> Result<Schema, Diagnostics> {
    let mut schema = proto::read_selected(input, &options.selection)?;
    let open = |file: &str| std::fs::read_to_string(file).map_err(|error| error.to_string());
    let (configs, selection) = (&options.service_configs, &options.selection);
    service_config::apply(&mut schema, configs, selection, open)?;
    Ok(schema)
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
