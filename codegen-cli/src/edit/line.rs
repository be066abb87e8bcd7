//! Edits of text of any form: lines at its end.

use super::{Insertion, Request, line_end};

/// The lines behind the last one, unless they stand somewhere together already.
pub(super) fn plan(request: &Request, content: &str) -> Vec<Insertion> {
    let wanted: Vec<&str> = request.item.trim_end().lines().collect();
    let lines: Vec<&str> = content.lines().map(str::trim_end).collect();
    let says = |line: &&&str| !line.trim().is_empty();
    let essence: Vec<&&str> = wanted.iter().filter(says).collect();
    if essence.is_empty()
        || lines.windows(essence.len()).any(|at| at.iter().eq(essence.iter().copied()))
    {
        return Vec::new();
    }
    let end = line_end(content);
    let lead = if content.is_empty() || content.ends_with('\n') { "" } else { end };
    vec![Insertion { at: content.len(), text: format!("{lead}{}{end}", wanted.join(end)) }]
}
