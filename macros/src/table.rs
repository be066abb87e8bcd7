//! The texts of an enum, packed: one string, and one block of numbers that says where each text is
//! and how it is found.
//!
//! A packed table holds two pointers whatever the number of variants, so it needs no relocation for
//! each of them, and its type does not depend on the enum, so the code that reads it is compiled
//! once, here. None of it can panic: what is no place in the table is an empty text.

use core::fmt;

use crate::hash::Hash;

/// The names of an enum and its aliases, ready to be printed and found.
///
/// The derive writes it as a literal, which costs the compiler less than a call of a `const fn`.
pub struct Table {
    /// The name of the enum.
    pub type_name: &'static str,
    /// All names, then all aliases, one behind the other; then, where texts are found whatever
    /// their case, the same in lower case; then eight bytes, so that eight can be read anywhere.
    pub text: &'static str,
    /// What the hash needs; then, as little-endian `u16`: where each text begins, and where the last
    /// one ends; the upper halves of these, if they need more than 16 bits; the variant of each
    /// alias.
    pub data: &'static [u8],
    /// How many of the texts are names.
    pub count: u32,
    /// How many texts can be found: names and aliases.
    pub found: u32,
    /// Where it says in `data` where the texts begin, in units of two bytes, as the following.
    pub starts: u32,
    /// How far behind these the upper halves are; 0 where there are none.
    pub wide: u32,
    /// Where the variants of the aliases are.
    pub owners: u32,
    /// Where in `text` the texts in lower case begin.
    pub folded: u32,
    /// The seed: where it is not 0, all of a text is hashed, beginning with this.
    pub seed: u32,
    /// What finds the texts.
    pub hash: Hash,
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
pub(crate) const fn number(data: &[u8], at: usize) -> usize {
    let numbers: &[[u8; 2]] = data.as_chunks().0;
    if at < numbers.len() { u16::from_le_bytes(numbers[at]) as usize } else { 0 }
}

/// A number and the one behind it.
#[inline]
pub(crate) const fn pair(data: &[u8], at: usize) -> Option<(usize, usize)> {
    let first: &[[u8; 2]] = data.as_chunks().0;
    if let Some((_, second)) = first.split_first()
        && at < second.len()
    {
        let (first, second) = (u16::from_le_bytes(first[at]), u16::from_le_bytes(second[at]));
        return Some((first as usize, second as usize));
    }
    None
}

impl Table {
    /// How many names there are.
    pub const fn count(&self) -> usize {
        self.count as usize
    }

    /// How many names and aliases there are.
    pub(crate) const fn texts(&self) -> usize {
        self.found as usize
    }

    /// A text by its index: the names in the order of the variants, then the aliases; in a table
    /// without upper halves of places.
    #[inline]
    pub const fn name(&self, at: usize) -> &'static str {
        self.text_of::<false>(at)
    }

    /// The same in a table with them; apart, so that programs hold what they need.
    #[inline]
    pub const fn name_wide(&self, at: usize) -> &'static str {
        self.text_of::<true>(at)
    }

    /// The same in any table.
    pub const fn name_in_any(&self, at: usize) -> &'static str {
        if self.wide == 0 { self.name(at) } else { self.name_wide(at) }
    }

    #[inline]
    const fn text_of<const WIDE: bool>(&self, at: usize) -> &'static str {
        if let Some((start, end)) = self.bounds::<WIDE>(at)
            && let Some((text, _)) = self.text.split_at_checked(end)
            && let Some((_, text)) = text.split_at_checked(start)
        {
            return text;
        }
        ""
    }

    /// Writes a text as `Display` does; in a table without upper halves of places.
    ///
    /// # Errors
    /// The formatter's.
    #[inline]
    pub fn show(&self, at: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pad::<false>(at, f)
    }

    /// The same in a table with them.
    ///
    /// # Errors
    /// The formatter's.
    #[inline]
    pub fn show_wide(&self, at: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pad::<true>(at, f)
    }

    /// It has a parameter and nothing here calls it, so that each crate that derives has one of its
    /// own: beside a single enum LLVM counts out what is constant in the table, and for several one
    /// function is less than a copy in each `Display`.
    #[inline(never)]
    fn pad<const WIDE: bool>(&self, at: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text_of::<WIDE>(at))
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

    /// The variant that has the text as its name or alias; in a table without a seed.
    #[inline]
    pub const fn find(&self, text: &str) -> Option<usize> {
        self.by_ends::<false>(text.as_bytes())
    }

    /// The same in a table with a seed; apart, so that programs hold the one that they need.
    #[inline]
    pub const fn find_whole(&self, text: &str) -> Option<usize> {
        self.by_all::<false>(text.as_bytes())
    }

    /// The variant that has the text as its name or alias, whatever the case of its ASCII letters.
    /// Only for a table that holds the texts in lower case.
    #[inline]
    pub const fn find_folded(&self, text: &str) -> Option<usize> {
        self.by_ends::<true>(text.as_bytes())
    }

    /// The same in a table with a seed.
    #[inline]
    pub const fn find_whole_folded(&self, text: &str) -> Option<usize> {
        self.by_all::<true>(text.as_bytes())
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
    pub(crate) const fn owner(&self, at: usize) -> usize {
        let count = self.count as usize;
        if at < count { at } else { number(self.data, self.owners as usize + at - count) }
    }

    /// Where a text begins and ends.
    #[inline]
    pub(crate) const fn bounds<const WIDE: bool>(&self, at: usize) -> Option<(usize, usize)> {
        let starts = self.starts as usize;
        let Some((start, end)) = pair(self.data, starts + at) else { return None };
        if !WIDE {
            return Some((start, end));
        }
        match pair(self.data, starts + self.wide as usize + at) {
            Some((high_start, high_end)) => Some((start | high_start << 16, end | high_end << 16)),
            None => None,
        }
    }
}
