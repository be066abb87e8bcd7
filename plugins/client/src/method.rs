//! What a generated client knows about a method.

use bytes::{Buf, Bytes};
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};

/// A method of a service, as generated clients name it.
///
/// ```
/// use typewright_client::Method;
///
/// static GET_TOPIC: Method = Method::new("/google.pubsub.v1.Publisher/GetTopic").idempotent();
/// assert_eq!(GET_TOPIC.service(), "google.pubsub.v1.Publisher");
/// assert_eq!(GET_TOPIC.name(), "GetTopic");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its gRPC path: `/google.pubsub.v1.Publisher/CreateTopic`.
    pub path: &'static str,
    /// Whether its author says that it may be called twice without harm.
    pub idempotent: bool,
    pub(crate) page_token: Option<u32>,
    pub(crate) routing: &'static [(&'static str, &'static [u32])],
}

impl Method {
    /// A method that must not be called twice unless its caller says so.
    pub const fn new(path: &'static str) -> Method {
        Method { path, idempotent: false, page_token: None, routing: &[] }
    }

    /// The same method, which may be called twice without harm.
    pub const fn idempotent(self) -> Method {
        Method { idempotent: true, ..self }
    }

    /// The same method, which answers in pages ([AIP-158](https://google.aip.dev/158)): the field
    /// of this number in its request says which one.
    pub const fn paged(self, page_token: u32) -> Method {
        Method { page_token: Some(page_token), ..self }
    }

    /// The same method, whose requests say where to go in the metadata `x-goog-request-params`
    /// ([AIP-4222](https://google.aip.dev/client-libraries/4222)): names of parameters, and the
    /// numbers of the fields that lead to the text of each.
    pub const fn routed(self, routing: &'static [(&'static str, &'static [u32])]) -> Method {
        Method { routing, ..self }
    }

    /// The full name of its service.
    pub fn service(&self) -> &'static str {
        self.path.trim_start_matches('/').rsplit_once('/').map_or("", |(service, _)| service)
    }

    /// Its own name.
    pub fn name(&self) -> &'static str {
        self.path.rsplit_once('/').map_or(self.path, |(_, name)| name)
    }

    /// Where a request is to go; nothing if it does not say.
    pub(crate) fn routing(&self, request: &Bytes) -> Option<String> {
        let mut pairs = Vec::new();
        for (name, path) in self.routing {
            let text = text_at(request.clone(), path).filter(|text| !text.is_empty());
            pairs.extend(text.map(|text| format!("{}={}", escape(name), escape(&text))));
        }
        (!pairs.is_empty()).then(|| pairs.join("&"))
    }
}

/// The text of a field of an encoded message; the last one counts.
fn text_at(message: Bytes, path: &[u32]) -> Option<String> {
    let (first, rest) = path.split_first()?;
    let found = last_field(message, *first)?;
    if rest.is_empty() { String::from_utf8(found.to_vec()).ok() } else { text_at(found, rest) }
}

fn last_field(mut message: Bytes, number: u32) -> Option<Bytes> {
    let mut found = None;
    while message.has_remaining() {
        let (tag, wire) = decode_key(&mut message).ok()?;
        if tag == number && wire == WireType::LengthDelimited {
            let length = usize::try_from(decode_varint(&mut message).ok()?).ok()?;
            if length > message.len() {
                return None;
            }
            found = Some(message.split_to(length));
        } else {
            skip_field(wire, tag, &mut message, DecodeContext::default()).ok()?;
        }
    }
    found
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
