//! A value for each value of an enum.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::iter::{Enumerate, FusedIterator};
use core::marker::PhantomData;
use core::ops::{Index, IndexMut};
use core::slice;

/// An enum that keys an [`EnumTable`]. Derived by [`EnumTable`](macro@crate::EnumTable), never
/// written by hand.
pub trait TableKey: Sized {
    /// `[T; COUNT]`.
    type Slots<T>: TableSlots<T>;

    /// The place of this value in the order of declaration.
    #[doc(hidden)]
    fn place(&self) -> usize;

    /// The value at a place.
    #[doc(hidden)]
    fn at(place: usize) -> Self;
}

/// An array, whatever its length.
pub trait TableSlots<T>:
    AsRef<[T]>
    + AsMut<[T]>
    + IntoIterator<Item = T, IntoIter: DoubleEndedIterator + ExactSizeIterator + FusedIterator>
{
    /// The array of what `make` gives for each place.
    #[doc(hidden)]
    fn from_fn(make: impl FnMut(usize) -> T) -> Self;
}

impl<T, const N: usize> TableSlots<T> for [T; N] {
    #[inline]
    fn from_fn(make: impl FnMut(usize) -> T) -> Self {
        core::array::from_fn(make)
    }
}

/// A value of type `T` for each value of the enum `K`: an array that is indexed by the enum.
///
/// ```
/// use typewright::EnumTable;
///
/// #[derive(EnumTable, Clone, Copy, Debug, PartialEq)]
/// enum Coin {
///     Penny,
///     Dime,
/// }
///
/// const CENTS: EnumTable<Coin, u32> = EnumTable::from_array([1, 10]);
/// let mut purse = EnumTable::from_fn(|coin| CENTS[coin] * 2);
/// purse[Coin::Dime] += 10;
/// assert_eq!(purse.values().sum::<u32>(), 32);
/// assert_eq!(format!("{purse:?}"), "{Penny: 2, Dime: 30}");
/// assert_eq!(purse.map(|cents| cents > 5).into_array(), [false, true]);
/// ```
pub struct EnumTable<K: TableKey, T> {
    slots: K::Slots<T>,
}

impl<K: TableKey, T> EnumTable<K, T> {
    /// The table of an array, whose values are in the order of the enum's declaration.
    #[must_use]
    pub const fn from_array(slots: K::Slots<T>) -> Self {
        Self { slots }
    }

    /// The table of what `make` gives for each value of the enum.
    #[must_use]
    pub fn from_fn(mut make: impl FnMut(K) -> T) -> Self {
        Self { slots: TableSlots::from_fn(|place| make(K::at(place))) }
    }

    /// The values in the order of the enum's declaration.
    pub const fn as_array(&self) -> &K::Slots<T> {
        &self.slots
    }

    /// The values in the order of the enum's declaration.
    pub fn into_array(self) -> K::Slots<T> {
        self.slots
    }

    /// The values in the order of the enum's declaration.
    pub fn as_slice(&self) -> &[T] {
        self.slots.as_ref()
    }

    /// The values in the order of the enum's declaration.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        self.slots.as_mut()
    }

    /// The value for a key; there always is one.
    #[inline]
    pub fn get(&self, key: &K) -> &T {
        &self.slots.as_ref()[key.place()]
    }

    /// The value for a key; there always is one.
    #[inline]
    pub fn get_mut(&mut self, key: &K) -> &mut T {
        &mut self.slots.as_mut()[key.place()]
    }

    /// The table of what `change` makes of each value, in the order of declaration.
    #[must_use]
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> EnumTable<K, U> {
        let mut values = self.slots.into_iter();
        // Both arrays are as long as the enum, so there is a value for each place.
        let slots = TableSlots::from_fn(|_| match values.next() {
            Some(value) => change(value),
            None => unreachable!("a table has a value for each key"),
        });
        EnumTable { slots }
    }

    /// Keys and values, in the order of declaration.
    pub fn iter(&self) -> TableEntries<K, slice::Iter<'_, T>> {
        TableEntries::new(self.slots.as_ref().iter())
    }

    /// Keys and values, in the order of declaration.
    pub fn iter_mut(&mut self) -> TableEntries<K, slice::IterMut<'_, T>> {
        TableEntries::new(self.slots.as_mut().iter_mut())
    }

    /// The values, in the order of declaration.
    pub fn values(&self) -> slice::Iter<'_, T> {
        self.slots.as_ref().iter()
    }

    /// The values, in the order of declaration.
    pub fn values_mut(&mut self) -> slice::IterMut<'_, T> {
        self.slots.as_mut().iter_mut()
    }
}

