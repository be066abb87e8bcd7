//! Collections keyed by the values of an enum: an [`EnumTable`] has a value for each of them, an
//! [`EnumMap`] for some of them, and an [`EnumSet`] holds some of them. None allocates, and each
//! operation on a key is an index into an array or a bit of an integer.

mod bits;
mod map;
mod set;
mod table;

pub use bits::Bits;
pub use map::{EnumMap, MapEntries, MapKey, MapSlots};
pub use set::{EnumSet, SetIter, SetKey};
pub use table::{EnumTable, TableEntries, TableKey, TableSlots};
