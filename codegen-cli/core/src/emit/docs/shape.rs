//! What indentation says in a comment and Markdown does not see: lines that stand further right
//! below a colon are lines, and not the rest of its paragraph.

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
