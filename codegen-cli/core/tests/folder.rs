//! Folders as text: what stands in them, and what should.
#![allow(clippy::disallowed_methods, reason = "expectations are written on explicit command only")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of this package's tests.
pub(crate) fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The root of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The folders in a folder, sorted.
pub(crate) fn folders(of: &Path) -> Vec<PathBuf> {
    entries(of).into_iter().filter(|path| path.is_dir()).collect()
}

/// All files below a folder with this extension, sorted.
pub(crate) fn files(below: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in entries(below) {
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found
}

/// What is in a folder, sorted; nothing where there is none.
pub(crate) fn entries(of: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(of) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Every file below a folder by its path from there.
pub(crate) fn read(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for path in entries(folder) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let below = read(&path).into_iter();
            found.extend(below.map(|(rest, text)| (format!("{name}/{rest}"), text)));
        } else {
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// Makes a folder hold these files and no others; files that stay the same keep their time.
pub(crate) fn write(folder: &Path, files: &BTreeMap<String, String>) {
    let before = read(folder);
    for gone in before.keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(folder.join(gone)).unwrap();
    }
    for (name, text) in files.iter().filter(|(name, text)| before.get(*name) != Some(text)) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What differs between the folder and what should be in it, one line each; with
/// `TYPEWRIGHT_BLESS` the folder is written instead.
pub(crate) fn differences(folder: &Path, should: &BTreeMap<String, String>) -> Vec<String> {
    if std::env::var_os("TYPEWRIGHT_BLESS").is_some() {
        write(folder, should);
        return Vec::new();
    }
    let is = read(folder);
    let name = |file: &str| folder.join(file).display().to_string();
    let mut lines = Vec::new();
    for (file, text) in should {
        match is.get(file) {
            None => lines.push(format!("{}: missing", name(file))),
            Some(there) if there != text => lines.push(first_difference(&name(file), there, text)),
            Some(_) => {}
        }
    }
    lines.extend(
        is.keys().filter(|f| !should.contains_key(*f)).map(|f| format!("{}: not made", name(f))),
    );
    lines
}

fn first_difference(name: &str, expected: &str, found: &str) -> String {
    let mut pairs = expected.lines().zip(found.lines()).enumerate();
    match pairs.find(|(_, (a, b))| a != b) {
        Some((i, (a, b))) => format!("{name}:{}:\n  expected {a}\n  found    {b}", i + 1),
        None => format!("{name}: one is longer than the other, or ends its lines differently"),
    }
}

/// Asserts that nothing differs.
pub(crate) fn assert_same(differences: &[String]) {
    assert!(
        differences.is_empty(),
        "{}\n\nTYPEWRIGHT_BLESS=1 takes what is made for what is expected",
        differences.join("\n")
    );
}
