//! Open enums print and parse as Go's stringer prints: its golden tests, as tables.

use std::fmt::Debug;
use std::str::FromStr;

/// Each value with its text, both ways.
fn both_ways<T: ToString + FromStr<Err = typewright::ParseError> + PartialEq + Debug>(
    table: &[(T, &str)],
) {
    for (value, text) in table {
        assert_eq!(value.to_string(), *text);
        assert_eq!(text.parse().as_ref(), Ok(value), "{text}");
        assert_eq!(format!("{value:?}"), *text);
    }
}

#[test]
fn day() {
    #[typewright::open]
    #[repr(i64)]
    enum Day {
        Monday,
        Tuesday,
        Wednesday,
        Thursday,
        Friday,
        Saturday,
        Sunday,
    }
    both_ways(&[
        (Day::Monday, "Monday"),
        (Day(1), "Tuesday"),
        (Day::Wednesday, "Wednesday"),
        (Day::Thursday, "Thursday"),
        (Day::Friday, "Friday"),
        (Day::Saturday, "Saturday"),
        (Day(6), "Sunday"),
        (Day(-127), "Day(-127)"),
        (Day(127), "Day(127)"),
        (Day(i64::MIN), "Day(-9223372036854775808)"),
    ]);
    assert_eq!("Day(1)".parse(), Ok(Day::Tuesday));
    assert_eq!((Day::from(3), i64::from(Day::Sunday)), (Day::Thursday, 6));
    for wrong in ["Day()", "Day(x)", "Day(+1)", "Day(1", "day(1)", "Day(9223372036854775808)", ""] {
        assert_eq!(wrong.parse::<Day>().unwrap_err().type_name(), "Day", "{wrong}");
    }
    assert_eq!("monday".parse::<Day>().unwrap_err().nearest(), Some("Monday"));
}

#[test]
fn offset_and_duplicate() {
    #[typewright::open]
    enum Number {
        One = 1,
        Two,
        Three,
        AnotherOne = Number::One.0,
    }
    both_ways(&[
        (Number::One, "One"),
        (Number::Two, "Two"),
        (Number::Three, "Three"),
        (Number(0), "Number(0)"),
        (Number(127), "Number(127)"),
    ]);
    assert_eq!(Number::AnotherOne.to_string(), "One");
    assert_eq!("AnotherOne".parse(), Ok(Number::One));
}

#[test]
fn gap_num_and_unum() {
    #[typewright::open]
    enum Gap {
        Two = 2,
        Three,
        Five = 5,
        Six,
        Seven,
        Eight,
        Nine,
        Eleven = 11,
    }
    both_ways(&[
        (Gap(0), "Gap(0)"),
        (Gap(2), "Two"),
        (Gap::Three, "Three"),
        (Gap(4), "Gap(4)"),
        (Gap::Five, "Five"),
        (Gap(6), "Six"),
        (Gap(7), "Seven"),
        (Gap(8), "Eight"),
        (Gap::Nine, "Nine"),
        (Gap(10), "Gap(10)"),
        (Gap::Eleven, "Eleven"),
        (Gap(12), "Gap(12)"),
    ]);
    #[typewright::open(prefix = "m")]
    enum Num {
        #[stringer(rename = "_2")]
        M2 = -2,
        #[stringer(rename = "_1")]
        M1,
        #[stringer(rename = "0")]
        M0,
        #[stringer(rename = "1")]
        P1,
        #[stringer(rename = "2")]
        P2,
    }
    both_ways(&[
        (Num(-3), "Num(-3)"),
        (Num(-2), "m_2"),
        (Num(0), "m0"),
        (Num(2), "m2"),
        (Num(3), "Num(3)"),
    ]);
    #[typewright::open]
    #[repr(u8)]
    enum Unum {
        M0,
        M1,
        M2,
        Bm2 = 253,
        Bm1,
    }
    both_ways(&[
        (Unum(2), "M2"),
        (Unum(3), "Unum(3)"),
        (Unum(252), "Unum(252)"),
        (Unum(253), "Bm2"),
        (Unum::Bm1, "Bm1"),
        (Unum(255), "Unum(255)"),
    ]);
}

