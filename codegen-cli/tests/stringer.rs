//! `cargo gen stringer`.

use std::path::Path;
use std::process::Command;

use crate::project::TestProject;

const MODES: &str = "\
//! Ways to open.
mod names;

/// How to open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    ReadOnly,
    #[cfg_attr(any(), stringer(rename = \"rw\", alias = \"write\"))]
    ReadWrite = 4,
}

pub mod inner {
    pub enum Colour { Red }
}

pub enum Shape { Round(u8) }
";

fn modes() -> TestProject {
    TestProject::new().with("src/modes.rs", MODES)
}

const COMMAND: [&str; 6] =
    ["stringer", "src/modes.rs", "--out", "src/modes/names.rs", "--rename-all", "kebab-case"];

/// Enums whose variants hold data, each with what is shown of it.
const DATA: &str = "\
mod names;

#[derive(Debug, PartialEq)]
pub enum Tag {
    Latest,
    #[cfg_attr(any(), stringer(display = \"v{major}.{minor:02}\"))]
    Version { major: u8, minor: u8 },
    #[cfg_attr(any(), stringer(catch_all))]
    Other(String),
}

#[derive(Debug, PartialEq)]
pub enum Size<T> {
    #[cfg_attr(any(), stringer(display = \"{0} px\"))]
    Pixels(T),
    #[cfg_attr(any(), stringer(skip))]
    Unknown(fn() -> T),
    Full(#[cfg_attr(any(), stringer(default_with = hundred))] u8),
}

pub fn hundred() -> u8 { 100 }

#[derive(Debug, PartialEq)]
pub enum Any { #[cfg_attr(any(), stringer(flatten))] Size(Warm), Cold }

#[derive(Debug, PartialEq)]
pub enum Warm { Red, Orange }
";

/// What is printed of them, and its text.
const SHOWN: &[(&str, &str)] = &[
    ("Tag::Version { major: 1, minor: 9 }", "v1.09"),
    ("\"v2.10\".parse::<Tag>().unwrap()", "v2.10"),
    ("Tag::from(\"v2.10\") == Tag::Version { major: 2, minor: 10 }", "true"),
    ("Tag::from(\"nightly\").as_str()", "nightly"),
    ("Size::Pixels(3)", "3 px"),
    ("\"7 px\".parse::<Size<u16>>() == Ok(Size::Pixels(7))", "true"),
    ("\"full\".parse::<Size<u16>>() == Ok(Size::Full(100))", "true"),
    ("\"unknown\".parse::<Size<u16>>().is_err()", "true"),
    ("Any::iter().count()", "3"),
    ("\"orange\".parse::<Any>() == Ok(Any::Size(Warm::Orange))", "true"),
];

#[test]
fn a_file_for_what_variants_hold() {
    let project = TestProject::new().with("src/data.rs", DATA);
    let command =
        ["stringer", "src/data.rs", "--out", "src/data/names.rs", "--rename-all", "lowercase"];
    let types = ["--type", "Tag", "--type", "Size", "--type", "Any", "--type", "Warm"];
    project.run(&[&command[..], &types].concat()).ok();
    project.run(&["check"]).ok();
    let lines: Vec<String> =
        SHOWN.iter().map(|(shown, _)| format!("println!(\"{{}}\", {shown});")).collect();
    project.write(
        "src/main.rs",
        &format!("mod data;\nuse data::*;\nfn main() {{ {} }}\n", lines.concat()),
    );
    let expected: Vec<&str> = SHOWN.iter().map(|(_, text)| *text).collect();
    let ran = cargo_run(&project, "data");
    assert_eq!(ran, (expected.join("\n") + "\n", true));
    project.write("src/data.rs", &DATA.replace("Latest", "Newest"));
    assert!(!cargo_run(&project, "data").1);
    project.run(&["check"]).fails(1, &["cargo gen check --fix"]);
}

/// What the project prints, and whether it compiles.
fn cargo_run(project: &TestProject, name: &str) -> (String, bool) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    project.write(
        "Cargo.toml",
        &format!(
            "[package]\nname = {name:?}\nedition = \"2024\"\n[dependencies]\n\
             typewright = {{ path = {:?} }}\n[workspace]\n",
            root.join("macros")
        ),
    );
    // The versions of the workspace, so that nothing is resolved anew.
    std::fs::copy(root.join("Cargo.lock"), project.path("Cargo.lock")).unwrap();
    let ran = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .current_dir(project.path(""))
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("../generated"))
        .output()
        .unwrap();
    (String::from_utf8_lossy(&ran.stdout).into_owned(), ran.status.success())
}

