//! Messages in canonical JSON, by their tables; see [`typewright_json`].

pub use typewright_json::{Problem, Reader, Types, Writer, documents, from_value, read, write};

pub(crate) use typewright_json::{Strict, build, from_paths, from_time};

use crate::dynamic::{Content, DynamicMessage};
use crate::table::Field;

/// The value of one field from a text, with all mistakes on one line.
pub(crate) fn read_content_text(
    field: &'static Field,
    text: &str,
    types: &Types,
) -> Result<Option<Content>, String> {
    let documents = documents(text);
    let content = documents.and_then(|documents| match &*documents {
        [json] => Reader::new(types).content(field, json),
        _ => {
            let message = format!("expected one value, found {}", documents.len());
            Err(vec![Problem { place: "$".to_owned(), message }])
        }
    });
    content
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

/// [`write`] with `***` for sensitive fields, for people to read.
pub(crate) fn masked(message: &DynamicMessage, types: &Types) -> serde_json::Value {
    Writer::new(types).masked(true).write(message)
}
