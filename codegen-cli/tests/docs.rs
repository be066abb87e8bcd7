//! The pages about templates are true: every block of code in them is run, or made use of.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::project::{SHOP, TestProject};

/// A block of code: its language, and what it holds.
fn blocks(page: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page);
    let text = std::fs::read_to_string(path).unwrap();
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let inside = lines.by_ref().take_while(|line| *line != "```");
            blocks.push((language.to_owned(), inside.map(|line| format!("{line}\n")).collect()));
        }
    }
    blocks
}

/// The block of a language that holds a text.
fn block(page: &str, language: &str, has: &str) -> String {
    let found: Vec<_> =
        blocks(page).into_iter().filter(|(l, text)| l == language && text.contains(has)).collect();
    assert_eq!(found.len(), 1, "{page}: {language} with `{has}`");
    found[0].1.clone()
}

/// What each block is known by; one that is new here needs a test.
const KNOWN: [(&str, &str, &str); 8] = [
    ("templates.md", "yaml", "summary: A service"),
    ("templates.md", "console", "template lint ./mine"),
    ("templates.md", "yaml", "tool: ../templates/tool"),
    ("templates.md", "yaml", "migrations:\n  - before"),
    ("templates.md", "yaml", "snapshot: tests/sqlite"),
    ("templates.md", "json", "\"base64\""),
    ("foreign.md", "console", "cookiecutter-thing"),
    ("foreign.md", "console", "peers.py"),
];

#[test]
fn every_block_is_known() {
    for page in ["templates.md", "foreign.md"] {
        let known = KNOWN.iter().filter(|(of, ..)| *of == page);
        for (_, language, has) in known.clone() {
            block(page, language, has);
        }
        assert_eq!(blocks(page).len(), known.count(), "{page}");
    }
}

/// The template of the page, with the files that it tells of.
fn service() -> TestProject {
    with_service(TestProject::new())
}

fn with_service(project: TestProject) -> TestProject {
    project
        .with("mine/template.yaml", &block("templates.md", "yaml", "summary: A service"))
        .with("mine/migrations/0001.sql", "create table items (id int);\n")
        .with("mine/ci.yml.jinja", "run: ${{ matrix.os }} [[ name ]]\n")
        .with("mine/migrations/0002.sql.jinja", "-- by {{ pool }} connections\n")
        .with("mine/run.sh", "#!/bin/sh\n")
        .with("mine/token.env.jinja", "TOKEN={{ token }}\n")
        .with("mine/src/{{ module }}.rs.jinja", "//! {{ name }}\n")
}

/// Runs the commands of a block, which print what stands below them.
fn run(project: &TestProject, text: &str) {
    let here = project.path("");
    let shown = |text: &str| text.replace("/tmp/", here.to_str().unwrap());
    let mut commands = text.split("$ ").skip(1).peekable();
    assert!(commands.peek().is_some());
    for command in commands {
        let (command, output) = command.split_once('\n').unwrap();
        let line = shown(command).replace("cargo gen", env!("CARGO_BIN_EXE_cargo-gen"));
        let ran = Command::new("sh")
            .args(["-c", &format!("{line} 2>&1")])
            .current_dir(&here)
            .env("XDG_CONFIG_HOME", project.path(".user"))
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&ran.stdout), shown(output), "$ {command}");
    }
}

#[test]
fn the_template_does_what_the_page_says() {
    let project = service();
    run(&project, &block("templates.md", "console", "template lint"));
    assert_eq!(project.read("shop/token.env"), "TOKEN=s3cret\n");
    assert_eq!(project.read("shop/.github/workflows/ci.yml"), "run: ${{ matrix.os }} shop\n");
    assert_eq!(project.read("shop/src/shop.rs"), "//! shop\n");
    project
        .run(&["new", "./mine", "x", "--set", "db=sqlite", "--set", "pool=65"])
        .fails(2, &["1 to 64"]);
}

#[test]
fn its_tests_are_run() {
    let project = service();
    let manifest = project.read("mine/template.yaml")
        + &block("templates.md", "yaml", "snapshot: tests/sqlite");
    project.write("mine/template.yaml", &manifest);
    let package = "[package]\nname = \"{{ name }}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
                   [lib]\npath = \"src/{{ module }}.rs\"\n[workspace]\n";
    project.write("mine/Cargo.toml.jinja", package);
    project.run(&["template", "test", "./mine"]).fails(1, &["`tests/sqlite/", "--bless"]);
    project.run(&["template", "test", "./mine", "--bless"]).ok();
    assert_eq!(project.read("mine/tests/sqlite/src/sample.rs"), "//! sample\n");
    project.run(&["template", "test", "./mine"]).ok();
}