#[test]
fn prime() {
    #[typewright::open(prefix = "p")]
    enum Prime {
        #[stringer(rename = "2")]
        P2 = 2,
        #[stringer(rename = "3")]
        P3 = 3,
        #[stringer(rename = "5")]
        P5 = 5,
        #[stringer(rename = "7")]
        P7 = 7,
        #[stringer(rename = "77", alias = "p11")]
        P77 = 7,
        #[stringer(rename = "13")]
        P13 = 13,
        #[stringer(rename = "41")]
        P41 = 41,
    }
    both_ways(&[
        (Prime(0), "Prime(0)"),
        (Prime(2), "p2"),
        (Prime(4), "Prime(4)"),
        (Prime(7), "p7"),
        (Prime(13), "p13"),
        (Prime(41), "p41"),
        (Prime(42), "Prime(42)"),
    ]);
    assert_eq!(("p77".parse(), "p11".parse()), (Ok(Prime::P7), Ok(Prime(7))));
}

#[test]
fn prefix_and_tokens() {
    #[typewright::open(trim_prefix = "Type")]
    enum Type {
        TypeInt,
        TypeString,
        TypeFloat,
        TypeRune,
    }
    both_ways(&[
        (Type(0), "Int"),
        (Type::TypeString, "String"),
        (Type(3), "Rune"),
        (Type(4), "Type(4)"),
    ]);
    #[typewright::open]
    #[repr(u16)]
    enum Token {
        #[stringer(rename = "&")]
        And,
        #[stringer(rename = "|")]
        Or,
        #[stringer(rename = "+")]
        Add,
        Ident,
        #[stringer(rename = ".")]
        Period,
        #[stringer(rename = "SingleBefore")]
        Single,
    }
    both_ways(&[
        (Token::And, "&"),
        (Token::Or, "|"),
        (Token(2), "+"),
        (Token(3), "Ident"),
        (Token(4), "."),
        (Token::Single, "SingleBefore"),
    ]);
}

#[test]
fn any_integer_and_any_number() {
    #[typewright::open]
    #[repr(u128)]
    #[derive(Clone, Copy, Default, Debug)]
    enum Wide {
        Zero,
        Top = 1 << 127,
    }
    both_ways(&[
        (Wide::default(), "Zero"),
        (Wide(1 << 127), "Top"),
        (Wide(u128::MAX), "Wide(340282366920938463463374607431768211455)"),
    ]);
    assert_eq!(
        format!("[{:>9}|{:^9}|{:9}]", Wide(7), Wide(7), Wide::Top),
        "[  Wide(7)| Wide(7) |Top      ]"
    );
    assert_eq!(size_of::<Wide>(), 16);
}

#[test]
fn names_that_are_configured_out_leave_no_trace() {
    #[typewright::open]
    enum Platform {
        #[cfg(test)]
        Here,
        #[cfg(not(test))]
        Nowhere = missing,
        There = 9,
    }
    assert_eq!(Platform::NAMES, ["Here", "There"]);
    assert!("Nowhere".parse::<Platform>().is_err());
    both_ways(&[(Platform(0), "Here"), (Platform(9), "There")]);
    const NAME: Option<&str> = Platform(9).name();
    assert_eq!(NAME, Some("There"));
}

macro_rules! bytes {
    ($($name:ident)*) => {
        #[typewright::open]
        #[repr(i8)]
        enum I8 {
            #[allow(dead_code)]
            Least = -128,
            $($name),*
        }
    };
}

/// As many names as an `i8` has values would be long here; its edges show the same.
#[test]
fn edges_of_small_integers() {
    bytes!(A B C);
    #[typewright::open]
    #[repr(i8)]
    enum Most {
        Last = 127,
    }
    both_ways(&[(I8(-128), "Least"), (I8(-127), "A"), (I8(-125), "C"), (I8(-124), "I8(-124)")]);
    both_ways(&[(Most(127), "Last"), (Most(-128), "Most(-128)")]);
}
