//! What a run is about to move, so that the next one can take it back where it was cut off.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::root::{Folder, Kind, Root, split};
use super::{fault, join};
use crate::error::CommandError;
use crate::lock::{self, Digest};

/// The folder inside of the target where new files wait and old ones are kept until the end. It
/// also keeps a second run out.
pub(crate) const STAGING: &str = ".cargo-gen.staging";

/// The file that is locked while a run is at work; a process that dies lets go of it.
const LOCK: &str = "lock";

/// The list of moves. Without it nothing was moved yet, or all of it was.
const JOURNAL: &str = "journal.json";

#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    /// What tells the staging folder from every other. A journal that came with somebody's files
    /// is of another folder.
    folder: u64,
    moves: Vec<Move>,
}

/// A file, or a folder that was not there before, with all that is in it. In the staging folder,
/// the n-th of them is `new-n`, and what it replaces `old-n`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Move {
    pub(super) path: String,
    /// Whether something is moved out of the way.
    pub(super) old: bool,
    /// Whether something is put there.
    pub(super) new: bool,
    /// What the file holds that is moved out of the way.
    #[serde(skip)]
    pub(super) before: Option<Digest>,
}

/// The staging folder, held by this run.
pub(super) struct Staging {
    pub(super) folder: Rc<Folder>,
    lock: File,
}

impl Staging {
    /// Makes the folder; it is held until it is cleared.
    pub(super) fn make(root: &Root) -> Result<Self, CommandError> {
        let path = root.path().join(STAGING);
        let wrong = |e: io::Error| match e.kind() {
            // Where it is gone again, a run has taken it for one that was cut off.
            ErrorKind::AlreadyExists | ErrorKind::WouldBlock | ErrorKind::NotFound => busy(&path),
            _ => CommandError::io("create", &path, e),
        };
        let top = root.here("").map_err(|e| CommandError::io("create", &path, e))?;
        top.make(STAGING).map_err(wrong)?;
        let hold = || -> io::Result<Self> {
            let folder = top.below(STAGING)?;
            let lock = folder.create(LOCK)?;
            fault::point()?;
            lock.try_lock()?;
            if top.below(STAGING)?.id()? != folder.id()? {
                return Err(ErrorKind::NotFound.into());
            }
            Ok(Self { folder: Rc::new(folder), lock })
        };
        hold().map_err(|e| {
            // There is nothing in it but the file to lock, unless it is another's.
            if !matches!(e.kind(), ErrorKind::AlreadyExists | ErrorKind::WouldBlock) {
                let _ = clear(&top, STAGING);
            }
            wrong(e)
        })
    }

    /// Writes down what will be moved.
    pub(super) fn begin(&self, root: &Root, moves: &[Move]) -> Result<(), CommandError> {
        #[derive(Serialize)]
        struct Journal<'a> {
            folder: u64,
            moves: &'a [Move],
        }
        let write = || -> io::Result<()> {
            let journal = Journal { folder: self.folder.id()?, moves };
            let text = serde_json::to_vec(&journal)?;
            let mut draft = self.folder.create("draft")?;
            fault::point()?;
            draft.write_all(&text)?;
            self.folder.rename("draft", &self.folder, JOURNAL)
        };
        write().map_err(|e| CommandError::io("write", &root.path().join(STAGING).join(JOURNAL), e))
    }

    /// From here on the new state holds.
    pub(super) fn commit(&self, root: &Root) -> Result<(), CommandError> {
        let path = || root.path().join(STAGING).join(JOURNAL);
        self.folder.remove(JOURNAL).map_err(|e| CommandError::io("remove", &path(), e))
    }

    /// Removes the folder and what is left in it.
    pub(super) fn clear(self, root: &Root) -> io::Result<()> {
        clear_held(&*root.here("")?, self.lock)
    }
}

/// Removes the staging folder; nobody takes it for one that was cut off as long as this is at work.
fn clear_held(top: &Folder, lock: File) -> io::Result<()> {
    // Somewhere a locked file cannot be removed.
    let held = if cfg!(unix) { Some(lock) } else { None };
    let cleared = clear(top, STAGING);
    drop(held);
    cleared
}

/// Removes a folder with all that is in it, the file to lock at last.
fn clear(above: &Folder, name: &str) -> io::Result<()> {
    let folder = above.below(name)?;
    let mut names = folder.names()?;
    names.sort_by_key(|name| name == LOCK);
    for name in names {
        match folder.kind(&name)? {
            Some(Kind::Folder) => clear(&folder, &name)?,
            _ => folder.remove(&name)?,
        }
    }
    above.remove_folder(name)
}

