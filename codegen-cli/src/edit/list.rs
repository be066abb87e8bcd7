//! Adding to a list between braces: variants, fields and arms.

use super::{Insertion, indent, indented, line_end, line_start};

/// A list as it stands in a file; all places count in bytes.
pub(super) struct List {
    /// Where each element starts and ends, without the comma.
    pub(super) elements: Vec<(usize, usize)>,
    /// The end of the comma behind the last one.
    pub(super) comma: Option<usize>,
    /// The end of the opening brace.
    pub(super) open: usize,
    /// The start of the closing brace.
    pub(super) close: usize,
    /// The element to insert before, such as a wildcard arm.
    pub(super) before: Option<usize>,
    /// Whether the last element needs a comma behind it.
    pub(super) needs_comma: bool,
}

/// The insertions that add an item.
pub(super) fn add(content: &str, list: &List, item: &str) -> Vec<Insertion> {
    let end = line_end(content);
    let many_lines = content[list.open..list.close].contains('\n');
    if let Some(element) = list.before {
        let at = list.elements[element].0;
        let alone = content[line_start(content, at)..at].trim().is_empty();
        let (depth, after) = match alone {
            true => (indent(content, at), format!("{end}{}", indent(content, at))),
            false => ("", " ".to_owned()),
        };
        return vec![Insertion { at, text: format!("{},{after}", indented(item, depth, end)) }];
    }
    let Some(&(start, last)) = list.elements.last() else {
        return vec![Insertion { at: list.open, text: first(content, list, item) }];
    };
    let mut insertions = Vec::new();
    if list.comma.is_none() && list.needs_comma {
        insertions.push(Insertion { at: last, text: ",".to_owned() });
    }
    let after = list.comma.unwrap_or(last);
    if !many_lines {
        insertions.push(Insertion { at: after, text: format!(" {}", indented(item, "", end)) });
        return insertions;
    }
    // Behind the comments that follow the last element, on a line before the brace's own.
    let brace_line = line_start(content, list.close);
    let at = match content[brace_line..list.close].trim().is_empty() {
        true => content[..brace_line].trim_end_matches(['\n', '\r']).len(),
        false => after_comment(content, after),
    };
    let depth = indent(content, start);
    let text = format!("{end}{depth}{},", indented(item, depth, end));
    insertions.push(Insertion { at: at.max(after), text });
    insertions
}

/// The first element of an empty list.
fn first(content: &str, list: &List, item: &str) -> String {
    let end = line_end(content);
    let depth = format!("{}    ", indent(content, list.open));
    let item = indented(item, &depth, end);
    match content[list.open..list.close].contains('\n') {
        true => format!("{end}{depth}{item},"),
        false => format!("{end}{depth}{item},{end}{}", indent(content, list.open)),
    }
}

/// The end of a comment that follows on the same line, or the same place.
pub(super) fn after_comment(content: &str, at: usize) -> usize {
    let line = content[at..].split(['\r', '\n']).next().unwrap_or_default();
    let comment = line.trim_start_matches([' ', '\t']);
    let lead = line.len() - comment.len();
    if comment.starts_with("//") {
        return at + line.len();
    }
    match comment.strip_prefix("/*").and_then(|rest| rest.find("*/")) {
        Some(end) => at + lead + end + 4,
        None => at,
    }
}
