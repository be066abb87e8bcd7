//! The values beside a value.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::ops::Range;

/// An enum whose values have neighbours, in the order of their declaration. Derived by
/// [`EnumNext`](macro@crate::EnumNext), never written by hand; the derive gives the enum the same
/// functions, which need no import and work in constants.
///
/// ```
/// use typewright::EnumNext;
///
/// #[derive(EnumNext, Clone, Copy, Debug, PartialEq)]
/// enum Light {
///     Green,
///     Yellow,
///     Red,
/// }
///
/// fn advance<E: EnumNext>(light: &mut E) {
///     *light = light.wrapping_next();
/// }
///
/// let mut light = Light::MAX;
/// assert_eq!((light.next(), light.previous()), (None, Some(Light::Yellow)));
/// advance(&mut light);
/// assert_eq!(light, Light::Green);
/// assert!(Light::Yellow.iter_from().eq([Light::Yellow, Light::Red]));
/// ```
pub trait EnumNext: Sized {
    /// How many values there are.
    #[doc(hidden)]
    const PLACES: usize;

    /// The place of this value in the order of declaration.
    #[doc(hidden)]
    fn place(&self) -> usize;

    /// The value at a place.
    #[doc(hidden)]
    fn at_place(place: usize) -> Self;

    /// The value after this one; `None` after the last.
    #[must_use]
    fn next(&self) -> Option<Self> {
        let place = self.place() + 1;
        if place < Self::PLACES { Some(Self::at_place(place)) } else { None }
    }

    /// The value before this one; `None` before the first.
    #[must_use]
    fn previous(&self) -> Option<Self> {
        self.place().checked_sub(1).map(Self::at_place)
    }

    /// The value after this one; the first after the last.
    #[must_use]
    fn wrapping_next(&self) -> Self {
        Self::at_place((self.place() + 1) % Self::PLACES)
    }

    /// The value before this one; the last before the first.
    #[must_use]
    fn wrapping_previous(&self) -> Self {
        Self::at_place((self.place() + Self::PLACES - 1) % Self::PLACES)
    }

    /// The values from this one to the last; `rev()` runs from the last to this one.
    fn iter_from(&self) -> IterFrom<Self> {
        IterFrom { places: self.place()..Self::PLACES, values: PhantomData }
    }

    /// The values from the first to this one; `rev()` runs from this one to the first.
    fn iter_to(&self) -> IterFrom<Self> {
        IterFrom { places: 0..self.place() + 1, values: PhantomData }
    }
}

/// Values of an enum that follow one another; see [`EnumNext::iter_from`] and
/// [`EnumNext::iter_to`].
pub struct IterFrom<E> {
    places: Range<usize>,
    values: PhantomData<fn() -> E>,
}

impl<E: EnumNext> Iterator for IterFrom<E> {
    type Item = E;

    #[inline]
    fn next(&mut self) -> Option<E> {
        self.places.next().map(E::at_place)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }

    fn nth(&mut self, skipped: usize) -> Option<E> {
        self.places.nth(skipped).map(E::at_place)
    }
}

impl<E: EnumNext> DoubleEndedIterator for IterFrom<E> {
    #[inline]
    fn next_back(&mut self) -> Option<E> {
        self.places.next_back().map(E::at_place)
    }
}

impl<E: EnumNext> ExactSizeIterator for IterFrom<E> {}
impl<E: EnumNext> FusedIterator for IterFrom<E> {}

impl<E> Clone for IterFrom<E> {
    fn clone(&self) -> Self {
        Self { places: self.places.clone(), values: PhantomData }
    }
}

impl<E: EnumNext + fmt::Debug> fmt::Debug for IterFrom<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
