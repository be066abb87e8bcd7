//! Brings the files that template and user share to a newer rendering: a three-way merge on the
//! last one, so that neither side loses a change in silence.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use typewright_core::files::Owner;

use super::rename::{self, Likeness, Strangers};
use super::{Action, New, Root, Step, step};
use crate::error::{CommandError, Kind};
use crate::lock::Lock;
use crate::merge::{self, Sides};
use crate::output::{Contents, Item, Output, Spool};
use crate::snapshot::{Entry, Kept, Snapshot};

/// What the two renderings and the user did to one file.
struct Piece<'a> {
    base: Option<(&'a str, &'a Kept)>,
    ours: Option<(String, Entry)>,
    theirs: Option<(&'a str, &'a Item)>,
}

/// What is updated: the folder, what is made for it, and what the new side is called.
#[derive(Clone, Copy)]
struct Project<'a> {
    root: &'a Root,
    files: &'a Output,
    label: &'a str,
}

/// What an update of shared files comes to.
pub(super) struct Outcome {
    pub(super) steps: Vec<Step>,
    /// The files that the user has to look at.
    pub(super) conflicts: Vec<String>,
    /// Where the user moved files, by the path that the template gives them.
    pub(super) moved: BTreeMap<String, String>,
    /// Where the template's version of a file lies that could not be merged, by the user's.
    pub(super) beside: BTreeMap<String, String>,
    /// Where merged contents wait.
    spool: Rc<Spool>,
}

/// Plans the update. `base` is the last rendering, and `renames` what the template says about its
/// own files, from old path to new.
pub(super) fn plan(
    root: &Root,
    base: &Snapshot,
    files: &Output,
    before: &Lock,
    renames: &BTreeMap<String, String>,
    label: &str,
) -> Result<Outcome, CommandError> {
    let shared = files.iter().filter(|(_, file)| file.owner == Owner::Merged);
    let theirs: BTreeMap<&str, &Item> = shared.map(|(path, file)| (&**path, file)).collect();
    // What has another owner now is no longer merged.
    let is_shared = |path: &str| files.get(path).is_none_or(|item| item.owner == Owner::Merged);
    let base: BTreeMap<&str, &Kept> = base
        .files
        .iter()
        .filter_map(|(path, e)| Some((path.as_str(), e.as_ref()?)))
        .filter(|(path, _)| is_shared(path))
        .collect();
    let renamed = renamed(&base, &theirs, renames)?;
    let moved: HashSet<&str> = before.files.values().filter_map(|w| w.at.as_deref()).collect();
    let known = |path: &str| {
        before.files.contains_key(path) || files.get(path).is_some() || moved.contains(path)
    };
    let strangers = OnceCell::new();
    let find = |kept: &Kept| -> Result<Option<String>, CommandError> {
        if strangers.get().is_none() {
            let _ = strangers.set(Strangers::below(root, &known)?);
        }
        let contents = kept.contents.bytes()?;
        Ok(strangers.get().and_then(|all| all.nearest(root, &contents)))
    };
    let (steps, conflicts, moved) = (Vec::new(), Vec::new(), BTreeMap::new());
    let beside = BTreeMap::new();
    let mut outcome = Outcome { steps, conflicts, moved, beside, spool: files.spool() };
    let at = Project { root, files, label };
    let mut mistakes = Vec::new();
    for (base, theirs) in pieces(&base, &theirs, &renamed) {
        let ours = match ours(root, base, theirs, before, &find) {
            Ok(ours) => ours,
            Err(error) => {
                mistakes.extend(error.mistakes);
                continue;
            }
        };
        let piece = Piece { base, ours, theirs };
        if let Err(error) = piece.resolve(at, &mut outcome) {
            mistakes.extend(error.mistakes);
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    outcome.conflicts.sort();
    Ok(outcome)
}

/// What the template renamed, from old path to new: as it says, or as the contents say.
fn renamed<'a>(
    base: &BTreeMap<&'a str, &Kept>,
    theirs: &BTreeMap<&'a str, &Item>,
    said: &BTreeMap<String, String>,
) -> Result<HashMap<&'a str, &'a str>, CommandError> {
    let gone: Vec<_> = base.iter().filter(|(path, _)| !theirs.contains_key(*path)).collect();
    let new: Vec<_> = theirs.iter().filter(|(path, _)| !base.contains_key(*path)).collect();
    let mut renamed = HashMap::new();
    for (from, _) in &gone {
        let to = said.get(**from).and_then(|to| new.iter().find(|(path, _)| *path == to));
        renamed.extend(to.map(|(to, _)| (**from, **to)));
    }
    let taken: BTreeSet<&str> = renamed.values().copied().collect();
    let mut old = Vec::new();
    for (path, kept) in gone.iter().filter(|(path, _)| !renamed.contains_key(*path)) {
        old.push((**path, Likeness::of(&kept.contents.bytes()?)));
    }
    if old.is_empty() {
        return Ok(renamed);
    }
    let mut other = Vec::new();
    for (path, file) in new.iter().filter(|(path, _)| !taken.contains(*path)) {
        other.push((**path, Likeness::of(&file.contents.bytes()?)));
    }
    renamed.extend(rename::pairs(&old, &other));
    Ok(renamed)
}

type Pair<'a> = (Option<(&'a str, &'a Kept)>, Option<(&'a str, &'a Item)>);

/// Each file once, with its old and its new side.
fn pieces<'a>(
    base: &BTreeMap<&'a str, &'a Kept>,
    theirs: &BTreeMap<&'a str, &'a Item>,
    renamed: &HashMap<&'a str, &'a str>,
) -> Vec<Pair<'a>> {
    let their = |path: &str| theirs.get_key_value(path).map(|(path, file)| (*path, *file));
    let of_base = base.iter().map(|(path, entry)| {
        let to = renamed.get(path).copied().unwrap_or(path);
        (Some((*path, *entry)), their(to))
    });
    let renamed_to: BTreeSet<&str> = renamed.values().copied().collect();
    let new = theirs
        .iter()
        .filter(|(path, _)| !base.contains_key(*path) && !renamed_to.contains(*path))
        .map(|(path, file)| (None, Some((*path, *file))));
    of_base.chain(new).collect()
}

