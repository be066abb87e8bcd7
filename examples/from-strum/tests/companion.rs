//! `EnumDiscriminants`, `EnumIs`, `EnumTryAs`.

use strum::{
    Display, EnumDiscriminants, EnumIs, EnumIter, EnumMessage, EnumString, EnumTryAs, FromRepr,
    IntoDiscriminant, IntoEnumIterator, VariantArray,
};

#[derive(Debug)]
struct NoDefault;

#[derive(Debug, Default, EnumDiscriminants, EnumIs, EnumTryAs)]
#[strum_discriminants(name(Kind), derive(Display, EnumIter, EnumString, VariantArray, EnumMessage))]
#[strum_discriminants(
    derive(Hash, PartialOrd, Ord),
    strum(serialize_all = "snake_case"),
    allow(dead_code)
)]
#[repr(u8)]
enum Shape<'a, T: 'a> {
    /// Nothing.
    #[default]
    NotAny = 3,
    #[strum(disabled)]
    #[strum_discriminants(strum(message = "round", serialize = "o"))]
    Circle(&'a T) = 7,
    Rect2 {
        width: NoDefault,
        height: u8,
    },
    Pair(T, NoDefault),
    Unit(),
}

#[test]
fn the_kinds_of_an_enum() {
    let one = 1;
    let circle = Shape::Circle(&one);
    assert_eq!((Kind::from(&circle), circle.discriminant()), (Kind::Circle, Kind::Circle));
    assert_eq!(Kind::from(circle), Kind::Circle);
    assert_eq!(Kind::default(), Kind::NotAny);
    assert_eq!([Kind::NotAny as u8, Kind::Circle as u8, Kind::Rect2 as u8], [3, 7, 8]);
    assert_eq!(size_of::<Kind>(), 1);
    assert_eq!((Kind::iter().len(), Kind::VARIANTS.len()), (5, 5));
    assert_eq!([Kind::NotAny.to_string(), Kind::Circle.to_string()], ["not_any", "o"]);
    assert_eq!("rect2".parse(), Ok(Kind::Rect2));
    assert_eq!(
        (Kind::Circle.get_message(), Kind::NotAny.get_documentation()),
        (Some("round"), Some("Nothing."))
    );
}

#[test]
fn which_and_what() {
    let rect: Shape<'_, u8> = Shape::Rect2 { width: NoDefault, height: 2 };
    assert!(rect.is_rect_2() && !rect.is_pair() && !rect.is_not_any());
    assert!(rect.try_as_pair().is_none());
    let mut pair = Shape::Pair(1, NoDefault);
    if let Some((number, _)) = pair.try_as_pair_mut() {
        *number += 1;
    }
    assert!(matches!(pair.try_as_pair_ref(), Some((2, NoDefault))));
    assert!(matches!(pair.try_as_pair(), Some((2, NoDefault))));
    let unit: Shape<'_, u8> = Shape::Unit();
    assert_eq!(unit.try_as_unit(), Some(()));
}

mod hidden {
    #[derive(super::EnumDiscriminants)]
    #[strum_discriminants(name(Seen), vis(pub), derive(super::FromRepr))]
    enum Private {
        A(u8),
        B,
    }

    pub mod inner {
        #[derive(strum::EnumDiscriminants)]
        #[strum_discriminants(vis(pub(crate)), doc = "What there is.")]
        pub enum Public {
            A,
        }
    }
}

#[test]
fn who_sees_it() {
    assert_eq!(hidden::Seen::from_repr(1), Some(hidden::Seen::B));
    assert_ne!(hidden::Seen::A, hidden::Seen::B);
    assert_eq!(hidden::inner::PublicDiscriminants::A as u8, 0);
}

#[test]
fn an_empty_enum() {
    #[derive(EnumDiscriminants, EnumIs, EnumTryAs)]
    #[strum_discriminants(derive(VariantArray))]
    enum Empty {}
    assert_eq!(EmptyDiscriminants::VARIANTS, []);
}
