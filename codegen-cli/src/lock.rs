//! The lock file of a generated folder: what it is generated from, and what was written.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use typewright_core::files::{File, Files, Owner};

use crate::error::{CommandError, Kind, Mistake, Place};
use crate::read;
use crate::recipe::Recipe;

/// Its name in every generated folder.
pub(crate) const NAME: &str = ".cargo-gen.lock.yaml";

/// Version of the form of the file.
const VERSION: u32 = 1;

const HEADER: &str = "\
# Written by cargo gen, and read by `cargo gen check`. Keep it under version control, and do not
# edit it: it says what this folder is generated from, and tells an edited file from an old one.
";

/// The content of a lock file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    version: u32,
    /// What the folder is generated from.
    pub(crate) recipe: Recipe,
    /// What was written, by path.
    pub(crate) files: BTreeMap<String, Written>,
}

/// One file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    /// Who owns it since.
    pub(crate) owner: LockedOwner,
    /// SHA-256 of what was written, in hexadecimal.
    pub(crate) sha256: String,
}

/// [`Owner`], as it is written in the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LockedOwner {
    Generated,
    User,
}

impl Lock {
    /// The lock of `files`. The user's files of `before` are remembered, so that one that was
    /// deleted since is not made again.
    pub(crate) fn new(recipe: Recipe, files: &Files, before: Option<&Lock>) -> Self {
        let mut written: BTreeMap<_, _> = before
            .into_iter()
            .flat_map(|lock| &lock.files)
            .filter(|(_, w)| w.owner == LockedOwner::User)
            .map(|(path, w)| (path.clone(), w.clone()))
            .collect();
        for (path, file) in files.iter() {
            let owner = match file.owner {
                Owner::Generated => LockedOwner::Generated,
                Owner::User if written.contains_key(path) => continue,
                Owner::User => LockedOwner::User,
            };
            written.insert(path.into(), Written { owner, sha256: sha256(&file.contents) });
        }
        Self { version: VERSION, recipe, files: written }
    }

    /// Reads the lock of `root`; `None` where there is none.
    pub(crate) fn read(root: &Path) -> Result<Option<Self>, CommandError> {
        let path = root.join(NAME);
        if !path.exists() {
            return Ok(None);
        }
        let name = path.display().to_string();
        let text = read::text(&path)?;
        let lock: Self = read::yaml(&name, &text)
            .map_err(|m| m.help("restore the file, or delete it and generate the folder again"))?;
        if lock.version != VERSION {
            let place = Place { file: name, ..Place::default() };
            let help = "use the version of cargo gen that wrote it, or a newer one";
            let message = format!("lock version {} is not {VERSION}", lock.version);
            return Err(Mistake::new(message).at(place).help(help).into());
        }
        lock.refuse_foreign_paths(&path)?;
        Ok(Some(lock))
    }

    /// A lock from elsewhere must not lead out of its folder.
    fn refuse_foreign_paths(&self, lock: &Path) -> Result<(), CommandError> {
        let mut files = Files::new();
        let refused = |path: &String| files.insert(path.clone(), File::generated("")).err();
        let place = Place { file: lock.display().to_string(), ..Place::default() };
        let mistake = |d| Mistake::from(&d).at(place.clone());
        let mistakes = self.files.keys().filter_map(refused).map(mistake).collect();
        CommandError::unless_empty(Kind::Failed, mistakes)
    }

    /// The file as text: the same lock gives the same bytes.
    pub(crate) fn to_text(&self) -> Result<String, CommandError> {
        let yaml = serde_saphyr::to_string(self)
            .map_err(|e| CommandError::failed(format!("cannot write the lock: {e}")))?;
        Ok(format!("{HEADER}{yaml}"))
    }

    /// Whether these bytes are what was written at `path`; `None` where nothing was.
    pub(crate) fn wrote(&self, path: &str, contents: &[u8]) -> Option<bool> {
        self.files.get(path).map(|w| w.sha256 == sha256(contents))
    }
}

fn sha256(contents: &[u8]) -> String {
    Sha256::digest(contents).iter().map(|byte| format!("{byte:02x}")).collect()
}
