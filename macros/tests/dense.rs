//! Enums of so many values that these are made of their places, where the numbers allow it.

use typewright::{Enum, EnumNext, FromRepr, Stringer};

/// Declares an enum of 70 variants, the first of which may have a number.
macro_rules! seventy {
    ($(#[$meta:meta])* $name:ident $(, $first:expr)?) => {
        $(#[$meta])*
        enum $name {
            V00 $(= $first)?, V01, V02, V03, V04, V05, V06, V07, V08, V09,
            V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V20, V21, V22, V23, V24, V25, V26,
            V27, V28, V29, V30, V31, V32, V33, V34, V35, V36, V37, V38, V39, V40, V41, V42, V43,
            V44, V45, V46, V47, V48, V49, V50, V51, V52, V53, V54, V55, V56, V57, V58, V59, V60,
            V61, V62, V63, V64, V65, V66, V67, V68, V69,
        }
    };
}

seventy! {
    #[derive(Stringer, FromRepr, EnumNext, Clone, Copy, Debug, PartialEq)]
    Plain
}
seventy! {
    #[derive(Stringer, FromRepr, EnumNext, Clone, Copy, Debug, PartialEq)]
    #[stringer(safe)]
    Safe
}
seventy! {
    #[derive(Stringer, FromRepr, EnumNext, Clone, Copy, Debug, PartialEq)]
    #[repr(u8)]
    Small
}
seventy! {
    #[derive(Stringer, FromRepr, EnumNext, Clone, Copy, Debug, PartialEq)]
    #[repr(i64)]
    Large, 0
}
seventy! {
    #[derive(Stringer, FromRepr, EnumNext, Clone, Copy, Debug, PartialEq)]
    #[repr(C)]
    OfC
}
// Not by place: its numbers begin elsewhere.
seventy! {
    #[derive(Stringer, FromRepr, EnumNext, Clone, Copy, Debug, PartialEq)]
    FromOne, 1
}
// Nor these: a value has bytes that are no number of its own, or more than an integer has.
seventy! {
    #[derive(Stringer, FromRepr, EnumNext, Clone, Copy, Debug, PartialEq)]
    #[repr(u8, align(16))]
    Aligned
}
seventy! {
    #[derive(Stringer, FromRepr, EnumNext, Clone, Copy, Debug, PartialEq)]
    #[repr(C, align(4))]
    AlignedC
}
seventy! {
    #[derive(Stringer, FromRepr, EnumNext, Clone, Copy, Debug, PartialEq)]
    #[repr(i128)]
    Huge
}

/// What all of them give, `first` being the number of the first one.
macro_rules! check {
    ($($name:ident $first:literal $repr:ty;)*) => {$(
        assert_eq!($name::COUNT, 70);
        for (at, value) in $name::iter().enumerate() {
            let text = format!("V{at:02}");
            assert_eq!((value.as_str(), value.to_string()), (&*text, text.clone()));
            assert_eq!((text.parse(), $name::from_str(&text)), (Ok(value), Ok(value)));
            assert_eq!($name::from_index(at), Some(value));
            assert_eq!(value as usize, at + $first);
            assert_eq!($name::from_repr((at + $first) as $repr), Some(value));
            assert_eq!(value.next(), $name::from_index(at + 1));
        }
        assert_eq!($name::iter().rev().map(|value| value as usize).max(), Some(69 + $first));
        assert_eq!($name::from_repr(70 + $first), None);
        assert!("V70".parse::<$name>().is_err_and(|error| error.nearest().is_some()));
        const { assert!($name::V42.as_str().len() == 3 && $name::from_str("V69").is_ok()) }
    )*};
}

#[test]
fn values_and_places_belong_together() {
    check! {
        Plain 0 isize;
        Safe 0 isize;
        Small 0 u8;
        Large 0 i64;
        OfC 0 isize;
        FromOne 1 isize;
        Aligned 0 u8;
        AlignedC 0 isize;
        Huge 0 i128;
    }
}

// Neither `Copy` nor `Clone`, and with code of its own when it goes.
seventy! {
    #[derive(Stringer, Debug, PartialEq)]
    Owned
}

static DROPPED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

impl Drop for Owned {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
}

#[test]
fn each_value_that_is_made_goes_once() {
    let all: Vec<Owned> = Owned::iter().collect();
    let texts: Vec<String> = all.iter().map(ToString::to_string).collect();
    let read = texts.iter().map(|text| text.parse::<Owned>().expect("its text"));
    assert!(read.eq(all));
    assert_eq!(DROPPED.load(std::sync::atomic::Ordering::Relaxed), 140);
}

seventy! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    #[derive(typewright::Display, typewright::FromStr)]
    #[stringer(ignore_case, prefix = "x-")]
    Narrow
}

#[test]
fn narrow_derives_have_the_same() {
    assert_eq!("X-v17".parse(), Ok(Narrow::V17));
    assert_eq!(Narrow::V69.to_string(), "x-V69");
}

mod strict {
    #![forbid(unsafe_code)]

    seventy! {
        #[derive(typewright::Stringer, Clone, Copy, Debug, PartialEq)]
        Strict
    }

    #[test]
    fn what_is_derived_is_safe() {
        assert_eq!("V42".parse(), Ok(Strict::V42));
    }
}

seventy! {
    #[typewright::open]
    #[repr(u8)]
    Open
}

#[test]
fn open_enums_keep_what_has_no_name() {
    assert_eq!((Open::V69.to_string(), Open(70).to_string()), ("V69".into(), "Open(70)".into()));
    assert_eq!(["V69", "Open(70)"].map(str::parse), [Ok(Open::V69), Ok(Open(70))]);
}

/// Texts of more than 64 KB, so that their places need upper halves.
macro_rules! wide {
    ($(#[$meta:meta])* $name:ident) => {
        seventy! {
            #[derive(typewright::Stringer, Debug, PartialEq)]
            #[stringer(only(Display, FromStr, EnumIter))]
            $(#[$meta])*
            #[stringer(prefix = "01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        01234567890123456789012345678901234567890123456789012345678901234567890123456789\
        ")]
            $name
        }
    };
}

wide! { Wide }
wide! {
    #[stringer(safe)]
    WideSafe
}

#[test]
fn long_texts_are_found_and_printed() {
    for (at, value) in Wide::iter().enumerate() {
        let text = value.to_string();
        assert!(text.len() == 963 && text.ends_with(&format!("9V{at:02}")));
        assert_eq!(
            (text.parse(), text.parse()),
            (Ok(value), Ok(WideSafe::iter().nth(at).unwrap()))
        );
    }
    assert!(WideSafe::iter().map(|value| value.to_string().len()).eq([963; 70]));
}
