//! Settings: precedence, origins and mistakes.

use crate::project::TestProject;

/// The line of one setting in `config show --origin`.
fn shown(project: &TestProject, folder: &str, args: &[&str], key: &str) -> String {
    let mut all = vec!["config", "show", "--origin"];
    all.extend(args);
    let run = project.run_in(folder, &all).ok();
    let line = run.stdout.lines().find(|line| line.starts_with(&format!("{key}:")));
    line.unwrap_or_else(|| panic!("no {key} in {}", run.stdout)).to_owned()
}

#[test]
fn each_layer_beats_the_one_before() {
    let project = TestProject::new();
    assert_eq!(shown(&project, "", &[], "color"), "color: auto  # default");
    project.write(".user/cargo-gen/config.yaml", "color: never\n");
    let line = shown(&project, "", &[], "color");
    assert!(line.starts_with("color: never") && line.contains("config.yaml:1:8"), "{line}");
    project.write("cargo-gen.yaml", "\ncolor: auto\n");
    let line = shown(&project, "", &[], "color");
    assert_eq!(line, "color: auto  # cargo-gen.yaml:2:8");
    let project = project.env("CARGO_GEN_COLOR", "never");
    let line = shown(&project, "", &[], "color");
    assert_eq!(line, "color: never  # CARGO_GEN_COLOR");
    let line = shown(&project, "", &["--color", "auto"], "color");
    assert_eq!(line, "color: auto  # --color");
}

#[test]
fn the_file_of_the_project_is_found_upwards() {
    let project = TestProject::new().with("cargo-gen.yaml", "quiet: true\n").with("a/b/x", "");
    let line = shown(&project, "a/b", &[], "quiet");
    assert_eq!(line, "quiet: true  # ../../cargo-gen.yaml:1:8");
    assert_eq!(shown(&project, "a/b", &["--no-config"], "quiet"), "quiet: false  # default");
}

#[test]
fn a_named_file_replaces_the_others_and_must_exist() {
    let project = TestProject::new()
        .with("cargo-gen.yaml", "quiet: true\n")
        .with("other.yaml", "verbose: true\n");
    let args = ["--config", "other.yaml"];
    assert_eq!(shown(&project, "", &args, "quiet"), "quiet: false  # default");
    assert_eq!(shown(&project, "", &args, "verbose"), "verbose: true  # other.yaml:1:10");
    let run = project.run(&["config", "show", "--config", "othr.yaml"]);
    run.fails(2, &["`othr.yaml` does not exist", "did you mean `other.yaml`?"]);
}

#[test]
fn all_mistakes_of_a_file_are_shown_at_their_places() {
    let project = TestProject::new().with("cargo-gen.yaml", "colour: auto\nformat: jsn\n");
    project.run(&["config", "show"]).fails(
        2,
        &[
            "cargo-gen.yaml:1:1",
            "did you mean `color`?",
            "cargo-gen.yaml:2:9",
            "2 | format: jsn",
            "did you mean `json`?",
        ],
    );
}

#[test]
fn mistakes_in_variables_and_flags_name_them() {
    let project = TestProject::new().env("CARGO_GEN_QUIET", "perhaps");
    project.run(&["config", "show"]).fails(2, &["CARGO_GEN_QUIET", "true or false"]);
    let project = TestProject::new();
    let run = project.run(&["config", "show", "--typewright-source", "somewhere"]);
    run.fails(2, &["--typewright-source", "path:DIR"]);
}

#[test]
fn json_says_the_same() {
    let project = TestProject::new().with("cargo-gen.yaml", "format: json\n");
    let json = project.run(&["config", "show"]).ok().json();
    let format = &json["settings"][0];
    assert_eq!(format["key"], "format");
    assert_eq!(format["value"], "json");
    assert_eq!(format["origin"], "cargo-gen.yaml:1:9");
    let json = project.run(&["config", "path"]).ok().json();
    let nearest = json["files"].as_array().and_then(|files| files.last()).expect("a file");
    assert_eq!((&nearest["path"], &nearest["found"]), (&"cargo-gen.yaml".into(), &true.into()));
}

#[test]
fn settings_are_explained_and_changed() {
    let project = TestProject::new().with("cargo-gen.yaml", "# mine\ncolour: auto\n");
    project.run(&["config", "validate"]).fails(2, &["cargo-gen.yaml:2:1", "did you mean `color`?"]);
    // Settings that are wrong can be set right.
    project.write("cargo-gen.yaml", "# mine\ncolor: atuo # c\n");
    project.run(&["config", "set", "color", "never"]).ok();
    assert_eq!(project.read("cargo-gen.yaml"), "# mine\ncolor: never # c\n");
    let explained = project.run(&["config", "explain", "color"]).ok().stdout;
    assert!(explained.contains("wins    never  # cargo-gen.yaml:2:8"), "{explained}");
    assert!(explained.contains("CARGO_GEN_COLOR="), "{explained}");
    project.run(&["config", "unset", "color"]).ok();
    assert_eq!(project.read("cargo-gen.yaml"), "# mine\n");
    let schema = project.run(&["config", "schema", "--format", "json"]).ok().json();
    assert_eq!(schema["properties"]["color"]["enum"][0], "auto");
    project.run(&["config", "init", "user"]).ok();
    assert!(project.read(".user/cargo-gen/config.yaml").contains("\n#color: auto\n"));
    project.run(&["config", "set", "colr", "x"]).fails(2, &["did you mean `color`?"]);
}

#[test]
fn every_command_of_config_answers() {
    let project = TestProject::new().with("cargo-gen.yaml", "color: never\n");
    let says = |args: &[&str]| project.run(&[&["config"], args].concat()).ok().stdout;
    assert_eq!(says(&["get", "color"]), "never\n");
    assert_eq!(says(&["validate"]), "valid: 1 setting is set, the others have their defaults\n");
    let none = project.run(&["config", "profiles"]).ok().stderr;
    assert_eq!(none, "these settings have no profiles\n");
    assert!(says(&["init", "-"]).contains("\n#quiet: false\n"));
    assert!(says(&["path"]).ends_with("cargo-gen.yaml  (project, read)\n"));
    for (form, line) in [
        ("env", "# Variables of cargo-gen: "),
        ("systemd", "# EnvironmentFile of cargo-gen, "),
        ("markdown", "# Settings of cargo-gen\n"),
        ("kubernetes", "  name: cargo-gen-settings\n"),
        ("man", ".B color\n"),
        ("completion", "color\tauto,always,never\t"),
    ] {
        let exported = says(&["export", form]);
        assert!(exported.contains(line), "{form}\n{exported}");
    }
    assert!(says(&["export", "markdown", "mine"]).starts_with("# Settings of mine\n"));
    // What is there is not written over.
    project.run(&["config", "init"]).fails(2, &["cargo-gen.yaml", "config init -"]);
    project.run(&["config", "set", "quiet", "perhaps"]).fails(2, &["true or false"]);
    project.run(&["config", "get", "colr"]).fails(2, &["did you mean `color`?"]);
    project.run(&["config", "explain", "colr"]).fails(2, &["did you mean `color`?"]);
    project.run(&["config", "unset", "colr"]).fails(2, &["did you mean `color`?"]);
    assert_eq!(project.read("cargo-gen.yaml"), "color: never\n");
}

#[test]
fn both_ways_to_call_it_are_one() {
    let project = TestProject::new();
    let direct = project.run(&["config", "show"]).ok();
    let through_cargo = project.run(&["gen", "config", "show"]).ok();
    assert_eq!(direct.stdout, through_cargo.stdout);
    project.run(&["gen", "config", "shw"]).fails(2, &["show"]);
}