#[test]
fn the_file_compiles_runs_and_is_checked() {
    let project = modes();
    let run = project.run(&COMMAND).ok();
    assert!(run.stderr.contains("mod names;"), "{run:#?}");
    project.run(&["check"]).ok();
    project.run(&[&COMMAND[..], &["--check"]].concat()).ok();
    project.write(
        "src/main.rs",
        "mod modes;\nuse modes::{Mode, inner::Colour};\nfn main() {\n\
         print!(\"{} {:?} {:?} {}\", Mode::ReadOnly, \"write\".parse::<Mode>().ok(), Mode::NAMES, \
         Colour::Red);\n let _ = modes::Shape::Round(1);\n}\n",
    );
    assert_eq!(
        cargo_run(&project, "modes"),
        ("read-only Some(ReadWrite) [\"read-only\", \"rw\"] red".to_owned(), true)
    );
    for (from, to) in [("ReadOnly,", "ReadOnly, New,"), ("= 4", "= 5"), ("ReadOnly,", "")] {
        project.write("src/modes.rs", &MODES.replace(from, to));
        assert!(!cargo_run(&project, "modes").1, "a stale file compiles after {from} became {to}");
        project.run(&["check"]).fails(1, &["cargo gen check --fix"]);
        let stale = project.run(&[&COMMAND[..], &["--check"]].concat());
        stale.fails(1, &["1 of 1 files differ"]);
    }
    project.run(&["check", "--fix"]).ok();
    project.run(&["check"]).ok();
}

#[test]
fn comments_behind_variants_name_them() {
    let source = "pub enum Op {\n    Add, // +\n    Ident,\n}\n";
    let project = TestProject::new().with("src/op.rs", source);
    project.run(&["stringer", "src/op.rs", "--out", "src/names.rs", "--line-comments"]).ok();
    let names = project.read("src/names.rs");
    assert!(names.contains("\"+Ident"), "{names}");
    project.run(&["check"]).ok();
    project.write("src/op.rs", &source.replace("// +", "// plus"));
    project.run(&["check"]).fails(1, &["cargo gen check --fix"]);
}

#[test]
fn several_files_share_a_folder() {
    let project = modes().with("src/more.rs", "enum More { A, B }");
    project.run(&["stringer", "src/modes.rs", "--out", "src/a.rs", "--type", "Mode"]).ok();
    project.run(&["stringer", "src/more.rs", "--out", "src/b.rs", "--module", "crate::more"]).ok();
    assert!(!project.read("src/a.rs").contains("Colour"));
    assert!(project.read("src/b.rs").contains("use crate::more::More;"));
    project.run(&["check"]).ok();
    project.write("src/a.rs", "edited");
    let run = project.run(&["check"]);
    run.fails(1, &["--force"]);
    assert!(run.stdout.contains("edited src/a.rs"), "{run:#?}");
    project
        .run(&["stringer", "src/modes.rs", "--out", "src/a.rs"])
        .fails(1, &["`src/a.rs` would be overwritten"]);
}

#[test]
fn all_mistakes_are_told_at_their_places() {
    let project = TestProject::new().with(
        "m.rs",
        "#!/usr/bin/env run\n#[derive(Debug, typewright::Stringer)]\nenum A { B }\n\
         enum Kind { D(u8), #[cfg_attr(any(), stringer(renam = \"x\"))] E, F(u8) }\n",
    );
    let before = project.tree();
    let args =
        ["stringer", "m.rs", "--out", "n.rs", "--type", "A", "--type", "Kind", "--type", "Knid"];
    project.run(&args).fails(
        1,
        &[
            "`A` derives `Stringer`",
            "m.rs:2:1",
            "m.rs:4:47",
            "did you mean `rename`?",
            "no type `Knid` is declared in `m.rs`",
            "did you mean `Kind`?",
        ],
    );
    project.run(&["stringer", "m.rs", "--out", "n.rs"]).fails(1, &["no enum of plain names"]);
    project.write("m.rs", "enum A { B ");
    project.run(&["stringer", "m.rs", "--out", "n.rs"]).fails(1, &["m.rs:1:"]);
    project.write("m.rs", "enum A { B }");
    let run = project.run(&["stringer", "m.rs", "--out", "n.rs", "--rename-all", "kebap-case"]);
    run.fails(1, &["unknown style `kebap-case`", "kebab-case"]);
    project.write("m.rs", &before["m.rs"]);
    assert_eq!(before, project.tree());
}
