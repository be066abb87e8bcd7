//! A folder as a handle: each call names one entry in it, and none follows a link.

use std::fs::{File, Metadata, Permissions};
use std::io::{self, Read as _};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rustix::fs::{self, AtFlags, Dir, FileType, Mode, OFlags};

use super::Kind;
use crate::snapshot::Entry;
use crate::stage::fault;

/// An open folder.
#[derive(Debug)]
pub(in crate::stage) struct Folder(OwnedFd);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl Folder {
    pub(in crate::stage) fn open(path: &Path) -> io::Result<Self> {
        fault::point()?;
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self(fs::open(path, FOLDER, Mode::empty())?))
    }

    /// The folder of this name in it.
    pub(in crate::stage) fn below(&self, name: &str) -> io::Result<Self> {
        fault::point()?;
        Ok(Self(fs::openat(&self.0, name, FOLDER | OFlags::NOFOLLOW, Mode::empty())?))
    }

    pub(in crate::stage) fn kind(&self, name: &str) -> io::Result<Option<Kind>> {
        fault::point()?;
        let stat = match fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(rustix::io::Errno::NOENT) => return Ok(None),
            Err(e) => return Err(e.into()),
        };
        Ok(Some(match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => Kind::File { length: stat.st_size.unsigned_abs() },
            FileType::Directory => Kind::Folder,
            FileType::Symlink => Kind::Link,
            _ => Kind::Other,
        }))
    }

    /// Where a link leads.
    pub(in crate::stage) fn link(&self, name: &str) -> io::Result<String> {
        fault::point()?;
        let to = fs::readlinkat(&self.0, name, Vec::new())?;
        Ok(to.to_string_lossy().into_owned())
    }

    /// A file that is one. A pipe or a device is opened without waiting, and refused.
    pub(in crate::stage) fn plain(&self, name: &str) -> io::Result<Option<(File, Metadata)>> {
        let Some(file) = self.file(name)? else { return Ok(None) };
        let meta = file.metadata()?;
        if !meta.is_file() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Ok(Some((file, meta)))
    }

    /// What a file holds.
    pub(in crate::stage) fn read(&self, name: &str) -> io::Result<Option<Entry>> {
        let Some((mut file, meta)) = self.plain(name)? else { return Ok(None) };
        let mut contents = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
        fault::point()?;
        file.read_to_end(&mut contents)?;
        let mode = meta.permissions().mode() & 0o7777;
        let (executable, permissions) = (mode & 0o100 != 0, Some(mode));
        Ok(Some(Entry { contents, executable, permissions }))
    }

    /// An existing file, for reading.
    pub(in crate::stage) fn file(&self, name: &str) -> io::Result<Option<File>> {
        fault::point()?;
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        match fs::openat(&self.0, name, flags, Mode::empty()) {
            Ok(file) => Ok(Some(file.into())),
            Err(rustix::io::Errno::NOENT) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// A file that is not there yet, for writing.
    pub(in crate::stage) fn create(&self, name: &str) -> io::Result<File> {
        fault::point()?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        Ok(fs::openat(&self.0, name, flags, Mode::from_raw_mode(0o666))?.into())
    }

    pub(in crate::stage) fn make(&self, name: &str) -> io::Result<()> {
        fault::point()?;
        Ok(fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o777))?)
    }

    /// Moves an entry to a name in another folder.
    pub(in crate::stage) fn rename(&self, name: &str, to: &Self, new: &str) -> io::Result<()> {
        fault::point()?;
        Ok(fs::renameat(&self.0, name, &to.0, new)?)
    }

    pub(in crate::stage) fn remove(&self, name: &str) -> io::Result<()> {
        fault::point()?;
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    pub(in crate::stage) fn remove_folder(&self, name: &str) -> io::Result<()> {
        fault::point()?;
        Ok(fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    pub(in crate::stage) fn names(&self) -> io::Result<Vec<String>> {
        fault::point()?;
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// What tells this folder from every other, as long as it exists.
    pub(in crate::stage) fn id(&self) -> io::Result<u64> {
        fault::point()?;
        Ok(fs::fstat(&self.0)?.st_ino)
    }

    /// Gives a new file the permissions that are wanted, else those of the one that it replaces, and
    /// makes it a program, or no longer one, where that is decided.
    pub(in crate::stage) fn permit(
        &self,
        new: &File,
        (wanted, replaced): (Option<u32>, Option<&str>),
        executable: Option<bool>,
    ) -> io::Result<()> {
        fault::point()?;
        let mode = match (wanted, replaced) {
            (Some(mode), _) => mode,
            (None, Some(name)) => {
                fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?.st_mode & 0o7777
            }
            (None, None) => new.metadata()?.permissions().mode(),
        };
        // Whoever may read it may run it, unless somebody decided who may.
        let wanted = match executable {
            Some(true) if mode & 0o100 == 0 => mode | (mode & 0o444) >> 2,
            Some(false) if mode & 0o100 != 0 => mode & !0o111,
            _ => mode,
        };
        new.set_permissions(Permissions::from_mode(wanted))
    }
}
