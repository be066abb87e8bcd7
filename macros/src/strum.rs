//! strum's traits, for code that was written for strum; see `docs/from-strum.md`.

use core::fmt;
use core::hash::Hasher;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::ops::Range;

use crate::parse_error::{self, ParseError};
use crate::table::Table;

/// An enum whose values can be gone through. Derived by [`EnumIter`](macro@crate::EnumIter).
pub trait IntoEnumIterator: Sized {
    /// What goes through them.
    type Iterator: Iterator<Item = Self>
        + Clone
        + DoubleEndedIterator
        + ExactSizeIterator
        + FusedIterator;

    /// All values that are not `disabled`, in the order of their declaration.
    fn iter() -> Self::Iterator;
}

/// An enum whose values can be gone through from the first one on. strum derives it nowhere.
pub trait VariantIterator: Sized {
    /// What goes through them.
    type Iterator: Iterator<Item = Self>;

    /// All values.
    fn iter() -> Self::Iterator;
}

/// What is known about the variants of an enum. strum derives it nowhere.
pub trait VariantMetadata {
    /// How many variants there are.
    const VARIANT_COUNT: usize;
    /// Their names.
    const VARIANT_NAMES: &'static [&'static str];

    /// The name of this value's variant.
    fn variant_name(&self) -> &'static str;
}

/// What a variant says to people. Derived by [`EnumMessage`](macro@crate::EnumMessage).
pub trait EnumMessage {
    /// What `message` says.
    fn get_message(&self) -> Option<&'static str>;

    /// What `detailed_message` says, else `message`.
    fn get_detailed_message(&self) -> Option<&'static str>;

    /// The doc comment.
    fn get_documentation(&self) -> Option<&'static str>;

    /// The texts that the variant is parsed from.
    fn get_serializations(&self) -> &'static [&'static str];
}

/// What `props(key = value)` says about a variant. Derived by
/// [`EnumProperty`](macro@crate::EnumProperty).
pub trait EnumProperty {
    /// The text under a key.
    fn get_str(&self, prop: &str) -> Option<&'static str>;

    /// The number under a key.
    fn get_int(&self, prop: &str) -> Option<i64>;

    /// The `true` or `false` under a key.
    fn get_bool(&self, prop: &str) -> Option<bool>;
}

/// A reference that lives as long as the program.
#[deprecated(note = "derive `IntoStaticStr`, and write `<&'static str>::from(value)`")]
pub trait AsStaticRef<T>
where
    T: ?Sized,
{
    /// The reference.
    fn as_static(&self) -> &'static T;
}

/// How many values an enum has. Derived by [`EnumCount`](macro@crate::EnumCount).
pub trait EnumCount {
    /// The variants that are not `disabled`.
    const COUNT: usize;
}

/// The names of an enum's variants. Derived by [`VariantNames`](macro@crate::VariantNames).
pub trait VariantNames {
    /// The names, as `Display` writes them.
    const VARIANTS: &'static [&'static str];
}

/// The values of an enum without data. Derived by [`VariantArray`](macro@crate::VariantArray).
pub trait VariantArray: Sized + 'static {
    /// The values.
    const VARIANTS: &'static [Self];
}

/// An enum with another one of its variants without their data. Derived by
/// [`EnumDiscriminants`](macro@crate::EnumDiscriminants).
pub trait IntoDiscriminant {
    /// The other enum.
    type Discriminant;

    /// The variant of this value.
    fn discriminant(&self) -> Self::Discriminant;
}

/// An enum of known values, as a derived iterator asks for them.
pub trait Values: Sized {
    /// How many there are.
    const COUNT: usize;

    /// The value at a place below [`Values::COUNT`].
    fn at(index: usize) -> Self;
}

/// All values of an enum, or those that are left of them.
pub struct ValuesIter<E> {
    places: Range<usize>,
    values: PhantomData<fn() -> E>,
}

impl<E: Values> ValuesIter<E> {
    /// All values.
    #[inline]
    pub const fn all() -> Self {
        Self { places: 0..E::COUNT, values: PhantomData }
    }
}

impl<E: Values> Iterator for ValuesIter<E> {
    type Item = E;

    #[inline]
    fn next(&mut self) -> Option<E> {
        self.places.next().map(E::at)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }

    #[inline]
    fn nth(&mut self, skipped: usize) -> Option<E> {
        self.places.nth(skipped).map(E::at)
    }

    #[inline]
    fn fold<B, F: FnMut(B, E) -> B>(self, first: B, mut add: F) -> B {
        let (mut all, mut at) = (first, self.places.start);
        while at < self.places.end {
            all = add(all, E::at(at));
            at += 1;
        }
        all
    }
}

impl<E: Values> DoubleEndedIterator for ValuesIter<E> {
    #[inline]
    fn next_back(&mut self) -> Option<E> {
        self.places.next_back().map(E::at)
    }

    #[inline]
    fn nth_back(&mut self, skipped: usize) -> Option<E> {
        self.places.nth_back(skipped).map(E::at)
    }
}

impl<E: Values> ExactSizeIterator for ValuesIter<E> {}
impl<E: Values> FusedIterator for ValuesIter<E> {}

impl<E> Clone for ValuesIter<E> {
    fn clone(&self) -> Self {
        Self { places: self.places.clone(), values: PhantomData }
    }
}

impl<E> fmt::Debug for ValuesIter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValuesIter").field("len", &self.places.len()).finish()
    }
}

/// The texts of no enum.
static NONE: Table = Table { type_name: "", text: "", data: b"", head: [0; 48] };

/// The error of a derived parser: it equals [`ParseError::VariantNotFound`], and still says what
/// the text may have meant.
#[cold]
#[inline]
pub const fn unknown(table: &'static Table, text: &str) -> ParseError {
    let mut error = parse_error::unknown(table, text);
    error.strum = true;
    error
}

impl ParseError {
    /// strum's error, which every error of a derived `EnumString` equals.
    ///
    /// It is a constant and no variant: `Err(ParseError::VariantNotFound)` may be made and compared,
    /// a pattern is `Err(_)`.
    #[expect(non_upper_case_globals, reason = "it is called as strum calls it")]
    pub const VariantNotFound: Self = unknown(&NONE, "");

    /// Whether it was made for the sake of code that knows [`ParseError::VariantNotFound`] alone.
    pub(crate) fn plain(&self) -> bool {
        self.table.type_name.is_empty()
    }
}

impl core::hash::Hash for ParseError {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // What is equal hashes alike.
        if !self.strum {
            core::hash::Hash::hash(&(self.type_name(), self.input()), state);
        }
    }
}
