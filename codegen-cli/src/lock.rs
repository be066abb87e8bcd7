//! The lock file of a generated folder: what it is generated from, and what was written.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write as _};
use std::path::Path;
use std::rc::Rc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use typewright_core::diag::{Diagnostic, Origin, code};
use typewright_core::files::{File, Files, Owner};

use crate::error::{CommandError, Kind, Mistake, Place};
use crate::output::{Contents, Item, Output, Writer};
use crate::recipe::Recipe;
use crate::{read, stage};

/// Its name in every generated folder.
pub(crate) const NAME: &str = ".cargo-gen.lock.yaml";

/// The last rendering of the files that user and template share.
pub(crate) const BASE: &str = ".cargo-gen/base";

/// What the last operation replaced.
pub(crate) const UNDO: &str = ".cargo-gen/undo";

/// Keeps [`UNDO`] out of version control.
pub(crate) const IGNORE: &str = ".cargo-gen/.gitignore";
pub(crate) const IGNORED: &str = "undo\n";

/// Whether a path is one of our own records.
pub(crate) fn is_record(path: &str) -> bool {
    path == NAME || path.split('/').next() == Some(".cargo-gen")
}

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
    pub(crate) files: BTreeMap<Rc<str>, Written>,
    /// Files in which an update left conflicts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) conflicts: Vec<String>,
    /// Of some of them, where the template's version lies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) beside: BTreeMap<String, String>,
    /// SHA-256 of the file, if it was read from one.
    #[serde(skip)]
    pub(crate) seen: Option<Digest>,
}

/// One file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    /// Who owns it since.
    pub(crate) owner: LockedOwner,
    /// SHA-256 of what was written; of a block, of its regions. None of what is the user's where
    /// secrets were told, which a sum would confirm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sha256: Option<Digest>,
    /// Where the user moved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<String>,
}

/// [`Owner`], as it is written in the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LockedOwner {
    Generated,
    Merged,
    User,
    Block,
}

impl Lock {
    /// The lock of `files`. The files of `before` are remembered, so that one that was
    /// deleted since is not made again.
    pub(crate) fn new(recipe: Recipe, files: &Output, before: Option<&Lock>) -> Self {
        let mut written: BTreeMap<_, _> = before
            .into_iter()
            .flat_map(|lock| &lock.files)
            .filter(|(_, w)| matches!(w.owner, LockedOwner::Merged | LockedOwner::User))
            .map(|(path, w)| (path.clone(), w.clone()))
            .collect();
        for (path, file) in files.iter() {
            let again = matches!(file.owner, Owner::Generated | Owner::Block);
            if again || !written.contains_key(&**path) {
                written.insert(Rc::clone(path), Written::new(file, &recipe));
            }
        }
        let conflicts = before.map(|lock| lock.conflicts.clone()).unwrap_or_default();
        let beside = before.map(|lock| lock.beside.clone()).unwrap_or_default();
        Self { version: VERSION, recipe, files: written, conflicts, beside, seen: None }
    }

    /// The lock of a project after an update: shared files are as they are rendered now.
    pub(crate) fn updated(recipe: Recipe, files: &Output, before: &Lock) -> Self {
        let mut kept = before.clone();
        kept.files.retain(|_, written| written.owner == LockedOwner::User);
        let mut new = Self::new(recipe, files, Some(&kept));
        for (path, written) in &mut new.files {
            written.at = before.files.get(path).and_then(|before| before.at.clone());
        }
        new
    }

    /// The lock of a folder in which only `files` are made again.
    pub(crate) fn with(recipe: Recipe, files: &Output, before: Option<&Lock>) -> Self {
        let new = Self::new(recipe, files, before);
        let mut all = before.map(|lock| lock.files.clone()).unwrap_or_default();
        all.extend(new.files);
        Self { files: all, ..new }
    }

    /// Reads the lock of `root`; `None` where there is none.
    pub(crate) fn read(root: &Path) -> Result<Option<Self>, CommandError> {
        let Some(entry) = stage::entry(root, NAME)? else { return Ok(None) };
        let path = root.join(NAME);
        let name = path.display().to_string();
        let seen = Some(entry.digest());
        let text = String::from_utf8(entry.contents)
            .map_err(|_| CommandError::failed(format!("`{name}` is not UTF-8 text")))?;
        let mut lock: Self = read::yaml(&name, &text)
            .map_err(|m| m.help("restore the file, or delete it and generate the folder again"))?;
        if lock.version != VERSION {
            let place = Place { file: name, ..Place::default() };
            let help = "use the version of cargo gen that wrote it, or a newer one";
            let message = format!("lock version {} is not {VERSION}", lock.version);
            return Err(Mistake::new(message).at(place).help(help).into());
        }
        lock.refuse_foreign_paths(&path)?;
        lock.seen = seen;
        Ok(Some(lock))
    }

