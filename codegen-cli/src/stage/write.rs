//! Writing a plan: everything is prepared beside the target, then moved into place; whatever goes
//! wrong on the way is taken back.

#![allow(clippy::disallowed_methods, reason = "this is the only hand on the disk")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::journal::{self, STAGING};
use super::{Action, Step, disk};
use crate::error::CommandError;

/// What was done, so that it can be taken back.
enum Done {
    Folder(PathBuf),
    /// A file that was put at the path.
    Placed(PathBuf),
    /// A file that was moved from the first path to the second.
    Moved(PathBuf, PathBuf),
}

/// Brings `root` to the state of the plan, or leaves it as it was.
pub(super) fn write(root: &Path, steps: &[Step]) -> Result<(), CommandError> {
    let steps: Vec<&Step> = steps.iter().filter(|step| step.writes()).collect();
    if steps.is_empty() {
        return Ok(());
    }
    let mut done = Vec::new();
    let result = prepare(root, &steps, &mut done)
        .and_then(|lock| apply(root, &steps, &mut done).map(|()| lock));
    let lock = match result {
        Ok(lock) => lock,
        Err(error) => return Err(take_back(root, done, error)),
    };
    for step in steps.iter().filter(|s| s.action == Action::Remove) {
        fault::point();
        remove_empty_parents(root, &step.path);
    }
    fault::point();
    journal::commit(root)?;
    fault::point();
    drop(lock);
    let staging = root.join(STAGING);
    fs::remove_dir_all(&staging).map_err(|e| CommandError::io("clear", &staging, e))
}

/// Writes all new contents into the staging folder.
fn prepare(root: &Path, steps: &[&Step], done: &mut Vec<Done>) -> Result<fs::File, CommandError> {
    journal::recover(root)?;
    fault::point();
    make_folders(root, done)?;
    let staging = root.join(STAGING);
    match fs::create_dir(&staging) {
        Ok(()) => done.push(Done::Folder(staging.clone())),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            let why = "another run is at work there";
            return Err(CommandError::io("use", &staging, why).help("wait for it"));
        }
        Err(e) => return Err(CommandError::io("create", &staging, e)),
    }
    fault::point();
    let lock = journal::take(&staging)?;
    for (n, step) in steps.iter().enumerate() {
        let Some(file) = &step.new else { continue };
        fault::point();
        let path = staging.join(format!("new-{n}"));
        fs::write(&path, &file.contents).map_err(|e| CommandError::io("write", &path, e))?;
        // A new file that is no program is as it was made.
        if step.old.is_some() || step.mode.unwrap_or(file.executable) {
            permit(&path, &disk::join(root, &step.path), step.mode, file.executable)
                .map_err(|e| CommandError::io("set the permissions of", &path, e))?;
        }
    }
    fault::point();
    journal::begin(root, steps)?;
    Ok(lock)
}

/// Moves old files out and new ones in.
fn apply(root: &Path, steps: &[&Step], done: &mut Vec<Done>) -> Result<(), CommandError> {
    let staging = root.join(STAGING);
    let mut there = PathBuf::new();
    for (n, step) in steps.iter().enumerate() {
        let target = disk::join(root, &step.path);
        // A last look: nobody may have changed the file, or put a link in the way, since the plan.
        if disk::look(root, &step.path)? != step.old {
            return Err(CommandError::io("write", &target, "it changed in this moment")
                .help("run the command again"));
        }
        if step.old.is_some() {
            fault::point();
            let kept = staging.join(format!("old-{n}"));
            fs::rename(&target, &kept).map_err(|e| CommandError::io("move", &target, e))?;
            done.push(Done::Moved(target.clone(), kept));
        }
        if step.new.is_some() {
            // Files of one folder follow one another.
            if let Some(parent) = target.parent().filter(|parent| *parent != there) {
                make_folders(parent, done)?;
                there = parent.into();
            }
            fault::point();
            let new = staging.join(format!("new-{n}"));
            fs::rename(&new, &target).map_err(|e| CommandError::io("write", &target, e))?;
            done.push(Done::Placed(target));
        }
    }
    Ok(())
}

/// Creates the folder and those above it that are missing.
fn make_folders(folder: &Path, done: &mut Vec<Done>) -> Result<(), CommandError> {
    let missing: Vec<&Path> =
        folder.ancestors().take_while(|at| !at.as_os_str().is_empty() && !at.exists()).collect();
    for at in missing.into_iter().rev() {
        fault::point();
        fs::create_dir(at).map_err(|e| CommandError::io("create the folder", at, e))?;
        done.push(Done::Folder(at.into()));
    }
    Ok(())
}

/// Gives a new file the permissions of the one that it replaces,
/// and makes it a program, or no longer one, where that is decided.
fn permit(new: &Path, old: &Path, decided: Option<bool>, executable: bool) -> io::Result<()> {
    let replaced = fs::metadata(old).ok();
    if let Some(meta) = &replaced {
        fs::set_permissions(new, meta.permissions())?;
    }
    let Some(executable) = decided.or(replaced.is_none().then_some(executable)) else {
        return Ok(());
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(new)?.permissions().mode();
        // Whoever may read it may run it.
        let wanted = if executable { mode | (mode & 0o444) >> 2 } else { mode & !0o111 };
        fs::set_permissions(new, fs::Permissions::from_mode(wanted))?;
    }
    #[cfg(not(unix))]
    let _ = executable;
    Ok(())
}

