//! The guide has an example of every attribute that the derive knows.

use std::path::Path;

#[test]
fn every_attribute_has_an_example() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = here.join("../../codegen-cli/core/src/source/rust/settings.rs");
    let source = std::fs::read_to_string(source).expect("the reader of the attributes");
    let (_, keys) = source.split_once("const KEYS").expect("the keys");
    let (keys, _) = keys.split_once("];").expect("their end");
    let keys: Vec<&str> = keys.split('"').skip(1).step_by(2).collect();
    assert!(keys.len() >= 20, "{keys:?}");
    let guide = std::fs::read_to_string(here.join("docs/guide.md")).expect("the guide");
    let code: String = guide.split("```").skip(1).step_by(2).collect();
    let attributes: Vec<&str> = code.lines().filter(|line| line.contains("#[setting")).collect();
    let attributes = attributes.join("\n");
    let word = |c: char| c.is_alphanumeric() || c == '_';
    for key in keys {
        let found = attributes.split(|c| !word(c)).any(|found| found == key);
        assert!(found, "the guide has no example of `{key}`");
    }
}