pub(super) fn busy(path: &Path) -> CommandError {
    CommandError::io("use", path, "another run is at work there").help("wait for it")
}

/// Whether nobody holds a lock, now or in a moment: a run may be about to end, and a process that it
/// started holds what it had open until the other program begins.
fn is_free(lock: &File) -> io::Result<bool> {
    for _ in 0..30 {
        match lock.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            Err(TryLockError::Error(e)) => return Err(e),
        }
    }
    Ok(false)
}

/// Who has a staging folder.
enum Held {
    /// This run, from now on.
    Here(File),
    /// Another run.
    There,
    /// Nobody: it is no more.
    Gone,
}

/// Takes hold of a staging folder, unless a run is at work there.
fn hold(staging: &Folder) -> io::Result<Held> {
    for _ in 0..30 {
        if let Some(lock) = staging.file(LOCK)? {
            return match (is_free(&lock)?, staging.kind(LOCK)?) {
                (false, _) => Ok(Held::There),
                (true, None) => Ok(Held::Gone),
                (true, Some(_)) => Ok(Held::Here(lock)),
            };
        }
        // Whoever made the folder may be about to lock it.
        std::thread::sleep(Duration::from_millis(10));
    }
    match staging.create(LOCK) {
        Ok(lock) => Ok(if is_free(&lock)? { Held::Here(lock) } else { Held::There }),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(Held::There),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Held::Gone),
        Err(e) => Err(e),
    }
}

/// Takes back what a run left half done in `root`, if there is one that is no longer at work.
///
/// # Errors
/// A run is at work there; the disk refuses.
pub(crate) fn recover(root: &Path) -> Result<(), CommandError> {
    if !root.is_dir() {
        return Ok(());
    }
    let root = Root::at(root)?;
    let path = root.path().join(STAGING);
    let wrong = |e: io::Error| CommandError::io("look at", &path, e);
    if root.kind(STAGING).map_err(wrong)? != Some(Kind::Folder) {
        return Ok(());
    }
    let Some(staging) = root.folder(STAGING).map_err(wrong)? else { return Ok(()) };
    let lock = match hold(&staging).map_err(|e| CommandError::io("lock", &path, e))? {
        Held::Here(lock) => lock,
        Held::There => return Err(busy(&path)),
        Held::Gone => return Ok(()),
    };
    let journal = path.join(JOURNAL);
    if let Some(entry) = staging.read(JOURNAL).map_err(|e| CommandError::io("read", &journal, e))? {
        let unusable = |why: String| {
            CommandError::io("use", &journal, why).help(format!(
                "the `old-*` files beside it are what was replaced: put back what you need, then \
                 delete `{}`",
                path.display()
            ))
        };
        let read: Journal =
            serde_json::from_slice(&entry.contents).map_err(|e| unusable(e.to_string()))?;
        if read.folder != staging.id().map_err(wrong)? {
            return Err(unusable("it was written for another folder".to_owned()));
        }
        roll_back(&root, &staging, &read.moves)?;
    }
    root.forget();
    let cleared = root.here("").and_then(|top| clear_held(&top, lock));
    cleared.map_err(|e| CommandError::io("clear", &path, e))
}

/// Takes moves back, the last first, as far as they were made.
pub(super) fn roll_back(root: &Root, staging: &Folder, moves: &[Move]) -> Result<(), CommandError> {
    // The journal must not lead elsewhere, whoever wrote it.
    for one in moves {
        lock::stays_inside(&one.path)?;
    }
    root.forget();
    let take_back = |n: usize, one: &Move| -> io::Result<()> {
        let (folder, name) = split(&one.path);
        let (old, new) = (format!("old-{n}"), format!("new-{n}"));
        let moved = one.old && staging.kind(&old)?.is_some();
        let put = one.new && staging.kind(&new)?.is_none() && (moved || !one.old);
        if put
            && let Some(folder) = root.folder(folder)?
            && folder.kind(name)?.is_some()
        {
            folder.rename(name, staging, &new)?;
        }
        if moved {
            staging.rename(&old, &*root.make(folder)?, name)?;
        }
        Ok(())
    };
    for (n, one) in moves.iter().enumerate().rev() {
        take_back(n, one)
            .map_err(|e| CommandError::io("restore", &join(root.path(), &one.path), e))?;
        root.forget();
    }
    Ok(())
}
