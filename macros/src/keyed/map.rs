//! Values for some values of an enum.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::iter::{Enumerate, FusedIterator};
use core::marker::PhantomData;
use core::ops::{Index, IndexMut};
use core::slice;

/// An enum that keys an [`EnumMap`]. Derived by [`EnumMap`](macro@crate::EnumMap), never written by
/// hand.
pub trait MapKey: Sized {
    /// `[Option<V>; COUNT]`.
    #[doc(hidden)]
    type Slots<V>: MapSlots<V>;

    /// The place of this value in the order of declaration.
    #[doc(hidden)]
    fn place(&self) -> usize;

    /// The value at a place.
    #[doc(hidden)]
    fn at(place: usize) -> Self;
}

/// An array of optional values, whatever its length.
pub trait MapSlots<V>:
    AsRef<[Option<V>]>
    + AsMut<[Option<V>]>
    + IntoIterator<
        Item = Option<V>,
        IntoIter: DoubleEndedIterator + ExactSizeIterator + FusedIterator,
    >
{
    /// The array without a value.
    #[doc(hidden)]
    const VACANT: Self;
}

impl<V, const N: usize> MapSlots<V> for [Option<V>; N] {
    const VACANT: Self = [const { None }; N];
}

/// A map whose keys are values of the enum `K`: an array of `Option<V>`, in the order of
/// declaration.
///
/// ```
/// use typewright::EnumMap;
///
/// #[derive(EnumMap, Clone, Copy, Debug, PartialEq)]
/// enum Day {
///     Monday,
///     Tuesday,
/// }
///
/// let mut plans = EnumMap::new();
/// assert_eq!(plans.insert(Day::Tuesday, "paint"), None);
/// *plans.get_or_insert_with(Day::Monday, || "rest") = "swim";
/// assert_eq!((plans.len(), plans[&Day::Tuesday]), (2, "paint"));
/// assert_eq!(plans.remove(&Day::Tuesday), Some("paint"));
/// assert_eq!(format!("{plans:?}"), r#"{Monday: "swim"}"#);
/// ```
pub struct EnumMap<K: MapKey, V> {
    slots: K::Slots<V>,
    len: usize,
}

impl<K: MapKey, V> EnumMap<K, V> {
    /// A map without an entry.
    #[must_use]
    pub const fn new() -> Self {
        Self { slots: <K::Slots<V>>::VACANT, len: 0 }
    }

    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The value for a key, if it has one.
    #[inline]
    pub fn get(&self, key: &K) -> Option<&V> {
        self.slots.as_ref()[key.place()].as_ref()
    }

    /// The value for a key, if it has one.
    #[inline]
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.slots.as_mut()[key.place()].as_mut()
    }

    /// Whether a key has a value.
    #[inline]
    pub fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    /// Gives a key a value; returns the one that it had.
    #[allow(clippy::needless_pass_by_value)] // as the maps of std do
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let old = self.slots.as_mut()[key.place()].replace(value);
        self.len += usize::from(old.is_none());
        old
    }

    /// The value for a key, which gets one from `make` if it has none.
    #[allow(clippy::needless_pass_by_value)]
    pub fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let slot = &mut self.slots.as_mut()[key.place()];
        self.len += usize::from(slot.is_none());
        slot.get_or_insert_with(make)
    }

    /// Takes the value of a key away.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let old = self.slots.as_mut()[key.place()].take();
        self.len -= usize::from(old.is_some());
        old
    }

    /// Takes all values away.
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// Keeps the entries for which `keep` says so.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        for (place, slot) in self.slots.as_mut().iter_mut().enumerate() {
            if let Some(value) = slot
                && !keep(&K::at(place), value)
            {
                *slot = None;
                self.len -= 1;
            }
        }
    }

    /// Keys and values, in the order of the enum's declaration.
    pub fn iter(&self) -> MapEntries<K, &V, slice::Iter<'_, Option<V>>> {
        MapEntries::new(self.slots.as_ref().iter(), self.len)
    }

    /// Keys and values, in the order of the enum's declaration.
    pub fn iter_mut(&mut self) -> MapEntries<K, &mut V, slice::IterMut<'_, Option<V>>> {
        MapEntries::new(self.slots.as_mut().iter_mut(), self.len)
    }

    /// The keys that have a value, in the order of the enum's declaration.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = K> + ExactSizeIterator + Clone {
        self.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.iter().map(|(_, value)| value)
    }

    /// The values, in the order of their keys.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> + ExactSizeIterator {
        self.iter_mut().map(|(_, value)| value)
    }
}

