//! The target folder, held open: whatever is read or written below it is reached from this handle,
//! one name at a time, and never through a link. So no swap of a folder for a link, by whoever it
//! is and in whatever moment, leads out of it.

#[cfg(unix)]
#[path = "root/unix.rs"]
mod folder;
#[cfg(not(unix))]
#[path = "root/other.rs"]
mod folder;

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub(super) use folder::Folder;

use super::{fault, join};
use crate::error::CommandError;
use crate::lock::{Digest, Summing};
use crate::snapshot::Entry;

/// What is under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File { length: u64 },
    Folder,
    Link,
    Other,
}

/// A folder and what is below it.
#[derive(Debug)]
pub(crate) struct Root {
    path: PathBuf,
    /// `None` where there is no such folder.
    top: Option<Rc<Folder>>,
    /// The folder that was asked for last: files of one folder follow one another.
    last: RefCell<Option<(String, Rc<Folder>)>>,
    /// Whether a file in the place of a folder counts as nothing, and the reverse.
    yields: bool,
}

/// The folder and the name of a path.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

impl Root {
    /// The folder at a path. Whatever leads there is the user's to say.
    pub(crate) fn at(path: &Path) -> Result<Self, CommandError> {
        let top = match Folder::open(path) {
            Ok(folder) => Some(Rc::new(folder)),
            Err(e) if e.kind() == ErrorKind::NotFound => None,
            Err(e) => return Err(CommandError::io("open the folder", path, e)),
        };
        Ok(Self { path: path.into(), top, last: RefCell::default(), yields: false })
    }

