//! The error of a text that names no value.

use core::fmt;

use crate::names::Names;
use crate::table::Table;

/// Bytes of the input that an error keeps; with it, a `Result` stays below the size that clippy
/// calls large.
const KEPT: usize = 64;

/// Names that the message lists before it only counts.
const LISTED: usize = 8;

/// A text that is no name of an enum, with what it may have meant.
///
/// It keeps the first 64 bytes of the input and refers to the names of the type, so it is made
/// without an allocation and outlives its input. All that costs time happens when it is shown.
///
/// ```
/// #[derive(typewright::Stringer, Debug)]
/// enum Unit {
///     Metre,
///     Mile,
/// }
///
/// let error = "metre".parse::<Unit>().unwrap_err();
/// assert_eq!(error.type_name(), "Unit");
/// assert_eq!(error.input(), "metre");
/// assert_eq!(error.nearest(), Some("Metre"));
/// assert!(error.names().eq(["Metre", "Mile"]));
/// ```
#[derive(Clone)]
#[cfg_attr(feature = "strum-compat", derive(Copy))]
pub struct ParseError {
    pub(crate) table: &'static Table,
    input: [u8; KEPT],
    len: u8,
    cut: bool,
    failed: Failed,
    /// Whether it is one for strum's users, to whom all errors are one.
    #[cfg(feature = "strum-compat")]
    pub(crate) strum: bool,
}

/// The field that a text does not hold where it should, and the form of the text.
pub type Failed = Option<&'static (&'static str, &'static str)>;

/// The error of a derived `from_str`.
#[cold]
#[inline]
pub const fn unknown(table: &'static Table, text: &str) -> ParseError {
    unread(table, text, None)
}

/// The error of a text that has the form of a value, and a field that is none.
#[cold]
#[inline]
pub const fn unread(table: &'static Table, text: &str, failed: Failed) -> ParseError {
    ParseError {
        table,
        input: start(text.as_bytes()),
        len: if text.len() < KEPT { text.len() as u8 } else { KEPT as u8 },
        cut: text.len() > KEPT,
        failed,
        #[cfg(feature = "strum-compat")]
        strum: false,
    }
}

/// The first bytes of a text, and zeros. Generic, so that the crate that calls it has it, and LLVM
/// leaves it out where nobody looks at the error.
const fn start<const LEN: usize>(text: &[u8]) -> [u8; LEN] {
    let len = if text.len() < LEN { text.len() } else { LEN };
    let mut start = [0; LEN];
    start.split_at_mut(len).0.copy_from_slice(text.split_at(len).0);
    start
}

impl ParseError {
    /// The name of the enum.
    pub fn type_name(&self) -> &'static str {
        self.table.type_name
    }

    /// The text that was given; of a longer one the first 64 bytes, cut between two characters.
    pub fn input(&self) -> &str {
        let kept = &self.input[..usize::from(self.len)];
        // The last character may be there in part.
        kept.utf8_chunks().next().map_or("", |chunk| chunk.valid())
    }

    /// The field that the text does not hold, where it has the form of a value that holds fields.
    ///
    /// ```
    /// #[derive(typewright::Stringer, Debug)]
    /// enum Tag {
    ///     #[stringer(display = "v{major}.{minor}")]
    ///     Version { major: u8, minor: u8 },
    /// }
    ///
    /// let error = "v1.x".parse::<Tag>().unwrap_err();
    /// assert_eq!(error.field(), Some("minor"));
    /// assert_eq!(
    ///     error.to_string(),
    ///     "unknown Tag `v1.x`, `minor` of `v{major}.{minor}` is wrong, known: `v{major}.{minor}`",
    /// );
    /// ```
    pub fn field(&self) -> Option<&'static str> {
        self.failed.map(|(field, _)| *field)
    }

    /// The texts of all values, without their aliases.
    pub fn names(&self) -> Names {
        Names::new(self.table, 0, self.table.count())
    }

    /// The name or alias that the input may have meant.
    ///
    /// Near means one edit, and one more for every four characters of the name, where swapping two
    /// neighbours is one edit and case does not count. Of two equally near ones, the first.
    pub fn nearest(&self) -> Option<&'static str> {
        if self.cut {
            return None;
        }
        let (mut nearest, mut least) = (None, usize::MAX);
        for name in Names::new(self.table, 0, self.table.texts()) {
            let (distance, len) = (edit_distance(self.input(), name), name.chars().count());
            if distance < least && distance <= 1 + len / 4 && distance < len {
                (nearest, least) = (Some(name), distance);
            }
        }
        nearest
    }
}

impl fmt::Debug for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParseError")
            .field("type_name", &self.type_name())
            .field("input", &self.input())
            .field("nearest", &self.nearest())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "strum-compat")]
        if self.plain() {
            return f.write_str("no variant has this name");
        }
        let cut = if self.cut { "…" } else { "" };
        write!(f, "unknown {} `{}{cut}`, ", self.type_name(), self.input().escape_debug())?;
        if let Some((field, form)) = self.failed {
            write!(f, "`{field}` of `{form}` is wrong, ")?;
        } else if let Some(near) = self.nearest() {
            write!(f, "did you mean `{near}`? ")?;
        }
        let names = self.names();
        let count = names.len();
        if count == 0 {
            return f.write_str("no name is known");
        }
        let mut before = "known: ";
        for (at, name) in names.enumerate() {
            if at == LISTED {
                return write!(f, " and {} more", count - LISTED);
            }
            write!(f, "{before}`{name}`")?;
            before = ", ";
        }
        Ok(())
    }
}

impl PartialEq for ParseError {
    fn eq(&self, other: &Self) -> bool {
        #[cfg(feature = "strum-compat")]
        if self.strum || other.strum {
            return self.strum && other.strum;
        }
        let own = (self.type_name(), self.input(), self.cut);
        if own != (other.type_name(), other.input(), other.cut) {
            return false;
        }
        let (mut names, mut others) = (self.names(), other.names());
        loop {
            match (names.next(), others.next()) {
                (None, None) => return true,
                (one, two) if one == two => {}
                _ => return false,
            }
        }
    }
}

impl Eq for ParseError {}

impl core::error::Error for ParseError {}

/// Optimal string alignment over characters: insert, delete, replace, swap neighbours. The rows
/// run over `input`, which an error keeps to [`KEPT`] bytes, so they need no allocation.
fn edit_distance(input: &str, name: &str) -> usize {
    let mut two = [0; KEPT + 1];
    let mut one = [0; KEPT + 1];
    for (column, distance) in one.iter_mut().enumerate() {
        *distance = column;
    }
    let mut before = None;
    for (row, wanted) in name.chars().enumerate() {
        let mut here = [row + 1; KEPT + 1];
        let mut left = None;
        for (column, given) in input.chars().enumerate() {
            let replaced = one[column] + usize::from(!same(given, wanted));
            here[column + 1] = replaced.min(one[column + 1] + 1).min(here[column] + 1);
            if let (Some(left), Some(before)) = (left, before)
                && same(left, wanted)
                && same(given, before)
            {
                here[column + 1] = here[column + 1].min(two[column - 1] + 1);
            }
            left = Some(given);
        }
        before = Some(wanted);
        two = one;
        one = here;
    }
    one[input.chars().count()]
}

fn same(a: char, b: char) -> bool {
    let (mut a, mut b) = (a.to_lowercase(), b.to_lowercase());
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (a, b) if a == b => {}
            _ => return false,
        }
    }
}
