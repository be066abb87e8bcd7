//! What a run makes: files by path, whose contents wait in a temporary file without a name, so that
//! a project of ten thousand files takes no more memory than the list of their paths.
//!
//! Nothing of it is in the target folder. A run that makes little keeps all of it in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File as Disk;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::rc::Rc;

use typewright_core::files::{File, Files, Owner};

use crate::block;
use crate::error::{CommandError, Mistake};
use crate::lock::{self, Digest, Summing};

/// How much is held in memory before it goes to the temporary file.
const HELD: usize = 64 << 10;

/// Bytes one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Spool(RefCell<Bytes>);

#[derive(Debug, Default)]
struct Bytes {
    /// What is no longer in memory, once there is such.
    file: Option<Disk>,
    /// How much of it is in the file.
    filed: u64,
    /// What follows.
    memory: Vec<u8>,
}

/// A content that waits in a spool.
#[derive(Clone, Debug)]
pub(crate) struct Contents {
    spool: Rc<Spool>,
    at: u64,
    length: u64,
}

/// One file that was made.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) owner: Owner,
    pub(crate) executable: bool,
    /// Of the contents; of a block, of its regions.
    pub(crate) sha256: Digest,
    pub(crate) contents: Contents,
}

/// Files by path. Paths are as [`Files`] allows them, and none leads through another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Output {
    /// Which item is at a path: paths come in order mostly, and leave the nodes of a tree half empty,
    /// so the items are not in them.
    files: BTreeMap<Rc<str>, usize>,
    items: Vec<Item>,
    spool: Rc<Spool>,
    /// What the program said that made them.
    pub(crate) said: String,
}

impl Spool {
    /// Puts bytes at the end, and gives where they are.
    pub(crate) fn put(self: &Rc<Self>, bytes: &[u8]) -> Result<Contents, CommandError> {
        let mut held = self.0.borrow_mut();
        let at = held.filed + held.memory.len() as u64;
        held.append(bytes).map_err(|e| CommandError::temporary(&e))?;
        Ok(Contents { spool: Rc::clone(self), at, length: bytes.len() as u64 })
    }

    fn read(&self, at: u64, out: &mut [u8]) -> io::Result<()> {
        let mut bytes = self.0.borrow_mut();
        let in_file = bytes.filed.saturating_sub(at).min(out.len() as u64);
        let (filed, held) = out.split_at_mut(usize::try_from(in_file).unwrap_or(usize::MAX));
        let start = usize::try_from((at + in_file) - bytes.filed.min(at + in_file)).unwrap_or(0);
        held.copy_from_slice(&bytes.memory[start..start + held.len()]);
        match &mut bytes.file {
            Some(file) if !filed.is_empty() => {
                file.seek(SeekFrom::Start(at))?;
                file.read_exact(filed)
            }
            _ => Ok(()),
        }
    }
}

impl Bytes {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.memory.len() + bytes.len() <= HELD {
            self.memory.extend_from_slice(bytes);
            return Ok(());
        }
        if self.file.is_none() {
            self.file = Some(tempfile::tempfile()?);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        file.seek(SeekFrom::Start(self.filed))?;
        file.write_all(&self.memory)?;
        file.write_all(bytes)?;
        self.filed += (self.memory.len() + bytes.len()) as u64;
        self.memory.clear();
        Ok(())
    }
}

impl Contents {
    /// The bytes.
    ///
    /// # Errors
    /// The temporary file cannot be read.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, CommandError> {
        let mut bytes = vec![0; usize::try_from(self.length).unwrap_or(usize::MAX)];
        self.spool.read(self.at, &mut bytes).map_err(|e| CommandError::temporary(&e))?;
        Ok(bytes)
    }

    /// Of the bytes.
    ///
    /// # Errors
    /// The temporary file cannot be read.
    pub(crate) fn digest(&self) -> Result<Digest, CommandError> {
        let mut sum = Summing::default();
        self.copy_to(&mut sum).map_err(|e| CommandError::temporary(&e))?;
        Ok(sum.finish())
    }

    /// Writes the bytes, a piece at a time.
    ///
    /// # Errors
    /// The temporary file cannot be read, or the disk refuses.
    pub(crate) fn copy_to(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut piece = [0; 16 << 10];
        let mut done = 0;
        while done < self.length {
            let left = usize::try_from(self.length - done).unwrap_or(usize::MAX);
            let piece = &mut piece[..left.min(16 << 10)];
            self.spool.read(self.at + done, piece)?;
            out.write_all(piece)?;
            done += piece.len() as u64;
        }
        Ok(())
    }
}

/// Writes one content that is never in memory as a whole.
#[derive(Debug, Default)]
pub(crate) struct Writer(Rc<Spool>);

