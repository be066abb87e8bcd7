//! The table with the ends of the texts in its slots, for enums that ask for it.

use proc_macro2::Literal;

use super::code::{Code, code};
use super::hash::{self, Hash};
use super::{Target, show, table};
use crate::model::Part;

/// Texts whose hash needs no displacements; for more of them, slots would grow faster than texts.
const DIRECT: usize = 128;

/// Multipliers that are tried for a hash without displacements.
const TRIES: u32 = 4096;

/// Whether texts are found by it: not where `fast` is not wanted, nor where texts are alike or long
/// in such a way that the usual table is what finds them.
pub(super) fn finds(target: &Target<'_>) -> bool {
    let texts = if wanted(target) { texts(target) } else { Vec::new() };
    !texts.is_empty()
        && u16::try_from(texts.iter().map(String::len).sum::<usize>()).is_ok()
        && hash::unlike(&keys(target, &texts))
}

fn wanted(target: &Target<'_>) -> bool {
    let read = target.has(Part::FromStr) || target.has(Part::ConstFromStr);
    let usual = target.model.open || show::parses(target) || table::mixes(target);
    // Case takes time that the slots give back, and many texts are worth their room.
    let many = target.model.ignore_case && target.values.len() > DIRECT;
    target.model.fast.unwrap_or(many) && target.sound && read && !usual
}

fn keys(target: &Target<'_>, texts: &[String]) -> Vec<u64> {
    let mut keys = Vec::with_capacity(texts.len());
    for text in texts {
        keys.push(hash::mix(text.as_bytes(), target.model.ignore_case));
    }
    keys
}

/// What declares it.
pub(super) fn declaration(target: &Target<'_>) -> Option<Code> {
    if !finds(target) {
        return None;
    }
    let texts = texts(target);
    let keys = keys(target, &texts);
    let direct = (texts.len() <= DIRECT).then(|| direct(&keys)).flatten();
    let hash = direct.unwrap_or_else(|| Hash::of(&keys));
    let mut slots = Vec::with_capacity(hash.slots.len() * 24);
    for at in &hash.slots {
        let text = texts[usize::from(*at)].as_bytes();
        let (first, last) = hash::any_case(text, target.model.ignore_case);
        // Where a byte is no letter, another one may look like it when case does not count.
        let unsure = target.model.ignore_case && !text.iter().all(u8::is_ascii_lowercase);
        let behind = text.len() as u64 | u64::from(*at) << 32 | u64::from(unsure) << 63;
        for word in [first, last, behind] {
            slots.extend_from_slice(&word.to_le_bytes());
        }
    }
    let runtime = &target.rust.runtime;
    let (slots, displacements) =
        (Literal::byte_string(&slots), Literal::byte_string(&hash.displacements));
    let multiplier = Literal::u64_unsuffixed(hash.multiplier);
    let [shift, slot_shift] = hash.shifts.map(Literal::u32_unsuffixed);
    Some(code! { [runtime, runtime, runtime, slots, displacements, multiplier, shift, slot_shift]
        static __FAST: #runtime::private::Fast = #runtime::private::Fast {
            slots: #runtime::private::slots(#slots),
            displacements: #displacements,
            multiplier: #multiplier,
            shift: #shift,
            slot_shift: #slot_shift,
        };
    })
}

/// The texts that are found, as they are compared.
fn texts(target: &Target<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    for variant in &target.values {
        texts.push(variant.text.clone());
    }
    for variant in &target.values {
        texts.extend_from_slice(&variant.aliases);
    }
    if target.model.ignore_case {
        for text in &mut texts {
            text.make_ascii_lowercase();
        }
    }
    texts
}

/// A hash of few keys in which the bucket is the slot.
fn direct(keys: &[u64]) -> Option<Hash> {
    let mut slots = (keys.len() * keys.len() / 10).max(keys.len() * 3 / 2).next_power_of_two();
    slots = slots.max(2);
    let shift = 64 - slots.ilog2();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    'tries: for _ in 0..TRIES {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let multiplier = random | 1;
        // A slot without a text has the first one, and a text that comes there differs from it.
        let (mut free, mut chosen) = (vec![true; slots], vec![0; slots]);
        for (at, key) in keys.iter().enumerate() {
            let slot = (key.wrapping_mul(multiplier) >> shift) as usize;
            if !std::mem::replace(&mut free[slot], false) {
                continue 'tries;
            }
            chosen[slot] = at as u16;
        }
        return Some(Hash {
            multiplier,
            shifts: [shift; 2],
            displacements: Vec::new(),
            slots: chosen,
        });
    }
    None
}
