//! `EnumTable`.

use strum::EnumTable;

#[derive(Clone, Copy, Debug, EnumTable, PartialEq)]
enum T {
    Const,
    Second2,
    #[strum(disabled)]
    Off,
}

#[test]
fn a_value_for_each_variant() {
    let mut table = TTable::new(1, 2);
    table[T::Const] += 10;
    assert_eq!((table[T::Const], table[T::Second2]), (11, 2));
    assert_eq!(
        table.transform(|variant, value| (variant, *value)),
        TTable::new((T::Const, 11), (T::Second2, 2))
    );
    assert_eq!(TTable::from_closure(|variant| variant == T::Const), TTable::new(true, false));
    assert_eq!(
        (TTable::filled("x"), TTable::default()),
        (TTable::new("x", "x"), TTable::new(0, 0))
    );
    assert_eq!(TTable::new(Some(1), None).all(), None);
    assert_eq!(TTable::new(Some(1), Some(2)).all(), Some(TTable::new(1, 2)));
    assert_eq!(TTable::new(Ok(1), Err("no")).all_ok(), Err("no"));
    assert_eq!(TTable::new(Ok::<_, ()>(1), Ok(2)).all_ok(), Ok(TTable::new(1, 2)));
}

#[test]
#[should_panic(expected = "`Off` is disabled, so `TTable` holds nothing for it")]
fn a_disabled_variant_has_no_value() {
    let _ = TTable::<u8>::default()[T::Off];
}
