//! Open enums: every number is a value, and some have names.

use core::fmt;
use core::str::FromStr;

use crate::joined;
use crate::parse_error::{ParseError, unknown};
use crate::table::Table;

/// Writes the name at a place, or `Type(number)` where there is none, as `Display` does.
///
/// # Errors
/// The formatter's.
pub fn show_open(
    table: &Table,
    at: usize,
    number: &dyn fmt::Display,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    if at < table.count() {
        return f.pad(table.name_in_any(at));
    }
    joined::pad(f, |out| write!(out, "{}({number})", table.type_name))
}

/// The value that a text names, or whose number it holds as `Type(number)`.
///
/// # Errors
/// The text is neither.
pub fn parse_open<E, N: FromStr>(
    table: &'static Table,
    text: &str,
    ignore_case: bool,
    value: fn(usize) -> E,
    number: fn(N) -> E,
) -> Result<E, ParseError> {
    let text_bytes = text.as_bytes();
    let found = match ignore_case {
        true => table.find_in_any::<true>(text_bytes),
        false => table.find_in_any::<false>(text_bytes),
    };
    if let Some(at) = found {
        return Ok(value(at));
    }
    let digits = text
        .strip_prefix(table.type_name)
        .and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'))
        .filter(|digits| !digits.starts_with('+'));
    match digits.and_then(|digits| digits.parse().ok()) {
        Some(found) => Ok(number(found)),
        None => Err(unknown(table, text)),
    }
}
