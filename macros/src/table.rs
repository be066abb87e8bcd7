//! The texts of an enum, packed: one string, and one block of numbers that says where each text is
//! and how it is found.
//!
//! A packed table holds two pointers whatever the number of variants, so it needs no relocation for
//! each of them, and its type does not depend on the enum, so the code that reads it is compiled
//! once, here. None of it can panic: what is no place in the table is an empty text.

use core::fmt;

use crate::head::{self, Head, number};

/// The names of an enum and its aliases, ready to be printed and found.
///
/// The derive writes it as a literal, which costs the compiler less than a call of a `const fn`.
pub struct Table {
    /// The name of the enum.
    pub type_name: &'static str,
    /// All names, then all aliases, one behind the other; then, where texts are found whatever
    /// their case, the same in lower case; then eight bytes, so that eight can be read anywhere.
    pub text: &'static str,
    /// A displacement for each bucket, in a byte each; then, as little-endian `u16`: the index of a
    /// text in each slot; where each text begins, and where the last one ends; the upper halves of
    /// these, if they need more than 16 bits; the variant of each alias.
    pub data: &'static [u8],
    /// How many there are of all this, and where.
    pub head: Head,
}

/// The variant that has the text, where case counts for some texts and not for those of `folded`.
pub const fn find_mixed(table: &Table, folded: &Table, text: &str) -> Option<usize> {
    match table.find_in_any::<false>(text.as_bytes()) {
        Some(at) => Some(at),
        None => folded.find_in_any::<true>(text.as_bytes()),
    }
}