/// What the user has of a file, and where.
fn ours(
    root: &Root,
    base: Option<(&str, &Kept)>,
    theirs: Option<(&str, &Item)>,
    before: &Lock,
    find: &dyn Fn(&Kept) -> Result<Option<String>, CommandError>,
) -> Result<Option<(String, Entry)>, CommandError> {
    let at = |path: String| -> Result<Option<(String, Entry)>, CommandError> {
        let entry = root.entry(&path)?;
        Ok(entry.map(|entry| (path, entry)))
    };
    let Some((path, entry)) = base else {
        return theirs.map_or(Ok(None), |(path, _)| at(path.to_owned()));
    };
    let moved = before.files.get(path).and_then(|written| written.at.clone());
    for path in moved.into_iter().chain([path.to_owned()]) {
        if let Some(found) = at(path)? {
            return Ok(Some(found));
        }
    }
    match find(entry)? {
        Some(path) => at(path),
        None => Ok(None),
    }
}

impl Piece<'_> {
    fn resolve(self, project: Project<'_>, out: &mut Outcome) -> Result<(), CommandError> {
        let base = self.base.map(|(_, entry)| entry);
        match (&self.ours, self.theirs) {
            (None, None) => {}
            (None, Some((path, file))) => match base {
                None => out.steps.push(write(project.root, path, file.into(), Action::Create)?),
                Some(base) if same(base, file) => {}
                Some(_) => out.keep(path, "you deleted it, and the template changed it"),
            },
            (Some((path, ours)), None)
                if self.base.is_some_and(|(from, base)| from == path && base.is(ours)) =>
            {
                let old = Some(ours.digest());
                let why = Some("the template no longer has it");
                out.steps.push(Step {
                    old,
                    why,
                    known: true,
                    ..step(path, Action::Remove, Owner::Merged)
                });
            }
            (Some((path, _)), None) => {
                out.keep(path, "the template no longer has it, and you changed or moved it");
                out.conflicts.push(path.clone());
            }
            (Some((at, ours)), Some((to, file))) => {
                let target = self.target(at, to, out);
                if *at != target && project.root.digest(&target)?.is_some() {
                    return self.displaced((at, ours), (to, file), project, out);
                }
                self.combine((at, ours), (&target, file), project, out)?;
            }
        }
        Ok(())
    }

    /// Where the file belongs now: whoever moved it decides.
    fn target(&self, at: &str, to: &str, out: &mut Outcome) -> String {
        let from = self.base.map_or(to, |(path, _)| path);
        if at == from || at == to {
            return to.to_owned();
        }
        out.moved.insert(to.to_owned(), at.to_owned());
        if to != from {
            out.keep(at, "you and the template moved it to different places");
            out.conflicts.push(at.to_owned());
        }
        at.to_owned()
    }

    /// Something of the user's is where the template moved the file: both stay.
    fn displaced(
        &self,
        (at, ours): (&str, &Entry),
        (to, item): (&str, &Item),
        project: Project<'_>,
        out: &mut Outcome,
    ) -> Result<(), CommandError> {
        if self.base.is_none_or(|(_, base)| !same(base, item)) && ours.digest() != item.sha256 {
            out.put_beside(at, item, project)?;
        }
        out.moved.insert(to.to_owned(), at.to_owned());
        out.conflicts.push(at.to_owned());
        out.keep(at, "the template renamed it, and a file of yours is in its new place");
        Ok(())
    }

    /// Both have the file.
    fn combine(
        &self,
        (at, ours): (&str, &Entry),
        (to, item): (&str, &Item),
        project: Project<'_>,
        out: &mut Outcome,
    ) -> Result<(), CommandError> {
        let base = self.base.map(|(_, kept)| kept);
        let executable = match base {
            Some(base) if base.executable == ours.executable => item.executable,
            Some(_) => ours.executable,
            None => ours.executable || item.executable,
        };
        let now = ours.digest();
        let (contents, action) =
            if base.is_some_and(|base| base.sha256 == item.sha256) || now == item.sha256 {
                if at == to && executable == ours.executable {
                    return Ok(());
                }
                (out.spool.put(&ours.contents)?, Action::Update)
            } else if base.is_some_and(|base| base.sha256 == now) {
                (item.contents.clone(), Action::Update)
            } else if let Some((contents, action)) =
                self.merged(ours, (to, item), project.label, out)?
            {
                (contents, action)
            } else {
                // Neither version is lost: the user's stays, the other goes beside it.
                out.put_beside(to, item, project)?;
                out.conflicts.push(to.to_owned());
                out.keep(to, "both sides changed it, and it is no text");
                return Ok(());
            };
        if at == to && executable == ours.executable && contents.digest()? == now {
            return Ok(());
        }
        let permissions = ours.permissions.filter(|_| at != to);
        let new = New { contents, executable, permissions };
        if at != to {
            let old = Some(ours.digest());
            let why = Some("the template renamed it");
            out.steps.push(Step {
                old,
                why,
                known: true,
                ..step(at, Action::Remove, Owner::Merged)
            });
        }
        out.steps.push(write(project.root, to, new, action)?);
        Ok(())
    }
}

