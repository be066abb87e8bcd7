//! Values from files and standard input.

use std::io::Read;

use serde_json::Value as Json;

use crate::json::{self, Problem};
use crate::yaml;

/// Reads what `@FILE` or `@-` (standard input) names.
pub(crate) fn bytes(name: &str) -> Result<Vec<u8>, String> {
    let read = if name == "-" {
        let mut all = Vec::new();
        std::io::stdin().lock().read_to_end(&mut all).map(|_| all)
    } else {
        std::fs::read(name)
    };
    let shown = if name == "-" { "standard input" } else { name };
    read.map_err(|error| format!("cannot read `{shown}`: {error}"))
}

/// The text itself, or that of the file that it names behind an `@`.
pub(crate) fn text(text: &str) -> Result<String, String> {
    let Some(name) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
    String::from_utf8(bytes(name)?).map_err(|_| format!("`{name}` is not UTF-8"))
}

/// The requests in a text: JSON documents one after the other, or YAML documents with `---`
/// between them.
pub(crate) fn documents(text: &str) -> Result<Vec<Json>, Vec<Problem>> {
    // What begins as JSON is JSON, unless it is YAML's own flow style: `{a: 1}`.
    if !text.trim_start().starts_with(['{', '[']) {
        return yaml::documents(text);
    }
    json::documents(text).or_else(|problems| yaml::documents(text).map_err(|_| problems))
}
