//! What indentation says in a comment and Markdown does not see: lines that stand further right
//! below a colon are lines, and not the rest of its paragraph; a list that stands as far right as
//! code is a list.

use super::{Fence, item_marker};

/// The lines with those below a colon kept apart: by hard breaks, or as text where they are indented
/// among themselves.
pub(super) fn kept_apart(lines: &[String]) -> Vec<String> {
    let mut out = Vec::with_capacity(lines.len());
    let mut state = State::default();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let column = indent(line);
        let further = |line: &&String| indent(line) >= column + 2 && !line.trim().is_empty();
        let below = lines[at..].iter().take_while(further).count();
        let block = &lines[at..at + below];
        if !state.opens(line) || below == 0 || !block.iter().all(|line| is_plain(line.trim())) {
            out.push(line.clone());
            continue;
        }
        at += below;
        let first = block.iter().map(|line| indent(line)).min().unwrap_or(0);
        if block.iter().any(|line| indent(line) > first) {
            let margin = &line[..column];
            out.extend([line.clone(), format!("{margin}```text")]);
            out.extend(block.iter().map(|line| format!("{margin}{}", &line[first..])));
            out.push(format!("{margin}```"));
        } else {
            let goes_on = lines.get(at).is_some_and(|next| is_plain(next.trim()));
            let broken = below + usize::from(goes_on);
            let kept = std::iter::once(line).chain(block).enumerate();
            out.extend(kept.map(|(i, line)| hard(line, i < broken)));
        }
    }
    out
}

/// The lines with lists that are as far right as code moved to the left.
pub(super) fn lists_moved(lines: &[String]) -> Vec<String> {
    let mut out = Vec::with_capacity(lines.len());
    let mut state = State::default();
    let mut margin = None;
    for (at, line) in lines.iter().enumerate() {
        let text = line.trim();
        let column = indent(line).saturating_sub(1);
        let before = state.text;
        let inside = state.item || state.fence.is_some();
        state.opens(line);
        if state.fence.is_none() && margin.is_some_and(|margin| leaves(line, margin)) {
            (margin, state.item) = (None, false);
            // Else it would go on with the last item.
            out.extend(before.then(String::new));
        }
        if margin.is_none() && !inside && !before && column >= 4 && is_item(text) {
            let block = lines[at..].iter().take_while(|line| !leaves(line, column));
            margin = block.clone().any(|line| !is_pair(line.trim())).then_some(column);
        }
        match margin {
            Some(margin) if !text.is_empty() => out.push(line[margin.min(column)..].to_owned()),
            _ => out.push(line.clone()),
        }
    }
    out
}

/// Whether a line is left of a list, and no item of it.
fn leaves(line: &str, margin: usize) -> bool {
    let text = line.trim();
    !text.is_empty() && !is_item(text) && indent(line).saturating_sub(1) < margin
}

fn is_item(text: &str) -> bool {
    item_marker(text).is_some() || matches!(text, "-" | "*" | "+")
}

/// Whether a line is a key with its value, as in YAML, or empty.
fn is_pair(text: &str) -> bool {
    let text = text.trim_start_matches(['-', '*', '+', ' ']);
    let word =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '\'' | '@' | '-' | '/');
    let key = text.trim_start_matches(word).strip_prefix(':');
    text.is_empty() || key.is_some_and(|value| value.is_empty() || value.starts_with(' '))
}

/// The line with a hard break behind it, if it is to be one.
fn hard(line: &str, broken: bool) -> String {
    let line = line.trim_end();
    if broken && !line.ends_with('\\') { format!("{line}\\") } else { line.to_owned() }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Whether the text of a line is nothing but a part of a paragraph.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['>', '|', '#'])
        && !text.contains("```")
        && item_marker(text).is_none()
        && Fence::opened_by(text).is_none()
}

/// What the lines before mean for one.
#[derive(Default)]
struct State {
    fence: Option<Fence>,
    item: bool,
    /// Whether the line before holds something.
    text: bool,
}

impl State {
    /// Whether the line is of a paragraph and ends in a colon.
    fn opens(&mut self, line: &str) -> bool {
        let text = line.trim();
        if let Some(fence) = self.fence {
            self.fence = (!fence.is_closed_by(text)).then_some(fence);
            return false;
        }
        self.fence = Fence::opened_by(text);
        let before = std::mem::replace(&mut self.text, !text.is_empty());
        // The space behind the comment marker is not indentation.
        let column = indent(line).saturating_sub(1);
        if item_marker(text).is_some() {
            self.item = true;
        } else if !before && column == 0 {
            self.item = false;
        }
        !self.item && column < 4 && text.ends_with(':') && is_plain(text)
    }
}
