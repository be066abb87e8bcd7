//! Text of several pieces, padded as one.

use core::fmt::{self, Alignment, Formatter, Write};

/// Writes what `show` writes, padded to the formatter's width. It is called twice where there is
/// a width, as there may be no memory to keep its text in.
///
/// # Errors
/// The formatter's.
pub(crate) fn pad(
    f: &mut Formatter<'_>,
    show: impl Fn(&mut dyn Write) -> fmt::Result,
) -> fmt::Result {
    let Some(width) = f.width() else { return show(f) };
    let mut length = Length(0);
    show(&mut length)?;
    let missing = width.saturating_sub(length.0);
    let before = match f.align() {
        Some(Alignment::Right) => missing,
        Some(Alignment::Center) => missing / 2,
        _ => 0,
    };
    let fill = f.fill();
    for _ in 0..before {
        f.write_char(fill)?;
    }
    show(f)?;
    for _ in before..missing {
        f.write_char(fill)?;
    }
    Ok(())
}

/// The number of characters that were written.
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.chars().count();
        Ok(())
    }
}
