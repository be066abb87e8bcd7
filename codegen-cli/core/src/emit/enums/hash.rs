//! A perfect hash, as `typewright` reads it: over texts, or over numbers.
//!
//! Two levels: the highest bits of the product of a key choose a bucket, and those below them, with
//! the bucket's displacement, its slot. On the highest bits each bit of a key has its effect, so keys
//! that differ in few bits come apart, wherever these are. The key of a text are its length and its
//! ends.

use proc_macro2::Literal;

use crate::model::name::Places;

/// Multipliers that are tried before the slots are doubled.
const TRIES: u32 = 32;

/// A hash that finds each of its keys in one step.
pub(super) struct Hash {
    pub(super) multiplier: u64,
    /// How far the product is shifted to choose a bucket, and a slot.
    pub(super) shifts: [u32; 2],
    /// One for each bucket, an even number of them.
    pub(super) displacements: Vec<u8>,
    /// The index of a key for each slot; their number is a power of two.
    pub(super) slots: Vec<u16>,
}

impl Hash {
    /// Finds nothing.
    pub(super) const NONE: Self =
        Self { multiplier: 0, shifts: [0; 2], displacements: Vec::new(), slots: Vec::new() };

    /// The hash of texts, and the seed with which all of a text is hashed; 0 where length and ends
    /// tell the texts apart, and there are not many. There is none for texts of which one comes
    /// twice, as beside an error: no seed would tell them apart.
    pub(super) fn of_texts(texts: &[String], folded: bool, many: bool) -> (Self, u64) {
        let mut keys = Vec::with_capacity(texts.len());
        for text in texts {
            keys.push(mix(text.as_bytes(), folded));
        }
        let mut seed = 0;
        // Beside a mistake a text may be there twice, or there are too many; nothing is found then.
        if texts.len() > usize::from(u16::MAX) || !unlike(&keys) && twice(texts) {
            return (Self::NONE, 0);
        }
        while many && seed == 0 || !unlike(&keys) {
            seed += 1;
            for (key, text) in keys.iter_mut().zip(texts) {
                *key = mix_all(seed, text.as_bytes());
            }
        }
        (Self::of(&keys), seed)
    }

    /// The head of a table, as the runtime's `head.rs` has it, and the data by which keys are found,
    /// behind which its `places` stand; the head's other numbers are those of texts.
    pub(super) fn table(&self, places: &[u16], texts: [usize; 5]) -> (Literal, Vec<u8>) {
        let mut data = self.displacements.clone();
        push(&mut data, &self.slots);
        let (slots, mask) = (self.displacements.len() / 2, self.slots.len().saturating_sub(1));
        let at = self.end();
        push(&mut data, places);
        let [wide, count, found, folded, seed] = texts;
        let owners = at + places.len();
        let mut head = self.multiplier.to_le_bytes().to_vec();
        let [bucket, slot] = self.shifts;
        let shifts = (bucket | slot << 8) as usize;
        for number in [shifts, mask, slots, at, wide, owners, count, found, folded, seed] {
            head.extend_from_slice(&(number as u32).to_le_bytes());
        }
        (Literal::byte_string(&head), data)
    }

    /// Where its own data ends, in units of two bytes.
    pub(super) fn end(&self) -> usize {
        self.displacements.len() / 2 + self.slots.len()
    }

    /// The hash of keys that are unlike one another.
    pub(super) fn of(keys: &[u64]) -> Self {
        let mut slots = (keys.len() * 5 / 4).next_power_of_two();
        let buckets = keys.len().div_ceil(3).next_power_of_two().max(2);
        let shift = 64 - buckets.ilog2();
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        loop {
            let shifts = [shift, shift.saturating_sub(slots.ilog2())];
            for _ in 0..TRIES {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                let multiplier = random | 1;
                if let Some((displacements, slots)) = place(keys, multiplier, shifts, slots) {
                    return Self { multiplier, shifts, displacements, slots };
                }
            }
            slots *= 2;
        }
    }
}

/// Writes numbers, each in two bytes.
pub(super) fn push(data: &mut Vec<u8>, numbers: &[u16]) {
    for number in numbers {
        data.extend_from_slice(&number.to_le_bytes());
    }
}

fn twice(texts: &[String]) -> bool {
    let mut places = Places::new();
    for text in texts {
        places.insert(text.clone(), 0);
    }
    places.len() < texts.len()
}

/// Whether no key is there twice.
pub(super) fn unlike(keys: &[u64]) -> bool {
    let mut sorted = keys.to_vec();
    sorted.sort_unstable();
    for pair in sorted.windows(2) {
        if pair[0] == pair[1] {
            return false;
        }
    }
    true
}

