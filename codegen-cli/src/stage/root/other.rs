//! A folder as a path, where the system has no calls that start from a handle: each call looks
//! whether its entry is a link before it touches it.

#![allow(clippy::disallowed_methods, reason = "a part of the hand on the disk")]

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Kind;
use crate::snapshot::Entry;
use crate::stage::fault;

/// A folder.
#[derive(Debug)]
pub(in crate::stage) struct Folder(PathBuf);

impl Folder {
    pub(in crate::stage) fn open(path: &Path) -> io::Result<Self> {
        fault::point()?;
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match fs::metadata(path)?.is_dir() {
            true => Ok(Self(path.into())),
            false => Err(ErrorKind::NotADirectory.into()),
        }
    }

    /// The folder of this name in it.
    pub(in crate::stage) fn below(&self, name: &str) -> io::Result<Self> {
        match self.kind(name)? {
            Some(Kind::Folder) => Ok(Self(self.0.join(name))),
            None => Err(ErrorKind::NotFound.into()),
            _ => Err(ErrorKind::NotADirectory.into()),
        }
    }

    pub(in crate::stage) fn kind(&self, name: &str) -> io::Result<Option<Kind>> {
        fault::point()?;
        let meta = match fs::symlink_metadata(self.0.join(name)) {
            Ok(meta) => meta,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e),
        };
        let kind = meta.file_type();
        Ok(Some(match (kind.is_symlink(), kind.is_dir(), kind.is_file()) {
            (true, ..) => Kind::Link,
            (_, true, _) => Kind::Folder,
            (.., true) => Kind::File { length: meta.len() },
            _ => Kind::Other,
        }))
    }

    /// Where a link leads.
    pub(in crate::stage) fn link(&self, name: &str) -> io::Result<String> {
        fault::point()?;
        let to = fs::read_link(self.0.join(name))?;
        Ok(to.to_string_lossy().replace('\\', "/"))
    }

    /// What a file holds. Without permissions to run, no file is a program.
    pub(in crate::stage) fn read(&self, name: &str) -> io::Result<Option<Entry>> {
        match self.kind(name)? {
            None => Ok(None),
            Some(Kind::File { .. }) => {
                let contents = fs::read(self.0.join(name))?;
                Ok(Some(Entry { contents, executable: false, permissions: None }))
            }
            Some(_) => Err(ErrorKind::IsADirectory.into()),
        }
    }

    /// An existing file, for reading.
    pub(in crate::stage) fn file(&self, name: &str) -> io::Result<Option<File>> {
        match self.kind(name)? {
            None => Ok(None),
            Some(Kind::File { .. }) => File::open(self.0.join(name)).map(Some),
            Some(_) => Err(ErrorKind::IsADirectory.into()),
        }
    }

    /// The same, with what the system knows of it.
    pub(in crate::stage) fn plain(&self, name: &str) -> io::Result<Option<(File, fs::Metadata)>> {
        let Some(file) = self.file(name)? else { return Ok(None) };
        let meta = file.metadata()?;
        Ok(Some((file, meta)))
    }

    /// A file that is not there yet, for writing.
    pub(in crate::stage) fn create(&self, name: &str) -> io::Result<File> {
        fault::point()?;
        File::create_new(self.0.join(name))
    }

    pub(in crate::stage) fn make(&self, name: &str) -> io::Result<()> {
        fault::point()?;
        fs::create_dir(self.0.join(name))
    }

    /// Moves an entry to a name in another folder.
    pub(in crate::stage) fn rename(&self, name: &str, to: &Self, new: &str) -> io::Result<()> {
        fault::point()?;
        fs::rename(self.0.join(name), to.0.join(new))
    }

    pub(in crate::stage) fn remove(&self, name: &str) -> io::Result<()> {
        fault::point()?;
        fs::remove_file(self.0.join(name))
    }

    /// Removes an empty folder.
    pub(in crate::stage) fn remove_folder(&self, name: &str) -> io::Result<()> {
        fault::point()?;
        fs::remove_dir(self.0.join(name))
    }

    pub(in crate::stage) fn names(&self) -> io::Result<Vec<String>> {
        fault::point()?;
        let name = |entry: io::Result<fs::DirEntry>| {
            entry.map(|entry| entry.file_name().to_string_lossy().into_owned())
        };
        fs::read_dir(&self.0)?.map(name).collect()
    }

    /// What tells this folder from every other: here nothing does.
    pub(in crate::stage) fn id(&self) -> io::Result<u64> {
        Ok(0)
    }

    /// Gives a new file the permissions of the one that it replaces.
    pub(in crate::stage) fn permit(
        &self,
        new: &File,
        (_, replaced): (Option<u32>, Option<&str>),
        _executable: Option<bool>,
    ) -> io::Result<()> {
        fault::point()?;
        match replaced {
            Some(name) => {
                new.set_permissions(fs::symlink_metadata(self.0.join(name))?.permissions())
            }
            None => Ok(()),
        }
    }
}
