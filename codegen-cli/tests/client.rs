//! `cargo gen client`.
#![allow(clippy::print_stderr, reason = "a test says what it could not do here")]

use std::fs;
use std::path::PathBuf;

use crate::project::{ITEM, SHOP, TestProject};
use crate::projects::published;

#[test]
fn two_runs_give_the_same_bytes_and_touch_nothing() {
    let project = TestProject::shop();
    let run = project.run(&["client", SHOP, "--out", "src/api"]).ok();
    assert!(run.stderr.contains("6 created"), "{run:#?}");
    assert!(run.stderr.contains("typewright-client = "), "{run:#?}");
    let first = project.tree();
    let time = |path: &String| fs::metadata(project.path(path)).unwrap().modified().unwrap();
    let made = first.keys().filter(|path| path.starts_with("src/api/") && !path.ends_with('/'));
    let before: Vec<_> = made.clone().map(time).collect();
    let run = project.run(&["client", SHOP, "--out", "src/api"]).ok();
    assert!(run.stderr.contains("6 unchanged"), "{run:#?}");
    assert_eq!(first, project.tree());
    // Nor is the lock, which is one of the files there.
    assert_eq!(before.len(), 7);
    assert_eq!(before, made.map(time).collect::<Vec<_>>());
    let other = TestProject::shop();
    other.run(&["client", SHOP, "--out", "src/api"]).ok();
    assert_eq!(first, other.tree());
}

#[test]
fn nothing_is_written_by_a_preview() {
    let project = TestProject::shop();
    let before = project.tree();
    let run = project.run(&["client", SHOP, "--out", "api", "--dry-run"]).ok();
    assert!(run.stdout.contains("create shop/v1/client.rs"), "{run:#?}");
    let run = project.run(&["client", SHOP, "--out", "api", "--diff"]).ok();
    assert!(run.stdout.contains("+++ b/shop/v1/client.rs"), "{run:#?}");
    let json =
        project.run(&["client", SHOP, "--out", "api", "--diff", "--format=json"]).ok().json();
    assert_eq!(json["written"], false);
    assert_eq!(json["services"][0], "shop.v1.Shop");
    assert_eq!(json["summary"]["create"], 6);
    assert_eq!(before, project.tree());
}

#[test]
fn emitters_are_chosen_with_what_they_need() {
    let project = TestProject::shop();
    project.run(&["client", SHOP, "--out", "api", "--emit", "client"]).ok();
    assert!(project.path("api/shop/v1/client.rs").is_file());
    assert!(project.path("api/shop/v1/mod.rs").is_file());
    assert!(!project.path("api/shop/v1/commands.rs").exists());
    project.run(&["client", SHOP, "--out", "more", "--json", "serde", "--server"]).ok();
    assert!(project.read("more/shop/v1/json.rs").contains("serde_message!(super::"));
    assert!(project.read("more/shop/v1/server.rs").contains("pub trait Shop"));
    assert!(project.path("more/shop/v1/client.rs").is_file());
    project.run(&["check", "more"]).ok();
    project.run(&["client", SHOP, "--out", "less", "--json", "none"]).ok();
    assert!(!project.path("less/shop/v1/json.rs").exists());
    let run = project.run(&["client", SHOP, "--out", "x", "--emit", "clinet,nonsense"]);
    run.fails(2, &["no emitter `clinet`", "did you mean `client`?", "no emitter `nonsense`"]);
    assert!(!project.path("x").exists());
}

#[test]
fn files_that_are_no_longer_generated_go_unless_they_were_edited() {
    let project = TestProject::shop();
    project.run(&["client", SHOP, "--out", "api"]).ok();
    let run = project.run(&["client", SHOP, "--out", "api", "--emit", "messages,client"]).ok();
    assert!(run.stderr.contains("2 removed"), "{run:#?}");
    assert!(!project.path("api/shop/v1/commands.rs").exists());
    project.write("api/shop/v1/client.rs", "mine");
    let run = project.run(&["client", SHOP, "--out", "api", "--emit", "messages", "-v"]);
    assert!(run.ok().stdout.contains("was edited"));
    assert_eq!(project.read("api/shop/v1/client.rs"), "mine");
}

