//! Text ▶ JSON, with keys that occur twice refused.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::problem::Problem;

/// The one JSON document in a text.
pub(crate) fn document(text: &str) -> Result<Value, Vec<Problem>> {
    serde_json::from_str::<Strict>(text).map(|strict| strict.0).map_err(|e| vec![problem(&e)])
}

/// The JSON documents in a text, one after the other, with any space between them.
///
/// ```
/// let documents = typewright_json::documents("{} [1]\n2").unwrap();
/// assert_eq!(documents.len(), 3);
/// ```
///
/// # Errors
/// If the text is something else, or an object has a key twice; with line and column.
pub fn documents(text: &str) -> Result<Vec<Value>, Vec<Problem>> {
    let documents = serde_json::Deserializer::from_str(text).into_iter::<Strict>();
    documents.map(|one| one.map(|strict| strict.0).map_err(|e| vec![problem(&e)])).collect()
}

fn problem(error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    Problem {
        place: format!("line {}, column {}", error.line(), error.column()),
        message: text.strip_suffix(&place).unwrap_or(&text).to_owned(),
    }
}

/// JSON, or what another format has in common with it, in which no key occurs twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Strict(pub Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(Json).map(Strict)
    }
}

struct Json;

impl<'de> Visitor<'de> for Json {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format_args!("`{key}` is given twice")));
            }
            let Strict(value) = entries.next_value()?;
            map.insert(key, value);
        }
        Ok(map.into())
    }
}
