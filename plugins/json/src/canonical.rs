//! Messages in serde's data model.
//!
//! Text formats (JSON, YAML, TOML, ..) see the canonical JSON form; formats that are not
//! [human-readable](serde::Serializer::is_human_readable) (postcard, bincode, ..) see the wire
//! bytes. Generated code with `json=serde` implements `Serialize` and `Deserialize` by these
//! functions. For messages that have only [`Json`], such as those of `prost_types`:
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use typewright_json::canonical::Canonical;
//!
//! #[derive(Serialize, Deserialize)]
//! struct Event {
//!     name: String,
//!     #[serde(with = "typewright_json::canonical")]
//!     at: prost_types::Timestamp,
//!     pauses: Vec<Canonical<prost_types::Duration>>,
//! }
//!
//! let text = r#"{"name":"start","at":"2026-01-31T12:00:00Z","pauses":["1.500s"]}"#;
//! let event: Event = serde_json::from_str(text).unwrap();
//! assert_eq!(event.pauses[0].0.nanos, 500_000_000);
//! assert_eq!(serde_json::to_string(&event).unwrap(), text);
//! ```

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use crate::message::{Json, dynamic, typed};
use crate::parse::Strict;
use crate::read::Reader;
use crate::types::Types;
use crate::write::Writer;

/// Serializes a message; for `#[serde(with = "typewright_json::canonical")]`.
///
/// # Errors
/// Those of [`Json::to_json`] and of the format.
pub fn serialize<T: Json, S: Serializer>(message: &T, serializer: S) -> Result<S::Ok, S::Error> {
    if !serializer.is_human_readable() {
        return serializer.serialize_bytes(&message.encode_to_vec());
    }
    let types = Types::new([T::TABLE]);
    let json = dynamic(message).and_then(|message| Writer::new(&types).canonical(&message));
    json.map_err(S::Error::custom)?.serialize(serializer)
}

/// Deserializes a message; for `#[serde(with = "typewright_json::canonical")]`.
///
/// # Errors
/// Those of [`Json::from_json`] and of the format.
pub fn deserialize<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    if !deserializer.is_human_readable() {
        let Bytes(bytes) = deserializer.deserialize_byte_buf(BytesVisitor)?;
        return T::decode(&*bytes).map_err(D::Error::custom);
    }
    let Strict(json) = Strict::deserialize(deserializer)?;
    let types = Types::new([T::TABLE]);
    let message = Reader::new(&types).from_value(T::TABLE, &json);
    let message = message.map_err(|problems| D::Error::custom(crate::Error::from(problems)))?;
    typed(&message).map_err(D::Error::custom)
}

/// A message that serde can read and write.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Canonical<T>(pub T);

impl<T: Json> Serialize for Canonical<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(&self.0, serializer)
    }
}

impl<'de, T: Json> Deserialize<'de> for Canonical<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer).map(Canonical)
    }
}

struct Bytes(Vec<u8>);

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of a message")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes(bytes.to_vec()))
    }

    fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
        Ok(Bytes(bytes))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<Bytes, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = items.next_element()? {
            bytes.push(byte);
        }
        Ok(Bytes(bytes))
    }
}
