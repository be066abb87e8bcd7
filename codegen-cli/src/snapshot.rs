//! Many files in one, compressed: what was rendered last, and what an operation replaced.
//!
//! The form: the line `cargo-gen snapshot 2`, then LZ4 blocks, each with its length before and after
//! decompression in front. Together they hold a note, the number of files, and each file as path,
//! state (0 absent, 1 plain, 2 executable, 3 with its permissions) and content, then the number of
//! files that were left and each with its SHA-256; numbers are 32-bit little-endian. Blocks are made
//! and read one at a time, and contents that were read wait in a spool, so that no more than one of
//! each is in memory. The first form, which had one block for all, is still read.

mod reading;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::rc::Rc;

use crate::error::CommandError;
use crate::lock::Digest;
use crate::output::{self, Contents, Spool};
use crate::stage;

/// The first line, but for the number of the form.
const MAGIC: &[u8] = b"cargo-gen snapshot ";

/// The number of the form.
const FORM: u8 = b'2';

/// How much is compressed at once.
const BLOCK: usize = 256 << 10;

/// A file as it is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) contents: Vec<u8>,
    pub(crate) executable: bool,
    /// Who may do what with it, where the system knows that.
    pub(crate) permissions: Option<u32>,
}

/// A file of a snapshot.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) contents: Contents,
    pub(crate) sha256: Digest,
    pub(crate) executable: bool,
    /// As of [`Entry`]; none of what was rendered.
    pub(crate) permissions: Option<u32>,
}

impl Entry {
    pub(crate) fn digest(&self) -> Digest {
        Digest::of(&self.contents)
    }
}

/// Files by path; `None` says that there was none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Snapshot {
    /// What it is of.
    pub(crate) note: String,
    pub(crate) files: BTreeMap<String, Option<Kept>>,
    /// Of an operation, what it left in place of each.
    pub(crate) left: BTreeMap<String, Option<Digest>>,
    spool: Rc<Spool>,
}

impl Kept {
    fn entry(&self) -> Result<Entry, CommandError> {
        let (executable, permissions) = (self.executable, self.permissions);
        Ok(Entry { contents: self.contents.bytes()?, executable, permissions })
    }

    /// Whether it is the file that is there.
    pub(crate) fn is(&self, now: &Entry) -> bool {
        self.executable == now.executable && self.sha256 == now.digest()
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        (self.sha256, self.executable) == (other.sha256, other.executable)
    }
}

impl Snapshot {
    /// Whether a file is not as the operation left it.
    pub(crate) fn changed_since(&self, path: &str, now: Option<&Entry>) -> bool {
        self.left.get(path).copied().flatten() != now.map(Entry::digest)
    }

    /// The snapshot as the content of a file.
    ///
    /// # Errors
    /// There is no room for it.
    pub(crate) fn to_contents(&self) -> Result<Contents, CommandError> {
        let mut writer = Writer::new(&self.note, self.files.len())?;
        for (path, kept) in &self.files {
            match kept {
                Some(kept) => writer.entry(path, &kept.entry()?)?,
                None => writer.absent(path)?,
            }
        }
        writer.finish(&self.left)
    }

    /// Reads the snapshot at `path` of a folder; `None` where there is none.
    ///
    /// # Errors
    /// It is damaged, or not a snapshot; there is no room for what it holds.
    pub(crate) fn read(root: &Path, path: &str) -> Result<Option<Self>, CommandError> {
        let Some(file) = stage::open(root, path)? else { return Ok(None) };
        reading::snapshot(&root.join(path).display().to_string(), file).map(Some)
    }

    /// Adds a file, or replaces it.
    ///
    /// # Errors
    /// There is no room for it.
    pub(crate) fn keep(
        &mut self,
        path: impl Into<String>,
        contents: &[u8],
        executable: bool,
    ) -> Result<(), CommandError> {
        let sha256 = Digest::of(contents);
        let contents = self.spool.put(contents)?;
        let kept = Kept { contents, sha256, executable, permissions: None };
        self.files.insert(path.into(), Some(kept));
        Ok(())
    }
}

/// Writes a snapshot file by file.
pub(crate) struct Writer {
    block: Vec<u8>,
    out: output::Writer,
}

