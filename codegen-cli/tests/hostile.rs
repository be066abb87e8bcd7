//! Templates that mean harm: nothing outside of the target is written or read, no code runs, and
//! what cannot end is stopped.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use crate::project::{Run, TestProject};

const MANIFEST: &str = "name: evil\nversion: 1.0.0\nsummary: Evil\n";

/// A template with this manifest and a file, beside a secret and a folder that must stay as it is.
fn evil(manifest: &str, path: &str, contents: &str) -> TestProject {
    TestProject::new()
        .with("secret.txt", "S3CR3T")
        .with("victim/keep", "k")
        .with("evil/template.yaml", &format!("{MANIFEST}{manifest}"))
        .with(&format!("evil/{path}"), contents)
}

/// Makes a project of it, and sees that the rest of the world stayed as it was.
#[track_caller]
fn attack(project: &TestProject) -> Run {
    let outside = |project: &TestProject| {
        let mut tree = project.tree();
        tree.retain(|path, _| !path.starts_with("out"));
        tree
    };
    let before = outside(project);
    let start = Instant::now();
    let run = project.run(&["new", "./evil", "out"]);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(before, outside(project));
    let inside = project.tree();
    assert!(!inside.iter().any(|(path, text)| path.starts_with("out") && text.contains("S3CR3T")));
    run
}

#[track_caller]
fn refused(project: &TestProject, text: &str) {
    let run = attack(project);
    assert!(matches!(run.code, Some(1 | 2)), "{run:#?}");
    assert!(run.stderr.contains(text), "no `{text}` in {}", run.stderr);
    assert!(!project.path("out").exists());
}

#[test]
fn paths_from_answers_do_not_lead_out() {
    let question = |default: &str| {
        format!(
            "questions:\n  p: {{ type: text, help: Where, default: {default:?} }}\n\
             files: [{{ match: a.txt, to: '{{{{ p }}}}/x.txt' }}]\n"
        )
    };
    for path in [
        "/tmp/typewright-evil",
        "..",
        "../..",
        "a/../../b",
        "./..",
        "a/./b",
        "",
        "//etc",
        "~/../x/..",
        ".git",
        ".GIT",
        ".Git/hooks",
        "a/.git/hooks",
        "C:",
        "C:/x",
        "a\\..\\..",
        "\\\\host\\share",
        "con",
        "NUL",
        "aux.txt",
        "com1",
        "lpt9.log",
        "a.",
        "a ",
        "x\u{0}y",
        ".cargo-gen",
        "a//b",
        "git~1/../..",
        "..\u{2f}x",
    ] {
        let project = evil(&question(path), "a.txt", "pwn");
        let run = attack(&project);
        assert_ne!(run.code, Some(0), "{path:?}: {run:#?}");
        assert!(!project.path("out").exists(), "{path:?}");
    }
    assert!(!std::path::Path::new("/tmp/typewright-evil").exists());
}

#[test]
fn generated_paths_do_not_lead_out() {
    let parts = ["..", ".", "", "a", ".git", "/", "\\", "con", "b ", "c."];
    let mut tried = 0;
    for first in parts {
        for second in parts {
            let path = format!("{first}/{second}/x");
            let safe = ["a"].contains(&first) && ["a"].contains(&second);
            let manifest = format!("files: [{{ match: a.txt, to: {path:?} }}]\n");
            let project = evil(&manifest, "a.txt", "pwn");
            let run = attack(&project);
            assert_eq!(run.code == Some(0), safe, "{path}: {run:#?}");
            tried += 1;
        }
    }
    assert!(tried >= 100);
}

