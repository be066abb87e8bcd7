//! The line of a file under a mistake, without its secrets.

use crate::problem::Snippet;
use crate::yaml::Pos;

/// What stands for a secret.
pub(crate) const MASK: &str = "***";

/// Longer lines are not shown: nobody reads them, and they would be the most of the report.
const MAX_BYTES: usize = 400;

/// The line of `pos` with everything masked that must not be shown; `None` where there is no line
/// to show.
pub(crate) fn cut(lines: &Lines, pos: Pos, masked: &[Pos]) -> Option<Snippet> {
    let line = lines.get(pos.line)?;
    if line.len() > MAX_BYTES {
        return None;
    }
    let from = pos.col.saturating_sub(1);
    let to = from.saturating_add(pos.len);
    let here = |mask: &&Pos| (mask.line..=mask.end).contains(&pos.line);
    let masked: Vec<Pos> = masked.iter().filter(here).copied().collect();
    let hidden = |column: usize| masked.iter().any(|mask| covers(*mask, pos.line, column));

    // Where a masked part begins, the mask is shown once; `start` and `end` move with what is
    // shown instead of the line.
    let (mut text, mut length, mut start, mut end) = (String::new(), 0, 0, 0);
    let mut masking = false;
    for (column, c) in line.chars().enumerate() {
        let hide = hidden(column);
        if !hide {
            text.push(if c.is_control() && c != '\t' { ' ' } else { c });
            length += 1;
        } else if !masking {
            text.push_str(MASK);
            length += MASK.len();
        }
        masking = hide;
        start = if column < from { length } else { start };
        end = if column < to { length } else { end };
    }
    Some(Snippet { text, start, len: end.saturating_sub(start).max(1) })
}

/// A text and where its lines begin, broken where YAML breaks them: a lone carriage return ends a
/// line too, or the masks would stand on other lines than what they cover.
#[derive(Default)]
pub(crate) struct Lines {
    text: String,
    starts: Vec<u32>,
}

impl Lines {
    /// The lines of a text of at most 4 GiB.
    pub(crate) fn of(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let behind = ends.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
        let starts = std::iter::once(0).chain(behind).collect();
        Self { text: text.to_owned(), starts }
    }

    /// A line by its number, from 1, without its end.
    fn get(&self, number: usize) -> Option<&str> {
        let start = |number: usize| Some(*self.starts.get(number)? as usize);
        let from = start(number.checked_sub(1)?)?;
        let line = &self.text[from..start(number).unwrap_or(self.text.len())];
        Some(line.trim_end_matches(['\n', '\r']))
    }
}

/// Whether a masked value reaches that column (from 0) of that line. A value of several lines
/// covers what follows it on its first line, and its other lines whole.
fn covers(mask: Pos, line: usize, column: usize) -> bool {
    let first = mask.col.saturating_sub(1);
    if mask.end > mask.line {
        return line == mask.line && column >= first || line > mask.line && line <= mask.end;
    }
    line == mask.line && column >= first && column - first < mask.len
}
