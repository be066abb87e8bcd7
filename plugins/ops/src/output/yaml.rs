//! YAML ▶ JSON ▶ YAML: what a person writes and reads instead.

use serde_json::Value as Json;

use crate::json::{Problem, Strict};

/// The documents of a text, comments and empty documents apart.
pub(crate) fn documents(text: &str) -> Result<Vec<Json>, Vec<Problem>> {
    let documents = serde_saphyr::from_multiple::<Strict>(text).map_err(|error| {
        let place = error.location().map_or_else(
            || "the document".to_owned(),
            |at| format!("line {}, column {}", at.line(), at.column()),
        );
        let message = serde_saphyr::UserMessageFormatter;
        let message = serde_saphyr::MessageFormatter::format_message(&message, &error);
        vec![Problem { place, message: message.into_owned() }]
    })?;
    Ok(documents.into_iter().map(|Strict(json)| json).collect())
}

/// One document, with a line feed at its end.
pub(crate) fn text(json: &Json) -> String {
    // Writing fails for types only that JSON does not have.
    let mut text = serde_saphyr::to_string(json).unwrap_or_else(|_| json.to_string());
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}
