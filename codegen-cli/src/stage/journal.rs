//! What a run is about to move, so that the next one can take it back where it was cut off.

#![allow(clippy::disallowed_methods, reason = "a part of the hand on the disk")]

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Step, disk};
use crate::error::CommandError;
use crate::lock;

/// The folder inside of the target where new files wait and old ones are kept until the end. It
/// also keeps a second run out.
pub(super) const STAGING: &str = ".cargo-gen.staging";

/// The file that is locked while a run is at work; a process that dies lets go of it.
const LOCK: &str = "lock";

/// The list of moves. Without it nothing was moved yet, or all of it was.
const JOURNAL: &str = "journal.json";

#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    /// The folders that are made, the outermost first.
    folders: Vec<String>,
    /// The files, numbered in order.
    files: Vec<Move>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Move {
    path: String,
    /// Whether a file is moved out of the way.
    old: bool,
    /// Whether a file is put there.
    new: bool,
}

/// Takes the staging folder; it is held until the guard goes.
pub(super) fn take(staging: &Path) -> Result<File, CommandError> {
    let path = staging.join(LOCK);
    let file = File::create(&path).map_err(|e| CommandError::io("create", &path, e))?;
    file.try_lock().map_err(|e| CommandError::io("lock", &path, e))?;
    Ok(file)
}

/// Writes down what will be moved.
pub(super) fn begin(root: &Path, steps: &[&Step]) -> Result<(), CommandError> {
    // Sorted, a folder comes before those in it.
    let mut below: BTreeSet<&str> = BTreeSet::new();
    for step in steps.iter().filter(|step| step.new.is_some()) {
        let mut at = step.path.as_str();
        while let Some((folder, _)) = at.rsplit_once('/')
            && below.insert(folder)
        {
            at = folder;
        }
    }
    let missing = below.into_iter().filter(|folder| !disk::join(root, folder).exists());
    let folders = missing.map(str::to_owned).collect();
    let one = |step: &&Step| Move {
        path: step.path.clone(),
        old: step.old.is_some(),
        new: step.new.is_some(),
    };
    let journal = Journal { folders, files: steps.iter().map(one).collect() };
    let staging = root.join(STAGING);
    let (draft, path) = (staging.join("draft"), staging.join(JOURNAL));
    let text = serde_json::to_vec(&journal)
        .map_err(|e| CommandError::failed(format!("cannot write the journal: {e}")))?;
    fs::write(&draft, text).map_err(|e| CommandError::io("write", &draft, e))?;
    fs::rename(&draft, &path).map_err(|e| CommandError::io("write", &path, e))
}

/// From here on the new state holds.
pub(super) fn commit(root: &Path) -> Result<(), CommandError> {
    let path = root.join(STAGING).join(JOURNAL);
    fs::remove_file(&path).map_err(|e| CommandError::io("remove", &path, e))
}

/// Takes back what a run left half done in `root`, if there is one that is no longer at work.
///
/// # Errors
/// A run is at work there; the disk refuses.
pub(crate) fn recover(root: &Path) -> Result<(), CommandError> {
    let staging = root.join(STAGING);
    match fs::symlink_metadata(&staging) {
        Ok(meta) if meta.is_dir() => {}
        _ => return Ok(()),
    }
    if let Ok(file) = File::open(staging.join(LOCK)) {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let why = "another run is at work there";
                return Err(CommandError::io("use", &staging, why).help("wait for it"));
            }
            Err(TryLockError::Error(e)) => return Err(CommandError::io("lock", &staging, e)),
        }
    }
    let path = staging.join(JOURNAL);
    match fs::read(&path) {
        Ok(text) => {
            let journal: Journal = serde_json::from_slice(&text).map_err(|e| {
                CommandError::io("read", &path, e)
                    .help("its `old-*` files are what was replaced: put them back, then delete it")
            })?;
            roll_back(root, &staging, &journal)?;
        }
        Err(e) if e.kind() == ErrorKind::NotFound => {}
        Err(e) => return Err(CommandError::io("read", &path, e)),
    }
    fs::remove_dir_all(&staging).map_err(|e| CommandError::io("clear", &staging, e))
}

fn roll_back(root: &Path, staging: &Path, journal: &Journal) -> Result<(), CommandError> {
    // The journal must not lead elsewhere, whoever wrote it.
    for path in journal.files.iter().map(|file| &file.path).chain(&journal.folders) {
        lock::stays_inside(path)?;
    }
    for (n, file) in journal.files.iter().enumerate().rev() {
        disk::look(root, &file.path)?;
        let target = disk::join(root, &file.path);
        let (old, new) = (staging.join(format!("old-{n}")), staging.join(format!("new-{n}")));
        let moved = file.old && old.exists();
        if file.new && !new.exists() && target.exists() && (moved || !file.old) {
            fs::remove_file(&target).map_err(|e| CommandError::io("remove", &target, e))?;
        }
        if moved {
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent).map_err(|e| CommandError::io("create", parent, e))?;
            }
            fs::rename(&old, &target).map_err(|e| CommandError::io("restore", &target, e))?;
        }
    }
    for folder in journal.folders.iter().rev() {
        // One that the user has put something into since stays.
        let _ = fs::remove_dir(disk::join(root, folder));
    }
    Ok(())
}