#[test]
fn links_are_not_followed() {
    let project = evil("", "a.txt", "x");
    symlink(project.path("secret.txt"), project.path("evil/stolen.txt")).unwrap();
    refused(&project, "symbolic link");
    let project = evil("", "a.txt", "x");
    symlink(project.path("victim"), project.path("evil/folder")).unwrap();
    refused(&project, "symbolic link");
    // In the target: a project whose folder became a link later.
    let project = evil("", "sub/a.txt", "x");
    project.run(&["new", "./evil", "out"]).ok();
    std::fs::remove_dir_all(project.path("out/sub")).unwrap();
    symlink(project.path("victim"), project.path("out/sub")).unwrap();
    project.write("evil/template.yaml", &MANIFEST.replace("1.0.0", "2.0.0"));
    project.write("evil/sub/a.txt", "pwn");
    let before = project.tree();
    project.run(&["update", "out"]).fails(1, &["symbolic link"]);
    assert_eq!(before, project.tree());
}

#[test]
fn no_code_runs_and_nothing_is_read() {
    refused(&evil("hooks: { post: touch victim/hook }\n", "a", ""), "hooks");
    for expression in [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('touch victim/x').read() }}",
        "{{ env('HOME') }}",
        "{{ get_env(name='HOME') }}",
        "{% include '../secret.txt' %}",
        "{% include 'secret.txt' %}",
        "{% import '/etc/passwd' as x %}",
        "{% extends '../../secret.txt' %}",
        "{{ typo }}",
        "{{ schema.typo.x }}",
        "{{ debug() }}{{ secret }}",
    ] {
        refused(&evil("", "a.txt.jinja", expression), "evil/a.txt.jinja:1");
    }
}

#[test]
fn what_cannot_end_is_stopped() {
    let doubling = "{% set ns = namespace(s='xxxxxxxxxxxxxxxx') %}{% for i in range(40) %}\
                    {% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}";
    for text in [
        "{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}",
        doubling,
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{{ 'x' * 100000000000 }}",
        "{{ range(100000000000) | list }}",
        "{{ ('x' * 100000) | replace('x', 'y' * 100000) | length }}",
    ] {
        refused(&evil("", "a.txt.jinja", text), "evil/a.txt.jinja");
    }
    let deep = format!("{{{{ {}1{} }}}}", "(".repeat(100_000), ")".repeat(100_000));
    refused(&evil("", "a.txt.jinja", &deep), "evil/a.txt.jinja");
    let bomb = "questions:\n  p: { type: text, help: Where, default: \"{% for i in range(90000) %}\
                {% for j in range(90000) %}{% endfor %}{% endfor %}\" }\n";
    refused(&evil(bomb, "a.txt", ""), "fuel");
    let each = "files: [{ match: a.txt, for_each: i in range(100000000), to: 'x{{ i }}' }]\n";
    refused(&evil(each, "a.txt", ""), "evil");
}

#[test]
fn a_mistake_in_one_file_leaves_nothing() {
    let mut project = evil("", "m.txt.jinja", "before {{ nope.x.y }}");
    for n in 0..20 {
        project = project.with(&format!("evil/f{n}.txt"), "fine");
    }
    refused(&project, "evil/m.txt.jinja:1");
}

#[test]
fn locks_and_records_from_elsewhere_are_no_way_out() {
    let project = evil("", "a.txt", "x");
    project.run(&["new", "./evil", "out"]).ok();
    let lock = project.read("out/.cargo-gen.lock.yaml");
    for path in ["../victim/keep", "/etc/passwd", "a/../../secret.txt"] {
        project.write("out/.cargo-gen.lock.yaml", &lock.replace("  a.txt:", &format!("  {path}:")));
        let before = project.tree();
        for verb in [&["update", "out"][..], &["check", "out", "--fix"][..]] {
            project.run(verb).fails(1, &[]);
        }
        assert_eq!(before, project.tree());
    }
    project.write(
        "out/.cargo-gen.staging/journal.json",
        "{\"folders\":[\"../victim\"],\"files\":[{\"path\":\"../victim/keep\",\"old\":false,\"new\":true}]}",
    );
    project.write("out/.cargo-gen.lock.yaml", &lock);
    project.run(&["check", "out"]).fails(1, &[]);
    assert_eq!(project.read("victim/keep"), "k");
}
