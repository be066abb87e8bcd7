//! The texts of an enum, packed: one string, offsets into it and a perfect hash over its parts.
//!
//! A packed table holds no pointer per variant, so it needs no relocation, and its type does not
//! depend on the enum, so the code that reads it is compiled once, here.

use crate::hash::Hash;

/// The names of an enum and its aliases, ready to be printed and found.
pub struct Table {
    pub(crate) type_name: &'static str,
    /// All names, then all aliases, one behind the other.
    text: &'static str,
    /// The same in lower case, for a table that is searched whatever the case.
    folded: &'static str,
    /// Where each text begins, and the end of the last one, little-endian; empty where the texts
    /// are longer than that.
    short: &'static [[u8; 2]],
    /// The same for long texts; else empty.
    long: &'static [[u8; 4]],
    /// How many of the texts are names.
    count: usize,
    /// The variant of each alias, little-endian `u16`.
    owners: &'static [[u8; 2]],
    hash: Hash,
}

impl Table {
    /// A table of the names alone, which finds nothing.
    pub const fn new(
        type_name: &'static str,
        count: usize,
        text: &'static str,
        offsets: &'static [u8],
    ) -> Self {
        let long = text.len() > u16::MAX as usize;
        let (short, long): (_, &'static [u8]) =
            if long { (b"" as _, offsets) } else { (offsets, b"") };
        let (short, long) = (short.as_chunks().0, long.as_chunks().0);
        Self { type_name, text, folded: text, short, long, count, owners: &[], hash: Hash::EMPTY }
    }

    /// Adds what finds the texts: the variants of the aliases, and a hash over all of them.
    #[must_use]
    pub const fn with(mut self, owners: &'static [u8], hash: Hash) -> Self {
        self.owners = owners.as_chunks().0;
        self.hash = hash;
        self
    }

    /// Adds the texts in lower case, for [`Table::find_folded`].
    #[must_use]
    pub const fn folded(mut self, folded: &'static str) -> Self {
        self.folded = folded;
        self
    }

    /// How many names there are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// How many names and aliases there are.
    pub(crate) const fn texts(&self) -> usize {
        self.count + self.owners.len()
    }

    /// A text by its index: the names in the order of the variants, then the aliases.
    #[inline]
    pub const fn name(&self, at: usize) -> &'static str {
        let (start, end) = self.bounds(at);
        self.text.split_at(end).0.split_at(start).1
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

    #[inline]
    const fn owner(&self, found: Option<usize>) -> Option<usize> {
        match found {
            Some(at) if at >= self.count => {
                Some(u16::from_le_bytes(self.owners[at - self.count]) as usize)
            }
            name => name,
        }
    }

    /// The bytes that are compared of a text, if it has this length.
    #[inline]
    pub(crate) const fn bytes(&self, at: usize, len: usize) -> Option<&[u8]> {
        let (start, end) = self.bounds(at);
        if end.wrapping_sub(start) != len {
            return None;
        }
        match self.folded.as_bytes().split_at_checked(start) {
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
        if at + 1 < self.short.len() {
            let (start, end) = (self.short[at], self.short[at + 1]);
            (u16::from_le_bytes(start) as usize, u16::from_le_bytes(end) as usize)
        } else if at + 1 < self.long.len() {
            let (start, end) = (self.long[at], self.long[at + 1]);
            (u32::from_le_bytes(start) as usize, u32::from_le_bytes(end) as usize)
        } else {
            (0, 0)
        }
    }
}
