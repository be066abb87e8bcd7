//! A perfect hash: over the length and the first and last eight bytes of a text, or over numbers.
//!
//! Two levels: the highest bits of the product choose a displacement, which with those below them
//! chooses the slot. So each lookup reads one byte, one slot and one text, whatever the number of texts. Where length and ends
//! do not tell all texts apart, everything between is hashed as well.

use crate::head::{self, Head, number};
use crate::table::{Table, short};

/// The only index at which a number may be, by what the derive computed of all numbers.
#[inline]
pub const fn place(head: &Head, data: &[u8], key: u64) -> usize {
    match slot(head, data, key) {
        Some(at) => at,
        None => 0,
    }
}

/// The only index at which a key may be.
#[inline]
const fn slot(head: &Head, data: &[u8], key: u64) -> Option<usize> {
    let product = key.wrapping_mul(word(head, head::MULTIPLIER));
    let bucket = product.wrapping_shr(head[head::SHIFT] as u32) as usize;
    if bucket >= data.len() {
        return None;
    }
    let slot = product.wrapping_shr(head[head::SLOT_SHIFT] as u32) as usize;
    let slot = (slot ^ data[bucket] as usize) & number(head, head::MASK);
    short(data, number(head, head::SLOTS) + slot)
}

impl Table {
    /// The index of the text `wanted`, in a table without a seed; with `FOLD`, whatever the case of
    /// its letters; with `LONG`, whatever the length of the texts.
    ///
    /// Without `inline` and with parameters, each crate has one function of its own: where that is
    /// called at one place, LLVM puts it there and counts out what is constant in the table.
    pub(crate) const fn by_ends<const FOLD: bool, const LONG: bool>(
        &self,
        wanted: &[u8],
    ) -> Option<usize> {
        let len = wanted.len();
        let (first, last) = match (wanted.first_chunk(), wanted.last_chunk()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => {
                let word = short_word(wanted);
                (word, word)
            }
        };
        let key = mix::<FOLD>(first, last, len);
        let Some(at) = slot(&self.head, self.data, key) else { return None };
        let Some((start, end)) = self.bounds::<false>(at) else { return None };
        if end.wrapping_sub(start) != len {
            return None;
        }
        let start = if FOLD { start + self.number(head::FOLDED) } else { start };
        let Some((_, text)) = self.text.as_bytes().split_at_checked(start) else { return None };
        // The same branch as above, so that it is foreseen.
        let same = if len < 8 {
            // The bytes behind the text are read, too, and taken away.
            let Some(text) = text.first_chunk() else { return None };
            let text = u64::from_le_bytes(*text) ^ same_case::<FOLD>(first);
            text & !(u64::MAX << (len * 8)) == 0
        } else {
            let Some((text, _)) = text.split_at_checked(len) else { return None };
            let (Some(text_first), Some(text_last)) = (text.first_chunk(), text.last_chunk())
            else {
                return None;
            };
            u64::from_le_bytes(*text_first) == same_case::<FOLD>(first)
                && u64::from_le_bytes(*text_last) == same_case::<FOLD>(last)
                && (!LONG || same_middle::<FOLD>(text, wanted))
        };
        if same { Some(at) } else { None }
    }

    /// The same for tables with a seed, of unusual texts: so many that their places need more than
    /// 16 bits, or some that agree in length and ends.
    #[cold]
    #[inline(never)]
    pub(crate) const fn by_all<const FOLD: bool>(&self, wanted: &[u8]) -> Option<usize> {
        let mut key = self.number(head::SEED) as u64 ^ wanted.len() as u64;
        let mut rest = wanted;
        while let Some((word, more)) = rest.split_first_chunk() {
            key = step(key, same_case::<FOLD>(u64::from_le_bytes(*word)));
            rest = more;
        }
        let key = step(key, same_case::<FOLD>(short_word(rest)));
        let Some(at) = slot(&self.head, self.data, key) else { return None };
        let bounds = match self.number(head::WIDE) {
            0 => self.bounds::<false>(at),
            _ => self.bounds::<true>(at),
        };
        let Some((start, end)) = bounds else { return None };
        if end.wrapping_sub(start) != wanted.len() {
            return None;
        }
        let start = if FOLD { start + self.number(head::FOLDED) } else { start };
        let Some((_, text)) = self.text.as_bytes().split_at_checked(start) else { return None };
        let mut next = 0;
        while next < wanted.len() {
            let byte = if FOLD { wanted[next].to_ascii_lowercase() } else { wanted[next] };
            if next >= text.len() || text[next] != byte {
                return None;
            }
            next += 1;
        }
        Some(at)
    }
}

/// The key of a text by its ends. Where case does not count, the bit that tells cases apart is set
/// in each byte, which is less work than to look for the letters. The derive computes the same, see
/// `typewright_core::emit::enums::hash`.
#[inline]
pub(crate) const fn mix<const FOLD: bool>(first: u64, last: u64, len: usize) -> u64 {
    let (first, last) = (any_case::<FOLD>(first), any_case::<FOLD>(last));
    (first ^ last.rotate_left(23)).wrapping_add(len as u64)
}

/// A word with the bit that tells cases apart set in each byte: the same for all cases of a letter,
/// and for some bytes that are none.
#[inline]
pub(crate) const fn any_case<const FOLD: bool>(word: u64) -> u64 {
    if FOLD { word | u64::from_ne_bytes([0x20; 8]) } else { word }
}

/// A word as it is compared.
#[inline]
pub(crate) const fn same_case<const FOLD: bool>(word: u64) -> u64 {
    if FOLD { fold(word) } else { word }
}

/// Less than eight bytes in a word.
#[inline]
pub(crate) const fn short_word(text: &[u8]) -> u64 {
    let len = text.len();
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        first as u64 | (last as u64) << ((len - 4) * 8)
    } else if len > 0 {
        let (first, middle, last) = (text[0], text[len / 2], text[len - 1]);
        first as u64 | (middle as u64) << (len / 2 * 8) | (last as u64) << ((len - 1) * 8)
    } else {
        0
    }
}

/// Eight bytes from a place that has so many.
#[inline]
pub(crate) const fn word(text: &[u8], at: usize) -> u64 {
    if let Some((_, text)) = text.split_at_checked(at)
        && let Some(word) = text.first_chunk()
    {
        return u64::from_le_bytes(*word);
    }
    0
}

#[inline]
const fn step(mixed: u64, word: u64) -> u64 {
    (mixed.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Whether `wanted` is like a text of its length between their ends, word by word; the ends are
/// compared already, so the last word needs no care.
#[inline(always)]
pub(crate) const fn same_middle<const FOLD: bool>(text: &[u8], wanted: &[u8]) -> bool {
    let (text, wanted): (&[[u8; 8]], &[[u8; 8]]) = (text.as_chunks().0, wanted.as_chunks().0);
    let mut at = 1;
    while at < text.len() && at < wanted.len() {
        if u64::from_le_bytes(text[at]) != same_case::<FOLD>(u64::from_le_bytes(wanted[at])) {
            return false;
        }
        at += 1;
    }
    true
}

/// Eight bytes with their ASCII letters in lower case.
#[inline]
const fn fold(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let low = word & (0x7f * EACH);
    let from_a = low + (0x80 - b'A' as u64) * EACH;
    let behind_z = low + (0x80 - (b'Z' as u64 + 1)) * EACH;
    let letters = (from_a ^ behind_z) & (0x80 * EACH) & !word;
    word | (letters >> 2)
}
