//! The error of a number that is no value.

use core::fmt;

/// Numbers that the message lists before it only says that there are more.
const LISTED: usize = 8;

/// A number that is none of an enum's, see [`TryFromRepr`](crate::TryFromRepr).
///
/// ```
/// #[derive(typewright::TryFromRepr, Debug)]
/// #[repr(u8)]
/// enum Unit {
///     Metre = 1,
///     Mile = 4,
/// }
///
/// let error = Unit::try_from(2).unwrap_err();
/// assert_eq!(error.type_name(), "Unit");
/// assert_eq!(error.to_string(), "unknown Unit 2, known: 1, 4");
/// ```
#[derive(Clone, Copy)]
pub struct NumberError {
    type_name: &'static str,
    number: Number,
    /// The number of the value at a place.
    known: fn(usize) -> Option<i128>,
}

/// The error of a derived `try_from`. Of unsigned numbers, `i128` holds the bits.
#[cold]
pub const fn unknown_number(
    type_name: &'static str,
    signed: bool,
    number: i128,
    known: fn(usize) -> Option<i128>,
) -> NumberError {
    NumberError { type_name, number: Number { bits: number, signed }, known }
}

impl NumberError {
    /// The name of the enum.
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// The number that was given, ready to be shown.
    pub fn number(&self) -> impl fmt::Display + use<> {
        self.number
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} {}, ", self.type_name, self.number)?;
        let signed = self.number.signed;
        let mut before = "known: ";
        for at in 0..LISTED {
            let Some(bits) = (self.known)(at) else {
                return if at == 0 { f.write_str("no number is known") } else { Ok(()) };
            };
            write!(f, "{before}{}", Number { bits, signed })?;
            before = ", ";
        }
        if (self.known)(LISTED).is_some() { f.write_str(" and more") } else { Ok(()) }
    }
}

impl fmt::Debug for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NumberError")
            .field("type_name", &self.type_name)
            .field("number", &format_args!("{}", self.number))
            .finish_non_exhaustive()
    }
}

impl PartialEq for NumberError {
    fn eq(&self, other: &Self) -> bool {
        (self.type_name, self.number) == (other.type_name, other.number)
    }
}

impl Eq for NumberError {}

impl core::error::Error for NumberError {}

/// Any integer.
#[derive(Clone, Copy, PartialEq)]
struct Number {
    bits: i128,
    signed: bool,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.signed { self.bits.fmt(f) } else { (self.bits as u128).fmt(f) }
    }
}

/// Fails to compile where two ranges of numbers meet, unless both are discriminants, about which
/// the compiler complains itself: first and last number, and whether they are a discriminant.
pub const fn distinct(ranges: &[(i128, i128, bool)], signed: bool) {
    let mut at = 0;
    while at < ranges.len() {
        let (low, high, discriminant) = ranges[at];
        let mut other = at + 1;
        while other < ranges.len() {
            let (other_low, other_high, other_discriminant) = ranges[other];
            let meet = at_most(low, other_high, signed) && at_most(other_low, high, signed);
            assert!(
                !meet || discriminant && other_discriminant,
                "two variants have one number, or one has it twice: see `numbers`"
            );
            other += 1;
        }
        at += 1;
    }
}

const fn at_most(a: i128, b: i128, signed: bool) -> bool {
    if signed { a <= b } else { a as u128 <= b as u128 }
}
