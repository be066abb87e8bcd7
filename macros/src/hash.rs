//! A perfect hash over the length and the first and last eight bytes of a text.
//!
//! Two levels: the high bits of the product choose a displacement, which chooses the slot. So each
//! lookup reads one byte, one slot and one text, whatever the number of texts.

use crate::table::Table;

/// What the derive computes about the texts of a [`Table`].
pub struct Hash {
    /// What the mixed ends of a text are multiplied by.
    pub multiplier: u64,
    /// How far the product is shifted to index `displacements`.
    pub shift: u32,
    /// What moves the texts of a bucket to free slots; empty where there are no texts.
    pub displacements: &'static [u8],
    /// Indexes of texts, little-endian `u16`; their number is a power of two.
    pub slots: &'static [[u8; 2]],
    /// Texts that only a full comparison tells apart, in the order of their bytes: those whose
    /// length and ends hash alike. Little-endian `u16`.
    pub twins: &'static [u8],
}

impl Hash {
    /// Finds nothing.
    pub const EMPTY: Self =
        Self { multiplier: 0, shift: 1, displacements: b"", slots: &[], twins: b"" };

    /// The index of the text that equals `wanted`; with `FOLD`, whatever the case of its letters.
    ///
    /// The branch on the length is taken once, as a mispredicted branch costs more than the rest.
    #[inline]
    pub(crate) const fn find<const FOLD: bool>(
        &self,
        table: &Table,
        wanted: &[u8],
    ) -> Option<usize> {
        match wanted.len() {
            8.. => self.probe::<8, FOLD>(table, wanted),
            4.. => self.probe::<4, FOLD>(table, wanted),
            2.. => self.probe::<2, FOLD>(table, wanted),
            1 => self.probe::<1, FOLD>(table, wanted),
            0 => self.probe::<0, FOLD>(table, wanted),
        }
    }

    #[inline]
    const fn probe<const WIDTH: usize, const FOLD: bool>(
        &self,
        table: &Table,
        wanted: &[u8],
    ) -> Option<usize> {
        let (len, ends) = (wanted.len(), ends::<WIDTH, FOLD>(wanted));
        let product = mix(ends, len).wrapping_mul(self.multiplier);
        let bucket = (product >> self.shift) as usize;
        if bucket >= self.displacements.len() {
            return None;
        }
        let place = (product >> 20) as usize ^ self.displacements[bucket] as usize;
        let slot = place & self.slots.len().wrapping_sub(1);
        if slot >= self.slots.len() {
            return None;
        }
        let at = u16::from_le_bytes(self.slots[slot]) as usize;
        if let Some(text) = table.bytes::<FOLD>(at, len) {
            let found = self::ends::<WIDTH, false>(text);
            if found.0 == ends.0 && found.1 == ends.1 && same_middle::<FOLD>(text, wanted) {
                return Some(at);
            }
        }
        if self.twins.is_empty() { None } else { self.find_twin::<FOLD>(table, wanted) }
    }

    /// The only index at which this key may be, where keys are hashed as they are.
    #[inline]
    pub const fn place(&self, key: u64) -> usize {
        let product = key.wrapping_mul(self.multiplier);
        let bucket = (product >> self.shift) as usize;
        if bucket >= self.displacements.len() {
            return 0;
        }
        let place = (product >> 20) as usize ^ self.displacements[bucket] as usize;
        let slot = place & self.slots.len().wrapping_sub(1);
        if slot < self.slots.len() { u16::from_le_bytes(self.slots[slot]) as usize } else { 0 }
    }

    #[cold]
    const fn find_twin<const FOLD: bool>(&self, table: &Table, wanted: &[u8]) -> Option<usize> {
        let twins = self.twins.as_chunks().0;
        let (mut low, mut high) = (0, twins.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let at = u16::from_le_bytes(twins[middle]) as usize;
            match compare::<FOLD>(table.name(at).as_bytes(), wanted) {
                0 => return Some(at),
                less if less < 0 => low = middle + 1,
                _ => high = middle,
            }
        }
        None
    }
}

/// What is hashed. The derive computes the same, see `typewright_core::emit::enums::hash`.
#[inline]
const fn mix((first, last): (u64, u64), len: usize) -> u64 {
    (first ^ last.rotate_left(23)).wrapping_add(len as u64)
}

/// The first and the last `WIDTH` bytes, which may overlap; none where the text is shorter.
#[inline]
const fn ends<const WIDTH: usize, const FOLD: bool>(text: &[u8]) -> (u64, u64) {
    let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) else {
        return (0, 0);
    };
    let (first, last) = (word::<WIDTH>(first), word::<WIDTH>(last));
    if FOLD { (fold(first), fold(last)) } else { (first, last) }
}

#[inline]
const fn word<const WIDTH: usize>(bytes: &[u8; WIDTH]) -> u64 {
    let mut word = [0; 8];
    word.split_at_mut(WIDTH).0.copy_from_slice(bytes);
    u64::from_le_bytes(word)
}

/// Whether `wanted` is like a text of its length between their ends, word by word; the ends are
/// compared already, so the last word needs no care.
#[inline]
const fn same_middle<const FOLD: bool>(text: &[u8], wanted: &[u8]) -> bool {
    let mut at = 8;
    while at + 8 < text.len() {
        let (text, wanted) = (text.split_at(at).1, wanted.split_at(at).1);
        let (Some(x), Some(y)) = (text.first_chunk(), wanted.first_chunk()) else {
            return false;
        };
        let (x, y) = (u64::from_le_bytes(*x), u64::from_le_bytes(*y));
        if x != if FOLD { fold(y) } else { y } {
            return false;
        }
        at += 8;
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

/// Below, at or above zero, as the bytes of `a` are to those of `b`.
const fn compare<const FOLD: bool>(a: &[u8], b: &[u8]) -> i32 {
    let mut at = 0;
    while at < a.len() && at < b.len() {
        let (x, y) = if FOLD {
            (a[at].to_ascii_lowercase(), b[at].to_ascii_lowercase())
        } else {
            (a[at], b[at])
        };
        if x != y {
            return x as i32 - y as i32;
        }
        at += 1;
    }
    (a.len() > b.len()) as i32 - ((a.len() < b.len()) as i32)
}
