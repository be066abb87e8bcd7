//! One run at a time in a folder: what a run reads there belongs together, and the next one waits.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use super::journal;
use crate::error::CommandError;

/// How long a run waits for another one.
const PATIENCE: Duration = Duration::from_secs(30);

/// A run's turn at a folder, until this is dropped or the process is no more.
#[derive(Debug)]
#[must_use = "others wait as long as it is there"]
pub(crate) struct Turn {
    _folder: Option<File>,
}

/// Waits until no other run is at work in a folder, and takes back what one left half done there.
///
/// # Errors
/// Another run takes too long; the disk refuses.
pub(crate) fn take_turn(root: &Path) -> Result<Turn, CommandError> {
    let turn = Turn { _folder: locked(root)? };
    journal::recover(root)?;
    Ok(turn)
}

/// The folder, locked. A folder that is not there yet, that cannot be opened, or that lies where
/// nothing can be locked, is kept for one run by its staging folder alone.
fn locked(root: &Path) -> Result<Option<File>, CommandError> {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let Ok(folder) = File::open(root) else { return Ok(None) };
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
