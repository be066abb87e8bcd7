//! Plans cut off and failing at every call on the disk.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests prepare their folders")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use typewright_core::files::Owner;

use super::{Action, Fault, New, Step, Steps, take_turn, with_fault, write};
use crate::error::CommandError;
use crate::lock::Digest;
use crate::output::Output;

fn step(path: &str, action: Action, old: Option<&str>, new: Option<&str>) -> Box<Step> {
    let spool = Output::new().spool();
    let new = new.map(|text| spool.put(text.as_bytes()).unwrap());
    Box::new(Step {
        path: path.into(),
        action,
        owner: Owner::Generated,
        why: None,
        known: true,
        mode: None,
        old: old.map(|text| Digest::of(text.as_bytes())),
        new: new.map(|contents| New { executable: path.ends_with("sh"), ..New::plain(contents) }),
    })
}

/// Everything below a folder: a file with its content and whether it is a program.
fn tree(at: &Path) -> BTreeMap<String, Option<(String, bool)>> {
    fn walk(root: &Path, at: &Path, tree: &mut BTreeMap<String, Option<(String, bool)>>) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                tree.insert(name, None);
                walk(root, &path, tree);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                tree.insert(name, Some((text, executable(&path))));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(at, at, &mut found);
    found
}

#[cfg(unix)]
fn executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn executable(_: &Path) -> bool {
    false
}

/// Files in new and in old folders, replaced and removed ones, a folder that becomes empty, a file
/// that becomes a folder, and the reverse.
fn steps() -> Steps {
    vec![
        step("a/new", Action::Create, None, Some("new")),
        step("a/run.sh", Action::Create, None, Some("run")),
        step("b/gone", Action::Remove, Some("gone"), None),
        step("b/new", Action::Create, None, Some("new")),
        step("b/old", Action::Update, Some("old"), Some("newer")),
        step("c/deep/er/new", Action::Create, None, Some("new")),
        step("d/gone", Action::Remove, Some("gone"), None),
        step("e/er/gone", Action::Remove, Some("gone"), None),
        step("e", Action::Create, None, Some("file")),
        step("f", Action::Remove, Some("f"), None),
        step("f/new", Action::Create, None, Some("new")),
        step("top.sh", Action::Create, None, Some("top")),
    ]
}

fn prepare(root: &Path) {
    for path in ["b/old", "b/gone", "d/gone", "e/er/gone", "f"] {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), path.rsplit('/').next().unwrap()).unwrap();
    }
}

fn run(root: &Path, steps: &[Box<Step>]) -> Result<(), CommandError> {
    write::write(root, steps, &take_turn(root)?)
}

/// Every prefix of a plan that ends in a step that must fail.
#[test]
fn a_failure_at_any_step_restores_the_tree() {
    for length in 0..=steps().len() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        prepare(&root);
        let before = tree(folder.path());
        let mut steps = steps();
        steps.truncate(length);
        steps.push(step("z", Action::Update, Some("never there"), Some("x")));
        let error = run(&root, &steps).unwrap_err();
        assert_eq!(error.mistakes[0].notes, ["nothing was changed"]);
        assert_eq!(before, tree(folder.path()));
        steps.pop();
        run(&root, &steps).unwrap();
        assert_eq!(root.join("a/new").exists(), length > 0);
        assert!(!root.join(super::journal::STAGING).exists());
    }
}

/// Whatever happens at whichever call, the tree is as before or as after once the next run came.
#[test]
fn a_fault_at_any_call_leaves_before_or_after() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let before = tree(folder.path());
    run(folder.path(), &steps()).unwrap();
    let after = tree(folder.path());
    assert_eq!(after["a/run.sh"], Some(("run".to_owned(), cfg!(unix))));
    assert!(!after.contains_key("d"));
    for fault in [Fault::Once, Fault::Always, Fault::Killed] {
        let mut calls = 0;
        loop {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path();
            prepare(root);
            let (came, result) = with_fault(calls, fault, || run(root, &steps()));
            if !came {
                break;
            }
            if fault == Fault::Once {
                // A run that is still there tidies up itself.
                let mut now = tree(root);
                // Where all was done, what cannot be cleared waits for the next run.
                now.retain(|path, _| {
                    result.as_ref().is_none_or(Result::is_err)
                        || !path.starts_with(super::journal::STAGING)
                });
                let expected = if result.unwrap().is_ok() { &after } else { &before };
                assert_eq!(now, *expected, "{fault:?} at {calls}");
            }
            drop(take_turn(root).unwrap());
            let now = tree(root);
            assert!(now == before || now == after, "{fault:?} at {calls}: {now:?}");
            calls += 1;
        }
        assert!(calls >= 60, "{fault:?}: {calls}");
    }
}
