//! Which bytes of a YAML text belong to a setting, and where a new one goes.

use std::ops::Range;

use super::{Patch, by_hand};
use crate::show;
use crate::yaml::{Broken, Entry, Node, Raw};

/// An entry on the way to a setting, and the map that it stands in.
pub(super) struct Step<'a> {
    map: &'a Node,
    pub(super) entry: &'a Entry,
}

/// The entries that lead to a path, as far as they are there.
pub(super) fn find<'a>(text: &str, root: &'a Node, path: &[String]) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    let mut map = root;
    for key in path {
        let Some(entry) = own(text, map).into_iter().find(|entry| *entry.key == **key) else {
            break;
        };
        steps.push(Step { map, entry });
        map = &entry.value;
    }
    steps
}

/// The entries that are written in the map itself; `<<` brings others from elsewhere.
fn own<'a>(text: &str, map: &'a Node) -> Vec<&'a Entry> {
    let Raw::Map(entries) = &map.raw else { return Vec::new() };
    let here = map.pos.bytes.0..map.until.min(text.len()) + 1;
    entries.iter().filter(|entry| here.contains(&entry.pos.bytes.0)).collect()
}

fn is_flow(text: &str, node: &Node) -> bool {
    text[node.pos.bytes.0..].starts_with(['{', '['])
}

