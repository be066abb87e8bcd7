//! Numbers of any width, however they are stated, and the conversions both ways.

use typewright::{FromRepr, IntoRepr, Stringer, TryFromRepr};

const LIMIT: u8 = 40;

#[derive(Stringer, Clone, Copy, Debug, PartialEq)]
#[stringer(only(FromRepr, IntoRepr, TryFromRepr))]
#[repr(u8)]
enum Code {
    #[stringer(numbers = [2, 10..=19, b'a'])]
    Good = 1,
    #[stringer(numbers = [20..LIMIT, self::LIMIT, (1 << 7)..])]
    Bad = 3,
    Next,
}

#[test]
fn a_variant_may_have_many_numbers() {
    const GOOD: Option<Code> = Code::from_repr(b'a');
    assert_eq!(GOOD, Some(Code::Good));
    for number in 0..=u8::MAX {
        let expected = match number {
            1 | 2 | 10..=19 | 97 => Some(Code::Good),
            3 | 20..=40 | 128..=255 => Some(Code::Bad),
            4 => Some(Code::Next),
            _ => None,
        };
        assert_eq!(Code::from_repr(number), expected, "{number}");
        assert_eq!(Code::try_from(number).ok(), expected, "{number}");
    }
    assert_eq!([Code::Good, Code::Bad, Code::Next].map(u8::from), [1, 3, 4]);
    let error = Code::try_from(99).unwrap_err();
    assert_eq!(error.to_string(), "unknown Code 99, known: 1, 3, 4");
    assert_eq!((error.type_name(), error.number().to_string()), ("Code", "99".to_owned()));
    assert_eq!(error, Code::try_from(99).unwrap_err());
    assert_ne!(error, Code::try_from(98).unwrap_err());
    assert_eq!(format!("{error:?}"), "NumberError { type_name: \"Code\", number: 99, .. }");
}

#[test]
fn one_variant_may_have_all_others() {
    #[derive(TryFromRepr, IntoRepr, FromRepr, Clone, Copy, Debug, PartialEq)]
    #[repr(i16)]
    enum Reply {
        Low = i16::MIN,
        Zero = 0,
        One,
        #[stringer(numbers = [-5..0, ..])]
        Other = 100,
    }
    for number in i16::MIN..=i16::MAX {
        let expected = match number {
            i16::MIN => Reply::Low,
            0 => Reply::Zero,
            1 => Reply::One,
            _ => Reply::Other,
        };
        assert_eq!(Reply::from(number), expected, "{number}");
        assert_eq!(Reply::from_repr(number), Some(expected), "{number}");
    }
    assert_eq!(i16::from(Reply::Other), 100);
}

#[test]
fn wide_numbers_are_whole() {
    const TOP: u128 = 1 << 127;
    #[derive(TryFromRepr, IntoRepr, Clone, Copy, Debug, PartialEq)]
    #[repr(u128)]
    enum Wide {
        Zero,
        #[stringer(numbers = [170141183460469231731687303715884105729..=0xC0000000000000000000000000000000])]
        Top = TOP,
        Most = u128::MAX,
        #[stringer(numbers = [18446744073709551616, 36893488147419103233..TOP])]
        High = 0x1_0000_0000_0000_0001,
    }
    for (number, value) in [
        (0, Ok(Wide::Zero)),
        (TOP, Ok(Wide::Top)),
        (TOP + 1, Ok(Wide::Top)),
        (3 << 126, Ok(Wide::Top)),
        ((3 << 126) + 1, Err((3_u128 << 126) + 1)),
        (u128::MAX, Ok(Wide::Most)),
        (1 << 64, Ok(Wide::High)),
        ((1 << 64) + 1, Ok(Wide::High)),
        ((1 << 65) + 1, Ok(Wide::High)),
        (1 << 65, Err(1_u128 << 65)),
        (1, Err(1)),
    ] {
        let found = Wide::try_from(number).map_err(|error| error.number().to_string());
        assert_eq!(found, value.map_err(|number| number.to_string()), "{number}");
    }
    assert_eq!(
        Wide::try_from(1).unwrap_err().to_string(),
        "unknown Wide 1, known: 0, 170141183460469231731687303715884105728, \
         340282366920938463463374607431768211455, 18446744073709551617"
    );
    assert_eq!([Wide::Top, Wide::Most].map(u128::from), [TOP, u128::MAX]);

    #[derive(TryFromRepr, Debug, PartialEq)]
    #[repr(i128)]
    enum Signed {
        Least = i128::MIN,
        Most = i128::MAX,
        Minus = -(1 << 70),
    }
    assert_eq!(Signed::try_from(i128::MIN), Ok(Signed::Least));
    assert_eq!(Signed::try_from(i128::MAX), Ok(Signed::Most));
    assert_eq!(Signed::try_from(-(1 << 70)), Ok(Signed::Minus));
    let error = Signed::try_from(-1).unwrap_err().to_string();
    assert!(
        error.starts_with("unknown Signed -1, known: -1701411834604692317316873037"),
        "{error}"
    );
}