impl Writer {
    /// Starts one of as many files.
    ///
    /// # Errors
    /// There is no room for it; also of the other functions.
    pub(crate) fn new(note: &str, files: usize) -> Result<Self, CommandError> {
        let mut writer = Self { block: Vec::new(), out: output::Writer::default() };
        let line = [MAGIC, &[FORM, b'\n']].concat();
        writer.out.write_all(&line).map_err(|e| CommandError::temporary(&e))?;
        writer.put(note.as_bytes())?;
        writer.length(files)?;
        Ok(writer)
    }

    pub(crate) fn absent(&mut self, path: &str) -> Result<(), CommandError> {
        self.put(path.as_bytes())?;
        self.add(&[0])
    }

    pub(crate) fn content(
        &mut self,
        path: &str,
        contents: &[u8],
        executable: bool,
    ) -> Result<(), CommandError> {
        self.put(path.as_bytes())?;
        self.add(&[1 + u8::from(executable)])?;
        self.put(contents)
    }

    /// A file as it is on the disk.
    pub(crate) fn entry(&mut self, path: &str, entry: &Entry) -> Result<(), CommandError> {
        let Some(permissions) = entry.permissions else {
            return self.content(path, &entry.contents, entry.executable);
        };
        self.put(path.as_bytes())?;
        self.add(&[3])?;
        self.add(&permissions.to_le_bytes())?;
        self.put(&entry.contents)
    }

    pub(crate) fn finish(
        mut self,
        left: &BTreeMap<String, Option<Digest>>,
    ) -> Result<Contents, CommandError> {
        self.length(left.len())?;
        for (path, sha256) in left {
            self.put(path.as_bytes())?;
            self.put(sha256.map(|sum| sum.to_string()).unwrap_or_default().as_bytes())?;
        }
        self.compress()?;
        Ok(self.out.finish())
    }

    fn length(&mut self, length: usize) -> Result<(), CommandError> {
        self.add(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), CommandError> {
        self.length(bytes.len())?;
        self.add(bytes)
    }

    fn add(&mut self, mut bytes: &[u8]) -> Result<(), CommandError> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.block.len()));
            self.block.extend_from_slice(now);
            bytes = later;
            if self.block.len() == BLOCK {
                self.compress()?;
            }
        }
        Ok(())
    }

    fn compress(&mut self) -> Result<(), CommandError> {
        let block = lz4_flex::compress_prepend_size(&self.block);
        self.block.clear();
        let length = u32::try_from(block.len()).unwrap_or(u32::MAX).to_le_bytes();
        let written = self.out.write_all(&length).and_then(|()| self.out.write_all(&block));
        written.map_err(|e| CommandError::temporary(&e))
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Snapshot, reading};
    use crate::lock::Digest;

    #[test]
    fn a_snapshot_comes_back_and_a_damaged_one_does_not() {
        let mut snapshot = Snapshot { note: "demo 1.0.0".to_owned(), ..Snapshot::default() };
        for n in 0..40_usize {
            let contents: Vec<u8> = (0..n * BLOCK / 16).map(|at| (at % (n + 1)) as u8).collect();
            let there = n % 7 != 3;
            match there {
                true => snapshot.keep(format!("p{n}"), &contents, n % 2 == 0).unwrap(),
                false => drop(snapshot.files.insert(format!("p{n}"), None)),
            }
            snapshot.left.insert(format!("p{n}"), there.then(|| Digest::of(&contents)));
        }
        assert!(snapshot.changed_since("p1", None));
        assert_eq!(snapshot.left["p0"], Some(Digest::of(b"")));
        let bytes = snapshot.to_contents().unwrap().bytes().unwrap();
        let again = reading::snapshot("base", &bytes[..]).unwrap();
        assert_eq!(again.note, snapshot.note);
        assert_eq!((&again.files, &again.left), (&snapshot.files, &snapshot.left));
        let contents = |s: &Snapshot| s.files["p39"].as_ref().unwrap().contents.bytes().unwrap();
        assert_eq!(contents(&again), contents(&snapshot));
        assert_eq!(again.to_contents().unwrap().bytes().unwrap(), bytes);
        for cut in [0, 5, 20, 21, 24, 29, bytes.len() / 2, bytes.len() - 1] {
            reading::snapshot("base", &bytes[..cut]).unwrap_err();
        }
        reading::snapshot("base", &[&bytes[..], b"x"].concat()[..]).unwrap_err();
    }
}
