//! Reads snapshots, those of the first form too.

use std::io::Read;

use super::{BLOCK, Entry, MAGIC, Snapshot};
use crate::error::{CommandError, Mistake};
use crate::lock::{self, Digest};

/// Reads what the file `name` holds.
///
/// # Errors
/// It is damaged, or not a snapshot, or of a newer version; there is no room for what it holds.
pub(super) fn snapshot(name: &str, source: impl Read) -> Result<Snapshot, CommandError> {
    let damaged = || {
        let mistake = Mistake::new(format!("`{name}` is damaged"));
        CommandError::from(mistake.help("restore it from version control"))
    };
    let mut reader = Reader { source, block: Vec::new(), at: 0 };
    match reader.form().ok_or_else(damaged)?.as_str() {
        "1" => reader.only_block().ok_or_else(damaged)?,
        "2" => {}
        form => {
            let mistake = Mistake::new(format!("`{name}` has the form {form}"));
            let help = "a newer version of cargo gen wrote it: install that one";
            return Err(mistake.help(help).into());
        }
    }
    let snapshot = reader.read()?.ok_or_else(damaged)?;
    snapshot.files.keys().try_for_each(|path| lock::stays_inside(path))?;
    Ok(snapshot)
}

/// Reads a snapshot block by block. Whatever does not fit gives nothing.
struct Reader<R> {
    source: R,
    block: Vec<u8>,
    at: usize,
}

impl<R: Read> Reader<R> {
    /// `None` of what is no snapshot.
    ///
    /// # Errors
    /// There is no room for what it holds.
    fn read(mut self) -> Result<Option<Snapshot>, CommandError> {
        let mut snapshot = Snapshot::default();
        let (Some(note), Some(files)) = (self.text(), self.number()) else { return Ok(None) };
        snapshot.note = note;
        for _ in 0..files {
            let Some((path, entry)) = self.file() else { return Ok(None) };
            let Some(now) = entry else {
                snapshot.files.insert(path, None);
                continue;
            };
            snapshot.keep(path.as_str(), &now.contents, now.executable)?;
            if let Some(Some(kept)) = snapshot.files.get_mut(&path) {
                kept.permissions = now.permissions;
            }
        }
        Ok(self.end(&mut snapshot).map(|()| snapshot))
    }

    /// The number of the form, from the first line.
    fn form(&mut self) -> Option<String> {
        let mut line = vec![0; MAGIC.len()];
        self.source.read_exact(&mut line).ok().filter(|()| line == MAGIC)?;
        let mut number = String::new();
        let mut byte = [0];
        while self.source.read_exact(&mut byte).is_ok() && number.len() < 4 {
            match byte[0] {
                b'\n' if !number.is_empty() => return Some(number),
                digit @ b'0'..=b'9' => number.push(digit.into()),
                _ => break,
            }
        }
        None
    }

    /// The one block of the first form.
    fn only_block(&mut self) -> Option<()> {
        let mut block = Vec::new();
        self.source.read_to_end(&mut block).ok()?;
        // A block grows by 255 at most; a length beyond that would only take memory.
        let (size, rest) = block.split_first_chunk()?;
        if u32::from_le_bytes(*size) as usize > rest.len().saturating_mul(255) {
            return None;
        }
        self.block = lz4_flex::decompress_size_prepended(&block).ok()?;
        Some(())
    }

    /// A path, with what is there and whether it is a program.
    fn file(&mut self) -> Option<(String, Option<Entry>)> {
        let path = self.text()?;
        match self.take(1)?[..] {
            [0] => Some((path, None)),
            [state @ (1 | 2)] => {
                let (contents, executable) = (self.chunk()?, state == 2);
                Some((path, Some(Entry { contents, executable, permissions: None })))
            }
            [3] => {
                let bits = u32::from_le_bytes(self.take(4)?.try_into().ok()?);
                let (executable, permissions) = (bits & 0o100 != 0, Some(bits & 0o7777));
                Some((path, Some(Entry { contents: self.chunk()?, executable, permissions })))
            }
            _ => None,
        }
    }

    fn end(&mut self, snapshot: &mut Snapshot) -> Option<()> {
        for _ in 0..self.number()? {
            let (path, sha256) = (self.text()?, self.text()?);
            let sha256 = match sha256.is_empty() {
                true => None,
                false => Some(Digest::parse(&sha256)?),
            };
            snapshot.left.insert(path, sha256);
        }
        let ended = self.at == self.block.len() && self.source.read(&mut [0]).ok()? == 0;
        ended.then_some(())
    }

    fn next_block(&mut self) -> Option<()> {
        let mut length = [0; 4];
        self.source.read_exact(&mut length).ok()?;
        let length = u32::from_le_bytes(length) as usize;
        // Lengths beyond these would only take memory.
        if length > lz4_flex::block::get_maximum_output_size(BLOCK) + 4 {
            return None;
        }
        let mut block = vec![0; length];
        self.source.read_exact(&mut block).ok()?;
        let (size, _) = block.split_first_chunk()?;
        if u32::from_le_bytes(*size) as usize > BLOCK {
            return None;
        }
        self.block = lz4_flex::decompress_size_prepended(&block).ok().filter(|b| !b.is_empty())?;
        self.at = 0;
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
