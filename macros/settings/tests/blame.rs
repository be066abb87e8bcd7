//! Break one scalar anywhere: the report names its key and its exact place, and nothing else.

use std::fmt::Write as _;

use crate::tree::refuse;

/// Every scalar of the tree with a value that suits it and one that does not.
const SCALARS: &[(&str, &str, &str)] = &[
    ("log_level", "warn", "loud"),
    ("output_format", "json", "xml"),
    ("server.bind_addr", "\"::1\"", "[x]"),
    ("server.port", "9000", "65536"),
    ("server.request_timeout", "1m", "1"),
    ("server.max_body_bytes", "5", "-5"),
    ("server.tls.cert_path", "/c", "{a: b}"),
    ("server.tls.min_version", "\"1.3\"", "[1, 3]"),
    ("server.tls.mutual", "true", "yes"),
    ("database.url", "x", "{}"),
    ("database.pool_size", "1", "1.5"),
    ("database.password", "secret", "[secret]"),
    ("http.keep_alive", "false", "0"),
    ("http.idle_secs", "1", "\"1\""),
];

/// The tree as a file, where the scalar at `broken` has its wrong value; and where that stands.
/// The layout follows from `seed`.
fn file(seed: usize, broken: usize) -> (String, usize, usize) {
    let (mut text, mut place, mut open) = (String::new(), (0, 0), Vec::new());
    let step = 2 + seed % 3;
    for _ in 0..seed % 4 {
        text.push_str("# a comment: with a colon\n");
    }
    for (i, (key, right, wrong)) in SCALARS.iter().enumerate() {
        let path: Vec<&str> = key.split('.').collect();
        let sections = &path[..path.len() - 1];
        let common = open.iter().zip(sections).take_while(|(a, b)| a == b).count();
        open.truncate(common);
        for section in &sections[common..] {
            writeln!(text, "{}{section}:", " ".repeat(step * open.len())).expect("a string");
            open.push(*section);
        }
        let line = text.lines().count() + 1;
        let gap = " ".repeat(1 + (seed + i) % 3);
        let before = format!("{}{}:{gap}", " ".repeat(step * open.len()), path[path.len() - 1]);
        if i == broken {
            place = (line, before.chars().count() + 1);
        }
        let value = if i == broken { wrong } else { right };
        let end = if seed % 2 == 1 { "   # ü" } else { "" };
        writeln!(text, "{before}{value}{end}").expect("a string");
    }
    (text, place.0, place.1)
}

#[test]
fn in_a_file() {
    for seed in 0..40 {
        for (broken, (key, ..)) in SCALARS.iter().enumerate() {
            let (text, line, col) = file(seed, broken);
            let report = refuse(&[("weak.yaml", ""), ("app.yaml", &text)], &[], &[]);
            let wanted = format!("error: app.yaml:{line}:{col}: {key}: expected ");
            assert!(report.starts_with(&wanted), "{wanted}\n{report}\n{text}");
            assert_eq!(report.matches("error:").count(), 1, "{report}");
        }
    }
}

#[test]
fn in_a_variable_and_in_a_flag() {
    for (key, _, wrong) in SCALARS {
        if wrong.starts_with(['[', '{', '"']) || matches!(*wrong, "yes" | "0") {
            continue; // Any text is right there, and more texts are true or false.
        }
        let variable = format!("APP_{}", key.replace('.', "_").to_uppercase());
        let flag = format!("--{}", key.replace(['.', '_'], "-"));
        let in_env = refuse(&[], &[(&variable, wrong)], &[]);
        let in_flag = refuse(&[], &[], &[&format!("{flag}={wrong}")]);
        for (place, report) in [(variable, in_env), (flag, in_flag)] {
            assert!(report.starts_with(&format!("error: {place}: {key}: expected ")), "{report}");
        }
    }
}

#[test]
fn every_mistake_at_once_and_in_order() {
    let mut text = String::new();
    let mut wanted = Vec::new();
    for (key, _, wrong) in SCALARS.iter().filter(|(key, ..)| !key.contains('.')) {
        writeln!(text, "{key}: {wrong}").expect("a string");
        wanted.push(format!("error: a.yaml:{}:{}: {key}:", wanted.len() + 1, key.len() + 3));
    }
    let files = [("a.yaml", &*text), ("b.yaml", "a: 1\nserver: {port: x, b: 2}\n")];
    wanted.push("error: b.yaml:1:1: a: unknown key".to_owned());
    wanted.push("error: b.yaml:2:16: server.port:".to_owned());
    wanted.push("error: b.yaml:2:19: server.b: unknown key".to_owned());
    wanted.push("error: APP_LOG_LEVEL: log_level:".to_owned());
    wanted.push("error: --server-port: server.port:".to_owned());
    let report = refuse(&files, &[("APP_LOG_LEVEL", "x")], &["--server-port", "-1"]);
    let errors: Vec<&str> = report.lines().filter(|line| line.starts_with("error:")).collect();
    assert_eq!(errors.len(), wanted.len(), "{report}");
    for (error, wanted) in errors.iter().zip(&wanted) {
        assert!(error.starts_with(wanted), "{error}\n{wanted}");
    }
}

#[test]
fn a_typo_in_any_key_finds_the_key() {
    for (key, right, _) in SCALARS {
        let (sections, name) = key.rsplit_once('.').unwrap_or(("", key));
        for at in 1..name.len() - 1 {
            let typo = format!("{}{}", &name[..at], &name[at + 1..]);
            let mut text = String::new();
            let mut depth = 0;
            for section in sections.split('.').filter(|s| !s.is_empty()) {
                writeln!(text, "{}{section}:", " ".repeat(depth)).expect("a string");
                depth += 1;
            }
            writeln!(text, "{}{typo}: {right}", " ".repeat(depth)).expect("a string");
            let report = refuse(&[("a.yaml", &text)], &[], &[]);
            assert!(report.contains(&format!("help: did you mean `{name}`?")), "{typo}: {report}");
        }
    }
}