/// Little-endian numbers from the bytes of one literal.
pub const fn pairs(bytes: &'static [u8]) -> &'static [[u8; 2]] {
    bytes.as_chunks().0
}

/// A number of several, each in two bytes.
#[inline]
pub(crate) const fn short(data: &[u8], at: usize) -> Option<usize> {
    let numbers: &[[u8; 2]] = data.as_chunks().0;
    if at < numbers.len() { Some(u16::from_le_bytes(numbers[at]) as usize) } else { None }
}

/// Such a number and the one behind it.
#[inline]
const fn pair(data: &[u8], at: usize) -> Option<(usize, usize)> {
    let first: &[[u8; 2]] = data.as_chunks().0;
    if let Some((_, second)) = first.split_first()
        && at < second.len()
    {
        let (first, second) = (u16::from_le_bytes(first[at]), u16::from_le_bytes(second[at]));
        return Some((first as usize, second as usize));
    }
    None
}

/// What is between two places of a text; less code than a range of it.
#[inline]
const fn between(text: &str, bounds: Option<(usize, usize)>) -> &str {
    if let Some((start, end)) = bounds
        && let Some((text, _)) = text.split_at_checked(end)
        && let Some((_, text)) = text.split_at_checked(start)
    {
        return text;
    }
    ""
}

/// Writes as `Display` does what is between the places that `data` has at `at`.
///
/// It takes what it needs of a table, so that a program that looks at no error holds no table.
#[inline(never)]
fn pad(text: &str, data: &[u8], at: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.pad(between(text, pair(data, at)))
}

impl Table {
    /// One of the numbers of its head.
    #[inline]
    pub(crate) const fn number(&self, at: usize) -> usize {
        number(&self.head, at)
    }

    /// How many names there are.
    #[inline]
    pub const fn count(&self) -> usize {
        self.number(head::COUNT)
    }

    /// How many names and aliases there are.
    pub(crate) const fn texts(&self) -> usize {
        self.number(head::FOUND)
    }

    /// A text by its index: the names in the order of the variants, then the aliases; in a table
    /// without upper halves of places.
    #[inline]
    pub const fn name(&self, at: usize) -> &'static str {
        between(self.text, self.bounds::<false>(at))
    }

    /// The same in a table with them; apart, so that programs hold what they need.
    #[inline]
    pub const fn name_wide(&self, at: usize) -> &'static str {
        between(self.text, self.bounds::<true>(at))
    }

    /// The same in any table.
    pub const fn name_in_any(&self, at: usize) -> &'static str {
        if self.number(head::WIDE) == 0 { self.name(at) } else { self.name_wide(at) }
    }

    /// Writes a text as `Display` does; in a table without upper halves of places. `places` is what
    /// its head says of them, so that nothing is read from there for each enum.
    ///
    /// # Errors
    /// The formatter's.
    #[inline]
    pub fn show(&self, places: usize, at: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pad(self.text, self.data, places + at, f)
    }

    /// The same in a table with them.
    ///
    /// # Errors
    /// The formatter's.
    pub fn show_wide(&self, at: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name_wide(at))
    }

    /// All names, as an array for a constant.
    pub const fn names<const N: usize>(&'static self) -> [&'static str; N] {
        let mut names = [""; N];
        let mut at = 0;
        while at < N {
            names[at] = self.name_in_any(at);
            at += 1;
        }
        names
    }

    /// The index of a text: that of the variant it names, or of an alias, which has an
    /// [`owner`](Self::owner). In a table without a seed, and without a text of more than 16 bytes,
    /// of which the ends are not all.
    #[inline]
    pub const fn find(&self, text: &str) -> Option<usize> {
        self.by_ends::<false, false>(text.as_bytes())
    }

    /// The same in a table with longer texts; apart, as the next, so that programs hold the one that
    /// they need.
    #[inline]
    pub const fn find_long(&self, text: &str) -> Option<usize> {
        self.by_ends::<false, true>(text.as_bytes())
    }

    /// The same in a table with a seed.
    #[inline]
    pub const fn find_whole(&self, text: &str) -> Option<usize> {
        self.by_all::<false>(text.as_bytes())
    }

    /// The index of a text whatever the case of its ASCII letters. Only for a table that holds the
    /// texts in lower case.
    #[inline]
    pub const fn find_folded(&self, text: &str) -> Option<usize> {
        self.by_ends::<true, false>(text.as_bytes())
    }

    /// The same in a table with longer texts.
    #[inline]
    pub const fn find_long_folded(&self, text: &str) -> Option<usize> {
        self.by_ends::<true, true>(text.as_bytes())
    }

    /// The same in a table with a seed.
    #[inline]
    pub const fn find_whole_folded(&self, text: &str) -> Option<usize> {
        self.by_all::<true>(text.as_bytes())
    }

    /// The variant that has the text, in any table that has what it takes; with `FOLD`, whatever the
    /// case.
    pub(crate) const fn find_in_any<const FOLD: bool>(&self, wanted: &[u8]) -> Option<usize> {
        // All of these here, so that crates that are not optimised have them from this one.
        let found = match (self.number(head::SEED), wanted.len()) {
            (0, ..=16) => self.by_ends::<FOLD, false>(wanted),
            (0, _) => self.by_ends::<FOLD, true>(wanted),
            _ => self.by_all::<FOLD>(wanted),
        };
        match found {
            Some(at) => Some(self.owner(at)),
            None => None,
        }
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
                && let Some(at) = self.find_in_any::<FOLD>(text.as_bytes())
            {
                return Some((at, rest));
            }
            next += 1;
        }
        None
    }

    /// The same for any table, and so text by text.
    pub fn find_ignoring_case(&self, text: &str) -> Option<usize> {
        for at in 0..self.texts() {
            if self.name_in_any(at).eq_ignore_ascii_case(text) {
                return Some(self.owner(at));
            }
        }
        None
    }

    /// The variant that has the text of this index.
    #[inline]
    pub const fn owner(&self, at: usize) -> usize {
        let count = self.count();
        if at < count {
            return at;
        }
        match short(self.data, self.number(head::OWNERS) + at - count) {
            Some(owner) => owner,
            None => 0,
        }
    }

    /// Where a text begins and ends.
    #[inline]
    pub(crate) const fn bounds<const WIDE: bool>(&self, at: usize) -> Option<(usize, usize)> {
        let at = self.number(head::PLACES) + at;
        let Some((start, end)) = pair(self.data, at) else { return None };
        if !WIDE {
            return Some((start, end));
        }
        match pair(self.data, at + self.number(head::WIDE)) {
            Some((high_start, high_end)) => Some((start | high_start << 16, end | high_end << 16)),
            None => None,
        }
    }
}
