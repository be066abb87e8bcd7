//! Plans of the verbs that change a project which stands: parts in and out, and going back.

use std::collections::BTreeMap;
use std::path::Path;

use typewright_core::files::{File, Files, Owner};

use super::{Action, Plan, Step, disk, finish, step};
use crate::error::CommandError;
use crate::lock::{self, Lock};
use crate::snapshot::Snapshot;

/// What adding or removing a part comes to.
pub(crate) struct Parts<'a> {
    /// Files that are made.
    pub(crate) files: &'a Files,
    /// Files of the user with their new content.
    pub(crate) edited: &'a BTreeMap<String, Vec<u8>>,
    /// Files that go.
    pub(crate) removed: &'a [String],
}

/// Plans a part.
///
/// # Errors
/// A path that leads through a symbolic link or through a file.
pub(crate) fn plan_parts(
    root: &Path,
    parts: &Parts<'_>,
    before: &Lock,
    after: &Lock,
) -> Result<Plan, CommandError> {
    let mut steps = Vec::new();
    for (path, file) in parts.files.iter() {
        let old = disk::look(root, path)?;
        let known = before.files.contains_key(path);
        let action = match &old {
            None => Action::Create,
            Some(old) if *old == file.contents => Action::Unchanged,
            Some(_) => Action::Keep,
        };
        let new = Some(file.clone());
        steps.push(Step { old, new, known, ..step(path, action, Owner::Merged) });
    }
    for (path, contents) in parts.edited {
        let old = disk::look(root, path)?;
        let action = match old.as_ref() == Some(contents) {
            true => Action::Unchanged,
            false => Action::Update,
        };
        let file = File { owner: Owner::Merged, ..File::user(contents.clone()) };
        steps.push(Step { old, new: Some(file), known: true, ..step(path, action, Owner::Merged) });
    }
    for path in parts.removed {
        let old = disk::look(root, path)?;
        steps.push(Step { old, known: true, ..step(path, Action::Remove, Owner::Merged) });
    }
    finish(root, steps, after)
}

/// Puts back what a snapshot holds, the snapshot itself removed.
///
/// # Errors
/// As for [`super::plan`].
pub(crate) fn plan_restore(
    root: &Path,
    undo: &Snapshot,
    force: bool,
) -> Result<Plan, CommandError> {
    let mut steps = Vec::new();
    let gone = (lock::UNDO.to_owned(), None);
    for (path, entry) in undo.files.iter().map(|(p, e)| (p.clone(), e.clone())).chain([gone]) {
        let old = disk::entry(root, &path)?;
        let action = match (&old, &entry) {
            (None, None) => continue,
            (Some(now), Some(then)) if now == then => continue,
            (Some(_), None) => Action::Remove,
            (None, Some(_)) => Action::Create,
            (Some(_), Some(_)) => Action::Update,
        };
        let edited = !lock::is_record(&path) && !force && undo.changed_since(&path, old.as_ref());
        let action = if edited { Action::Conflict } else { action };
        let why = edited.then_some("it was edited since");
        let mode = entry.as_ref().map(|entry| entry.executable);
        let new = entry.map(|entry| File {
            contents: entry.contents,
            executable: entry.executable,
            owner: Owner::Merged,
        });
        let old = old.map(|old| old.contents);
        steps.push(Step { old, new, why, mode, known: true, ..step(&path, action, Owner::Merged) });
    }
    steps.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Plan { root: root.into(), steps })
}