impl<K: MapKey, V> Index<&K> for EnumMap<K, V> {
    type Output = V;

    /// # Panics
    /// The key has no value.
    fn index(&self, key: &K) -> &V {
        self.get(key).expect("no entry found for key")
    }
}

impl<K: MapKey, V> IndexMut<&K> for EnumMap<K, V> {
    /// # Panics
    /// The key has no value.
    fn index_mut(&mut self, key: &K) -> &mut V {
        self.get_mut(key).expect("no entry found for key")
    }
}

impl<K: MapKey, V> Default for EnumMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: MapKey, V: Clone> Clone for EnumMap<K, V> {
    fn clone(&self) -> Self {
        let mut map = Self::new();
        map.slots.as_mut().clone_from_slice(self.slots.as_ref());
        map.len = self.len;
        map
    }
}

impl<K: MapKey, V: Copy> Copy for EnumMap<K, V> where K::Slots<V>: Copy {}

impl<K: MapKey + fmt::Debug, V: fmt::Debug> fmt::Debug for EnumMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: MapKey, V: PartialEq> PartialEq for EnumMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.slots.as_ref() == other.slots.as_ref()
    }
}

impl<K: MapKey, V: Eq> Eq for EnumMap<K, V> {}

impl<K: MapKey, V: Hash> Hash for EnumMap<K, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.slots.as_ref().hash(state);
    }
}

impl<K: MapKey, V> Extend<(K, V)> for EnumMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: MapKey, V> FromIterator<(K, V)> for EnumMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: MapKey, V, const N: usize> From<[(K, V); N]> for EnumMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

/// The entries of an [`EnumMap`]: its keys, each with a `V`, from an iterator over its slots.
pub struct MapEntries<K, V, I> {
    slots: Enumerate<I>,
    left: usize,
    entries: PhantomData<fn() -> (K, V)>,
}

impl<K, V, I: Iterator> MapEntries<K, V, I> {
    fn new(slots: I, left: usize) -> Self {
        Self { slots: slots.enumerate(), left, entries: PhantomData }
    }
}

impl<K: MapKey, V, I: Iterator<Item: Into<Option<V>>>> Iterator for MapEntries<K, V, I> {
    type Item = (K, V);

    fn next(&mut self) -> Option<(K, V)> {
        let slots = self.slots.by_ref();
        let entry = slots.find_map(|(place, slot)| Some((K::at(place), slot.into()?)))?;
        self.left -= 1;
        Some(entry)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K, V, I> DoubleEndedIterator for MapEntries<K, V, I>
where
    K: MapKey,
    I: DoubleEndedIterator<Item: Into<Option<V>>> + ExactSizeIterator,
{
    fn next_back(&mut self) -> Option<(K, V)> {
        let mut slots = self.slots.by_ref().rev();
        let entry = slots.find_map(|(place, slot)| Some((K::at(place), slot.into()?)))?;
        self.left -= 1;
        Some(entry)
    }
}

impl<K: MapKey, V, I: Iterator<Item: Into<Option<V>>>> ExactSizeIterator for MapEntries<K, V, I> {}
impl<K: MapKey, V, I: FusedIterator<Item: Into<Option<V>>>> FusedIterator for MapEntries<K, V, I> {}

impl<K, V, I: Clone> Clone for MapEntries<K, V, I> {
    fn clone(&self) -> Self {
        Self { slots: self.slots.clone(), left: self.left, entries: PhantomData }
    }
}

impl<K, V, I> fmt::Debug for MapEntries<K, V, I>
where
    K: MapKey + fmt::Debug,
    V: fmt::Debug,
    I: Iterator<Item: Into<Option<V>>> + Clone,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.clone()).finish()
    }
}

impl<K: MapKey, V> IntoIterator for EnumMap<K, V> {
    type Item = (K, V);
    type IntoIter = MapEntries<K, V, <K::Slots<V> as IntoIterator>::IntoIter>;

    fn into_iter(self) -> Self::IntoIter {
        MapEntries::new(self.slots.into_iter(), self.len)
    }
}

impl<'a, K: MapKey, V> IntoIterator for &'a EnumMap<K, V> {
    type Item = (K, &'a V);
    type IntoIter = MapEntries<K, &'a V, slice::Iter<'a, Option<V>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, K: MapKey, V> IntoIterator for &'a mut EnumMap<K, V> {
    type Item = (K, &'a mut V);
    type IntoIter = MapEntries<K, &'a mut V, slice::IterMut<'a, Option<V>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}
