//! What the text of a field looks like, where the API does not take any.

use super::names;
use crate::dynamic::{Content, Value};
use crate::table::Field;

/// What help says about it; nothing where any text may be there.
pub(crate) fn shown(field: &Field) -> Option<String> {
    names::forms(field).or_else(|| field.format.map(|format| format.to_string()))
}

/// Refuses what is no name of a resource that the field can name, or not of its format. An empty text
/// says nothing.
pub(super) fn check(field: &Field, content: &Content) -> Result<(), Vec<String>> {
    let values = match content {
        Content::One(value) => std::slice::from_ref(value),
        Content::List(values) => values,
        Content::Map(_) => return Ok(()),
    };
    let problems = values.iter().filter_map(|value| match value {
        Value::String(text) if !text.is_empty() => problem(field, text),
        _ => None,
    });
    let problems: Vec<String> = problems.collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn problem(field: &Field, text: &str) -> Option<String> {
    if !names::fits(field, text) {
        return Some(names::problem(field, text));
    }
    let format = field.format.filter(|format| !format.fits(text))?;
    Some(match field.sensitive {
        true => format!("the value is not {format}"),
        false => format!("`{text}` is not {format}; --data takes any text"),
    })
}
