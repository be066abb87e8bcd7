//! A folder for a while.

#![allow(clippy::disallowed_methods, reason = "it takes away what it made")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::CommandError;

/// A folder of its own among the temporary ones, gone when this is.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder.
    ///
    /// # Errors
    /// The disk refuses.
    pub(crate) fn new() -> Result<Self, CommandError> {
        let name = format!("cargo-gen-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).map_err(|e| CommandError::io("create", &path, e))?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left is in a folder that the system clears.
        let _ = fs::remove_dir_all(&self.0);
    }
}