impl Piece<'_> {
    /// What both changed, put together; `None` of what is no text.
    fn merged(
        &self,
        ours: &Entry,
        (to, item): (&str, &Item),
        label: &str,
        out: &mut Outcome,
    ) -> Result<Option<(Contents, Action)>, CommandError> {
        let base = self.base.map_or(Ok(Vec::new()), |(_, base)| base.contents.bytes())?;
        let theirs = item.contents.bytes()?;
        let Some(sides) = text([&base, &ours.contents, &theirs]) else { return Ok(None) };
        let merged = merge::merge(sides, label);
        let clean = merged.conflicts == 0;
        if !clean {
            out.conflicts.push(to.to_owned());
        }
        let action = if clean { Action::Merge } else { Action::Unresolved };
        Ok(Some((out.spool.put(merged.text.as_bytes())?, action)))
    }
}

impl Outcome {
    /// Lays the template's version beside the user's, under a name that nobody has.
    fn put_beside(
        &mut self,
        path: &str,
        item: &Item,
        Project { root, files, .. }: Project<'_>,
    ) -> Result<(), CommandError> {
        let names = (1..).map(|n| match n {
            1 => format!("{path}.theirs"),
            n => format!("{path}.theirs{n}"),
        });
        for name in names {
            let free = root.kind(&name).map_err(|e| root.refused("look at", &name, &e))?.is_none();
            if free && files.get(&name).is_none() {
                self.steps.push(write(root, &name, item.into(), Action::Create)?);
                self.beside.insert(path.to_owned(), name);
                break;
            }
        }
        Ok(())
    }

    fn keep(&mut self, path: &str, why: &'static str) {
        self.steps.push(Step {
            why: Some(why),
            known: true,
            ..step(path, Action::Keep, Owner::Merged)
        });
    }
}

fn same(base: &Kept, file: &Item) -> bool {
    base.sha256 == file.sha256 && base.executable == file.executable
}

/// A file that is written, whatever is there.
fn write(root: &Root, path: &str, new: New, action: Action) -> Result<Step, CommandError> {
    let old = root.digest(path)?;
    let action = if old.is_none() && action == Action::Update { Action::Create } else { action };
    let mode = Some(new.executable);
    Ok(Step { old, new: Some(new), known: true, mode, ..step(path, action, Owner::Merged) })
}

/// The three sides, if all are text.
fn text(sides: [&[u8]; 3]) -> Option<Sides<'_>> {
    let text = |bytes| std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    let [base, ours, theirs] = sides;
    Some(Sides { base: text(base)?, ours: text(ours)?, theirs: text(theirs)? })
}
