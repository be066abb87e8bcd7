//! JSON ▶ messages.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::{Problem, Types, shown};
use crate::dynamic::{Content, DynamicMessage, Value};
use crate::scalar;
use crate::table::{Enum, Field, Kind, Message, Shape};
use crate::well_known::{self, Special};

/// Reads on after a mistake, so that one run reports all of them.
pub(super) struct Reader<'t> {
    pub(super) types: &'t Types,
    place: Vec<String>,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(types: &'t Types) -> Self {
        Reader { types, place: Vec::new(), problems: Vec::new() }
    }

    pub(super) fn finish<T>(self, value: T) -> Result<T, Vec<Problem>> {
        if self.problems.is_empty() { Ok(value) } else { Err(self.problems) }
    }

    pub(super) fn problem(&mut self, message: impl Into<String>) {
        let place = format!("${}", self.place.concat());
        self.problems.push(Problem { place, message: message.into() });
    }

    /// Notes a mistake and goes on without the value.
    pub(super) fn note<T>(&mut self, outcome: Result<T, String>) -> Option<T> {
        outcome.map_err(|message| self.problem(message)).ok()
    }

    pub(super) fn within<T>(&mut self, step: String, read: impl FnOnce(&mut Self) -> T) -> T {
        self.place.push(step);
        let value = read(self);
        self.place.pop();
        value
    }

    pub(super) fn message(&mut self, table: &'static Message, json: &Json) -> DynamicMessage {
        if let Some(special) = well_known::special(table) {
            let message = self.special(special, table, json);
            return message.unwrap_or_else(|| DynamicMessage::new(table));
        }
        let Json::Object(entries) = json else {
            self.problem(format!("expected an object ({}), found {}", table.id, shown(json)));
            return DynamicMessage::new(table);
        };
        self.fields(table, entries.iter().map(|(key, value)| (key.as_str(), value)))
    }

    /// The plain form: an object with a key a field.
    pub(super) fn fields<'j>(
        &mut self,
        table: &'static Message,
        entries: impl Iterator<Item = (&'j str, &'j Json)>,
    ) -> DynamicMessage {
        let mut message = DynamicMessage::new(table);
        let mut given = BTreeSet::new();
        for (key, json) in entries {
            self.within(format!(".{key}"), |reader| {
                let Some(field) = table.field(key) else {
                    let names = table.fields.iter().map(|field| field.json);
                    let near = scalar::did_you_mean(key, names);
                    return reader.problem(format!("{} has no such field{near}", table.id));
                };
                if !given.insert(field.number) {
                    return reader.problem("the field is given twice, under both of its names");
                }
                let Some(content) = reader.content(field, json) else { return };
                if let Some(other) = message.conflict(field) {
                    return reader.problem(format!("`{}` is set too, only one may be", other.json));
                }
                message.set(field, content);
            });
        }
        message
    }

    /// What a field holds; nothing for `null` and for mistakes.
    pub(super) fn content(&mut self, field: &'static Field, json: &Json) -> Option<Content> {
        if json.is_null() && !takes_null(field) {
            return None;
        }
        match field.shape {
            Shape::Repeated { .. } => {
                let Json::Array(items) = json else {
                    self.problem(format!("expected a list, found {}", shown(json)));
                    return None;
                };
                let values = items.iter().enumerate().filter_map(|(index, item)| {
                    self.within(format!("[{index}]"), |reader| reader.element(field.kind, item))
                });
                Some(Content::List(values.collect()))
            }
            Shape::Map(key_kind) => {
                let Json::Object(entries) = json else {
                    self.problem(format!("expected an object, found {}", shown(json)));
                    return None;
                };
                let mut map = BTreeMap::new();
                for (key, item) in entries {
                    self.within(format!("[{key:?}]"), |reader| {
                        let parsed = reader.note(scalar::parse_key(key_kind, key));
                        let value = reader.element(field.kind, item);
                        if let (Some(key), Some(value)) = (parsed, value) {
                            map.insert(key, value);
                        }
                    });
                }
                Some(Content::Map(map))
            }
            Shape::Implicit | Shape::Explicit | Shape::Required => {
                self.value(field.kind, json).map(Content::One)
            }
        }
    }

    /// An entry of a list or map, where nothing may be absent.
    fn element(&mut self, kind: Kind, json: &Json) -> Option<Value> {
        if json.is_null() && !null_is_value(kind) {
            self.problem("`null` is no entry of a list or map");
            return None;
        }
        self.value(kind, json)
    }

    pub(super) fn value(&mut self, kind: Kind, json: &Json) -> Option<Value> {
        let outcome = match (kind, json) {
            (Kind::Message(table) | Kind::Group(table), _) => {
                Ok(Value::Message(self.message(table, json)))
            }
            (Kind::Bool, Json::Bool(on)) => Ok(Value::Bool(*on)),
            (Kind::String, Json::String(text)) => Ok(Value::String(text.clone())),
            (Kind::Bytes, Json::String(text)) => scalar::parse_base64(text).map(Value::Bytes),
            (Kind::Enum(table), _) => enumeration(table, json),
            (Kind::Float | Kind::Double, Json::Number(number)) => {
                number.as_f64().and_then(|number| scalar::float(kind, number)).ok_or_else(|| {
                    format!("expected a number in the range of `float`, found {number}")
                })
            }
            (Kind::Float | Kind::Double, Json::String(text)) => scalar::parse_float(kind, text),
            (_, Json::String(text)) if scalar::range(kind).is_some() => {
                scalar::parse_integer(kind, text)
            }
            (_, Json::Number(number)) if scalar::range(kind).is_some() => {
                scalar::parse_integer(kind, &number.to_string())
            }
            _ => Err(format!("expected {}, found {}", expected(kind), shown(json))),
        };
        self.note(outcome)
    }
}

fn enumeration(table: &'static Enum, json: &Json) -> Result<Value, String> {
    let number = match json {
        Json::Null if well_known::is_null(table) => Some(0),
        Json::String(name) => {
            let found = table.values.iter().find(|(known, _)| known == name);
            let Some((_, number)) = found else {
                let near = scalar::did_you_mean(name, table.values.iter().map(|(name, _)| *name));
                return Err(format!("`{name}` is no value of {}{near}", table.id));
            };
            Some(*number)
        }
        Json::Number(_) => match scalar::parse_integer(Kind::Int32, &json.to_string())? {
            Value::Int(number) => i32::try_from(number).ok(),
            _ => None,
        },
        _ => None,
    };
    let wrong = || format!("expected a name or number of {}, found {}", table.id, shown(json));
    number.map(Value::Enum).ok_or_else(wrong)
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "`true` or `false`",
        Kind::String => "a string",
        Kind::Bytes => "a string of base64",
        Kind::Float | Kind::Double => "a number",
        _ => "a whole number",
    }
}

/// Whether `null` is a value of the field and not its absence.
fn takes_null(field: &Field) -> bool {
    let single = !matches!(field.shape, Shape::Repeated { .. } | Shape::Map(_));
    single && null_is_value(field.kind)
}

fn null_is_value(kind: Kind) -> bool {
    match kind {
        Kind::Enum(table) => well_known::is_null(table),
        Kind::Message(table) | Kind::Group(table) => {
            well_known::special(table) == Some(Special::Value)
        }
        _ => false,
    }
}
