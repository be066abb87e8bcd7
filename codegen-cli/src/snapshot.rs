//! Many files in one, compressed: what was rendered last, and what an operation replaced.
//!
//! The form: the line `cargo-gen snapshot 2`, then LZ4 blocks, each with its length before and after
//! decompression in front. Together they hold a note, the number of files, and each file as path,
//! state (0 absent, 1 plain, 2 executable) and content, then the number of files that were left and
//! each with its SHA-256; lengths are 32-bit little-endian. Blocks are made and read one at a time,
//! so that no more than one of them is in memory.

use std::collections::BTreeMap;
use std::io::Write as _;

use crate::error::{CommandError, Mistake};
use crate::lock::{self, Digest};
use crate::output::{self, Contents};

/// The first line.
const MAGIC: &[u8] = b"cargo-gen snapshot 2\n";

/// How much is compressed at once.
const BLOCK: usize = 256 << 10;

/// A file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) contents: Vec<u8>,
    pub(crate) executable: bool,
}

impl Entry {
    pub(crate) fn digest(&self) -> Digest {
        Digest::of(&self.contents)
    }
}

/// Files by path; `None` says that there was none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// What it is of.
    pub(crate) note: String,
    pub(crate) files: BTreeMap<String, Option<Entry>>,
    /// Of an operation, what it left in place of each.
    pub(crate) left: BTreeMap<String, Option<Digest>>,
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
        for (path, entry) in &self.files {
            writer.file(path, entry.as_ref())?;
        }
        writer.finish(&self.left)
    }

    /// Reads the content of the file `name`.
    ///
    /// # Errors
    /// It is damaged, or not a snapshot.
    pub(crate) fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, CommandError> {
        let damaged = || {
            let mistake = Mistake::new(format!("`{name}` is damaged"));
            CommandError::from(mistake.help("restore it from version control"))
        };
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let snapshot = Reader { rest, block: Vec::new(), at: 0 }.read().ok_or_else(damaged)?;
        snapshot.files.keys().try_for_each(|path| lock::stays_inside(path))?;
        Ok(snapshot)
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
        writer.out.write_all(MAGIC).map_err(|e| CommandError::temporary(&e))?;
        writer.put(note.as_bytes())?;
        writer.length(files)?;
        Ok(writer)
    }

    pub(crate) fn file(&mut self, path: &str, entry: Option<&Entry>) -> Result<(), CommandError> {
        match entry {
            Some(entry) => self.content(path, &entry.contents, entry.executable),
            None => {
                self.put(path.as_bytes())?;
                self.add(&[0])
            }
        }
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

/// Reads a snapshot block by block. Whatever does not fit gives nothing.
struct Reader<'a> {
    rest: &'a [u8],
    block: Vec<u8>,
    at: usize,
}

impl Reader<'_> {
    fn read(mut self) -> Option<Snapshot> {
        let mut snapshot = Snapshot { note: self.text()?, ..Snapshot::default() };
        for _ in 0..self.number()? {
            let path = self.text()?;
            let entry = match self.take(1)?[..] {
                [0] => None,
                [state @ (1 | 2)] => {
                    Some(Entry { contents: self.chunk()?, executable: state == 2 })
                }
                _ => return None,
            };
            snapshot.files.insert(path, entry);
        }
        for _ in 0..self.number()? {
            let (path, sha256) = (self.text()?, self.text()?);
            let sha256 = match sha256.is_empty() {
                true => None,
                false => Some(Digest::parse(&sha256)?),
            };
            snapshot.left.insert(path, sha256);
        }
        (self.rest.is_empty() && self.at == self.block.len()).then_some(snapshot)
    }

    fn next_block(&mut self) -> Option<()> {
        let (length, rest) = self.rest.split_first_chunk()?;
        let (block, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let (size, _) = block.split_first_chunk()?;
        // A length beyond that would only take memory.
        if u32::from_le_bytes(*size) as usize > BLOCK {
            return None;
        }
        self.block = lz4_flex::decompress_size_prepended(block).ok().filter(|b| !b.is_empty())?;
        (self.at, self.rest) = (0, rest);
        Some(())
    }

    fn take(&mut self, length: usize) -> Option<Vec<u8>> {
        let mut taken = Vec::with_capacity(length.min(BLOCK));
        while taken.len() < length {
            if self.at == self.block.len() {
                self.next_block()?;
            }
            let end = self.block.len().min(self.at + length - taken.len());
            taken.extend_from_slice(&self.block[self.at..end]);
            self.at = end;
        }
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn chunk(&mut self) -> Option<Vec<u8>> {
        let length = self.number()?;
        self.take(length)
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.chunk()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Entry, Snapshot};
    use crate::lock::Digest;

    #[test]
    fn a_snapshot_comes_back_and_a_damaged_one_does_not() {
        let mut snapshot = Snapshot { note: "demo 1.0.0".to_owned(), ..Snapshot::default() };
        for n in 0..40_usize {
            let contents = (0..n * BLOCK / 16).map(|at| (at % (n + 1)) as u8).collect();
            let entry = (n % 7 != 3).then_some(Entry { contents, executable: n % 2 == 0 });
            snapshot.left.insert(format!("p{n}"), entry.as_ref().map(Entry::digest));
            snapshot.files.insert(format!("p{n}"), entry);
        }
        assert!(snapshot.changed_since("p1", None));
        assert_eq!(snapshot.left["p0"], Some(Digest::of(b"")));
        let bytes = snapshot.to_contents().unwrap().bytes().unwrap();
        assert_eq!(Snapshot::from_bytes("base", &bytes).unwrap(), snapshot);
        for cut in [0, 5, 20, 21, 24, 29, bytes.len() / 2, bytes.len() - 1] {
            Snapshot::from_bytes("base", &bytes[..cut]).unwrap_err();
        }
        Snapshot::from_bytes("base", &[&bytes[..], b"x"].concat()).unwrap_err();
    }
}
