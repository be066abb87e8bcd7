//! Plans of the verbs that change a project which stands: parts in and out, and going back.

use std::collections::BTreeMap;
use std::path::Path;

use typewright_core::files::Owner;

use super::{Action, New, Plan, Root, Step, Steps, finish, step};
use crate::error::CommandError;
use crate::lock::{self, Digest, Lock};
use crate::output::Output;
use crate::snapshot::{Kept, Snapshot};

/// What adding or removing a part comes to.
pub(crate) struct Parts<'a> {
    /// Files that are made.
    pub(crate) files: &'a Output,
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
    let at = Root::for_plan(root)?;
    let mut steps = Steps::new();
    for (path, file) in parts.files.iter() {
        let old = at.digest(path)?;
        let known = before.files.contains_key(path);
        let action = match old {
            None => Action::Create,
            Some(old) if old == file.sha256 => Action::Unchanged,
            Some(_) => Action::Keep,
        };
        let new = Some(New::from(file));
        steps.push(Box::new(Step { old, new, known, ..step(path, action, Owner::Merged) }));
    }
    for (path, contents) in parts.edited {
        let old = at.digest(path)?;
        let action = match old == Some(Digest::of(contents)) {
            true => Action::Unchanged,
            false => Action::Update,
        };
        let contents = parts.files.spool().put(contents)?;
        let new = Some(New::plain(contents));
        let known = true;
        steps.push(Box::new(Step { old, new, known, ..step(path, action, Owner::Merged) }));
    }
    for path in parts.removed {
        let old = at.digest(path)?;
        let gone = Step { old, known: true, ..step(path, Action::Remove, Owner::Merged) };
        steps.push(Box::new(gone));
    }
    finish(&at, steps, Some(before), after.to_contents()?)
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
    let at = Root::for_plan(root)?;
    let mut steps = Steps::new();
    let gone = (lock::UNDO, None);
    for (path, then) in undo.files.iter().map(|(p, e)| (p.as_str(), e.as_ref())).chain([gone]) {
        let old = at.entry(path)?;
        let action = match (&old, then) {
            (None, None) => continue,
            (Some(now), Some(then)) if then.is(now) => continue,
            (Some(_), None) => Action::Remove,
            (None, Some(_)) => Action::Create,
            (Some(_), Some(_)) => Action::Update,
        };
        let edited = !lock::is_record(path) && !force && undo.changed_since(path, old.as_ref());
        let action = if edited { Action::Conflict } else { action };
        let why = edited.then_some("it was edited since");
        let mode = then.map(|then| then.executable);
        // Who may do what with a file that stayed one is its owner's to say, also since.
        let stayed = |then: &Kept| old.as_ref().is_some_and(|o| o.executable == then.executable);
        let new = then.map(|then| New {
            contents: then.contents.clone(),
            executable: then.executable,
            permissions: then.permissions.filter(|_| !stayed(then)),
        });
        let old = old.map(|old| old.digest());
        let step = step(path, action, Owner::Merged);
        steps.push(Box::new(Step { old, new, why, mode, known: true, ..step }));
    }
    at.is_clear(&steps)?;
    steps.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Plan { root: root.into(), steps })
}
