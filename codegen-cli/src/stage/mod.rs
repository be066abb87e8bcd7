//! Files ▶ plan ▶ check, diff or write: nothing else touches the disk.
//!
//! A [`Plan`] compares what was made in memory with what is there. The generator's files follow
//! the lock: one that is as it was written is updated or removed, one that was edited is a
//! conflict. The user's files are created once and never touched again.

mod difference;
mod disk;
mod fault;
mod journal;
mod parts;
mod records;
mod regions;
mod rename;
mod root;
mod saved;
mod scratch;
mod turn;
mod update;
mod way;
mod write;

#[cfg(test)]
mod tests;

use disk::join;

pub(crate) use difference::difference;
pub(crate) use disk::entries;
#[cfg(test)]
pub(crate) use fault::{Fault, with as with_fault};
pub(crate) use journal::STAGING;
pub(crate) use parts::{Parts, plan_parts, plan_restore};
pub(crate) use root::{Kind, Root, entry, open};
pub(crate) use saved::SavedPlan;
pub(crate) use scratch::Scratch;
pub(crate) use turn::{Turn, take_turn};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use typewright_core::files::Owner;

use crate::error::{CommandError, Mistake};
use crate::lock::{self, Digest, Lock, LockedOwner};
use crate::output::{Contents, Item, Output};
use crate::snapshot::Snapshot;

/// What happens to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    /// It is not there yet.
    Create,
    /// It is as it was written, and the new content differs.
    Update,
    /// It is no longer generated, and as it was written.
    Remove,
    /// The new content is there already.
    Unchanged,
    /// It is there, and not ours to change.
    Keep,
    /// A generated file belongs where something else is.
    Conflict,
    /// What the user and the template changed goes together.
    Merge,
    /// What the user and the template changed does not go together; markers say where.
    Unresolved,
}

/// One file of a plan.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) path: Rc<str>,
    pub(crate) action: Action,
    pub(crate) owner: Owner,
    /// Why, where the action does not say it.
    pub(crate) why: Option<&'static str>,
    /// Whether the lock knows the file.
    pub(crate) known: bool,
    /// Whether it becomes a program; as what it replaces, if left out.
    mode: Option<bool>,
    /// What the file holds that is there.
    old: Option<Digest>,
    /// What should be there.
    new: Option<New>,
}

/// What should be at a path.
#[derive(Clone, Debug)]
struct New {
    contents: Contents,
    executable: bool,
    /// Who may do what with it; as usual, if left out.
    permissions: Option<u32>,
}

impl New {
    /// A file like any other.
    fn plain(contents: Contents) -> Self {
        Self { contents, executable: false, permissions: None }
    }
}

impl From<&Item> for New {
    fn from(item: &Item) -> Self {
        Self { executable: item.executable, ..Self::plain(item.contents.clone()) }
    }
}

/// What it takes to bring a folder to its new state, the lock included.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) root: PathBuf,
    pub(crate) steps: Steps,
}

/// Each step by itself takes the room that its file leaves.
#[allow(clippy::vec_box, reason = "one large piece would come on top of that room")]
pub(crate) type Steps = Vec<Box<Step>>;

/// As [`plan`], for a folder in which other files stay what they are.
///
/// # Errors
/// As for [`plan`].
pub(crate) fn plan_some(
    root: &Path,
    files: Output,
    before: Option<&Lock>,
    after: &Lock,
) -> Result<Plan, CommandError> {
    let others = before.map(|lock| {
        let mut lock = lock.clone();
        lock.files.retain(|path, _| files.get(path).is_some());
        lock
    });
    plan(root, files, others.as_ref(), after.to_contents()?)
}

/// Compares `files` with the folder `root`, which `before` is the lock of, and `after` will be the
/// content of its lock.
///
/// # Errors
/// A path that leads through a symbolic link or through a file, or a folder that cannot be read.
pub(crate) fn plan(
    root: &Path,
    files: Output,
    before: Option<&Lock>,
    after: Contents,
) -> Result<Plan, CommandError> {
    let at = Root::for_plan(root)?;
    let steps = steps(&at, files, before)?;
    finish(&at, steps, before, after)
}

