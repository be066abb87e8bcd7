//! Integers, and arrays of them, as sets of places.

use core::fmt::Debug;
use core::hash::Hash;

/// One bit for each place. Implemented for the unsigned integers and for arrays of `u64`.
pub trait Bits: Copy + Eq + Hash + Debug {
    /// No bit.
    const NONE: Self;

    /// Whether the bit of a place is set.
    #[must_use]
    fn has(&self, place: usize) -> bool;

    /// Sets the bit of a place, or clears it.
    fn put(&mut self, place: usize, on: bool);

    /// How many bits are set.
    #[must_use]
    fn count(&self) -> usize;

    /// The lowest bit that is set.
    #[must_use]
    fn first(&self) -> Option<usize>;

    /// The highest bit that is set.
    #[must_use]
    fn last(&self) -> Option<usize>;

    /// Each word of two sets made into one.
    #[must_use]
    fn zip(self, other: Self, word: impl Fn(u128, u128) -> u128) -> Self;
}

macro_rules! integers {
    ($($integer:ident)*) => {$(
        impl Bits for $integer {
            const NONE: Self = 0;

            #[inline]
            fn has(&self, place: usize) -> bool {
                self >> place & 1 != 0
            }

            #[inline]
            fn put(&mut self, place: usize, on: bool) {
                *self = *self & !(1 << place) | Self::from(on) << place;
            }

            #[inline]
            fn count(&self) -> usize {
                self.count_ones() as usize
            }

            #[inline]
            fn first(&self) -> Option<usize> {
                if *self == 0 { None } else { Some(self.trailing_zeros() as usize) }
            }

            #[inline]
            fn last(&self) -> Option<usize> {
                self.checked_ilog2().map(|place| place as usize)
            }

            #[inline]
            fn zip(self, other: Self, word: impl Fn(u128, u128) -> u128) -> Self {
                word(u128::from(self), u128::from(other)) as Self
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 u128);

impl<const N: usize> Bits for [u64; N] {
    const NONE: Self = [0; N];

    #[inline]
    fn has(&self, place: usize) -> bool {
        self[place / 64].has(place % 64)
    }

    #[inline]
    fn put(&mut self, place: usize, on: bool) {
        self[place / 64].put(place % 64, on);
    }

    fn count(&self) -> usize {
        self.iter().map(Bits::count).sum()
    }

    fn first(&self) -> Option<usize> {
        self.iter().enumerate().find_map(|(at, word)| Some(at * 64 + word.first()?))
    }

    fn last(&self) -> Option<usize> {
        self.iter().enumerate().rev().find_map(|(at, word)| Some(at * 64 + word.last()?))
    }

    fn zip(mut self, other: Self, word: impl Fn(u128, u128) -> u128) -> Self {
        for (one, other) in self.iter_mut().zip(other) {
            *one = one.zip(other, &word);
        }
        self
    }
}
