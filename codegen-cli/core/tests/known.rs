//! Every option that we know does something (`known/rows.txt`), which it does not when it is not there.

use std::collections::{BTreeMap, BTreeSet};

use typewright_core::emit;
use typewright_core::source::proto::Input;

use crate::compile::everything;
use crate::{cases, folder, inputs};

const FILES: [&str; 2] = ["library.proto", "old.proto"];

/// The name of the option that a line is for.
fn option(line: &str) -> Option<&str> {
    line.rsplit_once(" // ").map(|(_, name)| name)
}

/// What is emitted for the files without an option, and their model.
fn made(without: Option<&str>) -> BTreeMap<String, String> {
    let root = folder::tests();
    let goes = |line: &&str| {
        let below = |name: &str, gone: &str| {
            name.strip_prefix(gone).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        option(line).zip(without).is_some_and(|(name, gone)| below(name, gone))
    };
    let mut open = |name: &str| {
        if !FILES.contains(&name) {
            return Ok(std::fs::read_to_string(root.join("include").join(name)).ok());
        }
        let text = std::fs::read_to_string(root.join("known").join(name)).unwrap();
        let kept = text.lines().filter(|line| !goes(line));
        // The names of options are no documentation.
        let kept =
            kept.map(|line| option(line).map_or(line, |_| line.rsplit_once(" // ").unwrap().0));
        Ok(Some(kept.collect::<Vec<_>>().join("\n")))
    };
    let compiled = typewright_compiler::compile(&FILES, &mut open);
    let compiled = compiled.unwrap_or_else(|problems| panic!("{without:?}: {problems:#?}"));
    let files = compiled.files.into_iter().map(|file| file.descriptor).collect();
    let input = Input { files, generate: FILES.map(str::to_owned).into() };
    let schema = inputs::schema(&input, &everything()).unwrap();
    let mut files = cases::texts(&emit::emit(&schema, &everything()).unwrap());
    files.insert("model".to_owned(), serde_json::to_string_pretty(&schema).unwrap());
    files
}

#[test]
fn every_known_option_does_something() {
    let with = made(None);
    let rows = include_str!("known/rows.txt").lines();
    let rows = rows.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (mut known, mut wrong) = (BTreeMap::new(), Vec::new());
    for row in rows {
        let [name, file, text] = *row.split(" | ").collect::<Vec<_>>() else { panic!("{row}") };
        let without = known.entry(name).or_insert_with(|| made(Some(name)));
        let (text, there) = text.strip_prefix("- ").map_or((text, true), |text| (text, false));
        let text = text.replace("\\n", "\n");
        let has = |files: &BTreeMap<String, String>| files[file].contains(&text);
        if has(&with) != there || has(without) == there {
            wrong.push(row);
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // None was forgotten.
    let texts = [include_str!("known/library.proto"), include_str!("known/old.proto")];
    let options: BTreeSet<&str> = texts.iter().flat_map(|t| t.lines().filter_map(option)).collect();
    assert_eq!(options, known.into_keys().collect());
}
