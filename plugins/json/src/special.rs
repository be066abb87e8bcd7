//! JSON ▶ the well-known types that have a form of their own.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::dynamic::{Content, DynamicMessage, Key, Value};
use crate::read::{Reading, shown};
use crate::table::Message;
use crate::well_known::{self, Special};
use crate::{scalar, time};

impl Reading<'_> {
    pub(crate) fn special(
        &mut self,
        special: Special,
        table: &'static Message,
        json: &Json,
    ) -> Option<DynamicMessage> {
        match special {
            Special::Value => return self.any_json(table, json),
            Special::Any => return self.any(table, json),
            Special::Wrapper => {
                let field = table.fields.first()?;
                let value = self.value(field.kind, json)?;
                return Some(build(table, [("value", Content::One(value))]));
            }
            _ => {}
        }
        match (special, json) {
            (Special::Timestamp, Json::String(text)) => {
                self.note(time::parse_timestamp(text)).map(|parts| from_time(table, parts))
            }
            (Special::Duration, Json::String(text)) => {
                self.note(time::parse_duration(text)).map(|parts| from_time(table, parts))
            }
            (Special::FieldMask, Json::String(text)) => {
                self.note(check_paths(text)).map(|()| from_paths(table, text))
            }
            (Special::Struct, Json::Object(entries)) => {
                let mut map = BTreeMap::new();
                for (key, json) in entries {
                    let inner = self.within(format!("[{key:?}]"), |reading| {
                        reading.message(&well_known::VALUE, json)
                    });
                    map.insert(Key::String(key.clone()), Value::Message(inner));
                }
                Some(build(table, [("fields", Content::Map(map))]))
            }
            (Special::List, Json::Array(items)) => {
                let values = items.iter().enumerate().map(|(index, item)| {
                    self.within(format!("[{index}]"), |reading| {
                        Value::Message(reading.message(&well_known::VALUE, item))
                    })
                });
                let values = values.collect();
                Some(build(table, [("values", Content::List(values))]))
            }
            _ => {
                let form = match special {
                    Special::Struct => "an object",
                    Special::List => "a list",
                    Special::FieldMask => "a string of field names with commas between them",
                    Special::Duration => "a string such as `90s`",
                    _ => "a string such as `2026-01-31T12:00:00Z`",
                };
                self.problem(format!("expected {form}, found {}", shown(json)));
                None
            }
        }
    }

    /// `google.protobuf.Value`: any JSON is one.
    fn any_json(&mut self, table: &'static Message, json: &Json) -> Option<DynamicMessage> {
        let (name, value) = match json {
            Json::Null => ("null_value", Value::Enum(0)),
            Json::Bool(on) => ("bool_value", Value::Bool(*on)),
            Json::Number(number) => ("number_value", Value::Double(number.as_f64()?)),
            Json::String(text) => ("string_value", Value::String(text.clone())),
            Json::Array(_) => {
                let list = self.message(&well_known::LIST_VALUE, json);
                ("list_value", Value::Message(list))
            }
            Json::Object(_) => {
                let map = self.message(&well_known::STRUCT, json);
                ("struct_value", Value::Message(map))
            }
        };
        Some(build(table, [(name, Content::One(value))]))
    }

    /// An object whose `@type` says what the other keys are.
    fn any(&mut self, table: &'static Message, json: &Json) -> Option<DynamicMessage> {
        let Json::Object(entries) = json else {
            self.problem(format!("expected an object with `@type`, found {}", shown(json)));
            return None;
        };
        if entries.is_empty() {
            return Some(DynamicMessage::new(table));
        }
        let Some(Json::String(url)) = entries.get("@type") else {
            self.problem("`@type` is missing: it names the type, as `type.googleapis.com/a.Type`");
            return None;
        };
        let id = url.rsplit('/').next().unwrap_or(url);
        let Some(inner) = self.types().get(id) else {
            self.problem(format!("`@type`: the type `{id}` is not known to this program"));
            return None;
        };
        let rest = entries.iter().filter(|(key, _)| *key != "@type");
        let message = match well_known::special(inner) {
            None => self.deeper(inner, |reading| {
                let rest = rest.map(|(key, value)| (key.as_str(), value));
                Some(reading.fields(inner, rest))
            }),
            Some(_) => {
                for (key, _) in rest.filter(|(key, _)| *key != "value") {
                    self.problem(format!("`{key}`: {id} takes `value` only"));
                }
                let value = entries.get("value").unwrap_or(&Json::Null);
                self.within(".value".to_owned(), |reading| reading.message(inner, value))
            }
        };
        let url = Content::One(Value::String(url.clone()));
        let bytes = Content::One(Value::Bytes(message.encode()));
        Some(build(table, [("type_url", url), ("value", bytes)]))
    }
}

/// A message of fields that its table has by these names; others are left out.
pub fn build<const N: usize>(
    table: &'static Message,
    contents: [(&str, Content); N],
) -> DynamicMessage {
    let mut message = DynamicMessage::new(table);
    for (name, content) in contents {
        if let Some(field) = table.field(name) {
            message.set(field, content);
        }
    }
    message
}

/// A timestamp or duration, whose table this is.
pub fn from_time(table: &'static Message, (seconds, nanos): (i64, i32)) -> DynamicMessage {
    let nanos = Content::One(Value::Int(nanos.into()));
    build(table, [("seconds", Content::One(Value::Int(seconds))), ("nanos", nanos)])
}

/// In JSON, names are in camel case and nothing else, so that they can be told from those of the
/// schema.
fn check_paths(text: &str) -> Result<(), String> {
    let wrong = |c: char| c == '_' || c.is_whitespace();
    match text.split(',').find(|path| path.contains(wrong) || path.is_empty()) {
        Some(path) if !text.is_empty() => {
            Err(format!("expected names such as `displayName,config.size`, found `{path}`"))
        }
        _ => Ok(()),
    }
}

/// A field mask of names in either case, with commas between them.
pub fn from_paths(table: &'static Message, text: &str) -> DynamicMessage {
    let paths = text.split(',').map(str::trim).filter(|path| !path.is_empty());
    let paths = paths.map(|path| Value::String(scalar::snake(path))).collect();
    build(table, [("paths", Content::List(paths))])
}
