//! Messages ▶ JSON.

use serde_json::{Map, Number, Value as Json};

use super::Types;
use crate::dynamic::{Content, DynamicMessage, Key, Value};
use crate::scalar;
use crate::table::{Field, Kind, Shape};
use crate::time;
use crate::well_known::{self, Special};

/// What stands for a value that must not be seen.
const MASK: &str = "***";

/// How to write.
#[derive(Clone, Copy)]
pub(crate) struct Style<'t> {
    pub(crate) types: &'t Types,
    /// Whether sensitive fields show as `***`.
    pub(crate) masked: bool,
    /// Whether fields have the names of the schema.
    pub(crate) proto_names: bool,
    /// Whether fields show that are absent because they have their default.
    pub(crate) defaults: bool,
    /// Whether enums show as numbers.
    pub(crate) enum_numbers: bool,
    /// How many messages are around; `Any` in each other would have no end but this.
    pub(crate) depth: usize,
}

impl<'t> Style<'t> {
    /// The canonical form.
    pub(crate) fn new(types: &'t Types) -> Self {
        let (masked, proto_names, defaults, enum_numbers) = Default::default();
        Style { types, masked, proto_names, defaults, enum_numbers, depth: 0 }
    }

    /// The key of a field.
    pub(crate) fn name(&self, field: &Field) -> &'static str {
        if self.proto_names { field.name } else { field.json }
    }
}

/// As deep as messages nest, an `Any` is opened. It may hold as much again.
const DEPTH: usize = 100;

pub(crate) fn message(message: &DynamicMessage, out: Style<'_>) -> Json {
    let out = Style { depth: out.depth + 1, ..out };
    let special = well_known::special(message.table());
    special.and_then(|special| self::special(special, message, out)).unwrap_or_else(|| {
        let entries = message.table().fields.iter().filter_map(|field| {
            let json = match message.get(field) {
                Some(_) if out.masked && field.sensitive => MASK.into(),
                Some(content) => self::content(field, content, out),
                None if out.defaults => default(field, out)?,
                None => return None,
            };
            Some((out.name(field).to_owned(), json))
        });
        Json::Object(entries.collect())
    })
}

/// What absence stands for, if it stands for anything.
fn default(field: &Field, out: Style<'_>) -> Option<Json> {
    match field.shape {
        Shape::Implicit => Some(value(field.kind, &Value::default_of(field.kind), out)),
        Shape::Repeated { .. } => Some(Json::Array(Vec::new())),
        Shape::Map(_) => Some(Json::Object(Map::new())),
        Shape::Explicit | Shape::Required => None,
    }
}

fn content(field: &Field, content: &Content, out: Style<'_>) -> Json {
    let one = |value: &Value| self::value(field.kind, value, out);
    match content {
        Content::One(value) => one(value),
        Content::List(list) => list.iter().map(one).collect(),
        Content::Map(map) => {
            let entries = map.iter().map(|(key, value)| (key.to_string(), one(value)));
            Json::Object(entries.collect())
        }
    }
}

pub(crate) fn value(kind: Kind, value: &Value, out: Style<'_>) -> Json {
    match value {
        Value::Bool(on) => Json::Bool(*on),
        // 64 bits do not fit the numbers of JavaScript, so they are text.
        Value::Int(number) => match kind {
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => number.to_string().into(),
            _ => (*number).into(),
        },
        Value::Uint(number) => match kind {
            Kind::Uint64 | Kind::Fixed64 => number.to_string().into(),
            _ => (*number).into(),
        },
        // The shortest text of a `float` is longer once it is a `double`, so it goes by the text.
        Value::Float(number) => float(number.to_string().parse().unwrap_or(f64::from(*number))),
        Value::Double(number) => float(*number),
        Value::String(text) => text.clone().into(),
        Value::Bytes(bytes) => scalar::base64_text(bytes).into(),
        Value::Enum(number) => match kind {
            Kind::Enum(table) if well_known::is_null(table) => Json::Null,
            Kind::Enum(table) if !out.enum_numbers => {
                scalar::enum_name(table, *number).map_or_else(|| (*number).into(), Into::into)
            }
            _ => (*number).into(),
        },
        Value::Message(inner) => message(inner, out),
    }
}

fn float(number: f64) -> Json {
    let whole = number.fract() == 0.0
        && number.abs() < 9e15
        && (number != 0.0 || number.is_sign_positive());
    if whole {
        return Json::from(number as i64);
    }
    Number::from_f64(number).map_or_else(
        || match number {
            n if n.is_nan() => "NaN".into(),
            n if n > 0.0 => "Infinity".into(),
            _ => "-Infinity".into(),
        },
        Json::Number,
    )
}

/// The form of a well-known type; nothing where it cannot say the value.
fn special(special: Special, message: &DynamicMessage, out: Style<'_>) -> Option<Json> {
    let parts = || Some((message.int("seconds"), i32::try_from(message.int("nanos")).ok()?));
    Some(match special {
        Special::Timestamp => time::timestamp_text(parts()?)?.into(),
        Special::Duration => time::duration_text(parts()?)?.into(),
        Special::FieldMask => {
            let paths: Vec<String> = entries(message)
                .map(|path| match path {
                    Value::String(path) => scalar::camel(path),
                    _ => String::new(),
                })
                .collect();
            paths.join(",").into()
        }
        Special::List => entries(message).map(|item| value(item_kind(), item, out)).collect(),
        Special::Struct => {
            let mut object = Map::new();
            if let Some((_, Content::Map(map))) = message.iter().next() {
                for (key, item) in map {
                    if let Key::String(key) = key {
                        object.insert(key.clone(), value(item_kind(), item, out));
                    }
                }
            }
            object.into()
        }
        Special::Value => match message.iter().next() {
            Some((field, Content::One(inner))) => value(field.kind, inner, out),
            _ => Json::Null,
        },
        Special::Wrapper => {
            let field = message.table().fields.first()?;
            match message.get(field) {
                Some(Content::One(inner)) => value(field.kind, inner, out),
                _ => value(field.kind, &Value::default_of(field.kind), out),
            }
        }
        Special::Any => any(message, out)?,
    })
}

fn item_kind() -> Kind {
    Kind::Message(&well_known::VALUE)
}

fn entries(message: &DynamicMessage) -> impl Iterator<Item = &Value> {
    message.iter().flat_map(|(_, content)| match content {
        Content::List(list) => list.as_slice(),
        _ => &[],
    })
}

fn any(any: &DynamicMessage, out: Style<'_>) -> Option<Json> {
    if out.depth > DEPTH {
        return None;
    }
    let Some(Value::String(url)) = any.one("type_url") else {
        return (any.iter().count() == 0).then(|| Json::Object(Map::new()));
    };
    let bytes = match any.one("value") {
        Some(Value::Bytes(bytes)) => bytes.as_slice(),
        _ => &[],
    };
    let table = out.types.get(url.rsplit('/').next()?)?;
    let inner = message(&DynamicMessage::decode(table, bytes).ok()?, out);
    let mut object = Map::new();
    object.insert("@type".to_owned(), url.clone().into());
    match inner {
        Json::Object(fields) if well_known::special(table).is_none() => object.extend(fields),
        other => drop(object.insert("value".to_owned(), other)),
    }
    Some(object.into())
}
