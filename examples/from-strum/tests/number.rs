//! `FromRepr`.

use strum::FromRepr;

const BASE: u8 = 10;

#[derive(Debug, FromRepr, PartialEq)]
#[repr(u8)]
enum Level {
    Zero,
    #[strum(disabled)]
    One,
    Two,
    Ten = BASE,
    Eleven,
    Twelve,
    Last = 0xff,
}

#[test]
fn a_disabled_variant_keeps_its_number() {
    assert_eq!(Level::Two as u8, 2);
    let all: Vec<_> = (0..=u8::MAX).filter_map(|n| Some((n, Level::from_repr(n)?))).collect();
    assert_eq!(
        all,
        [
            (0, Level::Zero),
            (2, Level::Two),
            (10, Level::Ten),
            (11, Level::Eleven),
            (12, Level::Twelve),
            (255, Level::Last),
        ]
    );
    const TEN: Option<Level> = Level::from_repr(10);
    assert_eq!(TEN, Some(Level::Ten));
}

#[derive(Debug, FromRepr, PartialEq)]
#[repr(u128)]
enum Mask {
    Low = 1,
    High = 1 << 127,
}

#[derive(Debug, FromRepr, PartialEq)]
#[repr(i8)]
enum Signed {
    Minus = -2,
    Almost,
    Zero,
}

#[derive(Debug, FromRepr, PartialEq)]
enum Data {
    Unit,
    Named { at: u8 },
    Tuple(String, u8),
}

#[derive(FromRepr)]
enum Empty {}

#[test]
fn every_representation() {
    assert_eq!([1, 2, 1 << 127].map(Mask::from_repr), [Some(Mask::Low), None, Some(Mask::High)]);
    assert_eq!(
        [-2, -1, 0, 1].map(Signed::from_repr),
        [Some(Signed::Minus), Some(Signed::Almost), Some(Signed::Zero), None]
    );
    assert_eq!(
        [0_usize, 1, 2, 3].map(Data::from_repr),
        [Some(Data::Unit), Some(Data::Named { at: 0 }), Some(Data::Tuple(String::new(), 0)), None]
    );
    assert!(Empty::from_repr(0).is_none());
}
