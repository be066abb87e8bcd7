//! Answers of HTTP/JSON ▶ messages and statuses.

use bytes::Bytes;
use http::StatusCode;
use prost::Message as _;
use serde_json::{Map, Value};
use typewright_json::table::Message;
use typewright_json::{Reader, Types};

use crate::status::{Any, Status};
use crate::{Code, Error};

/// An answer, or the part of it that `response_body` names, as the bytes of its message.
pub(super) fn message(
    types: &Types,
    table: &'static Message,
    part: &str,
    value: Value,
) -> Result<Bytes, Error> {
    let whole = match table.fields.iter().find(|field| field.name == part) {
        None => value,
        Some(field) => Value::Object(Map::from_iter([(field.json.to_owned(), value)])),
    };
    let read = Reader::new(types).ignore_unknown(true).from_value(table, &whole);
    read.map(|message| message.encode().into()).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let message = format!("the answer is not a `{}`: {}", table.id, problems.join("; "));
        Error::new(Code::Internal, message)
    })
}

/// `google.api.HttpBody`: bytes as they came, and what they are.
pub(super) fn raw(content_type: &str, data: Bytes) -> Bytes {
    #[derive(Clone, PartialEq, prost::Message)]
    struct HttpBody {
        #[prost(string, tag = "1")]
        content_type: String,
        #[prost(bytes = "bytes", tag = "2")]
        data: Bytes,
    }
    HttpBody { content_type: content_type.to_owned(), data }.encode_to_vec().into()
}

/// What a server says with a status other than 2xx: Google's form (`{"error": {..}}`), that of
/// gateways (a `google.rpc.Status` itself), or nothing that we know.
pub(super) fn error(types: &Types, status: StatusCode, body: &[u8]) -> Error {
    let parsed: Option<Value> = serde_json::from_slice(body).ok();
    let parsed = parsed.map(|value| match value {
        Value::Array(mut items) if items.len() == 1 => items.remove(0),
        other => other,
    });
    let told = parsed.as_ref().map(|value| value.get("error").unwrap_or(value));
    let Some(told) = told.filter(|told| told.is_object()) else {
        let text = String::from_utf8_lossy(body);
        let text = text.trim().chars().take(200).collect::<String>();
        let message = if text.is_empty() { format!("HTTP {status}") } else { text };
        return Error::from_server(by_http(status), message, Bytes::new());
    };
    let text = |name| told.get(name).and_then(Value::as_str).unwrap_or_default();
    let named = Code::all().find(|code| code.name() == text("status"));
    let number = told.get("code").and_then(Value::as_i64).and_then(|n| i32::try_from(n).ok());
    let numbered = number.filter(|n| (1..=16).contains(n)).map(Code::from_number);
    let code = named.or(numbered).unwrap_or_else(|| by_http(status));
    let details = told.get("details").and_then(Value::as_array).into_iter().flatten();
    let details = details.filter_map(|detail| any(types, detail)).collect();
    let message = text("message").to_owned();
    let status = Status { code: code.number().into(), message: message.clone(), details };
    Error::from_server(code, message, status.encode_to_vec().into())
}

/// A detail of an error, if its type is one that we know.
fn any(types: &Types, detail: &Value) -> Option<Any> {
    let url = detail.get("@type")?.as_str()?;
    let id = url.rsplit('/').next()?;
    let table = types.get(id).or_else(|| typewright_json::details::table(id))?;
    let mut fields = detail.as_object()?.clone();
    fields.remove("@type");
    let message = Reader::new(types).ignore_unknown(true).from_value(table, &fields.into()).ok()?;
    Some(Any { type_url: url.to_owned(), value: message.encode().into() })
}

/// What a status of HTTP means where the server says no more, by the
/// [comments of `google.rpc.Code`](https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto).
fn by_http(status: StatusCode) -> Code {
    match status.as_u16() {
        400 => Code::InvalidArgument,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::NotFound,
        409 => Code::Aborted,
        412 => Code::FailedPrecondition,
        416 => Code::OutOfRange,
        429 => Code::ResourceExhausted,
        499 => Code::Cancelled,
        500 => Code::Internal,
        501 => Code::Unimplemented,
        502 | 503 => Code::Unavailable,
        504 => Code::DeadlineExceeded,
        _ => Code::Unknown,
    }
}

/// Finds the objects of a stream of answers: the items of one array, or one after the other.
#[derive(Debug, Default)]
pub(super) struct Objects {
    bytes: Vec<u8>,
    /// How far `bytes` were looked at.
    seen: usize,
    depth: usize,
    start: usize,
    text: bool,
    escaped: bool,
}

impl Objects {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// How many bytes wait for the rest of their object.
    pub(super) fn waiting(&self) -> usize {
        self.bytes.len()
    }

    /// Whether an object began that did not end.
    pub(super) fn is_inside(&self) -> bool {
        self.depth > 0
    }

    /// The next object that is there as a whole.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        while let Some(byte) = self.bytes.get(self.seen).copied() {
            self.seen += 1;
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.text => self.escaped = true,
                b'"' if self.depth > 0 => self.text = !self.text,
                _ if self.text => {}
                b'{' => {
                    if self.depth == 0 {
                        self.start = self.seen - 1;
                    }
                    self.depth += 1;
                }
                b'}' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        let object = self.bytes[self.start..self.seen].to_vec();
                        self.bytes.drain(..self.seen);
                        self.seen = 0;
                        return Some(object);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Objects;

    #[test]
    fn objects_are_found_however_they_arrive() {
        let text = br#"[{"a": "}\"{"} ,
            {"b": {"c": []}}]{"d": 1}"#;
        for step in 1..text.len() {
            let mut objects = Objects::default();
            let mut found = Vec::new();
            for part in text.chunks(step) {
                objects.add(part);
                while let Some(object) = objects.next() {
                    found.push(String::from_utf8(object).unwrap_or_default());
                }
            }
            assert_eq!(found, [r#"{"a": "}\"{"}"#, r#"{"b": {"c": []}}"#, r#"{"d": 1}"#]);
        }
    }
}