/// Takes everything back, the last first.
fn take_back(root: &Path, done: Vec<Done>, mut error: CommandError) -> CommandError {
    let mut left = Vec::new();
    for act in done.into_iter().rev() {
        let (path, result) = match act {
            Done::Placed(path) => (path.clone(), fs::remove_file(path)),
            Done::Moved(from, to) => (from.clone(), fs::rename(to, from)),
            Done::Folder(path) if path == root.join(STAGING) => {
                // It holds the only copy of whatever could not be put back.
                if !left.is_empty() {
                    continue;
                }
                (path.clone(), fs::remove_dir_all(path))
            }
            Done::Folder(path) => (path.clone(), fs::remove_dir(path)),
        };
        if let Err(e) = result {
            left.push(format!("`{}` could not be restored: {e}", path.display()));
        }
    }
    if let Some(last) = error.mistakes.last_mut() {
        if left.is_empty() {
            last.notes.push("nothing was changed".to_owned());
        }
        last.notes.extend(left);
    }
    error
}

/// Removes the folders that a removed file leaves empty; one that is not empty stays.
fn remove_empty_parents(root: &Path, path: &str) {
    let mut at = disk::join(root, path);
    while at.pop() && at != root {
        if fs::remove_dir(&at).is_err() {
            return;
        }
    }
}

/// Where tests cut a run off: nothing that follows in it happens, as after `kill -9`.
#[cfg(not(test))]
mod fault {
    #[inline]
    pub(super) fn point() {}
}

#[cfg(test)]
mod fault {
    use std::cell::Cell;

    thread_local! {
        pub(super) static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    }

    pub(super) fn point() {
        match LEFT.get() {
            0 => panic!("cut off"),
            left => LEFT.set(left - 1),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "also in what the test calls")]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use typewright_core::files::{File, Owner};

    use super::write;
    use crate::stage::{Action, Step};

    fn step(path: &str, action: Action, old: Option<&str>, new: Option<&str>) -> Step {
        Step {
            path: path.into(),
            action,
            owner: Owner::Generated,
            why: None,
            known: true,
            mode: None,
            old: old.map(|text| text.as_bytes().to_vec()),
            new: new.map(File::generated),
        }
    }

    fn tree(at: &Path, tree: &mut BTreeMap<String, Option<String>>) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            tree.insert(path.display().to_string(), fs::read_to_string(&path).ok());
            if path.is_dir() {
                self::tree(&path, tree);
            }
        }
    }

    /// Every prefix of a plan that ends in a step that must fail.
    #[test]
    fn a_failure_at_any_step_restores_the_tree() {
        let good = [
            step("a/new", Action::Create, None, Some("new")),
            step("b/old", Action::Update, Some("old"), Some("newer")),
            step("c/deep/er/new", Action::Create, None, Some("new")),
            step("b/gone", Action::Remove, Some("gone"), None),
        ];
        for length in 0..=good.len() {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().join("root");
            fs::create_dir_all(root.join("b")).unwrap();
            fs::write(root.join("b/old"), "old").unwrap();
            fs::write(root.join("b/gone"), "gone").unwrap();
            let mut before = BTreeMap::new();
            tree(folder.path(), &mut before);
            let mut steps = Vec::from_iter(good[..length].iter().map(|s| {
                let new = s.new.as_ref().map(|f| str::from_utf8(&f.contents).unwrap());
                let old = s.old.as_ref().map(|b| str::from_utf8(b).unwrap());
                step(&s.path, s.action, old, new)
            }));
            steps.push(step("z", Action::Update, Some("never there"), Some("x")));
            let error = write(&root, &steps).unwrap_err();
            assert_eq!(error.mistakes[0].notes, ["nothing was changed"]);
            let mut after = BTreeMap::new();
            tree(folder.path(), &mut after);
            assert_eq!(before, after);
            steps.pop();
            write(&root, &steps).unwrap();
            assert_eq!(root.join("a/new").exists(), length > 0);
            assert!(!root.join(super::STAGING).exists());
        }
    }

    /// A run that is cut off anywhere leaves the tree as before or as after, once the next one came.
    #[test]
    fn a_crash_at_any_point_is_taken_back_or_finished() {
        let steps = [
            step("a/new", Action::Create, None, Some("new")),
            step("b/gone", Action::Remove, Some("gone"), None),
            step("b/old", Action::Update, Some("old"), Some("newer")),
            step("c/deep/er/new", Action::Create, None, Some("new")),
            step("d/gone", Action::Remove, Some("gone"), None),
        ];
        let states = |folder: &Path| {
            let mut state = BTreeMap::new();
            tree(folder, &mut state);
            let root = folder.to_str().unwrap();
            let below = |(path, text): (String, _)| (path.replacen(root, "", 1), text);
            state.into_iter().map(below).collect::<BTreeMap<_, _>>()
        };
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        let mut points = 0;
        loop {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path();
            for path in ["b/old", "b/gone", "d/gone"] {
                fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
                fs::write(root.join(path), &path[2..]).unwrap();
            }
            if before.is_empty() {
                before = states(root);
                // The first round is not cut off.
                write(root, &steps).unwrap();
                after = states(root);
                continue;
            }
            super::fault::LEFT.set(points);
            let run = std::panic::catch_unwind(|| write(root, &steps));
            super::fault::LEFT.set(usize::MAX);
            let Err(_) = run else { break };
            crate::stage::recover(root).unwrap();
            let now = states(root);
            assert!(now == before || now == after, "cut off at {points}: {now:?}");
            points += 1;
        }
        assert!(points >= 20, "{points}");
    }
}
