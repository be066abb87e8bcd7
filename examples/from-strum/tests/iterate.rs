//! `EnumIter` and `EnumCount`.

use strum::{EnumCount, EnumIter, IntoEnumIterator};

#[derive(Clone, Debug, EnumCount, EnumIter, PartialEq)]
enum Week {
    Monday,
    Tuesday {
        at: u8,
    },
    #[strum(disabled)]
    Never,
    Friday(String, Option<u8>),
}

#[test]
fn forwards_backwards_and_both() {
    let all = [Week::Monday, Week::Tuesday { at: 0 }, Week::Friday(String::new(), None)];
    assert_eq!((Week::COUNT, Week::iter().len()), (3, 3));
    assert_eq!(Week::iter().collect::<Vec<_>>(), all);
    assert!(Week::iter().rev().eq(all.iter().rev().cloned()));
    let mut both = Week::iter();
    assert_eq!((both.next(), both.next_back()), (Some(all[0].clone()), Some(all[2].clone())));
    assert_eq!((both.len(), both.nth(1), both.nth(7), both.next_back()), (1, None, None, None));
    assert_eq!(Week::iter().cycle().nth(4), Some(all[1].clone()));
}

fn all<E: IntoEnumIterator + Send>() -> Vec<E>
where
    E::Iterator: Send + Sync,
{
    E::iter().collect()
}

/// The iterator has strum's name, and takes the parameters of the enum.
fn first<T: Default + Send>(mut values: GenericIter<T, 1>) -> Option<Generic<T, 1>> {
    values.next()
}

#[derive(Debug, EnumIter, PartialEq)]
enum Generic<T: Default, const N: usize>
where
    T: Send,
{
    One(T),
    Two([Option<u8>; 2]),
}

#[derive(Debug, EnumCount, EnumIter, PartialEq)]
enum Empty {}

#[test]
fn in_generic_code() {
    assert_eq!(all::<Week>().len(), 3);
    assert_eq!(all::<Generic<u8, 3>>(), [Generic::One(0), Generic::Two([None; 2])]);
    assert_eq!(first(Generic::<u8, 1>::iter()), Some(Generic::One(0)));
    assert_eq!((Empty::COUNT, all::<Empty>()), (0, vec![]));
}

mod everything {
    use strum::*;

    #[derive(EnumCount, EnumIter, EnumString, VariantArray, VariantNames)]
    enum Side {
        Left,
        Right,
    }

    /// No two of the traits give one method.
    #[test]
    fn imported_by_a_star() {
        assert_eq!((Side::COUNT, Side::iter().count()), (2, 2));
        assert_eq!(<Side as VariantNames>::VARIANTS, ["Left", "Right"]);
        assert_eq!(<Side as VariantArray>::VARIANTS.len(), 2);
        assert!("Left".parse::<Side>().is_ok());
    }
}
