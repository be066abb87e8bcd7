//! A perfect hash over texts, as `typewright` reads it.
//!
//! Two levels: the high bits of the product of a text's mixed ends choose a bucket, the bucket's
//! displacement chooses the slot of each of its texts.

use std::collections::BTreeMap;

/// Multipliers that are tried before the slots are doubled.
const TRIES: u32 = 32;

/// A hash that finds each of its texts in one step; the fields are those of the runtime's `Hash`.
pub(super) struct Hash {
    pub(super) multiplier: u64,
    pub(super) shift: u32,
    pub(super) displacements: Vec<u8>,
    pub(super) slots: Vec<u16>,
    pub(super) twins: Vec<u16>,
}

impl Hash {
    /// The hash of texts, each with its index; none of them twice.
    pub(super) fn new(texts: &BTreeMap<Vec<u8>, u16>) -> Self {
        let mut seen: BTreeMap<u64, bool> = BTreeMap::new();
        for text in texts.keys() {
            seen.entry(mix(text)).and_modify(|twin| *twin = true).or_insert(false);
        }
        let twin = |text: &[u8]| seen.get(&mix(text)).is_some_and(|twin| *twin);
        let twins = texts.iter().filter(|(text, _)| twin(text)).map(|(_, at)| *at).collect();
        let keys: BTreeMap<u64, u16> = texts.iter().map(|(text, at)| (mix(text), *at)).collect();
        Self { twins, ..Self::of(&keys) }
    }

    /// The hash of keys, each with its index.
    pub(super) fn of(keys: &BTreeMap<u64, u16>) -> Self {
        let keys: Vec<(u64, u16)> = keys.iter().map(|(key, at)| (*key, *at)).collect();
        let mut slots = (keys.len() * 5 / 4).next_power_of_two();
        let buckets = keys.len().div_ceil(3).next_power_of_two().max(2);
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        loop {
            for _ in 0..TRIES {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                if let Some((displacements, slots)) = place(&keys, random | 1, buckets, slots) {
                    let shift = 64 - buckets.ilog2();
                    let (multiplier, twins) = (random | 1, Vec::new());
                    return Self { multiplier, shift, displacements, slots, twins };
                }
            }
            slots *= 2;
        }
    }
}

/// Displacements and slots under a multiplier, unless some bucket finds no place.
fn place(
    keys: &[(u64, u16)],
    multiplier: u64,
    buckets: usize,
    slots: usize,
) -> Option<(Vec<u8>, Vec<u16>)> {
    let mut members = vec![Vec::new(); buckets];
    for (key, at) in keys {
        let product = key.wrapping_mul(multiplier);
        members[(product >> (64 - buckets.ilog2())) as usize].push((product, *at));
    }
    let mut order: Vec<usize> = (0..buckets).filter(|b| !members[*b].is_empty()).collect();
    order.sort_by_key(|bucket| std::cmp::Reverse(members[*bucket].len()));
    let mut displacements = vec![0; buckets];
    let mut taken = vec![None; slots];
    for bucket in order {
        displacements[bucket] = (0..=u8::MAX).find(|d| settle(&members[bucket], *d, &mut taken))?;
    }
    // A text that is in no slot compares with the first one, and differs.
    let filler = keys.first().map_or(0, |(_, at)| *at);
    Some((displacements, taken.into_iter().map(|at| at.unwrap_or(filler)).collect()))
}

/// Takes the slots of a bucket's members under a displacement, or none.
fn settle(members: &[(u64, u16)], displacement: u8, taken: &mut [Option<u16>]) -> bool {
    let mask = taken.len() - 1;
    let slot = |product: u64| ((product >> 20) as usize ^ usize::from(displacement)) & mask;
    let places: Vec<usize> = members.iter().map(|(product, _)| slot(*product)).collect();
    for (at, place) in places.iter().enumerate() {
        if taken[*place].is_some() {
            for undone in &places[..at] {
                taken[*undone] = None;
            }
            return false;
        }
        taken[*place] = Some(members[at].1);
    }
    true
}

/// The first and the last word of a text and its length, in one.
fn mix(text: &[u8]) -> u64 {
    let width = match text.len() {
        0 => 0,
        1 => 1,
        2..4 => 2,
        4..8 => 4,
        8.. => 8,
    };
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, b| word << 8 | u64::from(*b));
    let (first, last): (u64, u64) = (word(&text[..width]), word(&text[text.len() - width..]));
    (first ^ last.rotate_left(23)).wrapping_add(text.len() as u64)
}
