//! Input that nobody wrote in good faith: refused quickly, with its place, and without a crash.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use typewright_settings::Loader;

use crate::hostile_texts::texts;
use crate::tree::{App, refuse};

/// Says to the test below which file it reads in a process of its own, and what is said of that.
const CHILD: &str = "TYPEWRIGHT_HOSTILE";

/// Each is decided in a process that may have 64 MiB. A debug build on a busy machine has a lot of
/// time for it; `benches/settings` measures an optimised one.
#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::disallowed_methods, reason = "a temporary folder")]
fn every_text_is_decided_within_64_mib() {
    if let Ok(told) = std::env::var(CHILD) {
        let (path, said) = told.split_once('=').expect("a path and what is said");
        return decide(path, said);
    }
    let program = std::env::current_exe().expect("this program");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.yaml");
    let mut failed = Vec::new();
    for (name, text, said) in texts() {
        std::fs::write(&path, text).expect("a file");
        let child = std::process::Command::new("sh")
            .args(["-c", "ulimit -d 65536; exec \"$0\" \"$@\""])
            .arg(&program)
            .args(["--exact", "hostile::every_text_is_decided_within_64_mib", "--test-threads=1"])
            .env(CHILD, format!("{}={said}", path.display()))
            .env("RUST_BACKTRACE", "0")
            .output()
            .expect("a process");
        if !child.status.success() {
            let (out, err) = (&child.stdout, &child.stderr);
            let (out, err) = (String::from_utf8_lossy(out), String::from_utf8_lossy(err));
            failed.push(format!("{name}: {}\n{out}{err}", child.status));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[cfg(target_os = "linux")]
fn decide(path: &str, said: &str) {
    let start = Instant::now();
    let loaded = Loader::new("APP").required_file(path).load::<App>();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    match loaded {
        Ok(_) => assert_eq!(said, "", "it was taken"),
        Err(problems) => {
            let report = problems.to_string();
            let first = report.lines().next().unwrap_or_default();
            assert!(first.ends_with(said), "{first:.300}");
        }
    }
}

fn refused(text: &str) -> String {
    let start = Instant::now();
    let report = refuse(&[("a.yaml", text)], &[], &[]);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    report
}

#[test]
fn aliases_that_explode() {
    let mut text = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (from, to) in "abcdefghij".chars().zip("bcdefghijk".chars()) {
        let nine = vec![format!("*{from}"); 9].join(",");
        writeln!(text, "{to}: &{to} [{nine}]").expect("a string");
    }
    let report = refused(&text);
    assert!(report.starts_with("error: a.yaml:5:7: "), "{report}");
    assert!(report.contains("more than 100000 values"), "{report}");
}

#[test]
fn nesting_by_brackets_and_by_aliases() {
    let report = refused(&format!("labels: {}", "[".repeat(200_000)));
    assert!(report.contains("nested deeper than 64 levels"), "{report}");

    let mut chain = "x: &a0 [x]\n".to_owned();
    for i in 1..90_000 {
        writeln!(chain, "x{i}: &a{i} [*a{}]", i - 1).expect("a string");
    }
    let report = refused(&chain);
    assert!(report.starts_with("error: a.yaml:63:"), "{}", &report[..80]);
    assert!(report.contains("nested deeper than 64 levels"));
}

#[test]
fn files_that_are_too_large() {
    let report = refused(&"#".repeat((4 << 20) + 1));
    assert_eq!(report, "error: a.yaml: larger than 4 MiB");
    let report = refused(&format!("allowed_origins: [{}]", "x,".repeat(100_001)));
    assert!(report.contains("more than 100000 values"), "{report}");
}

#[test]
fn a_file_of_nothing_but_mistakes() {
    let mut text = String::new();
    for i in 0..40_000 {
        writeln!(text, "nothing_like_it_{i}: value").expect("a string");
    }
    let report = refused(&text);
    assert_eq!(report.matches("unknown key").count(), 40_000);
    assert!(!report.contains("value"));
}

#[cfg(unix)]
#[test]
fn bytes_that_are_not_text() {
    use std::os::unix::ffi::OsStringExt;
    let bytes = || OsString::from_vec(vec![0xff]);
    let app = Loader::new("APP").env([("OTHER".into(), bytes()), (bytes(), "x".into())]);
    assert!(app.load::<App>().is_ok());
    let report = app.env([("APP_LOG_LEVEL".into(), bytes())]).load::<App>().expect_err("a mistake");
    assert_eq!(report.to_string(), "error: APP_LOG_LEVEL: log_level: the value is not UTF-8");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a temporary folder")]
fn files_that_are_missing_or_unreadable() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing.yaml");
    assert!(Loader::new("APP").file(&missing).load::<App>().is_ok());
    let report = Loader::new("APP").required_file(&missing).load::<App>().expect_err("a mistake");
    let wanted = format!("error: {}: the file cannot be read: ", missing.display());
    assert!(report.to_string().starts_with(&wanted), "{report}");
    std::fs::File::create(&missing).and_then(|f| f.set_len(5 << 20)).expect("a large file");
    let report = Loader::new("APP").file(&missing).load::<App>().expect_err("a mistake");
    assert!(report.to_string().ends_with("missing.yaml: larger than 4 MiB"), "{report}");
    // A folder is there, so it is no missing file.
    assert!(Loader::new("APP").file(folder.path()).load::<App>().is_err());
}

#[test]
fn secrets_stay_secret() {
    let canary = "hunter2";
    let texts = [
        "database: {password: [hunter2], port: 1}",
        "database: {pool_size: abc, password: hunter2}",
        "database:\n  pasword: hunter2",
        "database:\n  password: hunter2\n  password: hunter2",
        "database:\n  password: \"hunter2",
        "database:\n  password: |\n    hunter2\n    hunter2\n  pool_size: hunter\n",
        "labels: {a: &a hunter2, b: {}}\ndatabase: {password: *a}",
        "database: {password: hunter2}\n---\nlog_level: hunter2\n",
        "hunter: {password: hunter2}",
        "log_levle: x\rdatabase: {password: hunter2}\r",
        "database: hunter2",
    ];
    for text in texts {
        let report = refused(text);
        assert!(!report.contains(canary), "{text}\n{report}");
    }
    let report = refuse(&[], &[("APP_DATABASE_PASWORD", canary)], &[]);
    assert!(!report.contains(canary), "{report}");
}
