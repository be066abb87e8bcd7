//! Messages in [canonical JSON](https://protobuf.dev/programming-guides/json/), by their tables.
//!
//! ```
//! use typewright_ops::json::{self, Types};
//! use typewright_ops::well_known::STRUCT;
//!
//! let types = Types::default();
//! let message = json::read(&STRUCT, r#"{"a": [1, null]}"#, &types).unwrap();
//! assert_eq!(json::write(&message, &types).to_string(), r#"{"a":[1,null]}"#);
//!
//! let problems = json::read(&STRUCT, "[1", &types).unwrap_err();
//! assert!(problems[0].to_string().starts_with("line 1, column 2"));
//! ```

mod parse;
mod read;
mod special;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use crate::dynamic::DynamicMessage;
use crate::table::{Kind, Message};
use crate::well_known;

pub(crate) use parse::Strict;
pub use parse::documents;
pub(crate) use special::{build, from_paths, from_time};
pub(crate) use write::Style;

/// A mistake in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `$.topic.labels["a"]`, or a line and column where it is no JSON.
    pub place: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// The messages that an `Any` may hold: all that some roots reach, and the well-known ones.
#[derive(Debug, Default)]
pub struct Types {
    roots: Vec<&'static Message>,
    // Most calls never see an `Any`, so the walk waits for the first one.
    known: OnceLock<BTreeMap<&'static str, &'static Message>>,
}

impl Types {
    /// The types that these messages reach.
    pub fn new(roots: impl IntoIterator<Item = &'static Message>) -> Types {
        Types { roots: roots.into_iter().collect(), known: OnceLock::new() }
    }

    /// A type by its full name.
    pub fn get(&self, id: &str) -> Option<&'static Message> {
        self.known.get_or_init(|| self.walk()).get(id).copied()
    }

    /// All types, by their names.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Message> {
        self.known.get_or_init(|| self.walk()).values().copied()
    }

    fn walk(&self) -> BTreeMap<&'static str, &'static Message> {
        let mut known = BTreeMap::new();
        let mut pending: Vec<&'static Message> =
            self.roots.iter().chain(&well_known::ALL).copied().collect();
        while let Some(message) = pending.pop() {
            if known.insert(message.id, message).is_none() {
                pending.extend(message.fields.iter().filter_map(|field| match field.kind {
                    Kind::Message(inner) | Kind::Group(inner) => Some(inner),
                    _ => None,
                }));
            }
        }
        known
    }
}

/// Reads one message from JSON.
///
/// # Errors
/// All mistakes at once, each with its place: unknown fields, values of a wrong kind or out of
/// range, fields or members of a oneof that are given twice.
pub fn read(
    table: &'static Message,
    text: &str,
    types: &Types,
) -> Result<DynamicMessage, Vec<Problem>> {
    from_value(table, &parse::document(text)?, types)
}

/// [`read`] for JSON that is parsed already.
///
/// # Errors
/// As [`read`].
pub fn from_value(
    table: &'static Message,
    json: &serde_json::Value,
    types: &Types,
) -> Result<DynamicMessage, Vec<Problem>> {
    let mut reader = read::Reader::new(types);
    let message = reader.message(table, json);
    reader.finish(message)
}

/// Reads the value of one field: a list for a repeated field, an object for a map.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_content(
    field: &'static crate::table::Field,
    json: &serde_json::Value,
    types: &Types,
) -> Result<Option<crate::dynamic::Content>, Vec<Problem>> {
    let mut reader = read::Reader::new(types);
    let content = reader.content(field, json);
    reader.finish(content)
}

/// [`read_content`] of a text, with all mistakes on one line.
pub(crate) fn read_content_text(
    field: &'static crate::table::Field,
    text: &str,
    types: &Types,
) -> Result<Option<crate::dynamic::Content>, String> {
    let content = parse::document(text).and_then(|json| read_content(field, &json, types));
    content
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

/// Writes a message as JSON, fields in the order of the table.
///
/// Every message has a JSON: where the canonical form cannot say a value (a timestamp beyond the
/// year 9999, an `Any` of a type that is not known), its plain fields are written.
pub fn write(message: &DynamicMessage, types: &Types) -> serde_json::Value {
    styled(message, Style::new(types))
}

/// [`write`] with `***` for sensitive fields, for people to read.
pub(crate) fn masked(message: &DynamicMessage, types: &Types) -> serde_json::Value {
    styled(message, Style { masked: true, ..Style::new(types) })
}

/// [`write`] in another style.
pub(crate) fn styled(message: &DynamicMessage, style: Style<'_>) -> serde_json::Value {
    write::message(message, style)
}

/// What a value looks like in a message for people.
pub(crate) fn shown(json: &serde_json::Value) -> String {
    let text = json.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
