//! Whole processes, killed at moments that nobody chose: the project is as before or as after once
//! the next command came.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// How many runs are killed, if `TYPEWRIGHT_KILLS` says no other number.
const KILLS: usize = 30;

/// Files of the template, a tenth of which the second version takes away, renames, adds or changes.
const FILES: usize = 120;

/// What is run, and killed; the last word of each is the project.
const VERBS: [&[&str]; 4] = [
    &["new", "./tpl", "p"],
    &["add", "command", "other", "--dir", "p"],
    &["remove", "command", "first", "--dir", "p"],
    &["update", "p"],
];

/// Paths with their contents and modes.
type Tree = BTreeMap<String, (Vec<u8>, u32)>;

fn tree(at: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![at.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(at).unwrap().to_string_lossy().into_owned();
            let mode = fs::symlink_metadata(&path).unwrap().permissions().mode();
            if path.is_dir() {
                found.insert(format!("{name}/"), (Vec::new(), mode));
                folders.push(path);
            } else {
                found.insert(name, (fs::read(&path).unwrap(), mode));
            }
        }
    }
    found
}

fn put(at: &Path, tree: &Tree) {
    for (name, (contents, mode)) in tree {
        let path = at.join(name);
        match name.ends_with('/') {
            true => fs::create_dir_all(&path).unwrap(),
            false => {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, contents).unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(*mode)).unwrap();
            }
        }
    }
}

/// A template in its first or second version.
fn write_template(at: &Path, version: usize) {
    let _ = fs::remove_dir_all(at);
    let write = |path: &str, text: &str| {
        fs::create_dir_all(at.join(path).parent().unwrap()).unwrap();
        fs::write(at.join(path), text).unwrap();
    };
    write(
        "template.yaml",
        &format!(
            "name: demo\nversion: {version}.0.0\nsummary: Demo\n\
             files: [{{ match: '**/*.sh', executable: true }}]\n\
             parts:\n  command:\n    help: A command\n    questions:\n      \
             name: {{ type: ident, help: Its name }}\n    files:\n      \
             - {{ from: part.rs, to: 'src/cmd/{{{{ name }}}}.rs' }}\n      \
             - {{ from: part.rs, to: 'docs/{{{{ name }}}}/about.md' }}\n    edits:\n      \
             - {{ file: src/main.rs, add: mod, item: 'mod {{{{ name }}}};' }}\n      \
             - {{ file: src/main.rs, add: variant, to: All, item: '{{{{ name | pascal }}}}' }}\n"
        ),
    );
    write("src/main.rs", "mod start;\n\nenum All {\n    Start,\n}\n");
    write("part.rs.jinja", "// {{ name }}\n");
    for n in 0..FILES {
        let lines: String = (0..20).map(|line| format!("{n}.{line}: {{{{ dir }}}}\n")).collect();
        let ending = if n % 9 == 0 { "sh" } else { "txt" };
        let path = format!("part-{}/{n}.{ending}", n / 10);
        match (version, n % 10) {
            (2, 1) => write(&path, &format!("changed\n{lines}")),
            (2, 2) => {}
            (2, 3) => write(&format!("moved/{n}.{ending}"), &lines),
            (2, 4) => write(&format!("new-{}/{n}.txt", n / 10), &format!("new {n}\n")),
            _ => write(&path, &lines),
        }
    }
}

/// Numbers that look random and are the same each time (xorshift).
fn number(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

fn start(folder: &Path, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_cargo-gen"))
        .args(args)
        .args(["--no-config", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap()
}

/// Waits for a process and for those that it started, which hold its output open.
fn finish(mut child: Child) -> bool {
    let mut text = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut text).unwrap();
    child.wait().unwrap().success()
}

/// Kills a run after a while: all of it, or the process that started the rest.
fn kill(folder: &Path, args: &[&str], after: Duration, all: bool) {
    let child = start(folder, args);
    std::thread::sleep(after);
    let id = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    let _ = if all { kill_process_group(id, Signal::KILL) } else { kill_process(id, Signal::KILL) };
    finish(child);
}

/// What each verb starts with, what it comes to, and how long it takes.
fn prepare(folder: &Path) -> Vec<(Tree, Tree, Duration)> {
    let template = folder.join("tpl");
    write_template(&template, 1);
    let mut states = Vec::new();
    for args in VERBS {
        if args[0] == "remove" {
            assert!(finish(start(folder, &["undo", "p"])));
            assert!(finish(start(folder, &["add", "command", "first", "--dir", "p"])));
        } else if args[0] == "update" {
            write_template(&template, 2);
            fs::write(folder.join("p/part-0/1.txt"), "0.0: p\n".repeat(3)).unwrap();
            fs::write(folder.join("p/src/main.rs"), "mod start; // mine\n").unwrap();
        }
        let before = tree(folder);
        let began = Instant::now();
        finish(start(folder, args));
        states.push((before, tree(folder), began.elapsed()));
    }
    states
}

#[test]
fn a_run_that_is_killed_leaves_before_or_after() {
    let kills = std::env::var("TYPEWRIGHT_KILLS").ok().and_then(|n| n.parse().ok());
    let home = tempfile::tempdir().unwrap();
    let states = prepare(home.path());
    let mut random = 0x9E37_79B9_7F4A_7C15;
    let (mut cut_off, mut undone, mut done) = (0, 0, 0);
    for kill_number in 0..kills.unwrap_or(KILLS) {
        let args = VERBS[kill_number % VERBS.len()];
        let (before, after, takes) = &states[kill_number % VERBS.len()];
        assert_ne!(before, after, "{args:?}");
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        put(at, before);
        let wait = takes.mul_f64((number(&mut random) % 1100) as f64 / 1000.0);
        kill(at, args, wait, (kill_number / VERBS.len()).is_multiple_of(2));
        cut_off += usize::from(at.join("p/.cargo-gen.staging").exists());
        let label = format!("{args:?} killed after {wait:?} of {takes:?}");
        if args[0] == "new" {
            // What was not there before is made by the second try.
            let there = tree(at) == *after;
            assert!(there || finish(start(at, args)), "{label}");
            assert!(tree(at) == *after, "{label}");
            *(if there { &mut done } else { &mut undone }) += 1;
            continue;
        }
        finish(start(at, &["check", "p"]));
        let now = tree(at);
        assert!(now == *before || now == *after, "{label}");
        *(if now == *after { &mut done } else { &mut undone }) += 1;
        finish(start(at, args));
        assert!(tree(at) == *after, "{label}, again");
    }
    println!("{cut_off} cut off while they wrote; {undone} undone, {done} done");
    assert!(undone > 0 && done > 0);
}
