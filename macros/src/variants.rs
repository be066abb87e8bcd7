//! The values of an enum, one after the other.

use core::fmt;
use core::iter::FusedIterator;

/// An enum of known values, in the order of their declaration. Derived, never written by hand.
///
/// ```
/// # use typewright::{Enum, Stringer};
/// #[derive(Stringer, Debug, PartialEq)]
/// enum Side {
///     Left,
///     Right,
/// }
///
/// fn last<E: Enum>() -> Option<E> {
///     E::iter().next_back()
/// }
/// assert_eq!(last(), Some(Side::Right));
/// assert_eq!(Side::from_index(0), Some(Side::Left));
/// ```
pub trait Enum: Sized {
    /// How many values there are.
    const COUNT: usize;

    /// The place of this value in the order of declaration, from 0.
    fn index(&self) -> usize;

    /// The value at a place, see [`Enum::index`].
    fn from_index(index: usize) -> Option<Self>;

    /// All values.
    fn iter() -> Iter<Self> {
        Iter::between(0, Self::COUNT)
    }
}

/// All values of an enum, or those that are left of them; see [`Enum::iter`].
pub struct Iter<E> {
    next: usize,
    end: usize,
    values: core::marker::PhantomData<fn() -> E>,
}

impl<E> Iter<E> {
    const fn between(next: usize, end: usize) -> Self {
        Self { next, end, values: core::marker::PhantomData }
    }
}

impl<E: Enum> Iter<E> {
    /// All values; what a derived `iter` calls.
    #[must_use]
    #[inline]
    pub const fn all() -> Self {
        Self::between(0, E::COUNT)
    }
}

impl<E: Enum> Iterator for Iter<E> {
    type Item = E;

    #[inline]
    fn next(&mut self) -> Option<E> {
        self.nth(0)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end - self.next;
        (left, Some(left))
    }

    #[inline]
    fn nth(&mut self, skipped: usize) -> Option<E> {
        let at = self.next.saturating_add(skipped).min(self.end);
        self.next = (at + 1).min(self.end);
        if at < self.end { E::from_index(at) } else { None }
    }

    fn last(mut self) -> Option<E> {
        self.next_back()
    }
}

impl<E: Enum> DoubleEndedIterator for Iter<E> {
    #[inline]
    fn next_back(&mut self) -> Option<E> {
        if self.next == self.end {
            return None;
        }
        self.end -= 1;
        E::from_index(self.end)
    }
}

impl<E: Enum> ExactSizeIterator for Iter<E> {}
impl<E: Enum> FusedIterator for Iter<E> {}

impl<E> Clone for Iter<E> {
    fn clone(&self) -> Self {
        Self::between(self.next, self.end)
    }
}

impl<E: Enum + fmt::Debug> fmt::Debug for Iter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
