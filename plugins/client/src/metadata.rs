//! Metadata and trailers.

use std::fmt;

use bytes::Bytes;
use tonic::metadata::{
    AsciiMetadataKey, AsciiMetadataValue, BinaryMetadataKey, BinaryMetadataValue, KeyAndValueRef,
    MetadataMap,
};

use crate::{Code, Error};

/// Pairs of keys and values around the messages of a call, in both directions.
///
/// A key may occur more than once. Values of keys that end in `-bin` are bytes, all others
/// printable ASCII.
///
/// Values of keys that name secrets, such as `authorization`, are not shown by `{:?}`, see
/// [`is_secret`].
#[derive(Clone, Default)]
pub struct Metadata(pub(crate) MetadataMap);

/// One value of [`Metadata`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of a plain key.
    Ascii(String),
    /// Of a key that ends in `-bin`.
    Binary(Bytes),
}

impl Metadata {
    /// The first value of a plain key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    /// The first value of a key that ends in `-bin`.
    pub fn get_bin(&self, key: &str) -> Option<Bytes> {
        self.0.get_bin(key)?.to_bytes().ok()
    }

    /// All pairs; values that break their key's rule are left out.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Value)> {
        self.0.iter().filter_map(|pair| match pair {
            KeyAndValueRef::Ascii(key, value) => {
                Some((key.as_str(), Value::Ascii(value.to_str().ok()?.to_owned())))
            }
            KeyAndValueRef::Binary(key, value) => {
                Some((key.as_str(), Value::Binary(value.to_bytes().ok()?)))
            }
        })
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Removes all values of a key, and says whether there were any.
    pub fn remove(&mut self, key: &str) -> bool {
        let name = key.to_ascii_lowercase();
        if name.ends_with("-bin") {
            self.0.remove_bin(&*name).is_some()
        } else {
            self.0.remove(&*name).is_some()
        }
    }

    /// Adds a value to a plain key.
    ///
    /// # Errors
    /// If the key or the value has a character that metadata cannot carry, if the key ends in
    /// `-bin` (see [`Metadata::append_bin`]), or if it belongs to gRPC itself.
    pub fn append(&mut self, key: &str, value: &str) -> Result<(), Error> {
        let name = key.to_ascii_lowercase();
        if name.ends_with("-bin") {
            return Err(wrong(key, "its name ends in `-bin`, so its value must be given as bytes"));
        }
        let known = AsciiMetadataKey::from_bytes(name.as_bytes()).map_err(|_| bad_key(key))?;
        refuse_reserved(&name)?;
        // A header may carry more than gRPC allows: bytes from 0x80 up, and tabs.
        let printable = value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        let value = printable.then(|| value.parse::<AsciiMetadataValue>().ok()).flatten();
        let mut value = value.ok_or_else(|| {
            wrong(key, "its value has a character other than printable ASCII; use a `-bin` key")
        })?;
        value.set_sensitive(is_secret(&name));
        self.0.append(known, value);
        Ok(())
    }

    /// Adds bytes to a key that ends in `-bin`.
    ///
    /// # Errors
    /// If the key does not end in `-bin` or has a character that metadata cannot carry.
    pub fn append_bin(&mut self, key: &str, value: &[u8]) -> Result<(), Error> {
        let name = key.to_ascii_lowercase();
        if !name.ends_with("-bin") {
            return Err(wrong(key, "only a name that ends in `-bin` takes bytes"));
        }
        let known = BinaryMetadataKey::from_bytes(name.as_bytes()).map_err(|_| bad_key(key))?;
        refuse_reserved(&name)?;
        let mut value = BinaryMetadataValue::from_bytes(value);
        value.set_sensitive(is_secret(&name));
        self.0.append_bin(known, value);
        Ok(())
    }
}

impl Metadata {
    /// Sets a pair of the protocol itself.
    pub(crate) fn set_protocol(&mut self, key: &'static str, value: u32) {
        self.0.insert(key, value.into());
    }
}

/// Whether a key of metadata names a secret, so that its value must not be shown.
///
/// ```
/// use typewright_client::is_secret;
///
/// assert!(["Authorization", "cookie", "x-api-key", "x-session-token"].into_iter().all(is_secret));
/// assert!(!is_secret("x-request-id"));
/// ```
pub fn is_secret(key: &str) -> bool {
    let name = key.to_ascii_lowercase();
    let name = name.strip_suffix("-bin").unwrap_or(&name);
    let words = ["authorization", "cookie", "password", "secret", "token", "credential", "api-key"];
    words.into_iter().any(|word| name.contains(word))
}

impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.iter().map(|(key, value)| {
            (key, if is_secret(key) { Value::Ascii("(secret)".into()) } else { value })
        });
        f.debug_map().entries(shown).finish()
    }
}

impl From<http::HeaderMap> for Metadata {
    /// Headers as a [`Transport`](crate::transport::Transport) received them, unchecked.
    fn from(headers: http::HeaderMap) -> Metadata {
        Metadata(MetadataMap::from_headers(headers))
    }
}

/// Names that the protocol writes itself: a second value would break the call.
fn refuse_reserved(name: &str) -> Result<(), Error> {
    let reserved = name.starts_with("grpc-") || matches!(name, "te" | "content-type" | "host");
    if reserved { Err(wrong(name, "the protocol itself sets it")) } else { Ok(()) }
}

fn bad_key(key: &str) -> Error {
    wrong(key, "a name has only letters, digits, `-`, `_` and `.`")
}

fn wrong(key: &str, why: &str) -> Error {
    Error::new(Code::InvalidArgument, format!("metadata `{key}`: {why}"))
}
