//! The values of an enum, one after the other.

use core::fmt;
use core::iter::FusedIterator;

use crate::parse_error::{ParseError, unknown};
use crate::table::Table;

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

    /// The value at a place that is below [`Enum::COUNT`].
    #[doc(hidden)]
    fn at(index: usize) -> Self;

    /// The value at a place in the order of declaration, from 0.
    #[must_use]
    #[inline]
    fn from_index(index: usize) -> Option<Self> {
        if index < Self::COUNT { Some(Self::at(index)) } else { None }
    }

    /// All values.
    fn iter() -> Iter<Self> {
        Iter::between(0, Self::COUNT)
    }
}

/// [`Enum::at`] of an enum without values, which nobody calls, as there is no place.
pub fn nothing<E>(index: usize) -> E {
    unreachable!("the enum has no value, and so none at {index}")
}

/// What a derived `from_str` returns.
pub type Parsed<E> = Result<E, ParseError>;

macro_rules! parsers {
    ($($(#[$docs:meta])* $parse:ident $parse_at:ident $find:ident;)*) => {$(
        $(#[$docs])*
        ///
        /// # Errors
        /// No value has this name or alias.
        #[inline]
        pub fn $parse<E>(table: &'static Table, text: &str, value: fn(usize) -> E) -> Parsed<E> {
            match table.$find(text) {
                Some(at) => Ok(value(at)),
                None => Err(unknown(table, text)),
            }
        }

        $(#[$docs])*
        ///
        /// For an enum whose trait makes its values, and whose table has no aliases.
        ///
        /// # Errors
        /// No value has this name.
        #[inline]
        pub fn $parse_at<E: Enum>(table: &'static Table, text: &str) -> Parsed<E> {
            match table.$find(text) {
                Some(at) => Ok(E::at(at)),
                None => Err(unknown(table, text)),
            }
        }
    )*};
}

parsers! {
    /// The value that a text names.
    parse parse_at find;
    /// The value that a text names, whatever the case of its ASCII letters.
    parse_folded parse_at_folded find_folded;
    /// The value that a text names, in a table with long texts.
    parse_long parse_at_long find_long;
    /// The same, whatever the case of its ASCII letters.
    parse_long_folded parse_at_long_folded find_long_folded;
    /// The value that a text names, in a table with a seed.
    parse_whole parse_at_whole find_whole;
    /// The same, whatever the case of its ASCII letters.
    parse_whole_folded parse_at_whole_folded find_whole_folded;
}

/// All values of an enum, or those that are left of them; see [`Enum::iter`].
#[must_use = "iterators are lazy and do nothing unless consumed"]
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

impl<E: Enum> Iterator for Iter<E> {
    type Item = E;

    #[inline]
    fn next(&mut self) -> Option<E> {
        if self.next == self.end {
            return None;
        }
        self.next += 1;
        Some(E::at(self.next - 1))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end - self.next;
        (left, Some(left))
    }

    #[inline]
    fn nth(&mut self, skipped: usize) -> Option<E> {
        self.next = self.next.saturating_add(skipped).min(self.end);
        self.next()
    }

    fn last(mut self) -> Option<E> {
        self.next_back()
    }

    /// Every loop inside of an adapter is this one: without an `Option` for each value there is half
    /// as much to compile for each enum.
    #[inline(always)]
    fn fold<B, F: FnMut(B, E) -> B>(self, first: B, mut add: F) -> B {
        let (mut all, mut at) = (first, self.next);
        while at < self.end {
            let value = E::at(at);
            all = add(all, value);
            at += 1;
        }
        all
    }
}

impl<E: Enum> DoubleEndedIterator for Iter<E> {
    #[inline]
    fn next_back(&mut self) -> Option<E> {
        if self.next == self.end {
            return None;
        }
        self.end -= 1;
        Some(E::at(self.end))
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
