//! Looking at the target folder without leaving it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::CommandError;
use crate::snapshot::Entry;

/// The file at a `/`-separated path below `root`.
pub(super) fn join(root: &Path, path: &str) -> PathBuf {
    path.split('/').fold(root.to_path_buf(), |at, part| at.join(part))
}

/// What is at `path` below `root`; `None` where nothing is.
///
/// # Errors
/// The way leads through a symbolic link or a file, or ends at something that is not a file.
pub(super) fn look(root: &Path, path: &str) -> Result<Option<Vec<u8>>, CommandError> {
    let mut at = root.to_path_buf();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        let kind = match fs::symlink_metadata(&at) {
            Ok(meta) => meta.file_type(),
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(CommandError::io("look at", &at, e)),
        };
        let last = parts.peek().is_none();
        let wrong = if kind.is_symlink() {
            "a symbolic link is in the way"
        } else if last && !kind.is_file() {
            "a folder is in the place of a file"
        } else if !last && !kind.is_dir() {
            "a file is in the place of a folder"
        } else {
            continue;
        };
        return Err(CommandError::io(
            "write",
            &join(root, path),
            format!("{wrong}: {}", at.display()),
        )
        .help("move it away, or choose another target folder"));
    }
    fs::read(&at).map(Some).map_err(|e| CommandError::io("read", &at, e))
}

/// As [`look`], with whether it is a program.
pub(crate) fn entry(root: &Path, path: &str) -> Result<Option<Entry>, CommandError> {
    let contents = look(root, path)?;
    Ok(contents.map(|contents| Entry { contents, executable: executable(&join(root, path)) }))
}

/// Whether its owner may run a file.
#[cfg(unix)]
fn executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o100 != 0)
}

/// Without such permissions, files are as they were made.
#[cfg(not(unix))]
fn executable(_: &Path) -> bool {
    false
}

/// Names in a folder, hidden ones too; none where the folder does not exist.
pub(crate) fn entries(folder: &Path) -> Result<Vec<String>, CommandError> {
    let list = match fs::read_dir(folder) {
        Ok(list) => list,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(CommandError::io("open the folder", folder, e)),
    };
    let mut names = Vec::new();
    for entry in list {
        let entry = entry.map_err(|e| CommandError::io("read the folder", folder, e))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
