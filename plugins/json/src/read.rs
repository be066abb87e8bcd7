//! JSON ▶ messages.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::dynamic::{Content, DynamicMessage, Value};
use crate::problem::Problem;
use crate::rules::Rules;
use crate::table::{Enum, Field, Kind, Message, Shape};
use crate::types::Types;
use crate::well_known::{self, Special};
use crate::{DEPTH, parse, scalar};

/// How JSON is read.
///
/// ```
/// use typewright_json::{Reader, Types, well_known::EMPTY};
///
/// let types = Types::default();
/// assert!(Reader::new(&types).read(&EMPTY, r#"{"a": 1}"#).is_err());
/// assert!(Reader::new(&types).ignore_unknown(true).read(&EMPTY, r#"{"a": 1}"#).is_ok());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reader<'t> {
    types: &'t Types,
    rules: Rules,
}

impl<'t> Reader<'t> {
    /// The strict rules; an `Any` may hold what `types` has.
    pub fn new(types: &'t Types) -> Self {
        Reader { types, rules: Rules::CANONICAL }
    }

    /// Whether fields and names of enum values that the table does not have are skipped. A member
    /// of a list or map with such a name is left out.
    #[must_use]
    pub fn ignore_unknown(mut self, yes: bool) -> Self {
        self.rules.ignore_unknown = yes;
        self
    }

    /// Reads by the rules that a type brings along, such as [`Json::RULES`](crate::Json::RULES).
    #[must_use]
    pub fn rules(self, rules: Rules) -> Self {
        Reader { rules, ..self }
    }

    /// Reads one message from JSON.
    ///
    /// # Errors
    /// All mistakes at once, each with its place: unknown fields, values of a wrong kind or out of
    /// range, fields or members of a oneof that are given twice.
    pub fn read(
        &self,
        table: &'static Message,
        text: &str,
    ) -> Result<DynamicMessage, Vec<Problem>> {
        self.from_value(table, &parse::document(text)?)
    }

    /// [`Reader::read`] for JSON that is parsed already.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn from_value(
        &self,
        table: &'static Message,
        json: &Json,
    ) -> Result<DynamicMessage, Vec<Problem>> {
        self.whole(|reading| reading.message(table, json))
    }

    /// Reads the value of one field: a list for a repeated field, an object for a map; nothing for
    /// `null`.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn content(
        &self,
        field: &'static Field,
        json: &Json,
    ) -> Result<Option<Content>, Vec<Problem>> {
        self.whole(|reading| reading.content(field, json))
    }

    /// Reads the number of an enum, from a name or a number.
    ///
    /// # Errors
    /// What is neither, or a name that the enum does not have.
    pub fn enumeration(&self, table: &'static Enum, json: &Json) -> Result<i32, Vec<Problem>> {
        let strict = self.ignore_unknown(false);
        match strict.whole(|reading| reading.enumeration(table, json))? {
            Some(Value::Enum(number)) => Ok(number),
            // Without a problem there is a number.
            _ => Ok(0),
        }
    }

    fn whole<T>(&self, read: impl FnOnce(&mut Reading<'t>) -> T) -> Result<T, Vec<Problem>> {
        let (place, problems) = Default::default();
        let (types, rules) = (self.types, self.rules);
        let mut reading = Reading { types, rules, place, problems, depth: 0 };
        let value = read(&mut reading);
        if reading.problems.is_empty() { Ok(value) } else { Err(reading.problems) }
    }
}

/// [`Reader::read`] by the strict rules.
///
/// # Errors
/// As [`Reader::read`].
pub fn read(
    table: &'static Message,
    text: &str,
    types: &Types,
) -> Result<DynamicMessage, Vec<Problem>> {
    Reader::new(types).read(table, text)
}

/// [`Reader::from_value`] by the strict rules.
///
/// # Errors
/// As [`Reader::read`].
pub fn from_value(
    table: &'static Message,
    json: &Json,
    types: &Types,
) -> Result<DynamicMessage, Vec<Problem>> {
    Reader::new(types).from_value(table, json)
}

/// Reads on after a mistake, so that one run reports all of them.
pub(crate) struct Reading<'t> {
    types: &'t Types,
    rules: Rules,
    place: Vec<String>,
    problems: Vec<Problem>,
    depth: usize,
}

