//! Everything about the compiler that is not a unit of it.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "expectations are written on explicit command only, and what cannot run is told"
)]

mod cases;
mod dump;
mod errors;
mod inputs;
mod mutation;
mod protoc;
mod well_known;

use std::path::{Path, PathBuf};

use typewright_compiler::{Compiled, Problem, compile};

/// A folder of these tests.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Compiles files that are named from a folder.
fn compile_in(folder: &Path, roots: &[&str]) -> Result<Compiled, Vec<Problem>> {
    compile(roots, &mut |name| {
        let path = folder.join(name);
        match path.is_file() {
            true => std::fs::read_to_string(path).map(Some).map_err(|e| e.to_string()),
            false => Ok(None),
        }
    })
}

/// The `.proto` files below a folder, by their names from there.
fn protos(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "proto") {
                let name = path.strip_prefix(folder).unwrap();
                names.push(name.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    names.sort();
    names
}

/// Compares a text with a file, or writes the file with `TYPEWRIGHT_BLESS`.
fn expect(path: &Path, found: &str) -> Result<(), String> {
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected == found {
        return Ok(());
    }
    if std::env::var_os("TYPEWRIGHT_BLESS").is_some() {
        std::fs::write(path, found).unwrap();
        return Ok(());
    }
    Err(first_difference(&path.display().to_string(), &expected, found))
}

/// The first line in which two texts differ.
fn first_difference(name: &str, expected: &str, found: &str) -> String {
    let mut pairs = expected.lines().zip(found.lines()).enumerate();
    match pairs.find(|(_, (a, b))| a != b) {
        Some((i, (a, b))) => format!("{name}:{}:\n  expected {a}\n  found    {b}", i + 1),
        None => format!("{name}: one is longer than the other, or ends its lines differently"),
    }
}

fn assert_none(mistakes: &[String]) {
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}
