//! The numbers of a table: how its texts are found, and where in its data everything is.
//!
//! The derive writes them as the bytes of one literal, see `typewright_core::emit::enums::hash`,
//! where a field for each would be an expression each for the compiler.

/// The numbers, little-endian: one of eight bytes and ten of four.
pub type Head = [u8; 48];

/// What a key is multiplied by, in eight bytes.
pub(crate) const MULTIPLIER: usize = 0;
/// How far the product is shifted to choose a bucket, in a byte.
pub(crate) const SHIFT: usize = 8;
/// How far it is shifted to choose a slot, in a byte.
pub(crate) const SLOT_SHIFT: usize = 9;
/// The number of slots, a power of two, without one.
pub(crate) const MASK: usize = 12;
/// Where in the data the slots are, in units of two bytes, as the following.
pub(crate) const SLOTS: usize = 16;
/// Where it says where the texts begin, and the last one ends.
pub(crate) const PLACES: usize = 20;
/// How far behind these their upper halves are; 0 where there are none.
pub(crate) const WIDE: usize = 24;
/// Where the variants of the aliases are.
pub(crate) const OWNERS: usize = 28;
/// How many of the texts are names.
pub(crate) const COUNT: usize = 32;
/// How many texts can be found: names and aliases.
pub(crate) const FOUND: usize = 36;
/// Where in the text the texts in lower case begin.
pub(crate) const FOLDED: usize = 40;
/// The seed: where it is not 0, all of a text is hashed, beginning with this.
pub(crate) const SEED: usize = 44;

/// One of the numbers.
#[inline]
pub(crate) const fn number(head: &Head, at: usize) -> usize {
    u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]) as usize
}