/// Sets the value at a path, of which `steps` are there.
pub(super) fn put(
    text: &str,
    root: Option<&Node>,
    steps: &[Step<'_>],
    path: &[String],
    value: &str,
) -> Result<Vec<Patch>, Broken> {
    let rest = &path[steps.len()..];
    let Some(last) = steps.last() else {
        return match root {
            Some(root) if !root.is_null() => Ok(vec![insert(text, root, "  ", rest, value)?]),
            _ => Ok(vec![append(text, text.len(), "", "  ", rest, value)]),
        };
    };
    let node = &last.entry.value;
    let step =
        step(text, steps.iter().map(|step| step.entry).chain(own(text, node).first().copied()));
    let patch = match &node.raw {
        _ if rest.is_empty() => replace(text, last, value)?,
        Raw::Map(_) => insert(text, node, &step, rest, value)?,
        _ if node.is_null() && is_flow(text, last.map) => replace(text, last, &flow(rest, value))?,
        _ if node.is_null() && is_unwritten(text, node) => {
            let (line, indent) = (line_end(text, last.entry.pos.bytes.1), indent(text, last.entry));
            append(text, line, &format!("{indent}{step}"), &step, rest, value)
        }
        _ if node.is_null() => replace(text, last, &flow(rest, value))?,
        _ => {
            let message = format!("`{}` is no section here", last.entry.key);
            let help = Some("remove it first");
            return Err(Broken { pos: node.pos, message, help });
        }
    };
    Ok(vec![patch])
}

/// Whether nothing at all stands for the value.
fn is_unwritten(text: &str, node: &Node) -> bool {
    text[node.pos.bytes.0..node.pos.bytes.1].trim().is_empty()
}

fn replace(text: &str, step: &Step<'_>, value: &str) -> Result<Patch, Broken> {
    let (key, node) = (step.entry, &step.entry.value);
    let colon = text[key.pos.bytes.1..].find(':').ok_or_else(|| by_hand(Some(step)))?;
    let colon = key.pos.bytes.1 + colon + 1;
    if node.is_null() && is_unwritten(text, node) {
        return Ok((colon..colon, format!(" {value}")));
    }
    if node.pos.bytes.0 < colon {
        return Err(by_hand(Some(step)));
    }
    let end = trimmed(text, node.until);
    let is_block = node.pos.line > key.pos.line && !is_flow(text, node);
    if is_block {
        Ok((colon..end, format!(" {value}")))
    } else {
        Ok((node.pos.bytes.0..end, value.to_owned()))
    }
}

/// Adds an entry at the end of a map.
fn insert(
    text: &str,
    map: &Node,
    step: &str,
    path: &[String],
    value: &str,
) -> Result<Patch, Broken> {
    let own = own(text, map);
    if is_flow(text, map) {
        let entry = format!("{}: {}", show::text(&path[0]), flow(&path[1..], value));
        return Ok(match own.last() {
            Some(last) => {
                let end = trimmed(text, last.value.until.max(last.pos.bytes.1));
                (end..end, format!(", {entry}"))
            }
            None => (map.pos.bytes.0 + 1..map.pos.bytes.0 + 1, entry),
        });
    }
    let Some(first) = own.first() else {
        return Err(Broken {
            pos: map.pos,
            message: "this section is no mapping of its own".to_owned(),
            help: Some("write its keys out first"),
        });
    };
    let indent = indent(text, first);
    Ok(append(text, line_end(text, trimmed(text, map.until)), &indent, step, path, value))
}

/// `{a: {b: value}}` below a key.
fn flow(path: &[String], value: &str) -> String {
    path.iter()
        .rev()
        .fold(value.to_owned(), |inner, key| format!("{{{}: {inner}}}", show::text(key)))
}

/// Lines for an entry and the sections around it, behind the line that ends at `at`.
fn append(text: &str, at: usize, indent: &str, step: &str, path: &[String], value: &str) -> Patch {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines = String::new();
    for (depth, key) in path.iter().enumerate() {
        let value = if depth + 1 == path.len() { format!(" {value}") } else { String::new() };
        let indent = format!("{indent}{}", step.repeat(depth));
        lines.push_str(&format!("{indent}{}:{value}{end}", show::text(key)));
    }
    let unfinished = at > 0 && !text[..at].ends_with('\n');
    (at..at, if unfinished { format!("{end}{lines}") } else { lines })
}

/// Takes an entry away, with the maps of which it is the last entry.
pub(super) fn remove(text: &str, steps: &[Step<'_>]) -> Result<Vec<Patch>, Broken> {
    let only = |step: &Step<'_>| matches!(&step.map.raw, Raw::Map(entries) if entries.len() == 1);
    let mut top = steps.len() - 1;
    while top > 0 && only(&steps[top]) {
        top -= 1;
    }
    let mut patches = Vec::new();
    for (i, step) in steps.iter().enumerate().skip(top) {
        let (entry, node) = (step.entry, &step.entry.value);
        if !node.is_null() && node.pos.bytes.0 < entry.pos.bytes.1 {
            return Err(by_hand(Some(step)));
        }
        let end = trimmed(text, node.until.max(entry.pos.bytes.1));
        if is_flow(text, step.map) {
            patches.push((with_comma(text, entry.pos.bytes.0..end), String::new()));
            break;
        }
        let start = line_start(text, entry.pos.bytes.0);
        let whole = i + 1 == steps.len() || node.pos.line == entry.pos.line;
        // Comments between a section and its last key belong to neither.
        let end = line_end(text, if whole { end } else { entry.pos.bytes.1 });
        patches.push((start..end, String::new()));
        if whole {
            break;
        }
    }
    Ok(patches)
}

/// An entry between braces with the comma that sets it apart.
fn with_comma(text: &str, entry: Range<usize>) -> Range<usize> {
    let behind = &text[entry.end..];
    let gap = behind.len() - behind.trim_start().len();
    if behind[gap..].starts_with(',') {
        let rest = &behind[gap + 1..];
        let space = rest.len() - rest.trim_start_matches(' ').len();
        return entry.start..entry.end + gap + 1 + space;
    }
    let before = text[..entry.start].trim_end();
    let start = if before.ends_with(',') { before.len() - 1 } else { entry.start };
    start..entry.end
}

/// What one level of this file is indented by, as the entries on the way show.
fn step<'a>(text: &str, way: impl Iterator<Item = &'a Entry>) -> String {
    let widths: Vec<usize> = way.map(|entry| indent(text, entry).len()).collect();
    let widest = widths.iter().copied().max().unwrap_or_default();
    let levels = widths.iter().filter(|width| **width > 0).count();
    " ".repeat(widest.checked_div(levels).filter(|width| *width > 0).unwrap_or(2))
}

/// What stands before a key on its line.
fn indent(text: &str, entry: &Entry) -> String {
    let start = line_start(text, entry.pos.bytes.0);
    text[start..entry.pos.bytes.0].to_owned()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Behind the end of the line, with its line break.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The end without the white space before it: a text over several lines ends on the next line.
fn trimmed(text: &str, end: usize) -> usize {
    text[..end.min(text.len())].trim_end().len()
}
