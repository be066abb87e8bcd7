//! Every option of the plugins that ours takes the place of is taken, and does what it says
//! (`peers/options.txt`).

use std::collections::BTreeMap;

use crate::inputs::{Sources, answer, files};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers");
const BASE: &str = "json=serde,server";

fn made(parameter: &str) -> BTreeMap<String, String> {
    let parameter = parameter.replace("TESTS", FOLDER);
    let answer = answer(&Sources::of(FOLDER.into()).request(&format!("{BASE},{parameter}")));
    assert_eq!(answer.error, None, "`{parameter}`");
    files(&answer)
}

fn has(files: &BTreeMap<String, String>, file: &str, text: &str) -> bool {
    files.get(file).is_some_and(|contents| contents.contains(text))
}

#[test]
fn every_option_does_what_it_says() {
    let without = made("");
    let data = include_str!("peers/options.txt");
    let rows = data.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '[']));
    let mut wrong = Vec::new();
    for row in rows {
        let parts: Vec<&str> = row.split(" | ").collect();
        match *parts {
            [name, "="] => {
                let values = ["", "=true", "=false"].map(|value| format!("{name}{value}"));
                wrong.extend(values.into_iter().filter(|given| made(given) != without));
            }
            [parameter, file, text] => {
                let (text, expected) = match text.strip_prefix("- ") {
                    Some(text) => (text, false),
                    None => (text, true),
                };
                let alike = has(&without, file, text) == expected && without.contains_key(file);
                if alike || has(&made(parameter), file, text) != expected {
                    wrong.push(row.to_owned());
                }
            }
            _ => panic!("{row}"),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// As for those plugins, a flag alone is one that is on.
#[test]
fn flags_are_true_or_false() {
    let without = made("");
    let data = include_str!("peers/options.txt");
    let names = data.lines().filter_map(|row| row.split_once(" | ")).map(|(name, _)| name);
    for name in names.filter(|name| !name.contains(['=', ','])) {
        assert_eq!(made(&format!("{name}=true")), made(name), "{name}");
        assert_eq!(made(&format!("{name}=false")), without, "{name}");
    }
}

#[test]
fn a_template_without_a_place_for_features_is_told() {
    let told = |parameter: &str| {
        answer(&Sources::of(FOLDER.into()).request(parameter)).error.unwrap_or_default()
    };
    let no_place = told(&format!("gen_crate={FOLDER}/shop.proto"));
    assert!(no_place.contains("has no place for the features"), "{no_place}");
    assert!(no_place.contains("`# @@protoc_insertion_point(features)`"), "{no_place}");
    let no_file = told("gen_crate=gone.toml");
    assert!(no_file.starts_with("cannot read the template `gone.toml`"), "{no_file}");
    let twice = told("package_separator=/,only_include=shop,include_file=x");
    assert_eq!(twice.matches("help:").count(), 3, "{twice}");
}
