//! Whole verbs with a fault at every call on a folder: the project is as before or as after.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests prepare their folders")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use super::verb;
use crate::error::CommandError;
use crate::report::Answer;
use crate::stage::{Fault, take_turn, with_fault};
use crate::{cli, settings};

const TEMPLATE: &[(&str, &str)] = &[
    (
        "template.yaml",
        "name: demo\nversion: 1.0.0\nsummary: Demo\n\
         files: [{ match: '*.sh', executable: true }, { match: made.rs, owner: generated }]\n\
         parts:\n  command:\n    help: A command\n    questions:\n      \
         name: { type: ident, help: Its name }\n    \
         files: [{ from: part.rs, to: 'src/cmd/{{ name }}.rs' }]\n    edits:\n      \
         - { file: src/main.rs, add: mod, item: 'mod {{ name }};' }\n",
    ),
    ("src/main.rs", "mod first;\n\nfn main() {}\n"),
    ("src/deep/er/a.txt", "a\nb\nc\nd\ne\n"),
    ("gone/only.txt", "gone\n"),
    ("moved/from.txt", "a file\nwith some\nlines that\nare its own\n"),
    ("run.sh", "true\n"),
    ("made.rs", "// made\n"),
    ("part.rs.jinja", "// {{ name }}\n"),
];

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }
}

/// The second version: a line changed, a file gone, one renamed, one new, one a program no longer.
fn release(template: &Path) {
    let manifest = fs::read_to_string(template.join("template.yaml")).unwrap();
    let manifest = manifest.replace("1.0.0", "2.0.0").replace("'*.sh'", "'src/deep/er/*'");
    write(
        template,
        &[
            ("template.yaml", &manifest),
            ("src/deep/er/a.txt", "a\nB\nc\nd\ne\n"),
            ("new/folder/file.txt", "new\n"),
            ("made.rs", "// made again\n"),
        ],
    );
    fs::remove_dir_all(template.join("gone")).unwrap();
    fs::rename(template.join("moved/from.txt"), template.join("moved/to.txt")).unwrap();
}

fn run(folder: &Path, line: &str) -> Result<Answer, CommandError> {
    let folder = folder.display().to_string();
    let words = std::iter::once("cargo-gen").chain(line.split(' '));
    let words = words.map(|word| OsString::from(word.replace("DIR", &folder)));
    let (cli, flags) = cli::parse(words.chain(["--no-config".into()])).unwrap();
    let settings = settings::load(&cli.files, &flags);
    verb(&cli, &flags, settings)
}

/// Everything below a folder, with the permissions of files.
fn tree(at: &Path) -> BTreeMap<String, Option<(String, u32)>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![at.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(at).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                found.insert(name, None);
                folders.push(path);
            } else {
                let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
                found.insert(name, Some((text, mode(&path))));
            }
        }
    }
    found
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode()
}

#[cfg(not(unix))]
fn mode(_: &Path) -> u32 {
    0
}

fn copy(from: &Path, to: &Path) {
    for (path, content) in tree(from) {
        match content {
            None => fs::create_dir_all(to.join(path)).unwrap(),
            Some(_) => {
                fs::create_dir_all(to.join(&path).parent().unwrap()).unwrap();
                fs::copy(from.join(&path), to.join(path)).unwrap();
            }
        }
    }
}

/// A temporary folder, in memory where the system has such.
fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let folder = memory.is_dir().then(|| tempfile::tempdir_in(memory).ok()).flatten();
    folder.unwrap_or_else(|| tempfile::tempdir().unwrap())
}

/// What the next command does first. A program that another test starts in this moment holds the
/// lock until it is what it will be.
fn settle(project: &Path) {
    for _ in 0..200 {
        if take_turn(project).is_ok() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    drop(take_turn(project).unwrap());
}

/// Runs a verb on copies of a project, and lets each call on the disk go wrong in each way; gives
/// how many calls there are.
fn every_fault(prepared: &Path, line: &str) -> usize {
    let outcome = |check: &dyn Fn(&Path)| {
        let folder = scratch();
        copy(prepared, folder.path());
        check(folder.path());
    };
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    before.extend(tree(prepared));
    let finished = std::cell::RefCell::new(BTreeMap::new());
    outcome(&|folder| {
        run(folder, line).unwrap();
        *finished.borrow_mut() = tree(folder);
    });
    after.extend(finished.take());
    assert_ne!(before, after, "{line}");
    let mut all = 0;
    for fault in [Fault::Once, Fault::Always, Fault::Killed] {
        let (mut calls, done) = (0, std::cell::Cell::new(false));
        while !done.get() {
            outcome(&|folder| {
                let (came, result) = with_fault(calls, fault, || run(folder, line));
                if !came {
                    return done.set(true);
                }
                let at = format!("{line}: {fault:?} at {calls}");
                if fault == Fault::Once && result.is_some_and(|result| result.is_err()) {
                    assert!(tree(folder) == before, "{at}: {:#?}", tree(folder));
                }
                settle(&folder.join("p"));
                let now = tree(folder);
                if line.starts_with("new") && now != after {
                    // A folder that was just made for the project may be there, empty.
                    run(folder, line).unwrap();
                    assert!(tree(folder) == after, "{at}");
                } else {
                    assert!(now == before || now == after, "{at}: {now:#?}");
                }
            });
            calls += 1;
        }
        all += calls;
    }
    all
}

#[test]
fn a_fault_at_any_call_of_any_verb_leaves_before_or_after() {
    let home = scratch();
    write(&home.path().join("tpl"), TEMPLATE);
    let mut calls = every_fault(home.path(), "new DIR/tpl DIR/p --defaults");
    run(home.path(), "new DIR/tpl DIR/p --defaults").unwrap();
    // The lock names the template by a path from the project.
    calls += every_fault(home.path(), "add command second --dir DIR/p");
    run(home.path(), "add command second --dir DIR/p").unwrap();
    calls += every_fault(home.path(), "remove command second --dir DIR/p");
    calls += every_fault(home.path(), "undo DIR/p");
    let main = home.path().join("p/src/deep/er/a.txt");
    fs::write(&main, "a\nb\nc\nd\nmine\n").unwrap();
    release(&home.path().join("tpl"));
    calls += every_fault(home.path(), "update DIR/p");
    fs::write(home.path().join("p/made.rs"), "// edited\n").unwrap();
    calls += every_fault(home.path(), "check DIR/p --fix --force");
    println!("{calls} faults");
    assert!(calls > 1_000, "{calls}");
}
