//! `cargo gen check`.

use crate::project::{ITEM, SHOP, TestProject};

const LONGER: &str =
    "syntax = \"proto3\";\npackage shop.v1;\nmessage Item { string name = 1; int32 size = 2; }\n";

fn generated() -> TestProject {
    let project = TestProject::shop();
    project.run(&["client", SHOP, "--out", "src/api"]).ok();
    project.run(&["check"]).ok();
    project
}

#[test]
fn every_kind_of_drift_is_found_and_mended() {
    let project = generated();
    project.write(ITEM, LONGER);
    project.remove("src/api/shop/mod.rs");
    project.write("src/api/mod.rs", "edited");
    let run = project.run(&["check"]);
    run.fails(1, &["cargo gen check --fix --force"]);
    for text in [
        "edited src/api/mod.rs",
        "missing src/api/shop/mod.rs",
        "stale src/api/shop/v1/mod.rs",
        "stale src/api/shop/v1/json.rs",
    ] {
        assert!(run.stdout.contains(text), "no `{text}` in {}", run.stdout);
    }
    let json = project.run(&["check", "--format", "json"]);
    assert_eq!(json.code, Some(1));
    let json = json.json();
    assert_eq!(json["ok"], false);
    assert_eq!(json["drift"][0]["path"], "src/api/mod.rs");
    assert_eq!(json["drift"][0]["drift"], "edited");
    let before = project.tree();
    project.run(&["check", "--fix"]).fails(1, &["`src/api/mod.rs` would be overwritten"]);
    assert_eq!(before, project.tree());
    project.run(&["check", "--fix", "--force"]).ok();
    project.run(&["check"]).ok();
}

#[test]
fn drift_is_shown_as_a_diff_and_as_sarif() {
    let project = generated();
    project.write(ITEM, LONGER);
    let run = project.run(&["check", "--diff"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("+    pub size: i32,"), "{run:#?}");
    let run = project.run(&["check", "--sarif"]);
    assert_eq!(run.code, Some(1));
    let log = run.json();
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "stale");
    let at = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert!(at.as_str().unwrap().starts_with("src/api/shop/v1/"), "{log}");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == "stale"));
    project.run(&["check", "--fix"]).ok();
    let clean = project.run(&["check", "--sarif"]).ok().json();
    assert_eq!(clean["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn a_stale_folder_is_mended_without_force() {
    let project = generated();
    project.write(ITEM, LONGER);
    project.run(&["check"]).fails(1, &["`cargo gen check --fix` generates them again"]);
    let run = project.run(&["check", "--fix"]).ok();
    assert!(run.stderr.contains("2 files generated again"), "{run:#?}");
    project.run(&["check"]).ok();
    assert!(project.read("src/api/shop/v1/mod.rs").contains("size"));
}

#[test]
fn files_that_are_no_longer_generated_are_orphans() {
    let project = generated();
    project.write(
        SHOP,
        "syntax = \"proto3\";\npackage shop.v1;\nimport \"shop/v1/item.proto\";\n\
         message Box { Item item = 1; }\n",
    );
    let run = project.run(&["check"]);
    run.fails(1, &[]);
    assert!(run.stdout.contains("orphaned src/api/shop/v1/client.rs"), "{run:#?}");
    project.run(&["check", "--fix"]).ok();
    assert!(!project.path("src/api/shop/v1/client.rs").exists());
    project.run(&["check"]).ok();
}

#[test]
fn what_tools_make_is_not_looked_into() {
    let project = generated();
    for folder in ["target/x", ".hidden/x", "node_modules/x"] {
        project.write(&format!("{folder}/.cargo-gen.lock.yaml"), "nonsense");
    }
    project.run(&["check"]).ok();
}

#[test]
fn a_folder_moves_with_its_sources() {
    let project = generated();
    let moved = TestProject::new();
    for (path, contents) in project.tree() {
        if !path.ends_with('/') {
            moved.write(&format!("deep/er/{path}"), &contents);
        }
    }
    moved.run(&["check", "deep"]).ok();
}

#[test]
fn mistakes_of_the_caller_are_told() {
    let project = generated();
    project.run(&["check", "sr"]).fails(2, &["`sr` does not exist", "did you mean `src`?"]);
    project.run(&["check", "proto"]).fails(2, &["nothing generated in `proto`"]);
    project.remove(ITEM);
    project.run(&["check"]).fails(1, &["`shop/v1/item.proto`"]);
}

#[test]
fn a_broken_lock_is_shown_at_its_place() {
    let project = generated();
    let lock = project.read("src/api/.cargo-gen.lock.yaml");
    project.write("src/api/.cargo-gen.lock.yaml", &lock.replace("verb: client", "verb: clinet"));
    project.run(&["check"]).fails(1, &[".cargo-gen.lock.yaml:5:9", "5 |   verb: clinet"]);
    project.write("src/api/.cargo-gen.lock.yaml", &lock.replace("  mod.rs:", "  ../../mod.rs:"));
    project.run(&["check", "--fix"]).fails(1, &["`../../mod.rs` leaves the target folder"]);
}
