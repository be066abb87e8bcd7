//! `cargo gen new`.

use crate::project::{ITEM, SHOP, TestProject};

#[test]
fn a_project_is_whole_and_reproducible() {
    let project = TestProject::shop();
    let run = project.run(&["new", "ops-cli", "my-shop", "--from", SHOP]).ok();
    assert!(run.stderr.contains("cd my-shop"), "{run:#?}");
    for path in [
        "Cargo.toml",
        "README.md",
        ".gitignore",
        "config.example.yaml",
        ".env.example",
        "src/commands.rs",
        "src/main.rs",
        "src/lib.rs",
        "src/api/mod.rs",
        "src/api/shop/v1/client.rs",
        "tests/cli.rs",
        "proto/shop/v1/shop.proto",
        "proto/shop/v1/item.proto",
        ".cargo-gen.lock.yaml",
    ] {
        assert!(project.path("my-shop").join(path).is_file(), "{path}");
    }
    assert!(!project.path("my-shop/proto/google").exists());
    assert!(project.read("my-shop/Cargo.toml").contains("name = \"my-shop\""));
    assert!(project.read("my-shop/src/lib.rs").contains(".env_prefix(\"MY_SHOP\")"));
    project.run(&["check"]).ok();
    let other = TestProject::shop();
    other.run(&["new", "ops-cli", "my-shop", "--from", SHOP]).ok();
    assert_eq!(project.tree(), other.tree());
}

