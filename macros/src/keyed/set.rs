//! Some values of an enum.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::iter::FusedIterator;
use core::ops;
use core::str::FromStr;

use super::Bits;

/// An enum whose values an [`EnumSet`] holds. Derived by [`EnumSet`](macro@crate::EnumSet), never
/// written by hand.
pub trait SetKey: Sized {
    /// A bit for each value.
    #[doc(hidden)]
    type Bits: Bits;

    /// The bits of all values.
    #[doc(hidden)]
    const ALL: Self::Bits;

    /// The place of this value in the order of declaration.
    #[doc(hidden)]
    fn place(&self) -> usize;

    /// The value at a place.
    #[doc(hidden)]
    fn at(place: usize) -> Self;
}

/// A set of values of the enum `K`: one bit each, in the smallest integer that has enough of them.
///
/// It prints as `A|B` and parses from that, with the texts of its values.
///
/// ```
/// use typewright::{EnumSet, Stringer};
///
/// #[derive(Stringer, Clone, Copy, Debug, PartialEq)]
/// #[stringer(rename_all = "lowercase", also(EnumSet))]
/// enum Day {
///     Fri,
///     Sat,
///     Sun,
/// }
///
/// const WEEKEND: EnumSet<Day> = Day::set_of(&[Day::Sat, Day::Sun]);
/// let mut open = !WEEKEND;
/// assert!(open.insert(Day::Sat) && !open.contains(&Day::Sun));
/// assert_eq!(open.to_string(), "fri|sat");
/// assert_eq!("sat | sun".parse(), Ok(WEEKEND));
/// assert!((open & WEEKEND).iter().eq([Day::Sat]));
/// assert_eq!(size_of_val(&open), 1);
/// ```
pub struct EnumSet<K: SetKey> {
    bits: K::Bits,
}

impl<K: SetKey> EnumSet<K> {
    /// The set without a value.
    pub const EMPTY: Self = Self { bits: K::Bits::NONE };

    /// The set of all values.
    pub const ALL: Self = Self { bits: K::ALL };

    /// The set without a value.
    #[must_use]
    pub const fn new() -> Self {
        Self::EMPTY
    }

    /// What a derived `set_of` calls.
    #[doc(hidden)]
    pub const fn of(bits: K::Bits) -> Self {
        Self { bits }
    }

    /// How many values it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bits.count()
    }

    /// Whether it holds no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits == K::Bits::NONE
    }

    /// Whether it holds all values.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.bits == K::ALL
    }

    /// Whether it holds a value.
    #[inline]
    pub fn contains(&self, value: &K) -> bool {
        self.bits.has(value.place())
    }

    /// Adds a value; whether it was missing.
    #[allow(clippy::needless_pass_by_value)] // as the sets of std do
    #[inline]
    pub fn insert(&mut self, value: K) -> bool {
        let added = !self.contains(&value);
        self.bits.put(value.place(), true);
        added
    }

    /// Takes a value away; whether it was there.
    #[inline]
    pub fn remove(&mut self, value: &K) -> bool {
        let taken = self.contains(value);
        self.bits.put(value.place(), false);
        taken
    }

    /// Takes all values away.
    pub fn clear(&mut self) {
        *self = Self::EMPTY;
    }

    /// Keeps the values for which `keep` says so.
    pub fn retain(&mut self, mut keep: impl FnMut(&K) -> bool) {
        for value in *self {
            if !keep(&value) {
                self.remove(&value);
            }
        }
    }

    /// The values of either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { bits: self.bits.zip(other.bits, |one, other| one | other) }
    }

    /// The values of both sets.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self { bits: self.bits.zip(other.bits, |one, other| one & other) }
    }

    /// The values of this set that the other one does not hold.
    #[must_use]
    pub fn difference(self, other: Self) -> Self {
        Self { bits: self.bits.zip(other.bits, |one, other| one & !other) }
    }

    /// The values of one of the sets but not of both.
    #[must_use]
    pub fn symmetric_difference(self, other: Self) -> Self {
        Self { bits: self.bits.zip(other.bits, |one, other| one ^ other) }
    }

    /// The values that it does not hold.
    #[must_use]
    pub fn complement(self) -> Self {
        Self::ALL.difference(self)
    }

    /// Whether the other set holds all values of this one.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.difference(*other).is_empty()
    }

    /// Whether this set holds all values of the other one.
    #[must_use]
    pub fn is_superset(&self, other: &Self) -> bool {
        other.is_subset(self)
    }

    /// Whether no value is in both sets.
    #[must_use]
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.intersection(*other).is_empty()
    }

    /// The first value in the order of the enum's declaration.
    #[must_use]
    pub fn first(&self) -> Option<K> {
        self.bits.first().map(K::at)
    }

    /// The last value in the order of the enum's declaration.
    #[must_use]
    pub fn last(&self) -> Option<K> {
        self.bits.last().map(K::at)
    }

    /// The values, in the order of the enum's declaration.
    pub fn iter(&self) -> SetIter<K> {
        SetIter { left: *self }
    }
}

