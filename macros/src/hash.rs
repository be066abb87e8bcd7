//! A perfect hash: over the length and the first and last eight bytes of a text, or over numbers.
//!
//! Two levels: the high bits of the product choose a displacement, which chooses the slot. So each
//! lookup reads one byte, one slot and one text, whatever the number of texts. Where length and ends
//! do not tell all texts apart, everything between is hashed as well.

use crate::table::Table;

/// What the derive computes about keys of 64 bits.
pub struct Hash {
    /// What a key is multiplied by.
    pub multiplier: u64,
    /// How far the product is shifted to choose a bucket.
    pub shift: u32,
    /// Where the slots begin, in units of two bytes.
    pub slots: u32,
    /// The number of slots, a power of two, without one.
    pub mask: u32,
}

impl Hash {
    /// The only index at which this key may be. `data` begins with a displacement for each bucket,
    /// in a byte each, and the index in each slot, a little-endian `u16`.
    #[inline]
    pub const fn place(&self, data: &[u8], key: u64) -> usize {
        match self.slot(data, key) {
            Some(at) => at,
            None => 0,
        }
    }

    #[inline]
    const fn slot(&self, data: &[u8], key: u64) -> Option<usize> {
        let product = key.wrapping_mul(self.multiplier);
        let bucket = (product >> self.shift) as usize;
        if bucket >= data.len() {
            return None;
        }
        let slot = ((product >> 20) as usize ^ data[bucket] as usize) & self.mask as usize;
        let (slot, numbers): (_, &[[u8; 2]]) = (self.slots as usize + slot, data.as_chunks().0);
        if slot < numbers.len() { Some(u16::from_le_bytes(numbers[slot]) as usize) } else { None }
    }
}

impl Table {
    /// The variant that has the text `wanted`, in any table.
    pub(crate) const fn find_in_any<const FOLD: bool>(&self, wanted: &[u8]) -> Option<usize> {
        if self.seed == 0 { self.by_ends::<FOLD>(wanted) } else { self.by_all::<FOLD>(wanted) }
    }

    /// The variant that has the text `wanted`; with `FOLD`, whatever the case of its letters.
    ///
    /// The branch on the length is taken once, as a mispredicted branch costs more than the rest.
    /// Without `inline` and with a parameter, each crate has one function of its own: where that is
    /// called at one place, LLVM puts it there and counts out what is constant in the table.
    pub(crate) const fn by_ends<const FOLD: bool>(&self, wanted: &[u8]) -> Option<usize> {
        let len = wanted.len();
        if let (Some(first), Some(last)) = (wanted.first_chunk(), wanted.last_chunk()) {
            let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
            let key = mix::<FOLD>(first, last, len);
            let Some(at) = self.hash.slot(self.data, key) else { return None };
            let Some(text) = self.text_at::<FOLD>(at, len) else { return None };
            if len > text.len() {
                return None;
            }
            let text = text.split_at(len).0;
            let (Some(text_first), Some(text_last)) = (text.first_chunk(), text.last_chunk())
            else {
                return None;
            };
            let same = u64::from_le_bytes(*text_first) == same_case::<FOLD>(first)
                && u64::from_le_bytes(*text_last) == same_case::<FOLD>(last);
            if same && same_middle::<FOLD>(text, wanted) { Some(self.owner(at)) } else { None }
        } else {
            let word = short(wanted);
            let key = mix::<FOLD>(word, word, len);
            let Some(at) = self.hash.slot(self.data, key) else { return None };
            // The bytes behind the text are read, too, and taken away.
            let Some(text) = self.text_at::<FOLD>(at, len) else { return None };
            let Some(text) = text.first_chunk() else { return None };
            let text = u64::from_le_bytes(*text) & !(u64::MAX << (len * 8));
            let same = text == same_case::<FOLD>(word);
            if same { Some(self.owner(at)) } else { None }
        }
    }

    /// The same for tables of unusual texts: long ones, or some that agree in length and ends.
    #[cold]
    #[inline(never)]
    pub(crate) const fn by_all<const FOLD: bool>(&self, wanted: &[u8]) -> Option<usize> {
        let mut key = self.seed as u64 ^ wanted.len() as u64;
        let mut rest = wanted;
        while let Some((word, more)) = rest.split_first_chunk() {
            key = step(key, same_case::<FOLD>(u64::from_le_bytes(*word)));
            rest = more;
        }
        let key = step(key, same_case::<FOLD>(short(rest)));
        let Some(at) = self.hash.slot(self.data, key) else { return None };
        let bounds = match self.wide {
            0 => self.bounds::<false>(at),
            _ => self.bounds::<true>(at),
        };
        let Some((start, end)) = bounds else { return None };
        let Some(text) = self.text_from::<FOLD>(start, end, wanted.len()) else { return None };
        let mut next = 0;
        while next < wanted.len() {
            let byte = if FOLD { wanted[next].to_ascii_lowercase() } else { wanted[next] };
            if next >= text.len() || text[next] != byte {
                return None;
            }
            next += 1;
        }
        Some(self.owner(at))
    }

    /// The bytes from where a text begins, if it has this length and the table is not wide.
    #[inline]
    const fn text_at<const FOLD: bool>(&self, at: usize, len: usize) -> Option<&[u8]> {
        let Some((start, end)) = self.bounds::<false>(at) else { return None };
        self.text_from::<FOLD>(start, end, len)
    }

    #[inline]
    const fn text_from<const FOLD: bool>(
        &self,
        start: usize,
        end: usize,
        len: usize,
    ) -> Option<&[u8]> {
        if end.wrapping_sub(start) != len {
            return None;
        }
        let start = if FOLD { start + self.folded as usize } else { start };
        let text = self.text.as_bytes();
        if start > text.len() { None } else { Some(text.split_at(start).1) }
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
pub(crate) const fn short(text: &[u8]) -> u64 {
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
const fn same_middle<const FOLD: bool>(text: &[u8], wanted: &[u8]) -> bool {
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