#[test]
fn edited_and_foreign_files_are_not_overwritten() {
    let project = TestProject::shop().with("api/mod.rs", "mine");
    let before = project.tree();
    let run = project.run(&["client", SHOP, "--out", "api"]);
    run.fails(1, &["`api/mod.rs` would be overwritten", "not generated"]);
    assert_eq!(before, project.tree());
    project.run(&["client", SHOP, "--out", "api", "--force"]).ok();
    project.write("api/shop/mod.rs", "edited");
    let before = project.tree();
    let run = project.run(&["client", SHOP, "--out", "api"]);
    run.fails(1, &["`api/shop/mod.rs` would be overwritten", "edited", "--force"]);
    assert_eq!(before, project.tree());
}

#[test]
fn import_roots_are_found_by_looking() {
    // By the package, by walking up, from inside of the tree, from a whole folder.
    for (folder, source) in [
        ("", SHOP),
        ("proto/shop/v1", "shop.proto"),
        ("proto", "shop/v1/shop.proto"),
        ("", "proto"),
    ] {
        let project = TestProject::shop();
        project.run_in(folder, &["client", source, "--out", "api"]).ok();
        let root = PathBuf::from(folder).join("api/shop/v1/mod.rs");
        assert!(project.path(root.to_str().unwrap()).is_file(), "{folder} {source}");
    }
    let unlike_its_package = TestProject::new()
        .with(
            "p/a/b/one.proto",
            "syntax = \"proto3\";\nimport \"a/c/two.proto\";\nmessage One { Two two = 1; }",
        )
        .with("p/a/c/two.proto", "syntax = \"proto3\";\nmessage Two {}");
    unlike_its_package.run(&["client", "p/a/b/one.proto", "--out", "api"]).ok();
}

#[test]
fn include_folders_come_from_every_layer() {
    let project = TestProject::shop();
    project.run(&["client", SHOP, "-I", "proto", "--out", "one"]).ok();
    let project = project.with("cargo-gen.yaml", "include: [proto]\n").with("deep/er/x", "");
    let source = format!("../../{SHOP}");
    project.run_in("deep/er", &["client", &source, "--out", "../../two"]).ok();
    assert_eq!(project.read("one/shop/v1/mod.rs"), project.read("two/shop/v1/mod.rs"));
    let run = project.run(&["client", SHOP, "-I", "prot", "--out", "x"]);
    run.fails(1, &["`prot` does not exist", "did you mean `proto`?"]);
    let run = project.run(&["client", SHOP, "-I", "deep", "--out", "x"]);
    run.fails(2, &["is in none of the include folders"]);
}

#[test]
fn mistakes_in_sources_are_shown_at_their_places() {
    let project = TestProject::shop();
    project.write(
        ITEM,
        "syntax = \"proto3\";\npackage shop.v1;\nmessage Item { Nme name = 1; Oops o = 2; }\n",
    );
    let before = project.tree();
    project.run(&["client", SHOP, "--out", "api"]).fails(
        1,
        &[
            "--> proto/shop/v1/item.proto:3:16",
            "3 | message Item { Nme name = 1; Oops o = 2; }",
            "^^^",
            "--> proto/shop/v1/item.proto:3:30",
        ],
    );
    assert_eq!(before, project.tree());
    let json = project.run(&["client", SHOP, "--out", "api", "--format=json"]);
    assert_eq!(json.code, Some(1));
    let mistake = &json.json()["error"]["mistakes"][0];
    assert_eq!(mistake["file"], ITEM);
    assert_eq!((&mistake["line"], &mistake["column"]), (&3.into(), &16.into()));
}

