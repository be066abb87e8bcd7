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
use crate::rules::Rules;
use crate::scalar;
use crate::table::Enum;
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
    let types = Types::new([T::table()]);
    let json = dynamic(message)
        .and_then(|message| Writer::new(&types).rules(T::RULES).canonical(&message));
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
    let types = Types::new([T::table()]);
    let message = Reader::new(&types).rules(T::RULES).from_value(T::table(), &json);
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

/// Serializes the number of an enum: its name where a person reads and the rules do not ask for the
/// number.
///
/// # Errors
/// Those of the format.
pub fn serialize_enum<S: Serializer>(
    number: i32,
    table: &'static Enum,
    rules: Rules,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let named = serializer.is_human_readable() && !rules.enum_numbers;
    match scalar::enum_name(table, number).filter(|_| named) {
        Some(name) => serializer.serialize_str(name),
        None => serializer.serialize_i32(number),
    }
}

/// Deserializes the number of an enum, from a name or number.
///
/// # Errors
/// A name that the enum does not have, and those of the format.
pub fn deserialize_enum<'de, D: Deserializer<'de>>(
    table: &'static Enum,
    deserializer: D,
) -> Result<i32, D::Error> {
    if !deserializer.is_human_readable() {
        return i32::deserialize(deserializer);
    }
    let Strict(json) = Strict::deserialize(deserializer)?;
    let types = Types::default();
    let number = Reader::new(&types).enumeration(table, &json);
    number.map_err(|problems| D::Error::custom(crate::Error::from(problems)))
}

/// Implements serde's traits for a message that has [`Json`].
#[doc(hidden)]
#[macro_export]
macro_rules! serde_message {
    ($message:ty) => {
        impl $crate::serde::Serialize for $message {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::canonical::serialize(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $message {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::canonical::deserialize(deserializer)
            }
        }
    };
}

/// Implements serde's traits for an enum of prost with a table.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_enum {
    ($item:ty, $table:expr) => {
        $crate::serde_enum!($item, $table, $crate::Rules::CANONICAL);
    };
    ($item:ty, $table:expr, $rules:expr) => {
        impl $crate::serde::Serialize for $item {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::canonical::serialize_enum(*self as i32, &$table, $rules, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $item {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let number = $crate::canonical::deserialize_enum(&$table, deserializer)?;
                <$item as ::core::convert::TryFrom<i32>>::try_from(number)
                    .map_err(<D::Error as $crate::serde::de::Error>::custom)
            }
        }
    };
}
