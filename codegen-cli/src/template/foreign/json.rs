//! JSON as Python writes it: `, ` and `: ` between, other characters as escapes, keys in order.

use minijinja::{Error, Value};
use serde_json::Value as Json;

use super::python::wrong;

/// How it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Spaces a level; all on one line without.
    pub(super) indent: Option<usize>,
    /// Whether keys are sorted.
    pub(super) sorted: bool,
    /// Whether characters beyond ASCII are escaped.
    pub(super) ascii: bool,
}

/// A value as JSON.
///
/// # Errors
/// It is nothing that JSON can say.
pub(super) fn dumps(value: &Value, style: &Style) -> Result<String, Error> {
    if value.is_undefined() {
        return Err(wrong("what nobody answers cannot be written as JSON"));
    }
    let json = serde_json::to_value(value).map_err(|error| wrong(error.to_string()))?;
    let mut out = String::new();
    write(&mut out, &json, style, 0);
    Ok(out)
}

fn write(out: &mut String, value: &Json, style: &Style, depth: usize) {
    match value {
        Json::String(text) => string(out, text, style.ascii),
        Json::Array(list) if list.is_empty() => out.push_str("[]"),
        Json::Array(list) => {
            out.push('[');
            for (at, item) in list.iter().enumerate() {
                next(out, style, depth + 1, at > 0);
                write(out, item, style, depth + 1);
            }
            close(out, style, depth);
            out.push(']');
        }
        Json::Object(map) if map.is_empty() => out.push_str("{}"),
        Json::Object(map) => {
            out.push('{');
            let mut entries: Vec<_> = map.iter().collect();
            if style.sorted {
                entries.sort_by(|a, b| a.0.cmp(b.0));
            }
            for (at, (key, item)) in entries.into_iter().enumerate() {
                next(out, style, depth + 1, at > 0);
                string(out, key, style.ascii);
                out.push_str(": ");
                write(out, item, style, depth + 1);
            }
            close(out, style, depth);
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn next(out: &mut String, style: &Style, depth: usize, follows: bool) {
    match style.indent {
        None if follows => out.push_str(", "),
        None => {}
        Some(_) => {
            out.push_str(if follows { "," } else { "" });
            close(out, style, depth);
        }
    }
}

fn close(out: &mut String, style: &Style, depth: usize) {
    if let Some(indent) = style.indent {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', (indent * depth).min(1 << 12)));
    }
}

fn string(out: &mut String, text: &str, ascii: bool) {
    let written = Json::from(text).to_string();
    if !ascii || written.is_ascii() {
        out.push_str(&written);
        return;
    }
    for c in written.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    }
}

/// What may stand in a page of HTML.
pub(super) fn for_html(text: &str) -> String {
    let pairs = [("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
