//! Requests as JSON ▶ paths, queries and bodies, by the bindings of
//! [`google.api.http`](https://google.aip.dev/127).
//!
//! ```
//! use serde_json::json;
//! use typewright_json::http;
//! use typewright_json::table::Message;
//!
//! static TOPIC: Message = Message::new("a.Topic\n1 name string\n2 labels string repeated", &[]);
//! static BINDINGS: [[&str; 4]; 2] = [
//!     ["GET", "/v1/{name=topics/*}", "", ""],
//!     ["POST", "/v1/{name=**}:look", "*", ""],
//! ];
//!
//! let asked = json!({"name": "topics/a b", "labels": ["x", "y&z"]});
//! let (request, _) = http::write(&BINDINGS, &TOPIC, &asked)?;
//! assert_eq!((request.verb, request.body), ("GET", None));
//! assert_eq!(request.target, "/v1/topics/a%20b?labels=x&labels=y%26z");
//!
//! // The first that fits.
//! let (request, binding) = http::write(&BINDINGS, &TOPIC, &json!({"name": "a/b/c"}))?;
//! assert_eq!((request.target.as_str(), request.body), ("/v1/a/b/c:look", Some(json!({}))));
//! assert_eq!((binding.verb, binding.body), ("POST", "*"));
//!
//! let unfit = http::write(&BINDINGS[..1], &TOPIC, &json!({})).unwrap_err();
//! assert_eq!(
//!     unfit.to_string(),
//!     "the request has not what a path needs: GET /v1/{name=topics/*}"
//! );
//! # Ok::<(), http::Unfit>(())
//! ```

use std::fmt;

use serde_json::{Map, Value};

use crate::table::{Kind, Message, Shape};

/// One form of a method over HTTP, as [`HttpRule`] has it.
///
/// [`HttpRule`]: https://github.com/googleapis/googleapis/blob/master/google/api/http.proto
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Binding {
    /// `GET`, or any other.
    pub verb: &'static str,
    /// The path, with variables such as `{name=topics/*}`.
    pub path: &'static str,
    /// The field that is the body; `*` for all that is not in the path, empty for none.
    pub body: &'static str,
    /// The field of the answer that is its body; empty for the whole.
    pub response_body: &'static str,
}

impl From<[&'static str; 4]> for Binding {
    fn from([verb, path, body, response_body]: [&'static str; 4]) -> Binding {
        Binding { verb, path, body, response_body }
    }
}

/// What goes out over HTTP.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The verb of the binding.
    pub verb: &'static str,
    /// Path and query, escaped.
    pub target: String,
    /// What is sent, if the binding has a body.
    pub body: Option<Value>,
}

/// A request that no binding has a form for: a variable of each path is not set, or does not fit.
#[derive(Clone, Copy, Debug)]
pub struct Unfit {
    bindings: &'static [[&'static str; 4]],
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request has not what a path needs: ")?;
        for (number, [verb, path, ..]) in self.bindings.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{verb} {path}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Unfit {}

/// Writes a request by the first binding whose path it fits.
///
/// A binding is its verb, its path, the field that is the body and the one that is the answer's, as
/// generated tables have them. `request` is canonical JSON of a message of `table`.
///
/// # Errors
/// No binding fits.
pub fn write(
    bindings: &'static [[&'static str; 4]],
    table: &Message,
    request: &Value,
) -> Result<(Request, Binding), Unfit> {
    let mut all = bindings.iter().map(|binding| Binding::from(*binding));
    all.find_map(|binding| Some((binding.request(table, request)?, binding)))
        .ok_or(Unfit { bindings })
}

impl Binding {
    /// Writes a request by this binding, or gives nothing where its path does not fit.
    pub fn request(&self, table: &Message, request: &Value) -> Option<Request> {
        let mut rest = request.clone();
        let path = filled(self.path, table, &mut rest)?;
        Some(self.finish(table, path, rest))
    }

    fn finish(&self, table: &Message, mut target: String, mut rest: Value) -> Request {
        let body = match self.body {
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
        Request { verb: self.verb, target, body }
    }
}

/// The path with its variables filled in; what was used is taken out of the request.
fn filled(template: &str, table: &Message, request: &mut Value) -> Option<String> {
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
fn take(table: &Message, request: &mut Value, field: &str) -> Option<String> {
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
            // An empty segment is none.
            Some(value) => text(&value).filter(|text| !text.is_empty()),
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
        Value::String(text) => Some(text.clone()),
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
