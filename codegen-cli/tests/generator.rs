//! `cargo gen NAME`: programs of others.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;

use crate::project::{SHOP, TestProject};

/// A project whose `bin` folder holds the program `cargo-gen-NAME`.
fn with_program(name: &str, script: &str) -> TestProject {
    let file = format!("bin/cargo-gen-{name}");
    let project = TestProject::shop().with(&file, &format!("#!/bin/sh\n{script}\n"));
    let program = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(project.path(&file), program).unwrap();
    let path = format!("{}:/usr/bin:/bin", project.path("bin").display());
    project.env("PATH", &path)
}

/// Lists what it was given.
const LIST: &str = r#"
services=$(grep -o '"id":"shop.v1.Shop"' | head -1 | wc -l | tr -d ' ')
printf '{"files":[{"path":"list.txt","contents":"%s services\\n"},{"path":"raw","base64":"/wA=","owner":"user"}]}' "$services"
echo looked >&2"#;

#[test]
fn a_program_of_others_is_a_command() {
    let project = with_program("list", LIST);
    let args = ["list", "--from", SHOP, "--out", "out"];
    project.run(&[&args[..], &["--dry-run"]].concat()).ok();
    assert!(!project.path("out").exists());
    project.run(&args).ok();
    assert_eq!(project.read("out/list.txt"), "1 services\n");
    assert_eq!(std::fs::read(project.path("out/raw")).unwrap(), [0xff, 0]);
    project.run(&["check"]).ok();
    project.run(&[&args[..], &["--check"]].concat()).ok();
    project.write("out/list.txt", "none\n");
    project.run(&["check"]).fails(1, &["--fix --force"]);
    project.run(&args).fails(1, &["list.txt", "--force"]);
    project.run(&[&args[..], &["--force"]].concat()).ok();
    assert_eq!(project.read("out/list.txt"), "1 services\n");
    project.write(SHOP, "syntax = \"proto3\";\npackage shop.v2;\nservice Shop {}\n");
    let run = project.run(&["diff"]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    assert!(run.stdout.contains("+0 services"), "{run:#?}");
    project.run(&["check", "--fix"]).ok();
    assert_eq!(project.read("out/list.txt"), "0 services\n");
}

#[test]
fn what_it_says_is_shown() {
    let project = with_program("list", LIST);
    let args = ["list", "--from", SHOP, "--out", "out"];
    let run = project.run(&args).ok();
    assert!(run.stderr.contains("cargo-gen-list: looked\n"), "{run:#?}");
    let quiet = project.run(&[&["--quiet"], &args[..]].concat()).ok();
    assert_eq!(quiet.stderr, "");
    let json = project.run(&[&["--format", "json"], &args[..]].concat()).ok();
    assert_eq!(json.json()["verb"], "list");
    let broken = with_program("list", "echo 'half of it' >&2; echo '{\"files\":['");
    broken.run(&args).fails(1, &["gave no valid response", "half of it"]);
}

/// Neither a program that hangs, nor one that left its output to another, keeps anybody waiting.
#[test]
fn a_program_that_does_not_end_is_stopped() {
    for script in [
        "echo 'now I sleep' >&2; exec sleep 600",
        "echo 'now I sleep' >&2; sleep 600 & exit 0",
        "echo 'now I sleep' >&2; exec >&- 2>&-; while :; do sleep 1; done",
        "echo 'now I sleep' >&2; cat > /dev/null; exec yes",
    ] {
        let project = with_program("slow", script);
        let before = project.tree();
        let start = std::time::Instant::now();
        let args = ["--generator-timeout", "300ms", "slow", "--from", SHOP, "--out", "out"];
        let run = project.run(&args);
        assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
        assert_eq!(run.code, Some(1), "{run:#?}");
        assert!(
            run.stderr.contains("cargo-gen-slow") && run.stderr.contains("now I sleep"),
            "{run:#?}"
        );
        assert_eq!(before, project.tree());
    }
    let project = with_program("slow", "exec sleep 600");
    let args = ["--generator-timeout", "100ms", "slow", "--from", SHOP, "--out", "out"];
    project.run(&args).fails(1, &["it took longer than 100ms", "--generator-timeout 30m"]);
}

#[test]
fn what_goes_wrong_writes_nothing() {
    for (script, why) in [
        ("echo 'no such table' >&2; exit 3", "no such table"),
        ("echo hello", "gave no valid response"),
        (r#"printf '{"files":[{"path":"../a","contents":""}]}'"#, "the output path `../a`"),
        (r#"printf '{"files":[{"path":"/tmp/a","contents":""}]}'"#, "the output path `/tmp/a`"),
        (r#"printf '{"files":[{"path":".git/hooks/a","contents":""}]}'"#, "the output path"),
        (r#"printf '{"files":[{"path":"a","base64":"?"}]}'"#, "`base64`"),
        ("kill -9 $$", "signal: 9"),
        ("true", "gave no valid response"),
        (r#"printf '{"files":[{"path":".cargo-gen/a","contents":""}]}'"#, "keeps records"),
        (r#"printf '{"files":[{"path":"a"}]}'"#, "`contents` or `base64`"),
        (r#"printf '{"files":[{"path":"a","contents":""},{"path":"a","contents":""}]}'"#, "two"),
        (r#"printf '{"errors":[{"message":"no key","help":"add one"}]}'"#, "help: add one"),
        (r#"printf '{"flies":[]}'"#, "flies"),
    ] {
        let project = with_program("broken", script);
        let before = project.tree();
        project.run(&["broken", "--from", SHOP, "--out", "out"]).fails(1, &[why]);
        assert_eq!(before, project.tree(), "{script}");
    }
}

#[test]
fn a_word_that_is_no_command_has_a_neighbour() {
    let project = with_program("tables", "exit 1");
    project.run(&["chekc"]).fails(2, &["there is no command `chekc`", "did you mean `check`?"]);
    project.run(&["table"]).fails(2, &["did you mean `tables`?"]);
    project.run(&["tables"]).fails(2, &["--out"]);
    project.run(&["tables", "--quiet"]).fails(2, &["`cargo gen --quiet tables`"]);
    let help = project.run(&["tables", "--help"]).ok();
    assert!(help.stdout.contains("cargo gen tables"), "{help:#?}");
}
