//! The README of the example is true: its commands print what it says.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::process::{Command, Stdio};

fn run(arguments: &[&str]) -> (String, String) {
    let log = Path::new(env!("CARGO_MANIFEST_DIR")).join("log.ndjson");
    let ran = Command::new(env!("CARGO_BIN_EXE_stringer-example"))
        .args(arguments)
        .stdin(Stdio::from(std::fs::File::open(log).unwrap()))
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(ran.stdout), text(ran.stderr))
}

#[test]
fn commands_print_what_the_readme_says() {
    let readme = include_str!("../README.md");
    let blocks: Vec<_> = readme.split("```console\n$ ").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let (command, output) = block.split("```").next().unwrap().split_once('\n').unwrap();
        let behind = command.split_once("stringer-example").unwrap().1;
        let arguments = behind.split_once(" < ").map_or("", |(before, _)| before);
        let arguments: Vec<_> = arguments.split_whitespace().filter(|word| *word != "--").collect();
        assert_eq!(run(&arguments).0, output, "{command}");
    }
}

#[test]
fn clap_knows_the_names() {
    let (help, _) = run(&["--help"]);
    for text in ["- critical: The machine is lost", "- debug:", "[default: warning]"] {
        assert!(help.contains(text), "{help}");
    }
    let (_, error) = run(&["--at-least", "eror"]);
    assert!(error.contains("'error'"), "{error}");
}
