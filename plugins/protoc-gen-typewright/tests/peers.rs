//! Every option of the plugins that ours takes the place of is taken, and does what it says
//! (`peers/options.txt`).

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

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

#[allow(clippy::disallowed_methods, reason = "a crate of a test is written by the test")]
fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A crate of the manifest that `gen_crate` fills, with everything that the modules may need.
#[test]
fn a_whole_crate_compiles_with_any_of_its_features() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let crates = ["client", "json", "ops", "server"].map(|name| {
        format!("typewright-{name} = {{ path = {:?} }}\n", root.join("plugins").join(name))
    });
    let manifest = include_str!("peers/Cargo.toml.tpl");
    let manifest = format!(
        "{manifest}\n[workspace]\n\n[lints.rust]\nwarnings = \"deny\"\n\n[dependencies]\n\
         prost = {{ version = \"0.14\", default-features = false, features = [\"derive\", \"std\"] }}\n\
         prost-types = {{ version = \"0.14\", default-features = false, features = [\"std\"] }}\n{}",
        crates.concat()
    );
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("Cargo.toml");
    write(&template, &manifest);
    for (name, text) in made(&format!("gen_crate={}", template.display())) {
        write(&folder.path().join(name), &text);
    }
    // The versions of the workspace, so that nothing is resolved or downloaded anew.
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).unwrap();
    write(&folder.path().join("Cargo.lock"), &lock);
    for features in ["--no-default-features", "--no-default-features --features stock-v1", ""] {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--quiet"]).args(features.split_whitespace());
        cargo.current_dir(folder.path());
        cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("../generated"));
        for set in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
            cargo.env_remove(set);
        }
        let output = cargo.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo check {features}:\n{told}");
    }
}
