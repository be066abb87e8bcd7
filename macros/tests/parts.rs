//! The derives of one part each, and the choice of parts.

use typewright::{
    AsRefStr, Display, Enum, EnumCount, EnumIs, EnumIter, FromRepr, FromStr, IntoStaticStr,
    Stringer, VariantArray, VariantNames,
};

#[derive(
    AsRefStr,
    Display,
    EnumCount,
    EnumIs,
    EnumIter,
    FromRepr,
    FromStr,
    IntoStaticStr,
    VariantArray,
    VariantNames,
    Clone,
    Copy,
    Debug,
    PartialEq,
)]
#[stringer(rename_all = "kebab-case")]
#[repr(u8)]
enum Apart {
    ReadOnly = 3,
    #[stringer(alias = "rw")]
    ReadWrite,
    r#Type,
}

#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(also(EnumIs, FromRepr, IntoStaticStr, VariantArray))]
#[stringer(rename_all = "kebab-case")]
#[repr(u8)]
enum Together {
    ReadOnly = 3,
    #[stringer(alias = "rw")]
    ReadWrite,
    r#Type,
}

macro_rules! all_parts {
    ($($test:ident $of:ident)*) => {$(
        #[test]
        fn $test() {
            const TYPE: Option<$of> = $of::from_repr(5);
            const IS: bool = $of::ReadWrite.is_read_write() && !$of::ReadOnly.is_type();
            assert_eq!(($of::COUNT, $of::NAMES), (3, &["read-only", "read-write", "type"][..]));
            assert_eq!($of::VARIANTS, [$of::ReadOnly, $of::ReadWrite, $of::r#Type]);
            assert!($of::iter().eq($of::VARIANTS.iter().copied()));
            assert_eq!($of::from_index(1), Some($of::ReadWrite));
            assert_eq!((TYPE, $of::from_repr(2), $of::from_repr(6)), (Some($of::r#Type), None, None));
            for value in $of::iter() {
                let text: &'static str = (&value).into();
                assert_eq!((value.to_string().as_str(), value.as_ref()), (text, text));
                assert_eq!((text.parse(), text.try_into()), (Ok(value), Ok(value)));
                assert_eq!(<&'static str>::from(value), text);
                assert_eq!($of::from_repr(value.repr()), Some(value));
            }
            assert_eq!("rw".parse(), Ok($of::ReadWrite));
            const { assert!(IS) }
        }
    )*};
}

all_parts! {
    each_part_has_a_derive Apart
    one_derive_gives_all_parts Together
}

#[test]
fn parts_may_be_few() {
    #[derive(Stringer)]
    #[stringer(only(Display, EnumCount))]
    enum Few {
        Value,
    }
    /// Fails to compile where the derive gives `as_str`.
    trait Text {
        fn as_str(&self) -> u8 {
            Few::COUNT as u8
        }
    }
    impl Text for Few {}
    assert_eq!((Few::Value.as_str(), Few::Value.to_string()), (1, "Value".to_owned()));
}

#[test]
fn discriminants_may_be_any() {
    const BASE: i128 = 1 << 100;
    #[derive(FromRepr, Clone, Copy, Debug, PartialEq)]
    #[repr(i128)]
    enum Wide {
        Least = i128::MIN,
        Negative = -7,
        Zero = 0,
        Base = BASE,
        Next,
        Most = i128::MAX,
    }
    use Wide::{Base, Least, Most, Negative, Next, Zero};
    for value in [Least, Negative, Zero, Base, Next, Most] {
        assert_eq!(value.repr(), value as i128);
        assert_eq!(Wide::from_repr(value as i128), Some(value));
    }
    assert_eq!((Wide::from_repr(1), Wide::from_repr(BASE + 2)), (None, None));

    #[derive(FromRepr, Debug, PartialEq)]
    enum Plain {
        A = -1,
        B,
        C,
    }
    assert_eq!(
        [-2, -1, 0, 1, 2].map(Plain::from_repr),
        [None, Some(Plain::A), Some(Plain::B), Some(Plain::C), None]
    );

    #[derive(FromRepr, Debug, PartialEq)]
    #[repr(i8)]
    enum Edges {
        Low = -128,
        High = 127,
    }
    assert_eq!(Edges::from_repr(-128), Some(Edges::Low));
    assert_eq!((Edges::High.repr(), Edges::from_repr(0)), (127, None));
}
