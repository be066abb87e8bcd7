//! What derived code calls. Exempt from semver.

pub use crate::dense::{Dense, Listed};
pub use crate::fast::{Fast, parse_fast, slots};
pub use crate::flags::{Flag, flags, parse_flags, show_flags};
pub use crate::flatten::{count_names, join_names, join_places, join_text, listed, text_len};
pub use crate::hash::place;
pub use crate::head::Head;
pub use crate::held::not_held;
pub use crate::made::made;
pub use crate::number_error::{distinct, unknown_number};
pub use crate::open::{parse_open, show_open};
pub use crate::parse_error::{Failed, unknown, unread};
pub use crate::read::{Digits, Reader, digits, numbered, read, show, unpadded};
pub use crate::table::{Table, find_mixed, pairs};
pub use crate::variants::{
    Parsed, nothing, parse, parse_at, parse_at_folded, parse_at_long, parse_at_long_folded,
    parse_at_whole, parse_at_whole_folded, parse_folded, parse_long, parse_long_folded,
    parse_whole, parse_whole_folded,
};
pub use typewright_derive::Open;

/// The same for strum's derives.
#[cfg(feature = "strum-compat")]
pub mod strum {
    pub use crate::strum::{Values, ValuesIter, unknown};
}
