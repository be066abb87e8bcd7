//! Many files in one, compressed: what was rendered last, and what an operation replaced.
//!
//! The form: the line `cargo-gen snapshot 1`, then one LZ4 block with its length in front. The
//! block holds a note, the number of files, and each file as path, state (0 absent, 1 plain,
//! 2 executable) and content, then the number of files that were left and each with its SHA-256;
//! lengths are 32-bit little-endian.

use std::collections::BTreeMap;

use crate::error::{CommandError, Mistake};
use crate::lock;

/// The first line.
const MAGIC: &[u8] = b"cargo-gen snapshot 1\n";

/// A file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) contents: Vec<u8>,
    pub(crate) executable: bool,
}

/// Files by path; `None` says that there was none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// What it is of.
    pub(crate) note: String,
    pub(crate) files: BTreeMap<String, Option<Entry>>,
    /// Of an operation, what it left in place of each: SHA-256 of the content.
    pub(crate) left: BTreeMap<String, Option<String>>,
}

impl Snapshot {
    /// Whether a file is not as the operation left it.
    pub(crate) fn changed_since(&self, path: &str, now: Option<&Entry>) -> bool {
        let left = self.left.get(path).cloned().flatten();
        left != now.map(|entry| lock::sha256(&entry.contents))
    }

    /// The snapshot as the content of a file.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut files = Vec::with_capacity(self.files.len());
        for (path, entry) in &self.files {
            let entry = entry.as_ref().map(|entry| (&entry.contents[..], entry.executable));
            files.push((path.as_str(), entry));
        }
        bytes(&self.note, &files, &self.left)
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
        let block = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        // A block grows by 255 at most; a length beyond that would only take memory.
        let (size, rest) = block.split_first_chunk().ok_or_else(damaged)?;
        if u32::from_le_bytes(*size) as usize > rest.len().saturating_mul(255) {
            return Err(damaged());
        }
        let body = lz4_flex::decompress_size_prepended(block).map_err(|_| damaged())?;
        let snapshot = read(&body).ok_or_else(damaged)?;
        snapshot.files.keys().try_for_each(|path| lock::stays_inside(path))?;
        Ok(snapshot)
    }
}

/// The bytes of a file, and whether it is a program.
type Content<'a> = (&'a [u8], bool);

/// A snapshot as the content of a file, from files with their contents and whether they are
/// programs.
pub(crate) fn bytes(
    note: &str,
    files: &[(&str, Option<Content<'_>>)],
    left: &BTreeMap<String, Option<String>>,
) -> Vec<u8> {
    let size = files.iter().map(|(path, file)| path.len() + file.map_or(0, |f| f.0.len()) + 9);
    let mut body = Vec::with_capacity(size.sum());
    put(&mut body, note.as_bytes());
    length(&mut body, files.len());
    for (path, file) in files {
        put(&mut body, path.as_bytes());
        match file {
            None => body.push(0),
            Some((contents, executable)) => {
                body.push(1 + u8::from(*executable));
                put(&mut body, contents);
            }
        }
    }
    length(&mut body, left.len());
    for (path, sha256) in left {
        put(&mut body, path.as_bytes());
        put(&mut body, sha256.as_deref().unwrap_or_default().as_bytes());
    }
    let block = lz4_flex::compress_prepend_size(&body);
    drop(body);
    [MAGIC, &block].concat()
}

fn length(out: &mut Vec<u8>, length: usize) {
    out.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    length(out, bytes.len());
    out.extend(bytes);
}

fn read(mut body: &[u8]) -> Option<Snapshot> {
    let body = &mut body;
    let mut snapshot = Snapshot { note: text(body)?, ..Snapshot::default() };
    for _ in 0..number(body)? {
        let path = text(body)?;
        let entry = match take(body, 1)? {
            [0] => None,
            [state @ (1 | 2)] => {
                Some(Entry { contents: chunk(body)?.to_vec(), executable: *state == 2 })
            }
            _ => return None,
        };
        snapshot.files.insert(path, entry);
    }
    for _ in 0..number(body)? {
        let (path, sha256) = (text(body)?, text(body)?);
        snapshot.left.insert(path, Some(sha256).filter(|sum| !sum.is_empty()));
    }
    body.is_empty().then_some(snapshot)
}

fn take<'a>(body: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = body.split_at_checked(length)?;
    *body = rest;
    Some(taken)
}

fn number(body: &mut &[u8]) -> Option<usize> {
    Some(u32::from_le_bytes(take(body, 4)?.try_into().ok()?) as usize)
}

fn chunk<'a>(body: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = number(body)?;
    take(body, length)
}

fn text(body: &mut &[u8]) -> Option<String> {
    String::from_utf8(chunk(body)?.to_vec()).ok()
}
