//! What a message of prost has of JSON.

use crate::dynamic::DynamicMessage;
use crate::problem::{Error, Problem};
use crate::read::Reader;
use crate::rules::Rules;
use crate::table::Message;
use crate::types::Types;
use crate::write::Writer;

/// A message with a table: canonical JSON both ways. Generated code implements it.
///
/// An `Any` is opened where its type is one that this message reaches or a well-known one; give a
/// [`Reader`] or [`Writer`] with more [`Types`] for others.
///
/// ```
/// use prost_types::Timestamp;
/// use typewright_json::Json;
///
/// let time = Timestamp::from_json(r#""2026-01-31T12:00:00.5Z""#)?;
/// assert_eq!(time.nanos, 500_000_000);
/// assert_eq!(time.to_json()?, r#""2026-01-31T12:00:00.500Z""#);
///
/// let late = Timestamp { seconds: i64::MAX, nanos: 0 };
/// assert!(late.to_json().unwrap_err().to_string().contains("year"));
/// # Ok::<(), typewright_json::Error>(())
/// ```
pub trait Json: prost::Message + Default {
    /// What the message looks like.
    fn table() -> &'static Message;

    /// How [`Json::to_json`], [`Json::from_json`] and serde's traits read and write it.
    const RULES: Rules = Rules::CANONICAL;

    /// The message as one line of JSON.
    ///
    /// # Errors
    /// A value that JSON has no form for: a time beyond the year 9999, an `Any` of an unknown type,
    /// a `Value` that is nothing or no number.
    fn to_json(&self) -> Result<String, Error> {
        self.to_json_with(&Writer::new(&Types::new([Self::table()])).rules(Self::RULES))
    }

    /// [`Json::to_json`] in another style.
    ///
    /// # Errors
    /// As [`Json::to_json`].
    fn to_json_with(&self, writer: &Writer<'_>) -> Result<String, Error> {
        writer.text(&dynamic(self)?)
    }

    /// Reads the message from JSON.
    ///
    /// # Errors
    /// All mistakes at once, each with its place.
    fn from_json(text: &str) -> Result<Self, Error> {
        Self::from_json_with(text, &Reader::new(&Types::new([Self::table()])).rules(Self::RULES))
    }

    /// [`Json::from_json`] by other rules.
    ///
    /// # Errors
    /// As [`Json::from_json`].
    fn from_json_with(text: &str, reader: &Reader<'_>) -> Result<Self, Error> {
        typed(&reader.read(Self::table(), text)?)
    }
}

/// prost's struct ▶ values.
pub(crate) fn dynamic<T: Json>(message: &T) -> Result<DynamicMessage, Error> {
    DynamicMessage::decode(T::table(), &message.encode_to_vec())
        .map_err(|malformed| Problem::here(malformed.to_string()).within("$").into())
}

/// Values ▶ prost's struct.
pub(crate) fn typed<T: Json>(message: &DynamicMessage) -> Result<T, Error> {
    T::decode(&*message.encode())
        .map_err(|error| Problem::here(error.to_string()).within("$").into())
}

#[cfg(feature = "prost-types")]
mod known {
    use super::{Json, Message};
    use crate::well_known;

    macro_rules! known {
        ($($name:ident = $table:ident,)*) => {$(
            impl Json for prost_types::$name {
                fn table() -> &'static Message {
                    &well_known::$table
                }
            }
        )*};
    }

    known! {
        Any = ANY,
        Duration = DURATION,
        FieldMask = FIELD_MASK,
        ListValue = LIST_VALUE,
        Struct = STRUCT,
        Timestamp = TIMESTAMP,
        Value = VALUE,
    }
}
