//! Paths and listings.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::CommandError;

/// The file at a `/`-separated path below `root`, as it is shown.
pub(super) fn join(root: &Path, path: &str) -> PathBuf {
    path.split('/').fold(root.to_path_buf(), |at, part| at.join(part))
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