/// Makes a folder hold these files and no longer those of `gone`, with no record of it.
///
/// # Errors
/// As for [`plan`].
pub(crate) fn plan_mirror(
    root: &Path,
    files: &Output,
    gone: &[&str],
) -> Result<Plan, CommandError> {
    let at = Root::at(root)?;
    let mut steps = Vec::new();
    for (path, item) in files.iter() {
        let item = Item { owner: Owner::Generated, ..item.clone() };
        steps.extend(wanted(Rc::clone(path), &item, at.digest(path)?, None).map(Box::new));
    }
    for path in gone {
        let old = at.digest(path)?;
        steps.push(Box::new(Step { old, ..step(path, Action::Remove, Owner::Generated) }));
    }
    let mut plan = Plan { root: root.into(), steps };
    plan.force();
    Ok(plan)
}

/// What happens to the files, the lock aside.
fn steps(root: &Root, files: Output, before: Option<&Lock>) -> Result<Steps, CommandError> {
    let mut steps = Steps::with_capacity(files.len() + 4);
    let mut mistakes = Vec::new();
    for (path, written) in before.into_iter().flat_map(|lock| &lock.files) {
        if written.owner != LockedOwner::Generated || files.get(path).is_some() {
            continue;
        }
        match root.digest(path) {
            Ok(old) => steps.extend(old.and_then(|old| orphaned(path, old, before)).map(Box::new)),
            Err(e) => mistakes.extend(e.mistakes),
        }
    }
    let spool = files.spool();
    for (path, item) in files.into_files() {
        if item.owner == Owner::Block {
            match regions::in_block(root, Rc::clone(&path), &item, before, &spool) {
                Ok(step) => steps.extend(step.map(Box::new)),
                Err(e) => mistakes.extend(e.mistakes),
            }
            continue;
        }
        match root.digest(&path) {
            Ok(old) => steps.extend(wanted(path, &item, old, before).map(Box::new)),
            Err(e) => mistakes.extend(e.mistakes),
        }
    }
    CommandError::unless_empty(crate::error::Kind::Failed, mistakes)?;
    Ok(steps)
}

/// The plan of the steps and of the lock that comes with them.
fn finish(
    root: &Root,
    mut steps: Steps,
    before: Option<&Lock>,
    after: Contents,
) -> Result<Plan, CommandError> {
    root.is_clear(&steps)?;
    // Each run leaves another lock, and so tells those that read the files before it.
    if root.digest(lock::NAME)? != before.and_then(|lock| lock.seen) {
        let path = root.path().join(lock::NAME);
        return Err(CommandError::io("write", &path, "it changed in this moment")
            .help("run the command again"));
    }
    steps.sort_by(|a, b| a.path.cmp(&b.path));
    let mut plan = Plan { root: root.path().into(), steps };
    plan.record(lock::NAME, after)?;
    Ok(plan)
}

/// Compares `files` with a project that an older version of its template made, and merges what
/// the user shares with the template; `base` is the last rendering. Fills in what `after` says
/// about conflicts and moved files. Files of the user that are `gone` are removed.
///
/// # Errors
/// As for [`plan`].
pub(crate) fn plan_update(
    root: &Path,
    files: &Output,
    base: &Snapshot,
    before: &Lock,
    after: &mut Lock,
    renames: &BTreeMap<String, String>,
    gone: &[String],
) -> Result<Plan, CommandError> {
    let at = Root::for_plan(root)?;
    let label = after
        .recipe
        .template
        .as_ref()
        .map_or_else(String::new, |used| format!("{} {}", used.name, used.version));
    let files = &files.sharing(|path| base.files.contains_key(path))?;
    let merged = update::plan(&at, base, files, before, renames, &label)?;
    for (path, at) in merged.moved {
        after.files.entry(path.into()).and_modify(|written| written.at = Some(at));
    }
    (after.conflicts, after.beside) = (merged.conflicts, merged.beside);
    let mut steps = steps(&at, files.without(Owner::Merged), Some(before))?;
    steps.extend(merged.steps.into_iter().map(Box::new));
    for path in gone {
        if let Some(old) = at.digest(path)? {
            let step = step(path, Action::Remove, Owner::User);
            steps.push(Box::new(Step { old: Some(old), known: true, ..step }));
        }
    }
    finish(&at, steps, Some(before), after.to_contents()?)
}

