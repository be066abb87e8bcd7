//! Sets of flags as text, and their flags one after the other.

use core::fmt::{self, Write};
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::joined;
use crate::parse_error::{ParseError, unknown};
use crate::table::Table;

/// An enum whose values are flags.
pub trait Flag: Sized {
    /// The texts.
    const TABLE: &'static Table;

    /// How many values there are.
    const COUNT: usize;

    /// The value at a place.
    fn at(place: usize) -> Self;

    /// The bits of the value at a place.
    fn bits(place: usize) -> u128;
}

/// The flags of a set; see the `iter` of a derived set.
pub struct FlagIter<E> {
    bits: u128,
    left: u128,
    place: usize,
    flags: PhantomData<fn() -> E>,
}

/// The flags that some bits are.
pub fn flags<E: Flag>(bits: u128) -> FlagIter<E> {
    FlagIter { bits, left: bits, place: 0, flags: PhantomData }
}

impl<E: Flag> FlagIter<E> {
    /// The place of the next flag whose bits are set, some of them for the first time.
    fn next_place(&mut self) -> Option<usize> {
        while self.left != 0 && self.place < E::COUNT {
            let (place, bits) = (self.place, E::bits(self.place));
            self.place += 1;
            if bits & self.bits == bits && bits & self.left != 0 {
                self.left &= !bits;
                return Some(place);
            }
        }
        None
    }
}

impl<E: Flag> Iterator for FlagIter<E> {
    type Item = E;

    fn next(&mut self) -> Option<E> {
        self.next_place().map(E::at)
    }
}

impl<E: Flag> FusedIterator for FlagIter<E> {}

impl<E> Clone for FlagIter<E> {
    fn clone(&self) -> Self {
        Self { flags: PhantomData, ..*self }
    }
}

impl<E: Flag + fmt::Debug> fmt::Debug for FlagIter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.clone()).finish()
    }
}

/// Writes `A|B|0x40`: the flag that is all of the bits, else those that they are together, and what
/// is left as a number; `0x0` where there is none.
///
/// # Errors
/// The formatter's.
pub fn show_flags<E: Flag>(bits: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(place) = (0..E::COUNT).find(|place| E::bits(*place) == bits) {
        return f.pad(E::TABLE.name_in_any(place));
    }
    joined::pad(f, |out: &mut dyn Write| {
        let mut flags = flags::<E>(bits);
        let mut between = "";
        while let Some(place) = flags.next_place() {
            write!(out, "{between}{}", E::TABLE.name_in_any(place))?;
            between = "|";
        }
        match (flags.left, bits) {
            (0, 1..) => Ok(()),
            (left, _) => write!(out, "{between}{left:#x}"),
        }
    })
}

/// The bits of a text such as `A|B|0x40`; a text without anything is no bits. A number may be any
/// up to `most`, in Rust's notations without `_`.
///
/// # Errors
/// A piece is neither a name nor such a number.
pub fn parse_flags<E: Flag, const FOLD: bool>(text: &str, most: u128) -> Result<u128, ParseError> {
    if text.trim().is_empty() {
        return Ok(0);
    }
    let mut bits = 0;
    for piece in text.split('|').map(str::trim) {
        let named = E::TABLE.find_in_any::<FOLD>(piece.as_bytes());
        let piece_bits = named.map(E::bits).or_else(|| number(piece).filter(|bits| *bits <= most));
        bits |= piece_bits.ok_or_else(|| unknown(E::TABLE, piece))?;
    }
    Ok(bits)
}

fn number(text: &str) -> Option<u128> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x', ..] => (&text[2..], 16),
        [b'0', b'o', ..] => (&text[2..], 8),
        [b'0', b'b', ..] => (&text[2..], 2),
        _ => (text, 10),
    };
    // Not with the sign that it would take.
    match digits.chars().next() {
        Some(first) if first.is_digit(radix) => u128::from_str_radix(digits, radix).ok(),
        _ => None,
    }
}
