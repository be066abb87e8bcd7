//! The hash with the ends of the texts in its slots: faster, and 24 bytes a slot.

use crate::hash::{any_case, mix, same_case, short_word, word};
use crate::head;
use crate::parse_error::unknown;
use crate::table::Table;
use crate::variants::Parsed;

/// What the derive computes for an enum that asks for `fast`, beside its table.
pub struct Fast {
    /// For each slot the first and the last eight bytes of a text, its length in four bytes, and
    /// its index in two, all little-endian; a text of less than eight bytes stands there twice. Where
    /// case does not count, the ends have the bit of lower case in each byte, and the highest bit of
    /// all says that some byte of the text is no letter.
    pub slots: &'static [[u8; 24]],
    /// A displacement for each bucket; empty where the bucket is the slot.
    pub displacements: &'static [u8],
    /// What a key is multiplied by.
    pub multiplier: u64,
    /// How far the product is shifted to choose a bucket.
    pub shift: u32,
    /// How far it is shifted to choose a slot, with the displacement.
    pub slot_shift: u32,
}

/// Slots from the bytes of one literal.
pub const fn slots(bytes: &'static [u8]) -> &'static [[u8; 24]] {
    bytes.as_chunks().0
}

impl Fast {
    /// The variant that has the text as its name or alias; with `FOLD`, whatever the case of its
    /// letters.
    #[inline]
    pub const fn find<const FOLD: bool>(&self, table: &Table, text: &str) -> Option<usize> {
        let wanted = text.as_bytes();
        let (first, last) = match (wanted.first_chunk(), wanted.last_chunk()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => {
                let word = short_word(wanted);
                (word, word)
            }
        };
        let (first, last) = (any_case::<FOLD>(first), any_case::<FOLD>(last));
        let product = mix::<false>(first, last, wanted.len()).wrapping_mul(self.multiplier);
        let bucket = (product >> self.shift) as usize;
        let place = if bucket < self.displacements.len() {
            let place = (product >> self.slot_shift) as usize ^ self.displacements[bucket] as usize;
            place & self.slots.len().wrapping_sub(1)
        } else {
            bucket
        };
        if place >= self.slots.len() {
            return None;
        }
        let slot = &self.slots[place];
        let behind = word(slot, 16);
        let same =
            word(slot, 0) == first && word(slot, 8) == last && behind as u32 == wanted.len() as u32;
        if !same {
            return None;
        }
        let at = (behind >> 32 & 0xffff) as usize;
        if FOLD && behind >> 63 != 0 && !table.has_ends(at, wanted) {
            return None;
        }
        if wanted.len() > 16 && !table.has_middle::<FOLD>(at, wanted) {
            return None;
        }
        Some(table.owner(at))
    }
}

impl Table {
    /// Where a text begins, in lower case with `FOLD`.
    #[inline]
    const fn start<const FOLD: bool>(&self, at: usize) -> usize {
        let Some((start, _)) = self.bounds::<false>(at) else { return 0 };
        if FOLD { start + self.number(head::FOLDED) } else { start }
    }

    /// Whether a text, which has the length of `wanted`, has the same ends where case does not count.
    #[cold]
    const fn has_ends(&self, at: usize, wanted: &[u8]) -> bool {
        let start = self.start::<true>(at);
        let text = self.text.as_bytes();
        let mut next = 0;
        while next < wanted.len() {
            let end = next < 8 || next + 8 >= wanted.len();
            let other = start + next >= text.len()
                || text[start + next] != wanted[next].to_ascii_lowercase();
            if end && other {
                return false;
            }
            next += 1;
        }
        true
    }

    /// Whether a text, which has the length of `wanted`, is like it between the ends.
    ///
    /// In its caller, where a call would make the search slower for all texts.
    #[inline(always)]
    const fn has_middle<const FOLD: bool>(&self, at: usize, wanted: &[u8]) -> bool {
        let start = self.start::<FOLD>(at);
        let mut next = 8;
        while next + 8 < wanted.len() {
            let given = same_case::<FOLD>(word(wanted, next));
            if word(self.text.as_bytes(), start + next) != given {
                return false;
            }
            next += 8;
        }
        true
    }
}

/// The value that a text names; with `FOLD`, whatever the case of its ASCII letters.
///
/// # Errors
/// No value has this name or alias.
#[inline]
pub fn parse_fast<E, const FOLD: bool>(
    fast: &Fast,
    table: &'static Table,
    text: &str,
    value: fn(usize) -> E,
) -> Parsed<E> {
    match fast.find::<FOLD>(table, text) {
        Some(at) => Ok(value(at)),
        None => Err(unknown(table, text)),
    }
}