#[test]
fn missing_files_and_imports_name_what_is_near() {
    let project = TestProject::shop();
    let run = project.run(&["client", "proto/shop/v1/shp.proto", "--out", "api"]);
    run.fails(1, &["does not exist", "did you mean `proto/shop/v1/shop.proto`?"]);
    let run = project.run(&["client", "prot/shop/v1/shop.proto", "--out", "api"]);
    run.fails(1, &["did you mean `proto/shop/v1/shop.proto`?"]);
    let text = project.read(SHOP).replace("shop/v1/item", "shop/v1/itme");
    project.write(SHOP, &text);
    let run = project.run(&["client", SHOP, "--out", "api"]);
    run.fails(1, &["shop.proto:4:", "`shop/v1/itme.proto`", "did you mean `shop/v1/item.proto`?"]);
}

#[cfg(unix)]
#[test]
fn links_in_the_target_are_not_followed() {
    let project = TestProject::shop().with("elsewhere/x", "").with("api/x", "");
    std::os::unix::fs::symlink(project.path("elsewhere"), project.path("api/shop")).unwrap();
    let before = project.tree();
    let run = project.run(&["client", SHOP, "--out", "api", "--force"]);
    run.fails(1, &["symbolic link"]);
    assert_eq!(before, project.tree());
}

#[test]
fn a_second_run_at_the_same_time_is_kept_out() {
    let project = TestProject::shop().with("api/.cargo-gen.staging/lock", "");
    let lock = std::fs::File::open(project.path("api/.cargo-gen.staging/lock")).unwrap();
    lock.lock().unwrap();
    let before = project.tree();
    let run = project.run(&["client", SHOP, "--out", "api"]);
    run.fails(1, &["another run is at work"]);
    assert_eq!(before, project.tree());
    // What nobody holds was left by a run that was cut off.
    drop(lock);
    project.run(&["client", SHOP, "--out", "api"]).ok();
    assert!(!project.path("api/.cargo-gen.staging").exists());
}

/// Published APIs, where they are beside the project: each from its main file alone.
#[test]
fn published_apis_are_generated_and_stay_as_they_are() {
    let Some(inputs) = published() else { return };
    for source in [
        "csi/csi.proto",
        "etcd/etcd/api/etcdserverpb/rpc.proto",
        "otel",
        "pubsub/google/pubsub/v1/pubsub.proto",
        "showcase",
    ] {
        let source = inputs.join(source);
        if !source.exists() {
            continue;
        }
        let project = TestProject::new();
        project.run(&["client", source.to_str().unwrap(), "--out", "api"]).ok();
        project.run(&["check"]).ok();
    }
}

/// Whether a compiler can be started here; says so if not.
fn at_hand(compiler: &str) -> bool {
    let found = std::process::Command::new(compiler).arg("--version").output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("`{compiler}` cannot be run: not tested with it");
    }
    found
}

#[test]
fn every_compiler_gives_the_same_files() {
    let expected = TestProject::shop();
    expected.run(&["client", SHOP, "--out", "src/api"]).ok();
    for compiler in ["protoc", "buf"].into_iter().filter(|compiler| at_hand(compiler)) {
        let project = TestProject::shop();
        project.run(&["client", SHOP, "--out", "src/api", "--compiler", compiler]).ok();
        assert_eq!(project.tree(), expected.tree(), "{compiler}");
    }
}

/// Options of Google's, comments and imports of a published API are read alike, too.
#[test]
fn every_compiler_reads_a_published_api_alike() {
    let Some(inputs) = published() else { return };
    let (root, source) = (inputs.join("pubsub"), inputs.join("pubsub/google/pubsub"));
    let client = |compiler: &str| {
        let project = TestProject::new();
        let (root, source) = (root.to_str().unwrap(), source.to_str().unwrap());
        let args = ["client", source, "-I", root, "--out", "api", "--compiler", compiler];
        project.run(&args).ok();
        // The lock names the sources by the way from here.
        let made = project.tree().into_iter().filter(|(path, _)| path.ends_with(".rs"));
        made.collect::<Vec<_>>()
    };
    let expected = client("embedded");
    for compiler in ["protoc", "buf"].into_iter().filter(|compiler| at_hand(compiler)) {
        assert!(client(compiler) == expected, "{compiler}");
    }
}

