//! Typewright's own derives beside strum's, while code moves from the ones to the others.

use strum::{EnumCount, Stringer};

#[derive(Debug, PartialEq, Stringer)]
#[stringer(rename_all = "kebab-case")]
enum Moved {
    ReadOnly,
}

/// An attribute says whose derive is meant, where both have one of that name.
#[derive(Debug, strum::EnumNext, strum::EnumCount, strum::VariantNames, PartialEq)]
#[stringer(rename_all = "lowercase")]
enum Ours {
    First,
    Second,
}

#[derive(strum::EnumCount, strum::VariantNames)]
enum Theirs {
    First,
}

#[test]
fn side_by_side() {
    fn count<E: EnumCount>() -> usize {
        E::COUNT
    }
    assert_eq!(("read-only".parse(), Moved::NAMES), (Ok(Moved::ReadOnly), &["read-only"][..]));
    assert_eq!((Ours::COUNT, Ours::NAMES), (2, &["first", "second"][..]));
    assert_eq!((count::<Theirs>(), <Theirs as strum::VariantNames>::VARIANTS), (1, &["First"][..]));
}