impl<'t> Reading<'t> {
    pub(crate) fn types(&self) -> &'t Types {
        self.types
    }

    pub(crate) fn problem(&mut self, message: impl Into<String>) {
        let place = format!("${}", self.place.concat());
        self.problems.push(Problem { place, message: message.into() });
    }

    /// Notes a mistake and goes on without the value.
    pub(crate) fn note<T>(&mut self, outcome: Result<T, String>) -> Option<T> {
        outcome.map_err(|message| self.problem(message)).ok()
    }

    pub(crate) fn within<T>(&mut self, step: String, read: impl FnOnce(&mut Self) -> T) -> T {
        self.place.push(step);
        let value = read(self);
        self.place.pop();
        value
    }

    /// Reads a message unless it is too deep.
    pub(crate) fn deeper(
        &mut self,
        table: &'static Message,
        read: impl FnOnce(&mut Self) -> Option<DynamicMessage>,
    ) -> DynamicMessage {
        if self.depth == DEPTH {
            self.problem(format!("messages nest deeper than {DEPTH}"));
            return DynamicMessage::new(table);
        }
        self.depth += 1;
        let message = read(self);
        self.depth -= 1;
        message.unwrap_or_else(|| DynamicMessage::new(table))
    }

    pub(crate) fn message(&mut self, table: &'static Message, json: &Json) -> DynamicMessage {
        self.deeper(table, |reading| match (well_known::special(table), json) {
            (Some(special), _) => reading.special(special, table, json),
            (None, Json::Object(entries)) => {
                let entries = entries.iter().map(|(key, value)| (key.as_str(), value));
                Some(reading.fields(table, entries))
            }
            (None, _) => {
                let found = shown(json);
                reading.problem(format!("expected an object ({}), found {found}", table.id));
                None
            }
        })
    }

    /// The plain form: an object with a key a field.
    pub(crate) fn fields<'j>(
        &mut self,
        table: &'static Message,
        entries: impl Iterator<Item = (&'j str, &'j Json)>,
    ) -> DynamicMessage {
        let mut message = DynamicMessage::new(table);
        let mut given = BTreeSet::new();
        for (key, json) in entries {
            let Some(field) = table.field(key) else {
                self.unknown(table, key);
                continue;
            };
            self.within(format!(".{key}"), |reading| {
                if !given.insert(field.number) {
                    return reading.problem("the field is given twice, under both of its names");
                }
                let Some(content) = reading.content(field, json) else { return };
                if let Some(other) = message.conflict(field) {
                    return reading
                        .problem(format!("`{}` is set too, only one may be", other.json));
                }
                message.set(field, content);
            });
        }
        message
    }

    fn unknown(&mut self, table: &'static Message, key: &str) {
        if self.rules.ignore_unknown {
            return;
        }
        let near = scalar::did_you_mean(key, table.fields.iter().map(|field| field.json));
        self.within(format!(".{key}"), |reading| {
            reading.problem(format!("{} has no such field{near}", table.id));
        });
    }

    /// What a field holds; nothing for `null` and for mistakes.
    pub(crate) fn content(&mut self, field: &'static Field, json: &Json) -> Option<Content> {
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
                    self.within(format!("[{index}]"), |reading| reading.element(field.kind, item))
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
                    self.within(format!("[{key:?}]"), |reading| {
                        let parsed = reading.note(scalar::parse_key(key_kind, key));
                        let value = reading.element(field.kind, item);
                        if let (Some(key), Some(value)) = (parsed, value)
                            && map.insert(key, value).is_some()
                        {
                            reading.problem("the key is given twice, in two spellings");
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

    pub(crate) fn value(&mut self, kind: Kind, json: &Json) -> Option<Value> {
        let outcome = match (kind, json) {
            (Kind::Message(table) | Kind::Group(table), _) => {
                Ok(Value::Message(self.message(table, json)))
            }
            (Kind::Bool, Json::Bool(on)) => Ok(Value::Bool(*on)),
            (Kind::String, Json::String(text)) => Ok(Value::String(text.clone())),
            (Kind::Bytes, Json::String(text)) => scalar::parse_base64(text).map(Value::Bytes),
            (Kind::Enum(table), _) => return self.enumeration(table, json),
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

    fn enumeration(&mut self, table: &'static Enum, json: &Json) -> Option<Value> {
        let number = match json {
            Json::Null if well_known::is_null(table) => Some(0),
            Json::String(name) => {
                let found = table.values.iter().find(|(known, _)| known == name);
                if found.is_none() {
                    if !self.rules.ignore_unknown {
                        let names = table.values.iter().map(|(name, _)| *name);
                        let near = scalar::did_you_mean(name, names);
                        self.problem(format!("`{name}` is no value of {}{near}", table.id));
                    }
                    return None;
                }
                found.map(|(_, number)| *number)
            }
            Json::Number(_) => {
                match self.note(scalar::parse_integer(Kind::Int32, &json.to_string()))? {
                    Value::Int(number) => i32::try_from(number).ok(),
                    _ => None,
                }
            }
            _ => None,
        };
        let wrong = || format!("expected a name or number of {}, found {}", table.id, shown(json));
        self.note(number.map(Value::Enum).ok_or_else(wrong))
    }
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

/// What a value looks like in a message for people.
pub(crate) fn shown(json: &Json) -> String {
    let text = json.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
