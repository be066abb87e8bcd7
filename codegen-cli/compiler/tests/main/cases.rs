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
