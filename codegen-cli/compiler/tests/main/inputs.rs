//! The published files that come with the workspace's inputs, where these are at hand.

use std::path::{Path, PathBuf};

use crate::{assert_none, compile_in, protoc, protos};

/// The folders of published files, each with its own includes.
fn sets() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/inputs");
    let named = std::env::var_os("TYPEWRIGHT_INPUTS").map(PathBuf::from);
    let folder = named.unwrap_or(beside).join("proto");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("no inputs in {}: not compiled", folder.display());
        return Vec::new();
    };
    let mut sets: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    sets.retain(|path| path.is_dir());
    sets.sort();
    sets
}

#[test]
fn compile_as_protoc_does() {
    let protoc = protoc::at_hand();
    let mut mistakes = Vec::new();
    for set in sets() {
        let names = protos(&set);
        let roots: Vec<&str> = names.iter().map(String::as_str).collect();
        match &protoc {
            Some(protoc) => mistakes.extend(protoc.differences(&set, &roots)),
            None => {
                let problems = compile_in(&set, &roots).err().unwrap_or_default();
                mistakes.extend(problems.iter().map(ToString::to_string));
            }
        }
    }
    assert_none(&mistakes);
}