fn step(path: &str, action: Action, owner: Owner) -> Step {
    Step {
        path: path.into(),
        action,
        owner,
        why: None,
        known: false,
        mode: None,
        old: None,
        new: None,
    }
}

/// What happens to a file that should be there; `None` for one that the user deleted.
fn wanted(path: Rc<str>, item: &Item, old: Option<Digest>, before: Option<&Lock>) -> Option<Step> {
    let written = before.and_then(|lock| lock.files.get(&path));
    let (action, why) = match (old, item.owner) {
        (None, Owner::User | Owner::Merged) if written.is_some() => return None,
        (None, _) => (Action::Create, None),
        (Some(old), _) if old == item.sha256 => (Action::Unchanged, None),
        (Some(_), Owner::User | Owner::Merged) => (Action::Keep, Some("it is yours")),
        (Some(old), Owner::Generated | Owner::Block) => {
            match written.map(|written| written.sha256 == Some(old)) {
                Some(true) => (Action::Update, None),
                Some(false) => (Action::Conflict, Some("it was edited after it was generated")),
                None => (Action::Conflict, Some("a file that was not generated is in its place")),
            }
        }
    };
    let (known, new) = (written.is_some(), Some(item.into()));
    Some(Step { path, action, owner: item.owner, why, known, mode: None, old, new })
}

/// What happens to a file that is no longer generated.
fn orphaned(path: &str, old: Digest, before: Option<&Lock>) -> Option<Step> {
    let (action, why) = match before?.wrote(path, old)? {
        true => (Action::Remove, "it is no longer generated"),
        false => (Action::Keep, "it is no longer generated, but was edited"),
    };
    let old = Some(old);
    Some(Step { why: Some(why), known: true, old, ..step(path, action, Owner::Generated) })
}

impl Plan {
    /// The steps that people want to see: all but our own records.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().map(|step| &**step).filter(|step| !lock::is_record(&step.path))
    }

    /// Whether anything is written or removed.
    pub(crate) fn writes(&self) -> bool {
        self.steps.iter().any(|step| step.writes())
    }

    /// How many files have this action, the lock aside.
    pub(crate) fn count(&self, action: Action) -> usize {
        self.shown().filter(|step| step.action == action).count()
    }

    /// Turns conflicts into updates, after the user said so.
    pub(crate) fn force(&mut self) {
        for step in self.steps.iter_mut().filter(|step| step.action == Action::Conflict) {
            step.action = Action::Update;
        }
    }

    /// `Ok` when no file is in the way.
    pub(crate) fn refuse_conflicts(&self) -> Result<(), CommandError> {
        let mistakes = self
            .shown()
            .filter(|step| step.action == Action::Conflict)
            .map(|step| {
                let path = join(&self.root, &step.path);
                let why = step.why.unwrap_or("something else is in its place");
                Mistake::new(format!("`{}` would be overwritten: {why}", path.display())).help(
                    "move your changes elsewhere, or overwrite them with `--force` (see `--diff`)",
                )
            })
            .collect();
        CommandError::unless_empty(crate::error::Kind::Failed, mistakes)
    }

    /// The change of a step as a unified diff; empty where there is none.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub(crate) fn diff(&self, step: &Step) -> Result<String, CommandError> {
        if !step.changes() {
            return Ok(String::new());
        }
        let old = match step.old {
            Some(_) => entry(&self.root, &step.path)?.map(|entry| entry.contents),
            None => None,
        };
        let new = step.new.as_ref().map(|new| new.contents.bytes()).transpose()?;
        Ok(difference(&step.path, old.as_deref(), new.as_deref()))
    }

    /// Writes the plan, all of it or nothing, by whoever has the turn at its folder.
    ///
    /// # Errors
    /// Something changed since the plan was made; the disk refuses.
    pub(crate) fn write(&self, turn: &Turn) -> Result<(), CommandError> {
        write::write(&self.root, &self.steps, turn)
    }
}

impl Step {
    /// Whether the file is written or removed.
    pub(crate) fn writes(&self) -> bool {
        use Action::{Create, Merge, Remove, Unresolved, Update};
        matches!(self.action, Create | Update | Remove | Merge | Unresolved)
    }

    /// Whether the file changes, or would.
    pub(crate) fn changes(&self) -> bool {
        self.writes() || self.action == Action::Conflict
    }
}
