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

/// What an attack took: the processor time of the command and its children. More than 128 MiB of data
/// it does not get.
pub(crate) fn bounded(project: &TestProject, args: &[&str]) -> Run {
    let times = project.path("times");
    let line = "ulimit -d 131072; \"$@\"; code=$?; times > \"$TIMES\"; exit $code";
    let before = project.tree();
    let output = std::process::Command::new("sh")
        .args(["-c", line, "sh", env!("CARGO_BIN_EXE_cargo-gen")])
        .args(args)
        .current_dir(project.path(""))
        .env("TIMES", &times)
        .env("XDG_CONFIG_HOME", project.path(".user"))
        .output()
        .unwrap();
    let text = std::fs::read_to_string(&times).unwrap();
    std::fs::remove_file(times).unwrap();
    // `0m0.010s 0m0.020s` of the shell itself, then of its children.
    let seconds = |time: &str| {
        let (minutes, seconds) = time.trim_end_matches('s').split_once('m').unwrap();
        60.0 * minutes.parse::<f64>().unwrap() + seconds.parse::<f64>().unwrap()
    };
    let took: f64 = text.lines().nth(1).unwrap().split_whitespace().map(seconds).sum();
    let run = Run {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    assert!(took <= 2.0, "{took} s: {run:#?}");
    let outside = |tree: std::collections::BTreeMap<String, String>| {
        let mut tree = tree;
        tree.retain(|path, text| {
            assert!(!path.starts_with("out") || !text.contains("S3CR3T"), "{path}");
            !path.starts_with("out/") && path != "out"
        });
        tree
    };
    assert_eq!(outside(before), outside(project.tree()), "{run:#?}");
    run
}

/// Each line is the text of a file: it is refused, or makes something small, in bounded time.
#[test]
fn generated_templates_are_bounded() {
    let attacks = include_str!("attacks/expressions.txt");
    let mut tried = 0;
    for attack in attacks.lines().filter(|line| !line.starts_with('#')) {
        let project = evil("", "a.txt.jinja", attack);
        let run = bounded(&project, &["new", "./evil", "out"]);
        assert!(matches!(run.code, Some(0..=2)), "{attack}: {run:#?}");
        assert_eq!(run.code == Some(0), project.path("out").exists(), "{attack}: {run:#?}");
        tried += 1;
    }
    assert!(tried > 150, "{tried}");
    let deep = format!("{{{{ {}1{} }}}}", "(".repeat(100_000), ")".repeat(100_000));
    let long = "{% set a = [a | default(1)] %}".repeat(100_000);
    for text in [deep, long] {
        let run = bounded(&evil("", "a.txt.jinja", &text), &["new", "./evil", "out"]);
        assert!(matches!(run.code, Some(0..=2)), "{run:#?}");
    }
}

#[test]
fn generated_manifests_are_bounded() {
    let attacks = include_str!("attacks/manifests.yaml");
    let mut made = Vec::new();
    for attack in attacks.split("\n---\n") {
        let project = evil(attack, "a.txt.jinja", "{{ x | default('a') }}");
        for verb in [&["new", "./evil", "out"][..], &["template", "lint", "./evil"]] {
            let run = bounded(&project, verb);
            assert!(matches!(run.code, Some(0..=2)), "{attack}: {run:#?}");
        }
        if project.path("out").exists() {
            made.push(attack);
        }
    }
    // Some do no harm: a long pattern is matched, a link in a text is text.
    assert!(made.len() < 8, "{made:#?}");
    assert!(!std::path::Path::new("/tmp/typewright-evil").exists());
}

/// Answers in every format, nested, repeated and long.
#[test]
fn files_of_answers_are_bounded() {
    let deep = |open: &str, close: &str| open.repeat(200_000) + &close.repeat(200_000);
    let laughs: String = ('b'..='t')
        .zip('a'..)
        .map(|(name, before)| format!("{name}: &{name} [{}]\n", format!("*{before},").repeat(9)))
        .collect();
    for (ending, text) in [
        ("json", format!("{{\"a\": {}}}", deep("[", "]"))),
        ("json", format!("{{\"a\": {}}}", "9".repeat(1_000_000))),
        ("json5", format!("{{a: {}}}", deep("[", "]"))),
        ("json5", format!("{{a: {}}}", deep("{a:", "}"))),
        ("ron", format!("{{\"a\": {}}}", deep("[", "]"))),
        ("ron", deep("(", ")")),
        ("toml", format!("a = {}", deep("[", "]"))),
        ("toml", format!("[{}b]\nc = 1\n", "a.".repeat(200_000))),
        ("ini", format!("[{}b]\nc = 1\n", "a.".repeat(200_000))),
        ("yaml", format!("a: {}", deep("[", "]"))),
        ("yaml", format!("a: {}", deep("{a: ", "}"))),
        ("yaml", format!("a: &a [x,x,x,x,x,x,x,x,x]\n{laughs}")),
    ] {
        let question = "questions: { a: { type: text, help: A, default: x } }\n";
        let name = format!("answers.{ending}");
        let project = evil(question, "a.txt", "a").with(&name, &text);
        let run = bounded(&project, &["new", "./evil", "out", "--values", &name]);
        assert!(matches!(run.code, Some(1 | 2)), "{ending}: {run:#?}");
        assert!(!project.path("out").exists());
    }
}

/// A second process swaps a folder of the project for a link, and back, while commands run.
#[test]
fn a_folder_that_becomes_a_link_in_between_leads_nowhere() {
    let project = evil("", "sub/deep/a.txt", "x");
    project.run(&["new", "./evil", "out"]).ok();
    let (sub, aside, victim) =
        (project.path("out/sub"), project.path("out/aside"), project.path("victim"));
    std::fs::create_dir(victim.join("deep")).unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let _ = std::fs::rename(&sub, &aside);
                let _ = symlink(&victim, &sub);
                std::thread::yield_now();
                let _ = std::fs::remove_file(&sub);
                let _ = std::fs::rename(&aside, &sub);
                std::thread::yield_now();
            }
        });
        for version in 2..20 {
            project
                .write("evil/template.yaml", &MANIFEST.replace("1.0.0", &format!("{version}.0.0")));
            project.write("evil/sub/deep/a.txt", &format!("pwn {version}"));
            project.write(&format!("evil/sub/deep/new-{version}.txt"), "pwn");
            project.run(&["update", "out"]);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    let mut left = Vec::new();
    for entry in std::fs::read_dir(victim.join("deep")).unwrap() {
        left.push(entry.unwrap().path());
    }
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(std::fs::read_dir(&victim).unwrap().count(), 2);
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