impl Writer {
    /// What was written.
    pub(crate) fn finish(self) -> Contents {
        let held = self.0.0.borrow();
        let length = held.filed + held.memory.len() as u64;
        drop(held);
        Contents { spool: self.0, at: 0, length }
    }
}

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.0.borrow_mut().append(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output {
    /// No files yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Where contents that belong to these files may wait.
    pub(crate) fn spool(&self) -> Rc<Spool> {
        Rc::clone(&self.spool)
    }

    /// Adds a file.
    ///
    /// # Errors
    /// The path is taken, leads through another file or would leave the target folder.
    pub(crate) fn insert(
        &mut self,
        path: impl Into<Rc<str>>,
        file: &File,
    ) -> Result<(), CommandError> {
        let path = path.into();
        let contents = self.spool.put(&file.contents)?;
        let sha256 = match file.owner {
            Owner::Block => block::digest(&path, &file.contents)?,
            _ => Digest::of(&file.contents),
        };
        let (owner, executable) = (file.owner, file.executable);
        self.put(path, Item { owner, executable, sha256, contents })
    }

    fn put(&mut self, path: Rc<str>, item: Item) -> Result<(), CommandError> {
        lock::stays_inside(&path)?;
        let wrong = |message: String| Err(Mistake::new(message).into());
        if self.files.contains_key(&path) {
            return wrong(format!("two outputs want the path `{path}`"));
        }
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        if let Some(file) = folders.into_iter().find(|folder| self.files.contains_key(*folder)) {
            return wrong(format!("the output `{file}` is a file, and `{path}` is to be in it"));
        }
        let below = format!("{path}/");
        let next = self.files.range(Rc::from(below.as_str())..).next();
        if let Some((other, _)) = next.filter(|(other, _)| other.starts_with(&below)) {
            return wrong(format!("the output `{path}` is a file, and `{other}` is to be in it"));
        }
        self.files.insert(path, self.items.len());
        self.items.push(item);
        Ok(())
    }

    /// Adds all files of `other` below the folder `under` (empty for the same folder).
    ///
    /// # Errors
    /// As for [`Output::insert`].
    pub(crate) fn append(&mut self, under: &str, other: Files) -> Result<(), CommandError> {
        for (path, file) in other {
            let path = if under.is_empty() { path } else { format!("{under}/{path}") };
            self.insert(path, &file)?;
        }
        Ok(())
    }

    /// Only the files that are generated again: as a whole, or in regions where `has_block` says that
    /// they have some.
    #[must_use]
    pub(crate) fn made_again(mut self, has_block: impl Fn(&str) -> bool) -> Self {
        self.files.retain(|path, at| match self.items[*at].owner {
            Owner::Generated => true,
            Owner::Block => has_block(path),
            Owner::Merged | Owner::User => false,
        });
        self
    }

    /// The files, where those with a block that `were` shared are shared once more: their marks come
    /// in by a merge.
    ///
    /// # Errors
    /// The temporary file cannot be read.
    pub(crate) fn sharing(&self, were: impl Fn(&str) -> bool) -> Result<Self, CommandError> {
        let mut files = self.clone();
        for (path, at) in &files.files {
            let file = &mut files.items[*at];
            if file.owner == Owner::Block && were(path) {
                file.owner = Owner::Merged;
                file.sha256 = Digest::of(&file.contents.bytes()?);
            }
        }
        Ok(files)
    }

    /// The files that are not of this owner.
    #[must_use]
    pub(crate) fn without(&self, owner: Owner) -> Self {
        let mut others = Self { said: self.said.clone(), spool: self.spool(), ..Self::default() };
        for (path, file) in self.iter().filter(|(_, file)| file.owner != owner) {
            others.files.insert(Rc::clone(path), others.items.len());
            others.items.push(file.clone());
        }
        others
    }

    /// One file by path.
    pub(crate) fn get(&self, path: &str) -> Option<&Item> {
        self.files.get(path).map(|at| &self.items[*at])
    }

    /// Paths and files, ordered by path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Rc<str>, &Item)> {
        self.files.iter().map(|(path, at)| (path, &self.items[*at]))
    }

    /// The same, where nobody wants the list any more: it goes as it is read.
    pub(crate) fn into_files(self) -> impl Iterator<Item = (Rc<str>, Item)> {
        let Self { files, items, .. } = self;
        files.into_iter().map(move |(path, at)| (path, items[at].clone()))
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }
}

impl TryFrom<Files> for Output {
    type Error = CommandError;

    fn try_from(files: Files) -> Result<Self, CommandError> {
        let mut output = Self::new();
        output.append("", files)?;
        Ok(output)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use typewright_core::files::File;

    use super::{HELD, Output, Writer};

    #[test]
    fn contents_come_back_from_memory_and_from_the_file() {
        let mut output = Output::new();
        let sizes = [0, 1, HELD - 2, 1, 1, HELD * 3, 17, HELD, 5, 0];
        let bytes = |n: usize| (0..sizes[n]).map(|at| (at * 7 + n) as u8).collect::<Vec<_>>();
        for n in 0..sizes.len() {
            output.insert(format!("{n}"), &File::user(bytes(n))).unwrap();
        }
        for n in 0..sizes.len() {
            let contents = &output.get(&format!("{n}")).unwrap().contents;
            assert_eq!(contents.bytes().unwrap(), bytes(n), "{n}");
            let mut copied = Vec::new();
            contents.copy_to(&mut copied).unwrap();
            assert_eq!(copied, bytes(n), "{n}");
        }
        let mut writer = Writer::default();
        let whole: Vec<u8> = (0..HELD * 2 + 9).map(|at| (at % 251) as u8).collect();
        for piece in whole.chunks(1000) {
            writer.write_all(piece).unwrap();
        }
        assert_eq!(writer.finish().bytes().unwrap(), whole);
    }

    #[test]
    fn no_path_leads_through_another_file() {
        for (first, second) in [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a"), ("a", "a")] {
            let mut output = Output::new();
            output.insert(first, &File::user("")).unwrap();
            output.insert("a.txt", &File::user("")).unwrap();
            output.insert(second, &File::user("")).unwrap_err();
        }
    }
}