/// `cargo fmt` in a new project changes nothing: neither the files of the user, nor, because it
/// would be an edit, what is generated.
#[test]
fn the_project_is_formatted() {
    let long = "a-name-that-is-longer-than-most";
    for name in ["z", long] {
        let project = TestProject::shop();
        let set = format!("name={name}");
        project.run(&["new", "ops-cli", "shop", "--from", SHOP, "--set", &set]).ok();
        let before = project.tree();
        let output = std::process::Command::new("cargo")
            .arg("fmt")
            .current_dir(project.path("shop"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        assert_eq!(before, project.tree());
    }
}

#[test]
fn the_project_stands_on_its_own() {
    let project = TestProject::shop();
    project.run(&["new", "ops-cli", "my-shop", "--from", "proto"]).ok();
    project.remove(SHOP);
    project.remove(ITEM);
    project.run(&["check", "my-shop"]).ok();
    // The user's files are the user's: no drift, and nothing comes back.
    project.remove("my-shop/README.md");
    project.write("my-shop/src/lib.rs", "pub mod api;\npub mod mine;\n");
    project.run(&["check"]).ok();
    let text = project.read("my-shop/proto/shop/v1/item.proto");
    project.write("my-shop/proto/shop/v1/item.proto", &text.replace("name = 1", "title = 1"));
    project.run(&["check"]).fails(1, &["cargo gen check --fix"]);
    project.run(&["check", "--fix"]).ok();
    assert!(project.read("my-shop/src/api/shop/v1/mod.rs").contains("title"));
    assert!(!project.path("my-shop/README.md").exists());
    assert!(project.read("my-shop/src/lib.rs").contains("mine"));
}

#[test]
fn answers_come_from_flags_over_files_over_defaults() {
    for (file, contents) in [
        ("a.yaml", "name: from-file\nabout: \"said \\\"so\\\"\"\n"),
        ("a.toml", "name = \"from-file\"\nabout = 'said \"so\"'\n"),
        ("a.json", "{\"name\": \"from-file\", \"about\": \"said \\\"so\\\"\"}"),
        ("a.json5", "{name: 'from-file', about: 'said \"so\"'}"),
        ("a.ron", "(name: \"from-file\", about: \"said \\\"so\\\"\")"),
        ("a.ini", "name=from-file\nabout='said \"so\"'\n"),
    ] {
        let project = TestProject::shop().with(file, contents);
        let new = ["new", "ops-cli", "shop", "--from", SHOP, "--values", file];
        project.run(&[&new[..], &["--set", "standalone=false"]].concat()).ok();
        let manifest = project.read("shop/Cargo.toml");
        assert!(manifest.contains("name = \"from-file\""), "{file}: {manifest}");
        assert!(manifest.contains(r#"description = "said \"so\"""#), "{file}: {manifest}");
        assert!(!manifest.contains("[workspace]"), "{file}: {manifest}");
        assert!(project.read("shop/src/lib.rs").contains("FROM_FILE"), "{file}");
        let over = TestProject::shop().with(file, contents);
        over.run(&[&new[..], &["--set", "name=from-flag"]].concat()).ok();
        assert!(over.read("shop/Cargo.toml").contains("name = \"from-flag\""), "{file}");
    }
}

#[test]
fn runtimes_are_found_as_the_settings_say() {
    let project = TestProject::shop().with("cargo-gen.yaml", "typewright:\n  source: path:tw\n");
    let new = |dir: &str, flags: &[&str]| {
        let args = [&["new", "ops-cli", dir, "--from", SHOP], flags].concat();
        project.run(&args).ok();
        project.read(&format!("{dir}/Cargo.toml"))
    };
    // In a file, a path counts from the file; on the command line, from the project.
    assert!(new("a/b", &[]).contains("{ path = \"../../tw/plugins/ops\" }"));
    let flag = new("c", &["--typewright-source", "path:../up"]);
    assert!(flag.contains("typewright-ops = { path = \"../up/plugins/ops\" }"), "{flag}");
    let git = new("d", &["--typewright-source", "git:https://example.org/tw"]);
    assert!(git.contains("typewright-client = { git = \"https://example.org/tw\" }"), "{git}");
    let registry = new("e", &["--typewright-source", "registry"]);
    let version = env!("CARGO_PKG_VERSION");
    assert!(
        registry.contains(&format!("typewright-ops = {{ version = \"{version}\" }}")),
        "{registry}"
    );
}

#[test]
fn wrong_requests_write_nothing() {
    let project = TestProject::shop()
        .with("full/one", "")
        .with("full/two", "")
        .with("bad.toml", "nmae = \"x\"\nstandalone = \"perhaps\"\n")
        .with("bad.yaml", "name: [\n")
        .with("worse.toml", "name = x\n")
        .with("worse.json", "{\"name\": }")
        .with("bad.txt", "");
    let before = project.tree();
    let new = |args: &[&str]| project.run(&[&["new"], args].concat());
    new(&["opscli", "x"]).fails(2, &["no template `opscli`", "did you mean `ops-cli`?"]);
    new(&["nonsense", "x"]).fails(2, &["templates: ops-cli"]);
    new(&["ops-cli", "x"]).fails(2, &["needs the API", "--from"]);
    new(&["ops-cli", "full", "--from", SHOP]).fails(2, &["not empty: it holds `one`, `two`"]);
    new(&["ops-cli", "full/one", "--from", SHOP]).fails(2, &["is a file"]);
    let set = ["ops-cli", "x", "--from", SHOP, "--set"];
    new(&[&set[..], &["nmae=x"]].concat())
        .fails(2, &["does not ask `nmae`", "did you mean `name`?"]);
    new(&[&set[..], &["name=9x"]].concat()).fails(2, &["`9x` does not start with a letter"]);
    new(&[&set[..], &["name=match"]].concat()).fails(2, &["keyword"]);
    let run = new(&["ops-cli", "pub", "--from", SHOP]);
    run.fails(2, &["the default of `name` does not fit", "--set name=VALUE"]);
    // What follows from the wrong answer is not reported.
    assert_eq!(run.stderr.matches("error").count(), 1, "{run:#?}");
    new(&[&set[..], &["name=prost"]].concat()).fails(2, &["depends on"]);
    new(&[&set[..], &["name=build"]].concat()).fails(2, &["folder in `target`"]);
    new(&[&set[..], &["about=a\nb"]].concat()).fails(2, &["one line"]);
    new(&[&set[..], &["env_prefix=low"]].concat()).fails(2, &["`env_prefix`", "capitals"]);
    new(&[&set[..], &["name"]].concat()).fails(2, &["NAME=VALUE"]);
    let values = ["ops-cli", "x", "--from", SHOP, "--values"];
    new(&[&values[..], &["bad.toml"]].concat()).fails(
        2,
        &["bad.toml", "did you mean `name`?", "`standalone`: expected `true` or `false`"],
    );
    new(&[&values[..], &["bad.yaml"]].concat()).fails(2, &["bad.yaml:"]);
    new(&[&values[..], &["worse.toml"]].concat()).fails(2, &["worse.toml:1:8", "1 | name = x"]);
    new(&[&values[..], &["worse.json"]].concat()).fails(2, &["worse.json:1:10"]);
    new(&[&values[..], &["bad.txt"]].concat()).fails(2, &["`.txt` is not a format"]);
    new(&["ops-cli", "x", "--from", "nowhere"]).fails(1, &["`nowhere` does not exist"]);
    assert_eq!(before, project.tree());
}

#[test]
fn commands_need_a_service() {
    let project = TestProject::shop();
    let run = project.run(&["new", "ops-cli", "x", "--from", ITEM]);
    run.fails(1, &["no service is declared"]);
    assert!(!project.path("x").exists());
}

#[test]
fn a_broken_source_writes_nothing() {
    let project = TestProject::shop();
    project.write(ITEM, "syntax = \"proto3\";\npackage shop.v1\nmessage Item {}\n");
    let before = project.tree();
    let run = project.run(&["new", "ops-cli", "x", "--from", SHOP]);
    run.fails(1, &["--> proto/shop/v1/item.proto:3:1", "3 | message Item {}"]);
    assert_eq!(before, project.tree());
}

#[test]
fn a_preview_writes_nothing() {
    let project = TestProject::shop();
    let before = project.tree();
    let args = ["new", "ops-cli", "x", "--from", SHOP];
    let run = project.run(&[&args[..], &["--dry-run"]].concat()).ok();
    assert!(run.stdout.contains("create Cargo.toml"), "{run:#?}");
    assert!(run.stderr.contains("would be 18 created"), "{run:#?}");
    let run = project.run(&[&args[..], &["--diff"]].concat()).ok();
    assert!(run.stdout.contains("+++ b/Cargo.toml"), "{run:#?}");
    assert_eq!(before, project.tree());
}
