//! Values of large enums, made of their places and told by them, where a `match` would take the
//! compiler long.
//!
//! This is the only module with `unsafe`. What it relies on is checked when the user's crate is
//! compiled, for each value of each enum that comes here; what is derived has no `unsafe`.

use core::marker::PhantomData;
use core::ptr;

/// An enum without fields that has its values listed, and so agrees to be made of numbers: nobody but
/// the crate of a type can say this of it, so no type is made behind its author's back.
///
/// Each derive says it with a number of its own, so that one type can have several derives.
pub trait Listed<const DERIVE: usize>: Sized + 'static {
    /// All values, in the order of their places.
    const VALUES: &'static [Self];
}

/// That the bytes of each value of an enum are its place, as an integer of the enum's size: a
/// constant of this type is the proof.
pub struct Dense<E> {
    count: usize,
    values: PhantomData<fn() -> E>,
}

impl<E> Dense<E> {
    /// The proof, of all values. The compiler refuses a constant of bytes that are no number, as
    /// those of padding or of a pointer.
    ///
    /// # Panics
    /// When a value has other bytes, so a constant of it does not compile.
    pub const fn proved<const DERIVE: usize>() -> Self
    where
        E: Listed<DERIVE>,
    {
        let count = E::VALUES.len();
        assert!(count > 0 && 0 < size_of::<E>() && size_of::<E>() <= size_of::<u64>());
        let mut at = 0;
        while at < count {
            assert!(bytes(&E::VALUES[at]) == at as u64, "the bytes of a value are not its place");
            at += 1;
        }
        Self { count, values: PhantomData }
    }

    /// The place of a value.
    #[inline]
    pub const fn place(&self, value: &E) -> usize {
        bytes(value) as usize
    }

    /// The value at a place; beyond the last one, the last value.
    #[inline]
    pub const fn value(&self, at: usize) -> E {
        let place = if at < self.count { at } else { self.count - 1 } as u64;
        let number = if cfg!(target_endian = "big") { place << unused::<E>() } else { place };
        // SAFETY: `proved` found these bytes in a value of the type, and no larger type comes here.
        unsafe { (&raw const number).cast::<E>().read_unaligned() }
    }
}

/// The bytes of a value as a number.
#[inline]
const fn bytes<E>(value: &E) -> u64 {
    let mut number = 0;
    let (from, to) = ((&raw const *value).cast::<u8>(), (&raw mut number).cast::<u8>());
    // SAFETY: as many bytes as a value has are not more than a number has, which `proved` asserts
    // before it comes here, and without it there is nothing to come here with. None of them is
    // padding, as each value of an enum without fields has the layout of those that it read.
    unsafe { ptr::copy_nonoverlapping(from, to, size_of::<E>()) };
    if cfg!(target_endian = "big") { number >> unused::<E>() } else { number }
}

/// The bits of a number that the bytes of a value leave.
const fn unused<E>() -> usize {
    (size_of::<u64>() - size_of::<E>()) * 8
}
