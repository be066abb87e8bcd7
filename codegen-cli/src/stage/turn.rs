//! One run at a time in a folder: what a run reads there belongs together, and the next one waits.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{fault, journal};
use crate::error::CommandError;

/// How long a run waits for another one.
const PATIENCE: Duration = Duration::from_secs(30);

/// A run's turn at a folder, until this is dropped or the process is no more.
#[derive(Debug)]
#[must_use = "others wait as long as it is there"]
pub(crate) struct Turn {
    folder: Option<File>,
}

/// Waits until no other run is at work in a folder, and takes back what one left half done there.
///
/// # Errors
/// Another run takes too long; the disk refuses.
pub(crate) fn take_turn(root: &Path) -> Result<Turn, CommandError> {
    let turn = Turn { folder: locked(root)? };
    journal::recover(root)?;
    Ok(turn)
}

impl Turn {
    /// Makes the folder, if it is not there, and keeps others out of it from then on: as long as it
    /// was not there, nothing could be kept. What was made is added to `made`.
    ///
    /// # Errors
    /// Another run made the folder and takes too long; the disk refuses.
    pub(super) fn enter(
        &self,
        root: &Path,
        made: &mut Vec<PathBuf>,
    ) -> Result<Option<File>, CommandError> {
        loop {
            make_folders(root, made)?;
            if self.folder.as_ref().is_some_and(|folder| is_at(folder, root)) {
                return Ok(None);
            }
            // Whoever is at work in it has it now.
            let entered = locked(root).inspect_err(|_| made.clear())?;
            // A run that failed has taken the folder away that it had made.
            if entered.as_ref().map_or_else(|| root.is_dir(), |folder| is_at(folder, root)) {
                journal::recover(root)?;
                return Ok(entered);
            }
        }
    }
}

/// The folder, locked. A folder that is not there yet, that cannot be opened, or that lies where
/// nothing can be locked, is kept for one run by its staging folder alone.
fn locked(root: &Path) -> Result<Option<File>, CommandError> {
    let Ok(folder) = File::open(here(root)) else { return Ok(None) };
    let since = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Some(folder)),
            Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => return Err(journal::busy(root)),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
}

fn here(root: &Path) -> &Path {
    if root.as_os_str().is_empty() { Path::new(".") } else { root }
}

/// Whether an open folder is still the one at its path.
#[cfg(unix)]
fn is_at(folder: &File, root: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |meta: std::fs::Metadata| (meta.dev(), meta.ino());
    let now = std::fs::metadata(here(root)).map(id).ok();
    now.is_some() && now == folder.metadata().map(id).ok()
}

/// One that is open stays where it is.
#[cfg(not(unix))]
fn is_at(_: &File, root: &Path) -> bool {
    root.is_dir()
}

/// Makes the target folder and those above it that are missing. Another run may make the same ones
/// or, where it fails, take away those that it made.
#[allow(clippy::disallowed_methods, reason = "what is above the target has no handle yet")]
fn make_folders(folder: &Path, made: &mut Vec<PathBuf>) -> Result<(), CommandError> {
    let missing = || -> Option<&Path> {
        let above = folder.ancestors().filter(|at| !at.as_os_str().is_empty());
        above.take_while(|at| !at.exists()).last()
    };
    while let Some(at) = missing() {
        match fault::point().and_then(|()| std::fs::create_dir(at)) {
            Ok(()) => made.push(at.into()),
            Err(e) if e.kind() == ErrorKind::AlreadyExists && at.exists() => {}
            Err(e) if e.kind() == ErrorKind::NotFound && missing() != Some(at) => {}
            Err(e) => return Err(CommandError::io("create the folder", at, e)),
        }
    }
    Ok(())
}

/// Takes folders away that were made for what did not come; one that is not empty holds what could
/// not be taken back, or what another run makes.
#[allow(clippy::disallowed_methods, reason = "what is above the target has no handle yet")]
pub(super) fn take_away(made: &[PathBuf]) {
    let remove = |at: &PathBuf| -> io::Result<()> {
        fault::point()?;
        std::fs::remove_dir(at)
    };
    made.iter().rev().for_each(|at| drop(remove(at)));
}
