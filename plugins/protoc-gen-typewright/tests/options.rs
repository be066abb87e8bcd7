//! The page of options says what the table of options says; runs that see a part are told apart.

use typewright_core::emit::OPTIONS;

use crate::inputs::{Sources, answer, files};

#[test]
fn every_option_is_on_the_page() {
    let page = include_str!("../docs/options.md");
    let missing: Vec<String> = OPTIONS
        .iter()
        .map(|row| format!("| `{}` | {} |", row.usage(), row.summary))
        .filter(|line| !page.contains(line.as_str()))
        .collect();
    assert!(missing.is_empty(), "not in docs/options.md:\n{}", missing.join("\n"));
}

/// Each run of buf sees the folder that it is for, and what that imports.
#[test]
fn without_a_root_no_two_runs_write_the_same_file() {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/../../codegen-cli/core/tests/cases/");
    let all = Sources::of(format!("{cases}messages/packages_without_root").into());
    let together = files(&answer(&all.request("root=false")));
    let mut apart = std::collections::BTreeMap::new();
    for name in &all.names {
        let one = Sources { root: all.root.clone(), names: vec![name.clone()] };
        for (path, text) in files(&answer(&one.request("root=false"))) {
            assert_eq!(apart.insert(path.clone(), text), None, "{path} is written twice");
        }
    }
    assert_eq!(apart, together);
}

#[test]
fn a_service_config_is_built_into_the_client() {
    let case = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../codegen-cli/core/tests/cases/client/service_config"
    );
    let all = Sources::of(case.into());
    let made = files(&answer(&all.request(&format!("service_config={case}/shop.json"))));
    assert!(made["shop/v1/client.rs"].contains(".timeout(60.0)"));
    let told = answer(&all.request("service_config=gone.json")).error.unwrap_or_default();
    assert!(told.starts_with("cannot read the service config `gone.json`"), "{told}");
    let told = answer(&all.request(&format!("service_config={case}/shop.proto"))).error;
    let told = told.unwrap_or_default();
    assert!(told.contains("shop.proto:1:1: the service config is not JSON"), "{told}");
}