    /// The same for a plan, which may take away what is in the way: it counts as nothing here, and
    /// [`Root::is_clear`] looks whether it goes.
    pub(super) fn for_plan(path: &Path) -> Result<Self, CommandError> {
        Ok(Self { yields: true, ..Self::at(path)? })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The folder at a path below; `None` where nothing is.
    pub(super) fn folder(&self, path: &str) -> io::Result<Option<Rc<Folder>>> {
        if let Some((_, folder)) = self.last.borrow().as_ref().filter(|(last, _)| last == path) {
            return Ok(Some(Rc::clone(folder)));
        }
        let Some(mut at) = self.top.clone() else { return Ok(None) };
        for name in path.split('/').filter(|name| !name.is_empty()) {
            at = match at.below(name) {
                Ok(folder) => Rc::new(folder),
                Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
                Err(e) => return Err(e),
            };
        }
        *self.last.borrow_mut() = Some((path.to_owned(), Rc::clone(&at)));
        Ok(Some(at))
    }

    /// The folder at a path below, which must be there.
    pub(super) fn here(&self, path: &str) -> io::Result<Rc<Folder>> {
        self.folder(path)?.ok_or_else(|| ErrorKind::NotFound.into())
    }

    /// Folders may have moved.
    pub(super) fn forget(&self) {
        self.last.take();
    }

    /// What is at a path.
    pub(crate) fn kind(&self, path: &str) -> io::Result<Option<Kind>> {
        let (folder, name) = split(path);
        self.folder(folder)?.map_or(Ok(None), |folder| folder.kind(name))
    }

    /// Where a symbolic link leads.
    pub(crate) fn link(&self, path: &str) -> io::Result<String> {
        let (folder, name) = split(path);
        self.here(folder)?.link(name)
    }

    /// The file at a path; `None` where nothing is.
    ///
    /// # Errors
    /// The way leads through a symbolic link or a file, or ends at something that is not a file.
    pub(crate) fn entry(&self, path: &str) -> Result<Option<Entry>, CommandError> {
        let (folder, name) = split(path);
        let found = self.folder(folder);
        let found = found.and_then(|folder| folder.map_or(Ok(None), |folder| folder.read(name)));
        found.or_else(|e| self.nothing(path, &e))
    }

    /// Nothing, where what is in the way may go.
    fn nothing<T>(&self, path: &str, e: &io::Error) -> Result<Option<T>, CommandError> {
        match self.obstacle(path) {
            Some((_, Kind::File { .. } | Kind::Folder)) if self.yields => Ok(None),
            _ => Err(self.refused("read", path, e)),
        }
    }

    /// The file at a path, for reading a piece at a time; `None` where nothing is.
    ///
    /// # Errors
    /// As for [`Root::entry`].
    fn open(&self, path: &str) -> Result<Option<File>, CommandError> {
        let (folder, name) = split(path);
        let found = self.folder(folder);
        let found = found.and_then(|folder| folder.map_or(Ok(None), |folder| folder.plain(name)));
        let found = found.or_else(|e| self.nothing(path, &e))?;
        Ok(found.map(|(file, _)| file))
    }

    /// What the file at a path holds; `None` where nothing is.
    ///
    /// # Errors
    /// As for [`Root::entry`].
    pub(super) fn digest(&self, path: &str) -> Result<Option<Digest>, CommandError> {
        let Some(mut file) = self.open(path)? else { return Ok(None) };
        let mut sum = Summing::default();
        let read = fault::point().and_then(|()| io::copy(&mut file, &mut sum));
        read.map_err(|e| self.refused("read", path, &e))?;
        Ok(Some(sum.finish()))
    }

    /// Names in a folder; none where there is none.
    pub(crate) fn names(&self, path: &str) -> Result<Vec<String>, CommandError> {
        let names = self.folder(path).and_then(|folder| {
            let mut names = folder.map_or(Ok(Vec::new()), |folder| folder.names())?;
            names.sort();
            Ok(names)
        });
        names.map_err(|e| self.refused("open the folder", path, &e))
    }

    /// Makes the folders that are missing on the way to a path below.
    pub(super) fn make(&self, path: &str) -> io::Result<Rc<Folder>> {
        if let Some(folder) = self.folder(path)? {
            return Ok(folder);
        }
        let mut at = self.here("")?;
        for name in path.split('/') {
            match at.make(name) {
                Err(e) if e.kind() != ErrorKind::AlreadyExists => return Err(e),
                _ => at = Rc::new(at.below(name)?),
            }
        }
        *self.last.borrow_mut() = Some((path.to_owned(), Rc::clone(&at)));
        Ok(at)
    }

    /// Removes the folders that a removed file leaves empty; one that is not empty stays.
    pub(super) fn remove_empty_parents(&self, path: &str) -> io::Result<()> {
        self.forget();
        let (mut at, _) = split(path);
        while !at.is_empty() {
            let (above, name) = split(at);
            let removed = self
                .folder(above)
                .and_then(|folder| folder.map_or(Ok(()), |folder| folder.remove_folder(name)));
            self.forget();
            match removed {
                Ok(()) => at = above,
                Err(e) => match e.kind() {
                    ErrorKind::NotFound => at = above,
                    // Something is in it, what is mounted there is none of ours, or a file has
                    // taken its place.
                    ErrorKind::DirectoryNotEmpty
                    | ErrorKind::ResourceBusy
                    | ErrorKind::NotADirectory => break,
                    _ => return Err(e),
                },
            }
        }
        Ok(())
    }

    /// What stands in the way to a path, and where.
    pub(super) fn obstacle<'a>(&self, path: &'a str) -> Option<(&'a str, Kind)> {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for end in ends.filter(|end| *end > 0) {
            let kind = self.kind(&path[..end]).ok()??;
            let last = end == path.len();
            match kind {
                Kind::Folder if !last => {}
                Kind::File { .. } if last => {}
                _ => return Some((&path[..end], kind)),
            }
        }
        None
    }

    /// Why a path cannot be reached: what stands in the way, where something does.
    pub(crate) fn refused(&self, doing: &str, path: &str, e: &io::Error) -> CommandError {
        let whole = join(&self.path, path);
        let Some((at, kind)) = self.obstacle(path) else {
            return CommandError::io(doing, &whole, e);
        };
        let wrong = match kind {
            Kind::Link => "a symbolic link is in the way",
            Kind::Folder => "a folder is in the place of a file",
            Kind::File { .. } => "a file is in the place of a folder",
            Kind::Other => "something that is no file is in the way",
        };
        let why = format!("{wrong}: {}", join(&self.path, at).display());
        CommandError::io("write", &whole, why).help("move it away, or choose another target folder")
    }
}

/// The file at a path below a folder, for reading a piece at a time; `None` where nothing is.
///
/// # Errors
/// As for [`Root::entry`].
pub(crate) fn open(root: &Path, path: &str) -> Result<Option<File>, CommandError> {
    Root::at(root)?.open(path)
}

/// The file at a path below a folder; `None` where nothing is.
///
/// # Errors
/// As for [`Root::entry`].
pub(crate) fn entry(root: &Path, path: &str) -> Result<Option<Entry>, CommandError> {
    Root::at(root)?.entry(path)
}
