//! Mistakes: each case is a few files and all that is said about them.
//!
//! A file of cases has blocks of the form
//!
//! ```text
//! ## what the case is about
//! # file.proto
//! syntax = "proto3";
//! # says
//! file.proto:1:1: …
//! ```
//!
//! The first file is the one that is compiled. `# warns` stands for `# says` where nothing is wrong.

use std::collections::BTreeMap;

use typewright_compiler::compile;

use crate::{assert_none, expect, folder, protoc};

struct Case<'a> {
    title: &'a str,
    /// Names and texts.
    files: Vec<(&'a str, &'a str)>,
}

/// Splits a text before each line that starts with a mark; what is before the first is left out.
fn blocks<'a>(text: &'a str, mark: &str) -> Vec<(&'a str, &'a str)> {
    let mut starts: Vec<usize> =
        text.match_indices(&format!("\n{mark}")).map(|(index, _)| index + 1).collect();
    if text.starts_with(mark) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let pairs: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    pairs
        .into_iter()
        .map(|(start, end)| {
            let (head, body) = text[start..end].split_once('\n').unwrap();
            (head[mark.len()..].trim(), body)
        })
        .collect()
}

fn cases(text: &str) -> Vec<Case<'_>> {
    blocks(text, "## ")
        .into_iter()
        .map(|(title, body)| {
            let mut files = blocks(body, "# ");
            files.retain(|(name, _)| !["says", "warns"].contains(name));
            Case { title, files }
        })
        .collect()
}

impl Case<'_> {
    /// What is said about the first file.
    fn says(&self) -> (bool, String) {
        let files: BTreeMap<&str, &str> = self.files.iter().copied().collect();
        let mut open = |name: &str| Ok(files.get(name).map(|text| (*text).to_owned()));
        let root = self.files[0].0;
        let (failed, problems) = match compile(&[root], &mut open) {
            Ok(compiled) => (false, compiled.warnings),
            Err(problems) => (true, problems),
        };
        (failed, problems.iter().map(|problem| format!("{problem}\n")).collect())
    }

    fn text(&self) -> String {
        let files: String = self.files.iter().map(|(n, t)| format!("# {n}\n{t}")).collect();
        let (failed, says) = self.says();
        let verb = if failed { "says" } else { "warns" };
        format!("## {}\n{files}# {verb}\n{says}", self.title)
    }
}

fn themes() -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder("errors")).unwrap();
    let mut themes: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    themes.sort();
    themes
}

#[test]
fn say_what_to_do() {
    let mut mistakes = Vec::new();
    let mut count = 0;
    for path in themes() {
        let text = std::fs::read_to_string(&path).unwrap();
        let cases = cases(&text);
        count += cases.len();
        for case in &cases {
            if case.says().1.is_empty() {
                mistakes.push(format!("{}: {}: nothing is said", path.display(), case.title));
            }
        }
        let found: Vec<String> = cases.iter().map(Case::text).collect();
        mistakes.extend(expect(&path, &found.join("\n")).err());
    }
    assert_none(&mistakes);
    assert!(count >= 100, "only {count} cases");
}

/// What is a mistake here is one for protoc as well, and what is only warned of is none.
#[test]
fn are_errors_of_protoc_too() {
    let Some(protoc) = protoc::at_hand() else { return };
    let mut mistakes = Vec::new();
    for path in themes() {
        let text = std::fs::read_to_string(&path).unwrap();
        for case in cases(&text) {
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in &case.files {
                let path = folder.path().join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
            let theirs = protoc.files(folder.path(), &[case.files[0].0], true);
            if theirs.is_err() != case.says().0 {
                let message = theirs.err().unwrap_or_else(|| "protoc accepts it".into());
                mistakes.push(format!("{}: {message}", case.title));
            }
        }
    }
    assert_none(&mistakes);
}
