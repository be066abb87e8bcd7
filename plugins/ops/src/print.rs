//! Answers ▶ text.

use serde_json::Value as Json;

use crate::dynamic::{Content, DynamicMessage, Value};
use crate::json::{self, Types};
use crate::settings::Output;
use crate::table::{Field, Kind, Message, Shape};
use crate::well_known;

/// One answer in a format, ready to print.
pub(crate) fn answer(message: &DynamicMessage, output: Output, types: &Types) -> String {
    match output {
        Output::Json => format!("{:#}\n", json::write(message, types)),
        Output::Ndjson => format!("{}\n", json::write(message, types)),
        Output::Table => table(message, types),
    }
}

/// The rows of the one list of messages that an answer has, and its other fields below them; or
/// all fields, one a line.
fn table(message: &DynamicMessage, types: &Types) -> String {
    let Some(list) = rows(message.table()) else {
        return aligned(&pairs(&json::masked(message, types)));
    };
    let mut rest = message.clone();
    rest.clear(list);
    let mut text = match message.get(list) {
        Some(Content::List(items)) => aligned(&grid(list, items, types)),
        _ => String::new(),
    };
    let rest = pairs(&json::masked(&rest, types));
    if !rest.is_empty() {
        text.push('\n');
        text.push_str(&aligned(&rest));
    }
    text
}

fn rows(table: &'static Message) -> Option<&'static Field> {
    let mut lists = table.fields.iter().filter(|field| {
        matches!(field.shape, Shape::Repeated { .. })
            && matches!(field.kind, Kind::Message(inner) if well_known::special(inner).is_none())
    });
    lists.next().filter(|_| lists.next().is_none())
}

/// A heading and a row an item; columns in which no item has anything are left out.
fn grid(list: &Field, items: &[Value], types: &Types) -> Vec<Vec<String>> {
    let Kind::Message(table) = list.kind else { return Vec::new() };
    let objects: Vec<Json> = items
        .iter()
        .map(|item| match item {
            Value::Message(message) => json::masked(message, types),
            _ => Json::Null,
        })
        .collect();
    let columns: Vec<&Field> = table
        .fields
        .iter()
        .filter(|field| objects.iter().any(|object| object.get(field.json).is_some()))
        .collect();
    let heading = columns.iter().map(|field| field.name.to_uppercase()).collect();
    let cells = objects.iter().map(|object| {
        columns.iter().map(|field| object.get(field.json).map(cell).unwrap_or_default()).collect()
    });
    [heading].into_iter().chain(cells).collect()
}

/// Keys with dots and values, opened down to lists and scalars.
fn pairs(json: &Json) -> Vec<Vec<String>> {
    fn open(key: &str, json: &Json, into: &mut Vec<Vec<String>>) {
        match json {
            Json::Object(fields) if !fields.is_empty() => {
                for (name, value) in fields {
                    let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                    open(&key, value, into);
                }
            }
            Json::Object(_) if key.is_empty() => {}
            other => into.push(vec![printable(key), cell(other)]),
        }
    }
    let mut rows = Vec::new();
    open("", json, &mut rows);
    rows
}

fn cell(json: &Json) -> String {
    match json {
        Json::String(text) => printable(text),
        other => printable(&other.to_string()),
    }
}

/// Control characters would break lines, or speak to the terminal.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// Columns two spaces apart.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
