//! `cargo gen add`, `remove` and `undo`.

use crate::project::TestProject;

const MANIFEST: &str = r#"name: demo
version: 1.0.0
summary: Demo
questions:
  tool: { type: text, help: What it is called, default: demo }
parts:
  command:
    help: a command
    questions:
      name: { type: ident, help: What it is called }
      about: { type: text, help: What it does, default: "Does {{ name }}" }
    files:
      - { from: parts/command.rs, to: "src/{{ name }}.rs" }
    edits:
      - { file: src/main.rs, add: mod, item: "mod {{ name }};" }
      - { file: src/main.rs, add: variant, to: Command, item: "/// {{ about }}.\n{{ name | pascal }}" }
      - { file: src/main.rs, add: arm, to: run, on: Command, item: "Command::{{ name | pascal }} => {{ name }}::run()" }
      - { file: Cargo.toml, add: toml, to: features, item: "{{ name }} = []" }
      - { file: settings.yaml, add: yaml, to: commands, item: "{{ name }}: { on: true }" }
    say: "edit src/{{ name }}.rs of {{ project.tool }}"
"#;

const MAIN: &str = "\
mod first; // stays

enum Command {
    /// The first.
    First
}

fn run(command: Command) {
    match command {
        Command::First => first::run(),
    }
}

fn main() {
    run(Command::First);
}
";

fn demo() -> TestProject {
    let project = TestProject::new()
        .with("tpl/template.yaml", MANIFEST)
        .with("tpl/src/main.rs", MAIN)
        .with("tpl/src/first.rs", "pub fn run() {}\n")
        .with("tpl/Cargo.toml.jinja", "[package]\nname = \"{{ tool }}\"\n")
        .with("tpl/settings.yaml", "commands:\n  first: { on: true }\n")
        .with("tpl/parts/command.rs.jinja", "//! {{ about }}.\n\npub fn run() {}\n");
    project.run(&["new", "./tpl", "p"]).ok();
    assert!(!project.path("p/parts").exists());
    project
}

#[test]
fn a_part_is_added_removed_and_undone_byte_for_byte() {
    let project = demo();
    let before = project.tree();
    let run = project.run_in("p", &["add", "command", "export"]).ok();
    assert!(run.stderr.contains("edit src/export.rs of demo"), "{run:#?}");
    assert_eq!(project.read("p/src/export.rs"), "//! Does export.\n\npub fn run() {}\n");
    let main = project.read("p/src/main.rs");
    for text in [
        "mod export;\nmod first; // stays\n",
        "    First,\n    /// Does export.\n    Export,\n}",
        "        Command::Export => export::run(),\n    }",
    ] {
        assert!(main.contains(text), "no `{text}` in:\n{main}");
    }
    assert_eq!(
        project.read("p/Cargo.toml"),
        "[package]\nname = \"demo\"\n\n[features]\nexport = []\n"
    );
    assert!(project.read("p/settings.yaml").ends_with("  export: { on: true }\n"));
    project.run(&["check", "p"]).ok();
    let once = project.tree();
    project.run_in("p", &["add", "command", "export"]).ok();
    assert_eq!(once, project.tree());
    project.run_in("p", &["undo"]).ok();
    assert_eq!(before, project.tree());
    project.run_in("p", &["add", "command", "export"]).ok();
    project.run_in("p", &["add", "command", "import"]).ok();
    project.run_in("p", &["remove", "command", "export"]).ok();
    project.run_in("p", &["remove", "command", "import"]).ok();
    for path in ["Cargo.toml", "settings.yaml", "src/main.rs"] {
        let (path, kept) = (format!("p/{path}"), &[",", "\n[features]\n"]);
        let strip = |text: &str| kept.iter().fold(text.to_owned(), |text, k| text.replace(k, ""));
        assert_eq!(strip(&before[&path]), strip(&project.read(&path)), "{path}");
    }
    assert!(!project.path("p/src/export.rs").exists());
    project.run_in("p", &["remove", "command", "import"]).fails(2, &["nothing was added"]);
}

#[test]
fn the_last_part_leaves_no_trace() {
    let project = demo();
    let before = project.tree();
    project.run_in("p", &["add", "command", "export"]).ok();
    let one = project.tree();
    project.run_in("p", &["add", "command", "import", "--set", "about=Reads"]).ok();
    project.run_in("p", &["remove", "command", "import"]).ok();
    let same = |mut a: std::collections::BTreeMap<String, String>| {
        a.remove("p/.cargo-gen/undo");
        a
    };
    assert_eq!(same(one), same(project.tree()));
    project.run_in("p", &["remove", "command", "export"]).ok();
    assert_eq!(before, same(project.tree()));
}

#[test]
fn a_part_keeps_what_the_user_edited() {
    let project = demo();
    project.run_in("p", &["add", "command", "export"]).ok();
    project.write("p/src/export.rs", "mine");
    let before = project.tree();
    project
        .run_in("p", &["remove", "command", "export"])
        .fails(1, &["`./src/export.rs` was edited after it was added"]);
    assert_eq!(before, project.tree());
    project.write("p/src/main.rs", &project.read("p/src/main.rs").replace("Export", "Renamed"));
    project
        .run_in("p", &["remove", "command", "export"])
        .fails(1, &["was changed where the part was added", "remove this by hand"]);
    project.run_in("p", &["remove", "command", "export", "--force"]).ok();
    assert!(!project.path("p/src/export.rs").exists());
}

#[test]
fn nothing_is_written_where_a_place_is_missing() {
    let project = demo();
    project.write("p/src/main.rs", &MAIN.replace("enum Command", "enum Commands"));
    project.write("p/settings.yaml", "commands: { first: {} }\n");
    let before = project.tree();
    project
        .run_in("p", &["add", "command", "export"])
        .fails(1, &["`Command` is not declared", "there is `Commands`", "by hand", "block style"]);
    assert_eq!(before, project.tree());
    project.write("p/src/export.rs", "somebody's");
    project.write("p/src/main.rs", MAIN);
    project.write("p/settings.yaml", "commands:\n  a: 1\n");
    project
        .run_in("p", &["add", "command", "export"])
        .fails(1, &["src/export.rs` is there already"]);
    for (args, text) in [
        (&["add"][..], "say which part to add"),
        (&["add", "comand", "x"], "did you mean `command`?"),
        (&["add", "command", "not-rust"][..], "try `not_rust`"),
        (&["add", "command", "x", "--set", "abot=x"][..], "did you mean `about`?"),
        (&["remove", "command", "x"][..], "`command x` was not added here"),
    ] {
        project.run_in("p", args).fails(2, &[text]);
    }
}

#[test]
fn parts_follow_their_template() {
    let project = demo();
    project.run_in("p", &["add", "command", "export"]).ok();
    project.write("p/src/export.rs", "//! Does export.\n\npub fn run() {\n    work();\n}\n");
    project.write("tpl/template.yaml", &MANIFEST.replace("1.0.0", "2.0.0"));
    project.write("tpl/parts/command.rs.jinja", "//! {{ about }}!\n\npub fn run() {}\n");
    project.run(&["update", "p"]).ok();
    let expected = "//! Does export!\n\npub fn run() {\n    work();\n}\n";
    assert_eq!(project.read("p/src/export.rs"), expected);
    assert!(project.read("p/src/main.rs").contains("mod export;"));
    project.run(&["check", "p"]).ok();
}