    /// A lock from elsewhere must not lead out of its folder.
    fn refuse_foreign_paths(&self, lock: &Path) -> Result<(), CommandError> {
        let place = Place { file: lock.display().to_string(), ..Place::default() };
        let files = self.files.keys().map(|path| &**path);
        let moved = self.files.values().filter_map(|written| written.at.as_deref());
        let parts = || self.recipe.parts.iter();
        let edited = parts().flat_map(|part| &part.edits).map(|edit| edit.file.as_str());
        let copied = parts().flat_map(|part| &part.files).map(String::as_str);
        let mistakes = files
            .chain(moved)
            .chain(edited)
            .chain(copied)
            .chain(self.conflicts.iter().map(String::as_str))
            .chain(self.beside.values().map(String::as_str))
            .filter_map(|path| stays_inside(path).err())
            .map(|d| Mistake::from(&d).at(place.clone()))
            .collect();
        CommandError::unless_empty(Kind::Failed, mistakes)
    }

    /// The content of the file: the same lock gives the same bytes.
    ///
    /// # Errors
    /// There is no room for it.
    pub(crate) fn to_contents(&self) -> Result<Contents, CommandError> {
        contents(self)
    }

    /// The content of the lock of files that are made for the first time, without the lock, which
    /// would hold as much as they do.
    ///
    /// # Errors
    /// There is no room for it.
    pub(crate) fn of_new(recipe: &Recipe, files: &Output) -> Result<Contents, CommandError> {
        #[derive(Serialize)]
        struct New<'a> {
            version: u32,
            recipe: &'a Recipe,
            files: All<'a>,
        }
        struct All<'a>(&'a Recipe, &'a Output);
        impl Serialize for All<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let Self(recipe, files) = self;
                serializer
                    .collect_map(files.iter().map(|(path, f)| (path, Written::new(f, recipe))))
            }
        }
        contents(&New { version: VERSION, recipe, files: All(recipe, files) })
    }

    /// Whether this is what was written at `path`; `None` where nothing was.
    pub(crate) fn wrote(&self, path: &str, contents: Digest) -> Option<bool> {
        self.files.get(path).map(|written| written.sha256 == Some(contents))
    }
}

impl Written {
    fn new(item: &Item, recipe: &Recipe) -> Self {
        let owner = match item.owner {
            Owner::Generated => LockedOwner::Generated,
            Owner::Merged => LockedOwner::Merged,
            Owner::User => LockedOwner::User,
            Owner::Block => LockedOwner::Block,
        };
        let may_tell = owner == LockedOwner::User && !recipe.secrets.is_empty();
        let sha256 = (!may_tell).then_some(item.sha256);
        Self { owner, sha256, at: None }
    }
}

fn contents(lock: &impl Serialize) -> Result<Contents, CommandError> {
    let failed = |why: String| CommandError::failed(format!("cannot write the lock: {why}"));
    let mut text = std::io::BufWriter::new(Writer::default());
    text.write_all(HEADER.as_bytes()).map_err(|e| failed(e.to_string()))?;
    serde_saphyr::to_io_writer(&mut text, lock).map_err(|e| failed(e.to_string()))?;
    let text = text.into_inner().map_err(|e| failed(e.to_string()))?;
    Ok(text.finish())
}

/// `Ok` for a path that stays in its folder; what others wrote may say anything.
pub(crate) fn stays_inside(path: &str) -> Result<(), Diagnostic> {
    Files::new().insert(path, File::generated(""))?;
    // What is longer could be made, name by name, and nothing else could reach it.
    if path.len() > 1024 || path.split('/').any(|name| name.len() > 255) {
        let start: String = path.chars().take(40).collect();
        let message = format!("the output path `{start}…` is too long: {} bytes", path.len());
        return Err(Diagnostic::new(code::OUTPUT_COLLISION, Origin::None, message));
    }
    Ok(())
}

/// Sums up what is written to it.
#[derive(Default)]
pub(crate) struct Summing(Sha256);

impl Summing {
    pub(crate) fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl io::Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// SHA-256, written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    pub(crate) fn of(contents: &[u8]) -> Self {
        Self(Sha256::digest(contents).into())
    }

    /// Reads what [`fmt::Display`] writes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("expected SHA-256, 64 hexadecimal digits"))
    }
}
