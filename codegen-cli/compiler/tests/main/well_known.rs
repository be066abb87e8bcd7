//! The files that ship with the compiler declare what those of protoc declare.

use std::path::Path;

use crate::{assert_none, compile_in, protoc};

const FILES: [&str; 14] = [
    "any",
    "api",
    "compiler/plugin",
    "cpp_features",
    "descriptor",
    "duration",
    "empty",
    "field_mask",
    "java_features",
    "source_context",
    "struct",
    "timestamp",
    "type",
    "wrappers",
];

#[test]
fn are_those_of_protoc() {
    let names = FILES.map(|name| format!("google/protobuf/{name}.proto"));
    let roots: Vec<&str> = names.iter().map(String::as_str).collect();
    let nowhere = Path::new("no/such/folder");
    let compiled = compile_in(nowhere, &roots).unwrap();
    assert_eq!(compiled.files.len(), FILES.len());
    let Some(protoc) = protoc::at_hand() else { return };
    let empty = tempfile::tempdir().unwrap();
    assert_none(&protoc.differences(empty.path(), &roots));
}