#[test]
fn mistakes_of_every_compiler_are_told_alike() {
    let broken = "syntax = \"proto3\";\npackage shop;\nmessage Item {\n  Itme item = 1;\n}\n";
    for compiler in ["embedded", "protoc", "buf"] {
        if compiler != "embedded" && !at_hand(compiler) {
            continue;
        }
        let project = TestProject::new().with("broken.proto", broken);
        let run = project.run(&["client", "broken.proto", "--out", "api", "--compiler", compiler]);
        run.fails(1, &["broken.proto:4:3", "Itme", "4 |   Itme item = 1;"]);
    }
}

#[test]
fn a_compiler_that_is_not_there_is_told() {
    let project = TestProject::shop().env("PATH", "");
    let run = project.run(&["client", SHOP, "--out", "api", "--compiler", "protoc"]);
    run.fails(1, &["`protoc` cannot be run", "the embedded one needs nothing"]);
    let run = project.run(&["client", SHOP, "--out", "api", "--compiler", "protc"]);
    run.fails(2, &["protc", "protoc"]);
}

#[test]
fn options_are_kept_and_checked() {
    let project = TestProject::shop();
    let only = ["client", SHOP, "--out", "api", "--opt", "no_client", "--opt", "btree_map=."];
    project.run(&only).ok();
    assert!(!project.path("api/shop/v1/client.rs").exists());
    project.run(&["check", "api"]).ok();
    let run = project.run(&["client", SHOP, "--out", "other", "--opt", "btree_mpa=."]);
    run.fails(2, &["did you mean `btree_map`?"]);
}

#[test]
fn a_service_config_is_read_again_by_every_check() {
    let project = TestProject::shop();
    let config = |method: &str, timeout: &str| {
        let name = format!(r#"{{"service": "shop.v1.Shop", "method": "{method}"}}"#);
        let text = format!(
            "{{\"methodConfig\": [{{\n  \"name\": [{name}],\n  \"timeout\": \"{timeout}\"\n}}]}}"
        );
        project.write("calls/shop.json", &text);
    };
    config("ListItems", "1.5s");
    let run = ["client", SHOP, "--out", "src/api", "--opt", "service_config=calls/shop.json"];
    project.run(&run).ok();
    assert!(project.read("src/api/shop/v1/client.rs").contains("        .timeout(1.5)"));
    // The lock names the file from the folder.
    project.run(&["check", "src/api"]).ok();
    config("ListItems", "2s");
    project.run(&["check", "src/api"]).fails(1, &["1 of 6 generated files differ"]);
    project.run(&["check", "src/api", "--fix"]).ok();
    assert!(project.read("src/api/shop/v1/client.rs").contains("        .timeout(2.0)"));
    config("ListItmes", "2");
    let told = project.run(&["check", "src/api"]);
    told.fails(
        1,
        &["calls/shop.json:3:14", "\"2\" is not a duration", "did you mean `ListItems`?"],
    );
}

#[test]
fn an_unknown_edition_is_told_at_its_line() {
    let text = "// A licence.\n\n  edition = \"2026\";\npackage a;\n";
    let project = TestProject::new().with("a.proto", text);
    let run = project.run(&["client", "a.proto", "--out", "api"]);
    run.fails(1, &["unknown edition `2026`", "a.proto:3:13", "it can be `2023` or `2024`"]);
    assert!(!project.path("api").exists());
}

/// An option that other plugins have: a crate with a feature a package, checked as it is.
#[test]
fn a_crate_is_made_around_the_modules() {
    let manifest =
        "[package]\nname = \"shop\"\n\n[features]\n# @@protoc_insertion_point(features)\n";
    let project = TestProject::shop().with("crate.tpl", manifest);
    let opt = ["--opt", "gen_crate=crate.tpl", "--opt", "emit=messages"];
    project.run(&[&["client", SHOP, "--out", "shop"][..], &opt].concat()).ok();
    assert!(project.read("shop/Cargo.toml").contains("\"shop-v1\" = []"));
    assert!(project.read("shop/src/shop/mod.rs").contains("#[cfg(feature = \"shop-v1\")]"));
    project.run(&["check", "shop"]).ok();
}