#[test]
fn errors_may_be_ones_own() {
    #[derive(Debug, PartialEq)]
    enum Mistake {
        Text(String),
        Number(String),
    }
    impl From<typewright::ParseError> for Mistake {
        fn from(error: typewright::ParseError) -> Self {
            Self::Text(error.input().to_owned())
        }
    }
    impl From<typewright::NumberError> for Mistake {
        fn from(error: typewright::NumberError) -> Self {
            Self::Number(error.number().to_string())
        }
    }
    #[derive(Stringer, Clone, Debug, PartialEq)]
    #[stringer(error = Mistake, also(TryFromRepr, Serialize, Deserialize, ValueEnum))]
    enum Plain {
        A,
    }
    assert_eq!("A".parse(), Ok::<_, Mistake>(Plain::A));
    assert_eq!(Plain::try_from("b"), Err(Mistake::Text("b".to_owned())));
    assert_eq!(Plain::try_from(-7), Err(Mistake::Number("-7".to_owned())));
    let error = serde_json::from_str::<Plain>("\"b\"").unwrap_err().to_string();
    assert!(error.starts_with("unknown Plain `b`, "), "{error}");

    #[derive(Stringer, Debug, PartialEq)]
    #[stringer(error = "Mistake")]
    enum Held {
        #[stringer(display = "a{0}")]
        A(u8),
    }
    assert_eq!("a1".parse(), Ok::<_, Mistake>(Held::A(1)));
    assert_eq!(Held::try_from("x"), Err(Mistake::Text("x".to_owned())));
}

#[test]
fn bits_that_a_shift_loses_are_lost() {
    #[derive(FromRepr, Clone, Copy, Debug, PartialEq)]
    #[repr(u8)]
    enum Bits {
        High = 0xff << 4,
        Next,
        Low = (0xff << 4) >> 4,
        Both = 1 << 3 | 1 << 1,
        Byte = b'a' - 1,
    }
    for value in [Bits::High, Bits::Next, Bits::Low, Bits::Both, Bits::Byte] {
        assert_eq!(Bits::from_repr(value as u8), Some(value));
    }
    assert_eq!(Bits::Low as u8, 0x0f);
    assert_eq!(Bits::from_repr(0xff), None);
}

#[test]
fn without_a_repr_numbers_are_isize() {
    #[derive(TryFromRepr, IntoRepr, Debug, PartialEq)]
    enum Plain {
        A = -1,
        B,
    }
    assert_eq!((Plain::try_from(-1), Plain::try_from(0)), (Ok(Plain::A), Ok(Plain::B)));
    assert_eq!(Plain::try_from(-2).unwrap_err().to_string(), "unknown Plain -2, known: -1, 0");
    assert_eq!(isize::from(Plain::A), -1);

    #[derive(TryFromRepr, IntoRepr, FromRepr, Debug)]
    enum Never {}
    assert_eq!(Never::try_from(0).unwrap_err().to_string(), "unknown Never 0, no number is known");
}

#[test]
fn runs_meet_their_ends() {
    #[derive(FromRepr, Clone, Copy, Debug, PartialEq)]
    #[repr(i8)]
    #[rustfmt::skip]
    enum Runs {
        A = -128, B, C, D, E = -1, F, G, H, I, J = 124, K, L, M,
    }
    use Runs::*;
    let values = [A, B, C, D, E, F, G, H, I, J, K, L, M];
    for number in i8::MIN..=i8::MAX {
        let expected = values.into_iter().find(|value| *value as i8 == number);
        assert_eq!(Runs::from_repr(number), expected, "{number}");
    }
    assert_eq!(values.map(|value| value.repr()).len(), 13);
}

/// Two hundred scattered numbers, so that they are hashed.
macro_rules! scattered {
    ($name:ident $repr:ident; $($variant:ident $number:literal)*) => {
        #[derive(FromRepr, Clone, Copy, Debug, PartialEq)]
        #[repr($repr)]
        enum $name {
            $($variant = $number,)*
        }
        impl $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
        }
    };
}

include!("numbers/scattered.rs");

#[test]
fn many_scattered_numbers_are_found() {
    assert_eq!((Signed::ALL.len(), Wide::ALL.len()), (200, 200));
    for value in Signed::ALL {
        assert_eq!(Signed::from_repr(*value as i32), Some(*value));
        let near = *value as i32 + 1;
        assert_eq!(
            Signed::from_repr(near),
            Signed::ALL.iter().find(|v| **v as i32 == near).copied()
        );
    }
    for value in Wide::ALL {
        assert_eq!(Wide::from_repr(*value as i128), Some(*value));
        assert_eq!(Wide::from_repr(!(*value as i128)), None);
    }
    assert_eq!(Signed::from_repr(i32::MIN), None);
}
