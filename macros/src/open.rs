//! Open enums: every number is a value, and some have names.

use core::fmt::{self, Write};
use core::str::FromStr;

use crate::parse_error::{ParseError, unknown};
use crate::table::Table;
use crate::variants::Packed;

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
        return table.show(at, f);
    }
    let Some(width) = f.width() else {
        return write!(f, "{}({number})", table.type_name);
    };
    let mut count = Count(0);
    write!(count, "{}({number})", table.type_name)?;
    let missing = width.saturating_sub(count.0);
    let before = match f.align() {
        Some(fmt::Alignment::Right) => missing,
        Some(fmt::Alignment::Center) => missing / 2,
        _ => 0,
    };
    let fill = f.fill();
    for _ in 0..before {
        f.write_char(fill)?;
    }
    write!(f, "{}({number})", table.type_name)?;
    for _ in before..missing {
        f.write_char(fill)?;
    }
    Ok(())
}

/// Counts characters, as there may be no memory to hold them.
struct Count(usize);

impl Write for Count {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.chars().count();
        Ok(())
    }
}

/// The value that a text names, or whose number it holds as `Type(number)`.
///
/// # Errors
/// The text is neither.
pub fn parse_open<E: Packed, N: FromStr>(
    text: &str,
    ignore_case: bool,
    value: fn(usize) -> E,
    number: fn(N) -> E,
) -> Result<E, ParseError> {
    let found = if ignore_case { E::TABLE.find_folded(text) } else { E::TABLE.find(text) };
    if let Some(at) = found {
        return Ok(value(at));
    }
    let digits = text
        .strip_prefix(E::TABLE.type_name)
        .and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'))
        .filter(|digits| !digits.starts_with('+'));
    match digits.and_then(|digits| digits.parse().ok()) {
        Some(found) => Ok(number(found)),
        None => Err(unknown(E::TABLE, text)),
    }
}