/// Displacements and slots under a multiplier, unless some bucket finds no place.
///
/// By loops over slices, as a derive runs unoptimised.
fn place(
    keys: &[u64],
    multiplier: u64,
    [shift, slot_shift]: [u32; 2],
    slots: usize,
) -> Option<(Vec<u8>, Vec<u16>)> {
    let count = 1 << (64 - shift);
    let mut buckets = vec![Vec::new(); count];
    let (mut at, mut largest) = (0, 0);
    while at < keys.len() {
        let product = keys[at].wrapping_mul(multiplier);
        let bucket = &mut buckets[(product >> shift) as usize];
        bucket.push(((product >> slot_shift) as usize, at as u16));
        largest = largest.max(bucket.len());
        at += 1;
    }
    let mut displacements = vec![0; count];
    // A slot without a key has the first one, and a key that comes there differs from it.
    let (mut free, mut chosen) = (vec![true; slots], vec![0; slots]);
    let (free, chosen, buckets) = (&mut free[..], &mut chosen[..], &buckets[..]);
    // The largest first, while there is room.
    while largest > 0 {
        let mut nth = 0;
        while nth < count {
            if buckets[nth].len() == largest {
                displacements[nth] = displacement(&buckets[nth], free, chosen)?;
            }
            nth += 1;
        }
        largest -= 1;
    }
    Some((displacements, chosen.to_vec()))
}

/// The displacement under which all members of a bucket find free slots, which they take.
fn displacement(members: &[(usize, u16)], free: &mut [bool], chosen: &mut [u16]) -> Option<u8> {
    let mask = free.len() - 1;
    let mut displacement = 0_u8;
    loop {
        let mut settled = 0;
        while settled < members.len() {
            let slot = (members[settled].0 ^ displacement as usize) & mask;
            if !free[slot] {
                break;
            }
            (free[slot], chosen[slot]) = (false, members[settled].1);
            settled += 1;
        }
        if settled == members.len() {
            return Some(displacement);
        }
        while settled > 0 {
            settled -= 1;
            let slot = (members[settled].0 ^ displacement as usize) & mask;
            (free[slot], chosen[slot]) = (true, 0);
        }
        // What is beyond the mask was tried.
        displacement = displacement.checked_add(1)?;
        if displacement as usize > mask {
            return None;
        }
    }
}

/// The length of a text and its ends, in one. Where case does not count, the bit that tells cases
/// apart is set in each byte.
pub(super) fn mix(text: &[u8], folded: bool) -> u64 {
    let (first, last) = any_case(text, folded);
    (first ^ last.rotate_left(23)).wrapping_add(text.len() as u64)
}

/// The ends of a text, with that bit where case does not count.
pub(super) fn any_case(text: &[u8], folded: bool) -> (u64, u64) {
    let case = if folded { u64::from_ne_bytes([0x20; 8]) } else { 0 };
    let (first, last) = ends(text);
    (first | case, last | case)
}

/// The first and the last eight bytes of a text; of a shorter one, all of it twice.
pub(super) fn ends(text: &[u8]) -> (u64, u64) {
    (word(&text[..text.len().min(8)]), word(&text[text.len().saturating_sub(8)..]))
}

/// The length of a text and all of it, in one.
fn mix_all(seed: u64, text: &[u8]) -> u64 {
    let (words, rest) = text.as_chunks::<8>();
    let mut mixed = seed ^ text.len() as u64;
    for bytes in words {
        mixed = with(mixed, word(bytes));
    }
    with(mixed, word(rest))
}

fn with(mixed: u64, word: u64) -> u64 {
    (mixed.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn word(bytes: &[u8]) -> u64 {
    let mut word = 0;
    for byte in bytes.iter().rev() {
        word = word << 8 | u64::from(*byte);
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the runtime's steps lead to each key.
    fn finds(hash: &Hash, keys: &[u64]) -> bool {
        let [shift, slot_shift] = hash.shifts;
        keys.iter().enumerate().all(|(at, key)| {
            let product = key.wrapping_mul(hash.multiplier);
            let displacement = usize::from(hash.displacements[(product >> shift) as usize]);
            let slot = (product >> slot_shift) as usize ^ displacement;
            usize::from(hash.slots[slot & (hash.slots.len() - 1)]) == at
        })
    }

    #[test]
    fn keys_that_differ_in_few_bits_need_no_more_slots() {
        let mut sets: Vec<Vec<u64>> = vec![(0..64).map(|bit| 1 << bit).collect()];
        for bit in 0..64 {
            for count in [2, 3, 8, 10, 26, 100, 200] {
                let room = 64 - count_bits(count);
                let digits = (0..count).map(|digit| 0x1234_5678_9abc_def0 ^ digit << bit.min(room));
                sets.push(digits.collect());
            }
        }
        for keys in sets {
            let hash = Hash::of(&keys);
            assert!(finds(&hash, &keys), "{keys:x?}");
            let most = keys.len().next_power_of_two() * 4;
            assert!(hash.slots.len() <= most, "{} slots for {keys:x?}", hash.slots.len());
        }
    }

    fn count_bits(count: u64) -> u32 {
        count.next_power_of_two().ilog2()
    }
}
