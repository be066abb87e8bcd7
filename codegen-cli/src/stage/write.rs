//! Writing a plan: everything is prepared beside the target, then moved into place; whatever goes
//! wrong on the way is taken back.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::rc::Rc;

use super::journal::{self, Move, Staging};
use super::root::{Folder, Kind, Root, split};
use super::{Action, New, Step, Turn, fault, join, turn};
use crate::error::CommandError;
use crate::progress::Progress;

/// Brings a folder to the state of the plan, or leaves it as it was.
pub(super) fn write(path: &Path, steps: &[Box<Step>], turn: &Turn) -> Result<(), CommandError> {
    let mut steps: Vec<&Step> = steps.iter().map(|step| &**step).filter(|s| s.writes()).collect();
    if steps.is_empty() {
        return Ok(());
    }
    // What goes makes room for what comes.
    steps.sort_by_key(|step| step.action != Action::Remove);
    let mut made = Vec::new();
    let entered = turn.enter(path, &mut made);
    let (result, _held) = match entered.and_then(|held| Ok((Root::at(path)?, held))) {
        Ok((root, held)) => (inside(&root, &steps), held),
        Err(error) => (Err(unchanged(error)), None),
    };
    if result.is_err() {
        turn::take_away(&made);
    }
    result
}

fn inside(root: &Root, steps: &[&Step]) -> Result<(), CommandError> {
    let staging = Staging::make(root).map_err(unchanged)?;
    let mut moves = Vec::new();
    let result = prepare(root, &staging.folder, steps, &mut moves)
        .and_then(|()| staging.begin(root, &moves))
        .and_then(|()| apply(root, &staging.folder, &moves))
        .and_then(|()| {
            for step in steps.iter().filter(|step| step.action == Action::Remove) {
                let path = &step.path;
                let wrong = |e| CommandError::io("remove", &join(root.path(), path), e);
                root.remove_empty_parents(path).map_err(wrong)?;
            }
            staging.commit(root)
        });
    let Err(mut error) = result else {
        // What is left has no journal, so the next run clears it.
        let _ = staging.clear(root);
        return Ok(());
    };
    match journal::roll_back(root, &staging.folder, &moves) {
        Ok(()) => {
            let _ = staging.clear(root);
            Err(unchanged(error))
        }
        // The staging folder holds the only copy of whatever could not be put back.
        Err(left) => {
            if let Some(last) = error.mistakes.last_mut() {
                last.notes.extend(left.mistakes.into_iter().map(|mistake| mistake.message));
                last.help.push("the next command in this folder puts it back".to_owned());
            }
            Err(error)
        }
    }
}

fn unchanged(mut error: CommandError) -> CommandError {
    if let Some(last) = error.mistakes.last_mut() {
        last.notes.push("nothing was changed".to_owned());
    }
    error
}

/// Writes all new contents into the staging folder. Files of a folder that is not there yet are put
/// together below it, so that it comes with one move.
fn prepare(
    root: &Root,
    staging: &Folder,
    steps: &[&Step],
    moves: &mut Vec<Move>,
) -> Result<(), CommandError> {
    let mut trees: BTreeMap<String, Tree> = BTreeMap::new();
    let mut progress = Progress::new("wrote", Some(steps.len()));
    for step in steps {
        progress.step();
        let wrong = |e: io::Error| CommandError::io("write", &join(root.path(), &step.path), e);
        let (old, new) = (step.old.is_some(), step.new.is_some());
        let fresh = if old || !new { None } else { missing(root, &step.path).map_err(wrong)? };
        let Some(top) = fresh else {
            if let Some(new) = &step.new {
                let file = staging.create(&format!("new-{}", moves.len())).map_err(wrong)?;
                fill(root, step, new, file).map_err(wrong)?;
            }
            let before = step.old;
            moves.push(Move { path: step.path.to_string(), old, new, before });
            continue;
        };
        if !trees.contains_key(top) {
            let name = format!("new-{}", moves.len());
            let made = staging.make(&name).and_then(|()| staging.below(&name)).map_err(wrong)?;
            trees.insert(top.to_owned(), Tree::new(made));
            moves.push(Move { path: top.to_owned(), old, new, before: None });
        }
        let (Some(tree), Some(new)) = (trees.get_mut(top), &step.new) else { continue };
        let (folder, name) = split(&step.path[top.len() + 1..]);
        let file = tree.make(folder).and_then(|folder| folder.create(name)).map_err(wrong)?;
        fill(root, step, new, file).map_err(wrong)?;
    }
    Ok(())
}

/// The first folder on the way to a path that is not there; a file in its place goes before.
fn missing<'a>(root: &Root, path: &'a str) -> io::Result<Option<&'a str>> {
    for (at, _) in path.match_indices('/') {
        match root.folder(&path[..at]) {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(Some(&path[..at])),
            Err(e) => match root.kind(&path[..at])? {
                Some(Kind::File { .. }) => return Ok(Some(&path[..at])),
                _ => return Err(e),
            },
        }
    }
    Ok(None)
}

/// A folder of the staging folder that will be moved as a whole.
struct Tree {
    top: Rc<Folder>,
    /// The folder in it that was made last.
    last: (String, Rc<Folder>),
}

impl Tree {
    fn new(top: Folder) -> Self {
        let top = Rc::new(top);
        Self { last: (String::new(), Rc::clone(&top)), top }
    }

    fn make(&mut self, path: &str) -> io::Result<Rc<Folder>> {
        if self.last.0 == path {
            return Ok(Rc::clone(&self.last.1));
        }
        let mut at = Rc::clone(&self.top);
        for name in path.split('/').filter(|name| !name.is_empty()) {
            match at.make(name) {
                Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
                _ => at = Rc::new(at.below(name)?),
            }
        }
        self.last = (path.to_owned(), Rc::clone(&at));
        Ok(at)
    }
}

/// Writes the content of a staged file, and gives it its permissions.
fn fill(root: &Root, step: &Step, new: &New, mut file: File) -> io::Result<()> {
    fault::point()?;
    new.contents.copy_to(&mut file)?;
    let (folder, name) = split(&step.path);
    if step.old.is_some() {
        root.here(folder)?.permit(&file, (new.permissions, Some(name)), step.mode)
    } else if new.permissions.is_some() || step.mode.unwrap_or(new.executable) {
        let executable = Some(step.mode.unwrap_or(new.executable));
        root.here("")?.permit(&file, (new.permissions, None), executable)
    } else {
        // A new file that is no program is as it was made.
        Ok(())
    }
}

/// Moves old files out and new ones in.
fn apply(root: &Root, staging: &Folder, moves: &[Move]) -> Result<(), CommandError> {
    for (n, one) in moves.iter().enumerate() {
        let wrong = |e: io::Error| root.refused("write", &one.path, &e);
        let (folder, name) = split(&one.path);
        // A last look: nobody may have changed the file, or put something there, since the plan.
        let same = match one.old {
            true => root.digest(&one.path)? == one.before,
            false => root.clear_folder(&one.path).map_err(wrong)?,
        };
        if !same {
            let path = join(root.path(), &one.path);
            return Err(CommandError::io("write", &path, "it changed in this moment")
                .help("run the command again"));
        }
        let folder = root.here(folder).map_err(wrong)?;
        if one.old {
            folder.rename(name, staging, &format!("old-{n}")).map_err(wrong)?;
        }
        if one.new {
            staging.rename(&format!("new-{n}"), &folder, name).map_err(wrong)?;
        }
    }
    Ok(())
}