impl<K: TableKey, T> Index<K> for EnumTable<K, T> {
    type Output = T;

    #[inline]
    fn index(&self, key: K) -> &T {
        self.get(&key)
    }
}

impl<K: TableKey, T> IndexMut<K> for EnumTable<K, T> {
    #[inline]
    fn index_mut(&mut self, key: K) -> &mut T {
        self.get_mut(&key)
    }
}

impl<K: TableKey, T: Default> Default for EnumTable<K, T> {
    fn default() -> Self {
        Self { slots: TableSlots::from_fn(|_| T::default()) }
    }
}

impl<K: TableKey, T: Clone> Clone for EnumTable<K, T> {
    fn clone(&self) -> Self {
        Self { slots: TableSlots::from_fn(|place| self.as_slice()[place].clone()) }
    }
}

impl<K: TableKey, T: Copy> Copy for EnumTable<K, T> where K::Slots<T>: Copy {}

impl<K: TableKey + fmt::Debug, T: fmt::Debug> fmt::Debug for EnumTable<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: TableKey, T: PartialEq> PartialEq for EnumTable<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<K: TableKey, T: Eq> Eq for EnumTable<K, T> {}

impl<K: TableKey, T: PartialOrd> PartialOrd for EnumTable<K, T> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        self.as_slice().partial_cmp(other.as_slice())
    }
}

impl<K: TableKey, T: Ord> Ord for EnumTable<K, T> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.as_slice().cmp(other.as_slice())
    }
}

impl<K: TableKey, T: Hash> Hash for EnumTable<K, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

impl<K: TableKey<Slots<T> = [T; N]>, T, const N: usize> From<[T; N]> for EnumTable<K, T> {
    fn from(slots: [T; N]) -> Self {
        Self { slots }
    }
}

/// The keys of an [`EnumTable`], each with what the iterator `I` gives for it.
pub struct TableEntries<K, I> {
    values: Enumerate<I>,
    keys: PhantomData<fn() -> K>,
}

impl<K, I: Iterator> TableEntries<K, I> {
    fn new(values: I) -> Self {
        Self { values: values.enumerate(), keys: PhantomData }
    }
}

impl<K: TableKey, I: Iterator> Iterator for TableEntries<K, I> {
    type Item = (K, I::Item);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.values.next().map(|(place, value)| (K::at(place), value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.values.size_hint()
    }
}

impl<K: TableKey, I: DoubleEndedIterator + ExactSizeIterator> DoubleEndedIterator
    for TableEntries<K, I>
{
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        self.values.next_back().map(|(place, value)| (K::at(place), value))
    }
}

impl<K: TableKey, I: ExactSizeIterator> ExactSizeIterator for TableEntries<K, I> {}
impl<K: TableKey, I: FusedIterator> FusedIterator for TableEntries<K, I> {}

impl<K, I: Clone> Clone for TableEntries<K, I> {
    fn clone(&self) -> Self {
        Self { values: self.values.clone(), keys: PhantomData }
    }
}

impl<K: TableKey + fmt::Debug, I: Iterator<Item: fmt::Debug> + Clone> fmt::Debug
    for TableEntries<K, I>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.clone()).finish()
    }
}

impl<K: TableKey, T> IntoIterator for EnumTable<K, T> {
    type Item = (K, T);
    type IntoIter = TableEntries<K, <K::Slots<T> as IntoIterator>::IntoIter>;

    fn into_iter(self) -> Self::IntoIter {
        TableEntries::new(self.slots.into_iter())
    }
}

impl<'a, K: TableKey, T> IntoIterator for &'a EnumTable<K, T> {
    type Item = (K, &'a T);
    type IntoIter = TableEntries<K, slice::Iter<'a, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, K: TableKey, T> IntoIterator for &'a mut EnumTable<K, T> {
    type Item = (K, &'a mut T);
    type IntoIter = TableEntries<K, slice::IterMut<'a, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}
