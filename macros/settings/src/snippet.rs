//! The line of a file under a mistake, without its secrets.

use crate::problem::Snippet;
use crate::yaml::Pos;

/// What stands for a secret.
pub(crate) const MASK: &str = "***";

/// The line of `pos` with everything masked that must not be shown; `None` where there is no line.
pub(crate) fn cut(lines: &[&str], pos: Pos, masked: &[Pos]) -> Option<Snippet> {
    let line = lines.get(pos.line.checked_sub(1)?)?;
    let from = pos.col.saturating_sub(1);
    let to = from.saturating_add(pos.len);
    let hidden = |column: usize| masked.iter().any(|mask| covers(*mask, pos.line, column));

    // Where a masked part begins, the mask is shown once; `start` and `end` move with what is
    // shown instead of the line.
    let (mut text, mut start, mut end) = (String::new(), 0, 0);
    let mut masking = false;
    for (column, c) in line.chars().enumerate() {
        let hide = hidden(column);
        let shown = match (hide, masking) {
            (true, true) => "",
            (true, false) => MASK,
            (false, _) => {
                text.push(if c.is_control() && c != '\t' { ' ' } else { c });
                ""
            }
        };
        text.push_str(shown);
        masking = hide;
        let length = text.chars().count();
        start = if column < from { length } else { start };
        end = if column < to { length } else { end };
    }
    Some(Snippet { text, start, len: end.saturating_sub(start).max(1) })
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
