//! The texts of an enum, packed: one string, offsets into it and a perfect hash over its parts.
//!
//! A packed table holds no pointer per variant, so it needs no relocation, and its type does not
//! depend on the enum, so the code that reads it is compiled once, here.

use core::fmt;

use crate::hash::Hash;

/// The names of an enum and its aliases, ready to be printed and found.
///
/// The derive writes it as a literal, which costs the compiler less than a call of a `const fn`.
pub struct Table {
    /// The name of the enum.
    pub type_name: &'static str,
    /// How many of the texts are names.
    pub count: usize,
    /// All names, then all aliases, one behind the other.
    pub text: &'static str,
    /// The same in lower case, for a table that is searched whatever the case; else empty.
    pub folded: &'static str,
    /// Where each text begins, and the end of the last one: little-endian `u16`; empty where the
    /// texts are longer than that.
    pub short: &'static [[u8; 2]],
    /// The same for long texts: little-endian `u32`; else empty.
    pub long: &'static [u8],
    /// The variant of each alias: little-endian `u16`.
    pub owners: &'static [u8],
    /// What finds the texts.
    pub hash: Hash,
}

/// Little-endian numbers from the bytes of one literal.
pub const fn pairs(bytes: &'static [u8]) -> &'static [[u8; 2]] {
    bytes.as_chunks().0
}

impl Table {
    /// How many names there are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// How many names and aliases there are.
    pub(crate) const fn texts(&self) -> usize {
        self.count + self.owners.len() / 2
    }

    /// A text by its index: the names in the order of the variants, then the aliases.
    #[inline]
    pub const fn name(&self, at: usize) -> &'static str {
        let (start, end) = self.bounds(at);
        self.text.split_at(end).0.split_at(start).1
    }

    /// Writes a text as `Display` does.
    ///
    /// # Errors
    /// The formatter's.
    pub fn show(&self, at: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name(at))
    }

    /// All names, as an array for a constant.
    pub const fn names<const N: usize>(&'static self) -> [&'static str; N] {
        let mut names = [""; N];
        let mut at = 0;
        while at < N {
            names[at] = self.name(at);
            at += 1;
        }
        names
    }

    /// The variant that has the text as its name or alias.
    pub const fn find(&self, text: &str) -> Option<usize> {
        self.owner(self.hash.find::<false>(self, text.as_bytes()))
    }

    /// The variant that has the text as its name or alias, whatever the case of its ASCII letters.
    /// Only for a table whose hash is folded.
    pub const fn find_folded(&self, text: &str) -> Option<usize> {
        self.owner(self.hash.find::<true>(self, text.as_bytes()))
    }

    /// The variant of the longest of the texts that the input begins with, and the rest of the
    /// input. `lengths` are those of the texts, the longest first.
    pub const fn scan<'a, const FOLD: bool>(
        &self,
        lengths: &[[u8; 2]],
        input: &'a str,
    ) -> Option<(usize, &'a str)> {
        let mut next = 0;
        while next < lengths.len() {
            let length = u16::from_le_bytes(lengths[next]) as usize;
            if let Some((text, rest)) = input.split_at_checked(length)
                && let Some(at) = self.owner(self.hash.find::<FOLD>(self, text.as_bytes()))
            {
                return Some((at, rest));
            }
            next += 1;
        }
        None
    }

    /// The same for any table, and so text by text.
    pub fn find_ignoring_case(&self, text: &str) -> Option<usize> {
        let mut all = 0..self.texts();
        self.owner(all.find(|at| self.name(*at).eq_ignore_ascii_case(text)))
    }

    #[inline]
    const fn owner(&self, found: Option<usize>) -> Option<usize> {
        match found {
            Some(at) if at >= self.count => {
                Some(u16::from_le_bytes(self.owners.as_chunks().0[at - self.count]) as usize)
            }
            name => name,
        }
    }

    /// The bytes that are compared of a text, if it has this length.
    #[inline]
    pub(crate) const fn bytes<const FOLD: bool>(&self, at: usize, len: usize) -> Option<&[u8]> {
        let text = if FOLD { self.folded } else { self.text };
        let (start, end) = self.bounds(at);
        if end.wrapping_sub(start) != len {
            return None;
        }
        match text.as_bytes().split_at_checked(start) {
            Some((_, rest)) => match rest.split_at_checked(len) {
                Some((text, _)) => Some(text),
                None => None,
            },
            None => None,
        }
    }

    /// Where a text begins and ends.
    #[inline]
    const fn bounds(&self, at: usize) -> (usize, usize) {
        let short = self.short;
        if at + 1 < short.len() {
            let (start, end) = (short[at], short[at + 1]);
            return (u16::from_le_bytes(start) as usize, u16::from_le_bytes(end) as usize);
        }
        let long = self.long.as_chunks().0;
        if at + 1 < long.len() {
            let (start, end) = (long[at], long[at + 1]);
            return (u32::from_le_bytes(start) as usize, u32::from_le_bytes(end) as usize);
        }
        (0, 0)
    }
}
