//! The output: files in memory, ordered by path, each path once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diag::{Diagnostic, Origin, code};

/// What happens when the file is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Owner {
    /// The generator's: written again each time, and `check` fails when it differs.
    Generated,
    /// Shared: created once, then changed by the user and by newer templates, which are merged.
    Merged,
    /// The user's: created once, never touched again.
    User,
    /// The user's, but for marked regions, which are the generator's.
    Block,
}

/// One file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its content.
    pub contents: Vec<u8>,
    /// Who owns it after it was created.
    pub owner: Owner,
    /// Whether it can be run as a program.
    pub executable: bool,
}

impl File {
    /// A file that is generated again each time.
    pub fn generated(contents: impl Into<Vec<u8>>) -> Self {
        Self { contents: contents.into(), owner: Owner::Generated, executable: false }
    }

    /// A file that becomes the user's once it was created.
    pub fn user(contents: impl Into<Vec<u8>>) -> Self {
        Self { contents: contents.into(), owner: Owner::User, executable: false }
    }
}

/// Files by path. Paths are relative, `/`-separated and stay inside the target folder.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, File>);

impl Files {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    /// The path is taken, or it would leave the target folder.
    pub fn insert(&mut self, path: impl Into<String>, file: File) -> Result<(), Diagnostic> {
        let path = path.into();
        if let Some(why) = unsafe_path(&path) {
            return Err(Diagnostic::new(
                code::OUTPUT_COLLISION,
                Origin::None,
                format!("the output path `{path}` {why}"),
            ));
        }
        match self.0.entry(path) {
            Entry::Vacant(slot) => {
                slot.insert(file);
                Ok(())
            }
            Entry::Occupied(slot) => Err(Diagnostic::new(
                code::OUTPUT_COLLISION,
                Origin::None,
                format!("two outputs want the path `{}`", slot.key()),
            )),
        }
    }

    /// Adds all files of `other` below the folder `under` (empty for the same folder).
    ///
    /// # Errors
    /// As for [`Files::insert`].
    pub fn append(&mut self, under: &str, other: Files) -> Result<(), Diagnostic> {
        for (path, file) in other.0 {
            let path = if under.is_empty() { path } else { format!("{under}/{path}") };
            self.insert(path, file)?;
        }
        Ok(())
    }

    /// Only the files of this owner.
    #[must_use]
    pub fn owned_by(mut self, owner: Owner) -> Self {
        self.0.retain(|_, file| file.owner == owner);
        self
    }

    /// One file by path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.0.get(path)
    }

    /// Paths and files, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &File)> {
        self.0.iter().map(|(path, file)| (path.as_str(), file))
    }
}

impl IntoIterator for Files {
    type Item = (String, File);
    type IntoIter = std::collections::btree_map::IntoIter<String, File>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Why a path may not be written, on any system.
fn unsafe_path(path: &str) -> Option<&'static str> {
    let device = |part: &str| {
        let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
        let numbered = (stem.starts_with("com") || stem.starts_with("lpt")) && stem.len() == 4;
        matches!(&*stem, "con" | "prn" | "aux" | "nul")
            || numbered && stem.ends_with(|c: char| c.is_ascii_digit())
    };
    for part in path.split('/') {
        match part {
            "" => return Some("is absolute or has an empty part"),
            "." | ".." => return Some("leaves the target folder"),
            _ if part.eq_ignore_ascii_case(".git") => return Some("is inside `.git`"),
            _ if part.contains(['\\', ':', '\0']) => {
                return Some("has a character that is not portable");
            }
            _ if part.ends_with(['.', ' ']) => return Some("ends in a dot or a space"),
            _ if device(part) => return Some("is a device on Windows"),
            _ => {}
        }
    }
    None
}
