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

#[test]
fn the_file_compiles_runs_and_is_checked() {
    let project = modes();
    let run = project.run(&COMMAND).ok();
    assert!(run.stderr.contains("mod names;"), "{run:#?}");
    project.run(&["check"]).ok();
    project.run(&[&COMMAND[..], &["--check"]].concat()).ok();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    project.write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"modes\"\nedition = \"2024\"\n[dependencies]\n\
             typewright = {{ path = {:?} }}\n[workspace]\n",
            root.join("macros")
        ),
    );
    project.write(
        "src/main.rs",
        "mod modes;\nuse modes::{Mode, inner::Colour};\nfn main() {\n\
         print!(\"{} {:?} {:?} {}\", Mode::ReadOnly, \"write\".parse::<Mode>().ok(), Mode::NAMES, \
         Colour::Red);\n let _ = modes::Shape::Round(1);\n}\n",
    );
    // The versions of the workspace, so that nothing is resolved anew.
    std::fs::copy(root.join("Cargo.lock"), project.path("Cargo.lock")).unwrap();
    let cargo = || {
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline"])
            .current_dir(project.path(""))
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("../generated"))
            .output()
            .unwrap()
    };
    let ran = cargo();
    assert_eq!(
        String::from_utf8_lossy(&ran.stdout),
        "read-only Some(ReadWrite) [\"read-only\", \"rw\"] red",
        "{ran:?}"
    );
    for (from, to) in [("ReadOnly,", "ReadOnly, New,"), ("= 4", "= 5"), ("ReadOnly,", "")] {
        project.write("src/modes.rs", &MODES.replace(from, to));
        assert!(!cargo().status.success(), "a stale file compiles after {from} became {to}");
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
