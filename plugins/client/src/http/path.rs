//! Requests as JSON ▶ paths, queries and bodies, by the bindings of `google.api.http`.

use serde_json::{Map, Value};
use typewright_json::table::{Kind, Message, Shape};

use crate::{Code, Error};

/// One form of a method.
#[derive(Clone, Copy, Debug)]
pub(super) struct Http {
    verb: &'static str,
    path: &'static str,
    /// The field that is the body; `*` for all that is not in the path.
    body: &'static str,
    /// The field of the answer that is its body; empty for the whole.
    pub(super) response_body: &'static str,
}

/// What goes out over HTTP.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) verb: &'static str,
    /// Path and query, escaped.
    pub(super) target: String,
    pub(super) body: Option<Value>,
}

/// Writes a request by the first binding whose path it fits.
pub(super) fn write(
    bindings: &'static [[&'static str; 4]],
    table: &'static Message,
    request: &Value,
) -> Result<(Written, Http), Error> {
    for [verb, path, body, response_body] in bindings.iter().copied() {
        let binding = Http { verb, path, body, response_body };
        let mut rest = request.clone();
        if let Some(path) = filled(binding.path, table, &mut rest) {
            return Ok((finish(binding, table, path, rest)?, binding));
        }
    }
    let forms: Vec<String> =
        bindings.iter().map(|[verb, path, ..]| format!("{verb} {path}")).collect();
    let message = format!("the request has not what a path needs: {}", forms.join(", "));
    Err(Error::new(Code::InvalidArgument, message))
}

/// The path with its variables filled in; what was used is taken out of the request.
fn filled(template: &str, table: &'static Message, request: &mut Value) -> Option<String> {
    let mut path = String::new();
    let mut rest = template;
    while let Some((fixed, behind)) = rest.split_once('{') {
        let (variable, behind) = behind.split_once('}')?;
        let (field, pattern) = variable.split_once('=').unwrap_or((variable, "*"));
        let text = take(table, request, field)?;
        if !fits(pattern, &text) {
            return None;
        }
        path.push_str(fixed);
        // Of a variable with several segments the slashes stay.
        escape(&mut path, &text, if pattern == "*" { b"" } else { b"/" });
        rest = behind;
    }
    path.push_str(rest);
    Some(path)
}

/// Takes the value of a field such as `topic.name`, as a path holds it.
fn take(table: &'static Message, request: &mut Value, field: &str) -> Option<String> {
    let (first, behind) = match field.split_once('.') {
        Some((first, behind)) => (first, Some(behind)),
        None => (field, None),
    };
    let field = table.fields.iter().find(|f| f.name == first)?;
    let object = request.as_object_mut()?;
    match (behind, field.kind) {
        (Some(behind), Kind::Message(inner)) => take(inner, object.get_mut(field.json)?, behind),
        (Some(_), _) => None,
        (None, kind) => match object.remove(field.json) {
            Some(value) => text(&value),
            // What has its default is left out of JSON.
            None => match (kind, field.shape) {
                (Kind::String | Kind::Bytes | Kind::Message(_) | Kind::Group(_), _) => None,
                (Kind::Bool, Shape::Implicit) => Some("false".to_owned()),
                (Kind::Enum(names), Shape::Implicit) => {
                    names.values.iter().find(|(_, n)| *n == 0).map(|(name, _)| (*name).to_owned())
                }
                (_, Shape::Implicit) => Some("0".to_owned()),
                _ => None,
            },
        },
    }
}

/// Whether a text has the segments of a pattern: `*` is one, `**` the rest, others themselves.
fn fits(pattern: &str, text: &str) -> bool {
    let mut segments = text.split('/');
    for part in pattern.split('/') {
        match part {
            "**" => return true,
            "*" => {
                if segments.next().is_none_or(str::is_empty) {
                    return false;
                }
            }
            fixed => {
                if segments.next() != Some(fixed) {
                    return false;
                }
            }
        }
    }
    // A variable that is one segment may hold slashes, which are escaped.
    pattern == "*" || segments.next().is_none()
}

fn finish(
    binding: Http,
    table: &'static Message,
    mut target: String,
    mut rest: Value,
) -> Result<Written, Error> {
    let body = match binding.body {
        "" => None,
        "*" => Some(std::mem::replace(&mut rest, Value::Object(Map::new()))),
        field => {
            let json = table.fields.iter().find(|f| f.name == field).map_or(field, |f| f.json);
            let body = rest.as_object_mut().and_then(|object| object.remove(json));
            Some(body.unwrap_or_else(|| Value::Object(Map::new())))
        }
    };
    let mut pairs = Vec::new();
    query(&mut pairs, "", &rest);
    // The same whatever order JSON is held in; the items of a list stay as they are.
    pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (number, (name, value)) in pairs.into_iter().enumerate() {
        target.push(if number == 0 { '?' } else { '&' });
        escape(&mut target, &name, b"");
        target.push('=');
        escape(&mut target, &value, b"");
    }
    Ok(Written { verb: binding.verb, target, body })
}

/// What is in neither path nor body: `a.b=1&list=x&list=y`.
fn query(pairs: &mut Vec<(String, String)>, name: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let name = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
                query(pairs, &name, value);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| query(pairs, name, item)),
        single => pairs.extend(text(single).map(|text| (name.to_owned(), text))),
    }
}

/// A single value as a path or query holds it.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(is) => Some(is.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986 and `kept`.
fn escape(out: &mut String, text: &str, kept: &[u8]) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}
