//! Under each real compiler the plugin gives the same bytes as in this process.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::inputs::{Sources, answer, cases, files, inventory, published};
use crate::program::PROGRAM;

/// Compilers with the command line of `protoc`, in all places where people have one.
const PROTOCS: [&[&str]; 2] = [&["protoc"], &["python3", "-m", "grpc_tools.protoc"]];

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}

/// Whether the compiler can be started here; says so if not.
fn at_hand(words: &[&str]) -> bool {
    let found = command(words).arg("--version").output().is_ok_and(|o| o.status.success());
    if !found {
        eprintln!("`{}` cannot be run: not tested with it", words.join(" "));
    }
    found
}

fn require(found: bool) {
    let required = std::env::var_os("TYPEWRIGHT_REQUIRE_PROTOC").is_some();
    assert!(found || !required, "TYPEWRIGHT_REQUIRE_PROTOC is set and there is no protoc");
}

fn sources() -> Vec<Sources> {
    [vec![inventory()], cases(), published()].into_iter().flatten().collect()
}

fn run(mut command: Command) {
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{told}");
}

/// Every file below a folder by its path from there.
fn read(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let below = read(&path).into_iter();
            found.extend(below.map(|(rest, text)| (format!("{name}/{rest}"), text)));
        } else {
            found.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    found
}

fn assert_same(who: &str, found: &BTreeMap<String, String>, expected: &BTreeMap<String, String>) {
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected), "{who}");
    for (name, text) in expected {
        let mut lines = text.lines().zip(found[name].lines()).enumerate();
        if let Some((i, (ours, theirs))) = lines.find(|(_, (a, b))| a != b) {
            panic!("{who}: {name}:{}:\n  in process {ours}\n  under it   {theirs}", i + 1);
        }
        assert_eq!(text, &found[name], "{who}: {name}");
    }
}

#[test]
fn protoc_gives_the_same_bytes() {
    let protocs: Vec<&[&str]> = PROTOCS.into_iter().filter(|words| at_hand(words)).collect();
    require(!protocs.is_empty());
    for sources in sources() {
        let expected = files(&answer(&sources.request("")));
        for words in &protocs {
            let out = tempfile::tempdir().unwrap();
            let mut protoc = command(words);
            protoc.current_dir(&sources.root).arg("-I.");
            protoc.arg(format!("--plugin=protoc-gen-typewright={PROGRAM}"));
            protoc.arg(format!("--typewright_out={}", out.path().display())).args(&sources.names);
            run(protoc);
            let who = format!("{} on {}", words.join(" "), sources.root.display());
            assert_same(&who, &read(out.path()), &expected);
        }
    }
}

/// Runs `buf generate` over the sources; its template is JSON, which it takes on the command line.
fn buf(sources: &Sources, strategy: &str, option: &str) -> BTreeMap<String, String> {
    let out = tempfile::tempdir().unwrap();
    let template = format!(
        r#"{{"version":"v2","plugins":[{{"local":"{PROGRAM}","out":"api","strategy":"{strategy}","opt":"{option}"}}]}}"#
    );
    let mut buf = command(&["buf"]);
    buf.args(["generate", ".", "--template", &template, "-o"]).arg(out.path());
    buf.current_dir(&sources.root);
    for name in &sources.names {
        buf.args(["--path", name]);
    }
    run(buf);
    read(&out.path().join("api"))
}

#[test]
fn buf_gives_the_same_bytes_when_it_runs_the_plugin_once() {
    if !at_hand(&["buf"]) {
        return;
    }
    for sources in sources() {
        let expected = files(&answer(&sources.request("root=true")));
        let who = format!("buf on {}", sources.root.display());
        assert_same(&who, &buf(&sources, "all", "root=true"), &expected);
    }
}

/// buf's own default; without a root no two runs write the same file.
#[test]
fn buf_may_run_the_plugin_once_a_folder() {
    if !at_hand(&["buf"]) {
        return;
    }
    for sources in sources() {
        let expected = files(&answer(&sources.request("root=false")));
        let who = format!("buf, once a folder, on {}", sources.root.display());
        assert_same(&who, &buf(&sources, "directory", "root=false"), &expected);
    }
}
