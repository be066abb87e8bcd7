//! Our own files: each has its descriptor beside it, as text.

use std::path::Path;

use crate::dump::Schema;
use crate::{assert_none, compile_in, expect, folder, protoc, protos};

/// The descriptor of a file; then, if they differ, the one at run time; then the warnings.
fn text(folder: &Path, name: &str) -> String {
    let roots = [name, "google/protobuf/descriptor.proto"];
    let compiled = match compile_in(folder, &roots) {
        Ok(compiled) => compiled,
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            return lines.join("\n");
        }
    };
    let schema = Schema::new(&compiled);
    let file = compiled.files.iter().find(|file| file.name == name).unwrap();
    let mut text = schema.file(&file.descriptor);
    if file.runtime != file.descriptor {
        text.push_str("\n# at run time\n");
        let runtime = protoc::without_source(&file.runtime);
        text.push_str(&schema.file(&runtime));
    }
    for warning in compiled.warnings {
        text.push_str(&format!("\n# warning\n{warning}\n"));
    }
    text
}

#[test]
fn are_as_expected() {
    let folder = folder("cases");
    let mut mistakes = Vec::new();
    for name in protos(&folder) {
        let path = folder.join(&name).with_extension("txt");
        mistakes.extend(expect(&path, &text(&folder, &name)).err());
    }
    assert_none(&mistakes);
}

#[test]
fn are_as_protoc_gives_them() {
    let Some(protoc) = protoc::at_hand() else { return };
    let folder = folder("cases");
    let mut mistakes = Vec::new();
    for name in protos(&folder) {
        mistakes.extend(protoc.differences(&folder, &[&name]));
    }
    assert_none(&mistakes);
}

#[test]
fn do_not_depend_on_what_else_is_compiled() {
    let folder = folder("cases");
    let names = protos(&folder);
    let roots: Vec<&str> = names.iter().rev().map(String::as_str).collect();
    let together = compile_in(&folder, &roots).unwrap();
    for name in &names {
        let alone = compile_in(&folder, &[name]).unwrap();
        let find = |files: &typewright_compiler::Compiled| {
            files.files.iter().find(|file| file.name == *name).unwrap().descriptor.clone()
        };
        assert!(find(&alone) == find(&together), "{name}");
    }
}

#[test]
fn missing_roots_are_told_without_a_place() {
    let problems = compile_in(&folder("cases"), &["proto4.proto", "proto3.proto"]).unwrap_err();
    let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["proto4.proto: `proto4.proto` is not found"]);
}

#[test]
fn files_that_cannot_be_read_are_told_where_they_are_imported() {
    let mut open = |name: &str| match name {
        "a.proto" => Ok(Some("import \"b.proto\";\n".to_owned())),
        _ => Err("permission denied".to_owned()),
    };
    let problems = typewright_compiler::compile(&["a.proto"], &mut open).unwrap_err();
    let first = problems[0].to_string();
    assert_eq!(first, "a.proto:1:8: `b.proto` cannot be read: permission denied");
}

#[test]
fn a_byte_order_mark_is_no_text() {
    let text = "\u{feff}syntax = \"proto3\";\nmessage A {}\n";
    let mut open = |name: &str| Ok((name == "a.proto").then(|| text.to_owned()));
    let compiled = typewright_compiler::compile(&["a.proto"], &mut open).unwrap();
    let Some(protoc) = protoc::at_hand() else { return };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.proto"), text).unwrap();
    assert!(
        protoc.files(folder.path(), &["a.proto"], true).unwrap()
            == [compiled.files[0].descriptor.clone()]
    );
}