#[test]
fn its_parts_and_migrations_work() {
    let then = "name: service\nversion: 1.1.0\nsummary: Older\nquestions:\n\
                \x20 sqlite: { type: bool, help: Whether it has a database, default: true }\n";
    let project =
        TestProject::new().with("mine/template.yaml", then).with("mine/README.txt", "A service.\n");
    project.run(&["new", "./mine", "shop"]).ok();
    project.write("shop/README.txt", "A service.\nOurs.\n");
    project.remove("mine/README.txt");
    let project = with_service(project);
    let now =
        project.read("mine/template.yaml") + &block("templates.md", "yaml", "migrations:\n  -");
    project.write("mine/template.yaml", &now);
    project.write("mine/README.md", "All is new here.\nA service.\n");
    project.write("mine/parts/route.rs.jinja", "pub fn handle() -> u8 { {{ name | length }} }\n");
    project.write("mine/Cargo.toml.jinja", "[package]\nname = \"{{ name }}\"\n");
    let routes =
        "pub fn dispatch(path: &str) -> u8 {\n    match path {\n        _ => 0,\n    }\n}\n";
    project.write("mine/src/routes.rs", routes);
    project.run(&["template", "lint", "./mine"]).ok();
    project.run(&["update", "shop"]).ok();
    assert_eq!(project.read("shop/README.md"), "All is new here.\nA service.\nOurs.\n");
    assert!(project.read("shop/.cargo-gen.lock.yaml").contains("db: sqlite"));
    let run = project.run_in("shop", &["add", "route", "users"]).ok();
    assert!(run.stderr.contains("    shop answers users now\n"), "{run:#?}");
    assert_eq!(project.read("shop/src/routes/users.rs"), "pub fn handle() -> u8 { 5 }\n");
    let text = project.read("shop/src/routes.rs");
    assert!(text.contains("pub mod users;\n"), "{text}");
    assert!(text.contains("        \"users\" => users::handle(),\n        _ => 0,\n"), "{text}");
    assert!(project.read("shop/Cargo.toml").ends_with("[dependencies]\nlog = \"0.4\"\n"));
}

#[test]
fn the_settings_name_templates() {
    let project = TestProject::new()
        .with("cargo-gen.yaml", &block("templates.md", "yaml", "tool: ../templates/tool"));
    let list = project.run(&["template", "list"]).ok();
    for line in ["service gh:acme/templates#v3:service\n", "templates/tool\n"] {
        assert!(list.stdout.contains(line), "{list:#?}");
    }
}

#[test]
fn a_generator_answers_as_the_page_says() {
    let answer = block("templates.md", "json", "\"base64\"")
        .replace("\"base64\": \"...\"", "\"base64\": \"/wA=\"");
    let project = TestProject::shop().with("answer.json", &answer);
    project.write("bin/cargo-gen-paged", "#!/bin/sh\ncat > asked.json\ncat answer.json\n");
    let program = project.path("bin/cargo-gen-paged");
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let project = {
        let path = format!("{}:/usr/bin:/bin", project.path("bin").display());
        project.env("PATH", &path)
    };
    project.run(&["paged", "--from", SHOP, "--out", "out", "--", "one", "--two"]).ok();
    assert_eq!(project.read("out/src/a.rs"), "...");
    assert_eq!(std::fs::read(project.path("out/logo.png")).unwrap(), [0xff, 0]);
    let asked: serde_json::Value = serde_json::from_str(&project.read("asked.json")).unwrap();
    let keys: Vec<_> = asked.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["version", "args", "schema"]);
    assert_eq!((&asked["version"], &asked["args"]), (&1.into(), &["one", "--two"][..].into()));
    let model = project.run(&["model", "--from", SHOP]).ok().json();
    assert_eq!(asked["schema"], model);
}

/// Words in code on the pages that are commands: each verb and each flag is one.
#[test]
fn every_command_in_a_line_can_be_typed() {
    let project = TestProject::new();
    let mut tried = 0;
    for page in ["templates.md", "foreign.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page);
        let text = std::fs::read_to_string(path).unwrap();
        for span in text.split('`').skip(1).step_by(2) {
            let Some(words) = span.strip_prefix("cargo gen ") else { continue };
            let mut words = words.split_whitespace();
            let verb = words.next().unwrap();
            if verb == "NAME" {
                continue;
            }
            let mut help = project.run(&[verb, "--help"]).ok().stdout;
            if verb == "template" {
                help = project.run(&[verb, words.next().unwrap_or("list"), "--help"]).ok().stdout;
            }
            for flag in words.filter(|word| word.starts_with("--")) {
                // Questions of a part are flags of `add`.
                let asks = verb == "add" && matches!(flag, "--type" | "--default");
                assert!(help.contains(flag) || asks, "{page}: `{span}`: {help}");
            }
            tried += 1;
        }
    }
    assert!(tried > 15, "{tried}");
}

#[test]
fn templates_of_others_are_told_of_as_the_page_says() {
    let text = block("foreign.md", "console", "cookiecutter-thing");
    let (command, output) = text.strip_prefix("$ ").unwrap().split_once('\n').unwrap();
    let project = TestProject::new()
        .with("cookiecutter-thing/cookiecutter.json", "{\"project_name\": \"A Thing\"}")
        .with(
            "cookiecutter-thing/{{cookiecutter.project_name}}/a.txt",
            "{{cookiecutter.project_name}}\n",
        )
        .with("cookiecutter-thing/hooks/post_gen_project.py", "print('no')\n");
    let line = format!("{} 2>&1", command.replace("cargo gen", env!("CARGO_BIN_EXE_cargo-gen")));
    let ran =
        Command::new("sh").args(["-c", &line]).current_dir(project.path("")).output().unwrap();
    let said = String::from_utf8(ran.stdout).unwrap();
    assert!(said.contains(output), "{said}");
    assert_eq!(project.read("thing/a.txt"), "My Thing\n");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign/peers.py");
    assert!(std::fs::read_to_string(script).unwrap().contains("\"--bin\""));
}
