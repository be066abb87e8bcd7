//! Texts with fields in them, read back without an allocation.

use core::fmt;
use core::str::FromStr;

use crate::joined;
use crate::parse_error::Failed;

/// Writes a text with fields in it as `Display` writes a name: width, fill and alignment count for
/// all of it.
///
/// # Errors
/// The formatter's.
pub fn show(f: &mut fmt::Formatter<'_>, text: fmt::Arguments<'_>) -> fmt::Result {
    joined::pad(f, |out| out.write_fmt(text))
}

/// A field that text gives: every `FromStr`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `FromStr`, so no text that holds it can be parsed",
    label = "this field cannot be parsed",
    note = "keep the variant from being parsed with `#[stringer(parse = false)]` on it"
)]
pub trait Read: Sized {
    /// The field, if the text is one.
    fn read(text: &str) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromStr> Read for T {
    #[inline]
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// A field, where its type is known from its place.
#[inline]
pub fn read<T: Read>(text: &str) -> Option<T> {
    T::read(text)
}

/// A field whose digits have another base than ten.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no integer, so its digits cannot be parsed",
    label = "this field cannot be parsed",
    note = "show it as `Display` does, or keep the variant from being parsed with \
            `#[stringer(parse = false)]` on it"
)]
pub trait Digits: Sized {
    /// The number of these digits.
    fn digits(text: &str, radix: u32) -> Option<Self>;
}

macro_rules! digits {
    ($($signed:ident $unsigned:ident)*) => {$(
        impl Digits for $unsigned {
            #[inline]
            fn digits(text: &str, radix: u32) -> Option<Self> {
                $unsigned::from_str_radix(text, radix).ok()
            }
        }
        impl Digits for $signed {
            /// Negative numbers are shown as their two's complement.
            #[inline]
            fn digits(text: &str, radix: u32) -> Option<Self> {
                $unsigned::from_str_radix(text, radix).ok().map($unsigned::cast_signed)
            }
        }
    )*};
}

digits! { i8 u8 i16 u16 i32 u32 i64 u64 i128 u128 isize usize }

/// A number of another base, behind what stands before its digits.
pub fn digits<T: Digits>(text: &str, radix: u32, prefix: &str) -> Option<T> {
    T::digits(text.strip_prefix(prefix)?, radix)
}

/// A field without what its width added.
pub fn unpadded(text: &str, fill: char, before: bool, behind: bool) -> &str {
    let text = if before { text.trim_start_matches(fill) } else { text };
    if behind { text.trim_end_matches(fill) } else { text }
}

/// The number of `Type(42)`.
pub fn numbered<N: FromStr>(text: &str, type_name: &str) -> Option<N> {
    let digits = text.strip_prefix(type_name)?.strip_prefix('(')?.strip_suffix(')')?;
    digits.parse().ok().filter(|_| !digits.starts_with('+'))
}

/// What is left of a text.
pub struct Reader<'t> {
    rest: &'t str,
    ignore_case: bool,
}

impl<'t> Reader<'t> {
    /// The text behind its head.
    ///
    /// # Errors
    /// It begins with something else.
    pub fn new(text: &'t str, head: &str, ignore_case: bool) -> Result<Self, Failed> {
        match text.split_at_checked(head.len()) {
            Some((start, rest)) if same(start, head, ignore_case) => Ok(Self { rest, ignore_case }),
            _ => Err(None),
        }
    }

    /// The field before the first `after` that leaves text which `read` takes.
    ///
    /// # Errors
    /// There is no `after`, or no text before one is such a field.
    pub fn field<T>(
        &mut self,
        after: &str,
        read: impl Fn(&'t str) -> Option<T>,
        field: &'static (&'static str, &'static str),
    ) -> Result<T, Failed> {
        let mut failed = None;
        for (end, _) in self.rest.char_indices() {
            let (text, rest) = self.rest.split_at(end);
            let Some((found, rest)) = rest.split_at_checked(after.len()) else { continue };
            if same(found, after, self.ignore_case) {
                if let Some(value) = read(text) {
                    self.rest = rest;
                    return Ok(value);
                }
                failed = Some(field);
            }
        }
        Err(failed)
    }

    /// The last field, which ends where `after` ends the text.
    ///
    /// # Errors
    /// The text ends in something else, or is no such field.
    pub fn last<T>(
        self,
        after: &str,
        read: impl Fn(&'t str) -> Option<T>,
        field: &'static (&'static str, &'static str),
    ) -> Result<T, Failed> {
        let end = self.rest.len().checked_sub(after.len());
        match end.and_then(|end| self.rest.split_at_checked(end)) {
            Some((text, found)) if same(found, after, self.ignore_case) => {
                read(text).ok_or(Some(field))
            }
            _ => Err(None),
        }
    }
}

fn same(text: &str, wanted: &str, ignore_case: bool) -> bool {
    if ignore_case { text.eq_ignore_ascii_case(wanted) } else { text == wanted }
}
