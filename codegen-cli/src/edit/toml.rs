//! Edits of TOML: `toml_edit` finds the place by spans; the file is never printed again.

use toml_edit::{Document, Item, Key, TableLike, Value};

use super::list::after_comment;
use super::{Insertion, Request, line_end};
use crate::error::{Mistake, Place};

pub(super) fn plan(
    request: &Request,
    path: &str,
    content: &str,
) -> Result<Vec<Insertion>, Mistake> {
    // The parser does not count a byte order mark.
    let text = content.strip_prefix('\u{feff}').unwrap_or(content);
    let skipped = content.len() - text.len();
    let wrong = |e: toml_edit::TomlError| {
        let range = e.span().unwrap_or(0..0);
        Mistake::new(e.message().to_owned()).at(Place::of(path, text, range))
    };
    let document = Document::parse(text).map_err(wrong)?;
    let line = Document::parse(request.item.as_str()).map_err(|e| {
        Mistake::new(format!("`{}` is no line `key = value`: {}", request.item, e.message()))
    })?;
    let Some((key, _)) = line.as_table().iter().next() else {
        return Err(Mistake::new(format!("`{}` is no line `key = value`", request.item)));
    };
    let end = line_end(text);
    let mut table: &dyn TableLike = document.as_table();
    // As in a header: `target.'cfg(unix)'.dependencies`.
    let keys = match request.to.trim() {
        "" => Vec::new(),
        to => Key::parse(to).map_err(|e| {
            let why = e.message();
            Mistake::new(format!("`{to}` is no path of a table, as a header would have it: {why}"))
        })?,
    };
    let names: Vec<&str> = keys.iter().map(Key::get).collect();
    for (depth, name) in names.iter().enumerate() {
        match table.get(name) {
            Some(Item::Table(inner)) => table = inner,
            None => return Ok(vec![with_header(request, content, text)]),
            Some(_) => {
                let shown = names[..=depth].join(".");
                return Err(Mistake::new(format!("`{path}`: `{shown}` is no table of its own")));
            }
        }
    }
    if table.get(key).is_some() {
        return Ok(Vec::new());
    }
    let values = table.iter().filter_map(|(_, item)| item.as_value().and_then(Value::span));
    let header = match names.is_empty() {
        true => None,
        false => header(&document, &names).map(|span| span.end),
    };
    let Some(after) = values.map(|span| span.end).max().or(header) else {
        // Tables in it are written, and it is not.
        if !names.is_empty() {
            return Ok(vec![with_header(request, content, text)]);
        }
        let text = format!("{}{end}", request.item.trim());
        return Ok(vec![Insertion { at: skipped, text }]);
    };
    let at = skipped + after_hash(text, after_comment(text, after));
    Ok(vec![Insertion { at, text: format!("{end}{}", request.item.trim()) }])
}

/// A table at the end of the file, with the line in it.
fn with_header(request: &Request, content: &str, text: &str) -> Insertion {
    let end = line_end(text);
    let open = if text.is_empty() || text.ends_with('\n') { "" } else { end };
    let gap = if text.is_empty() { "" } else { end };
    let text = format!("{open}{gap}[{}]{end}{}{end}", request.to, request.item.trim());
    Insertion { at: content.len(), text }
}

/// Where the header of a table stands.
fn header(document: &Document<&str>, names: &[&str]) -> Option<std::ops::Range<usize>> {
    let mut item = document.as_item();
    for name in names {
        item = item.get(name)?;
    }
    item.as_table().filter(|table| !table.is_implicit())?.span()
}

/// The end of a `#` comment that follows on the same line, or the same place.
fn after_hash(text: &str, at: usize) -> usize {
    let line = text[at..].split(['\r', '\n']).next().unwrap_or_default();
    if line.trim_start().starts_with('#') { at + line.len() } else { at }
}