impl<K: SetKey> Clone for EnumSet<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: SetKey> Copy for EnumSet<K> {}

impl<K: SetKey> Default for EnumSet<K> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<K: SetKey> PartialEq for EnumSet<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}

impl<K: SetKey> Eq for EnumSet<K> {}

impl<K: SetKey> Hash for EnumSet<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bits.hash(state);
    }
}

impl<K: SetKey + fmt::Debug> fmt::Debug for EnumSet<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self).finish()
    }
}

/// `A|B`; nothing for an empty set.
impl<K: SetKey + fmt::Display> fmt::Display for EnumSet<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::joined::pad(f, |out| {
            for (at, value) in self.into_iter().enumerate() {
                if at > 0 {
                    out.write_char('|')?;
                }
                write!(out, "{value}")?;
            }
            Ok(())
        })
    }
}

/// `A | B`; spaces around a value do not count, and a text of nothing else is the empty set.
impl<K: SetKey + FromStr> FromStr for EnumSet<K> {
    type Err = K::Err;

    fn from_str(text: &str) -> Result<Self, K::Err> {
        if text.trim().is_empty() {
            return Ok(Self::EMPTY);
        }
        text.split('|').map(|value| value.trim().parse()).collect()
    }
}

impl<K: SetKey> From<K> for EnumSet<K> {
    fn from(value: K) -> Self {
        [value].into()
    }
}

impl<K: SetKey, const N: usize> From<[K; N]> for EnumSet<K> {
    fn from(values: [K; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<K: SetKey> Extend<K> for EnumSet<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, values: I) {
        for value in values {
            self.insert(value);
        }
    }
}

impl<K: SetKey> FromIterator<K> for EnumSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(values: I) -> Self {
        let mut set = Self::EMPTY;
        set.extend(values);
        set
    }
}

macro_rules! operators {
    ($($operator:ident $call:ident $assign:ident $call_assign:ident $method:ident)*) => {$(
        impl<K: SetKey, S: Into<EnumSet<K>>> ops::$operator<S> for EnumSet<K> {
            type Output = Self;

            fn $call(self, other: S) -> Self {
                self.$method(other.into())
            }
        }

        impl<K: SetKey, S: Into<EnumSet<K>>> ops::$assign<S> for EnumSet<K> {
            fn $call_assign(&mut self, other: S) {
                *self = self.$method(other.into());
            }
        }
    )*};
}

operators! {
    BitOr bitor BitOrAssign bitor_assign union
    BitAnd bitand BitAndAssign bitand_assign intersection
    BitXor bitxor BitXorAssign bitxor_assign symmetric_difference
    Sub sub SubAssign sub_assign difference
}

impl<K: SetKey> ops::Not for EnumSet<K> {
    type Output = Self;

    fn not(self) -> Self {
        self.complement()
    }
}

/// The values of an [`EnumSet`], in the order of the enum's declaration.
pub struct SetIter<K: SetKey> {
    left: EnumSet<K>,
}

impl<K: SetKey> Iterator for SetIter<K> {
    type Item = K;

    #[inline]
    fn next(&mut self) -> Option<K> {
        let place = self.left.bits.first()?;
        self.left.bits.put(place, false);
        Some(K::at(place))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left.len(), Some(self.left.len()))
    }
}

impl<K: SetKey> DoubleEndedIterator for SetIter<K> {
    #[inline]
    fn next_back(&mut self) -> Option<K> {
        let place = self.left.bits.last()?;
        self.left.bits.put(place, false);
        Some(K::at(place))
    }
}

impl<K: SetKey> ExactSizeIterator for SetIter<K> {}
impl<K: SetKey> FusedIterator for SetIter<K> {}

impl<K: SetKey> Clone for SetIter<K> {
    fn clone(&self) -> Self {
        Self { left: self.left }
    }
}

impl<K: SetKey + fmt::Debug> fmt::Debug for SetIter<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.left.fmt(f)
    }
}

impl<K: SetKey> IntoIterator for EnumSet<K> {
    type Item = K;
    type IntoIter = SetIter<K>;

    fn into_iter(self) -> SetIter<K> {
        self.iter()
    }
}

impl<K: SetKey> IntoIterator for &EnumSet<K> {
    type Item = K;
    type IntoIter = SetIter<K>;

    fn into_iter(self) -> SetIter<K> {
        self.iter()
    }
}
