//! Text of a flag ▶ values.

use std::collections::BTreeMap;

use heck::ToKebabCase;

use super::unwrapped;
use crate::dynamic::{Content, DynamicMessage, Key, Value};
use crate::json::{self, Reader, Types};
use crate::request::input::Form;
use crate::request::{input, time};
use crate::scalar;
use crate::table::{Enum, Field, Kind, Message, Shape};
use crate::textproto;
use crate::well_known::{self, Special};

/// What the texts of a flag make of its field: one for a single field, any number for others.
pub(super) fn content<'t>(
    field: &'static Field,
    shape: Shape,
    texts: impl Iterator<Item = &'t str>,
    types: &Types,
) -> Result<Content, String> {
    match shape {
        Shape::Map(key_kind) => {
            let mut map = BTreeMap::new();
            for text in texts {
                entries(field, key_kind, text, types, &mut map)?;
            }
            Ok(Content::Map(map))
        }
        Shape::Repeated { .. } => {
            let mut all = Vec::new();
            for text in texts {
                match items(field, text, types)? {
                    Some(many) => all.extend(many),
                    None => all.push(value(field.kind, text, types)?),
                }
            }
            Ok(Content::List(all))
        }
        Shape::Implicit | Shape::Explicit | Shape::Required => {
            let text = texts.last().unwrap_or_default();
            value(field.kind, text, types).map(Content::One)
        }
    }
}

/// The items of a JSON array, where a text that looks like one cannot be an item itself.
fn items(field: &'static Field, text: &str, types: &Types) -> Result<Option<Vec<Value>>, String> {
    let plain = match field.kind {
        Kind::String => false,
        Kind::Message(table) | Kind::Group(table) => well_known::special(table).is_none(),
        _ => true,
    };
    if !plain || !text.trim_start().starts_with('[') {
        return Ok(None);
    }
    match json::read_content_text(field, text, types)? {
        Some(Content::List(items)) => Ok(Some(items)),
        _ => Ok(Some(Vec::new())),
    }
}

/// One `key=value`, or any number of entries as a JSON object.
fn entries(
    field: &'static Field,
    key_kind: Kind,
    text: &str,
    types: &Types,
    map: &mut BTreeMap<Key, Value>,
) -> Result<(), String> {
    if text.starts_with('{')
        && let Ok(object) = json::documents(text)
        && let [object] = object.as_slice()
    {
        let read = Reader::new(types).content(field, object).map_err(|p| listed(&p))?;
        if let Some(Content::Map(more)) = read {
            map.extend(more);
        }
        return Ok(());
    }
    let Some((key, text)) = text.split_once('=') else {
        return Err(format!("expected `key=value` or a JSON object, found `{text}`"));
    };
    map.insert(scalar::parse_key(key_kind, key)?, value(field.kind, text, types)?);
    Ok(())
}

fn value(kind: Kind, text: &str, types: &Types) -> Result<Value, String> {
    match kind {
        Kind::String => Ok(Value::String(text.to_owned())),
        Kind::Bytes => bytes(text).map(Value::Bytes),
        Kind::Enum(table) => enumeration(table, text).map(Value::Enum),
        Kind::Float | Kind::Double => scalar::parse_float(kind, text),
        Kind::Bool => match text {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(format!("expected `true` or `false`, found `{text}`")),
        },
        Kind::Message(table) | Kind::Group(table) => match well_known::special(table) {
            Some(Special::Timestamp) => {
                time::parse_human_timestamp(text).map(|parts| json::from_time(table, parts))
            }
            Some(Special::Duration) => {
                time::parse_human_duration(text).map(|parts| json::from_time(table, parts))
            }
            Some(Special::FieldMask) => Ok(json::from_paths(table, text)),
            Some(Special::Wrapper) => {
                let inner = Content::One(value(unwrapped(kind), text, types)?);
                Ok(json::build(table, [("value", inner)]))
            }
            _ => message(table, text, types),
        }
        .map(Value::Message),
        _ => scalar::parse_integer(kind, text),
    }
}

/// A message as JSON or YAML, or `@FILE` with it.
fn message(table: &'static Message, text: &str, types: &Types) -> Result<DynamicMessage, String> {
    let form = Form::Auto.of_file(text);
    let text = input::text(text)?;
    if form == Form::Text {
        return textproto::read(table, &text, types).map_err(|p| listed(&p));
    }
    // `null` is a value, and an empty document of YAML is none.
    let json = json::documents(&text).ok().filter(|documents| documents.len() == 1);
    let yaml = || input::documents(&text, form).map_err(|p| listed(&p));
    let documents = json.map_or_else(yaml, Ok)?;
    match documents.as_slice() {
        [one] => json::from_value(table, one, types).map_err(|p| listed(&p)),
        many => Err(format!("expected one value, found {}", many.len())),
    }
}

fn listed(problems: &[json::Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// `hex:00ff`, `utf8:text`, `@FILE`, `-` for standard input, or base64.
fn bytes(text: &str) -> Result<Vec<u8>, String> {
    if text == "-" {
        input::bytes(text)
    } else if let Some(name) = text.strip_prefix('@') {
        input::bytes(name)
    } else if let Some(text) = text.strip_prefix("utf8:") {
        Ok(text.as_bytes().to_vec())
    } else if let Some(digits) = text.strip_prefix("hex:") {
        hex(digits).ok_or_else(|| format!("expected pairs of hex digits, found `{digits}`"))
    } else {
        let others = "write `utf8:…`, `hex:…` or `@FILE` for other forms";
        scalar::parse_base64(text).map_err(|error| format!("{error}; {others}"))
    }
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = digits.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let bytes = pairs.map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok());
    if odd { None } else { bytes.collect() }
}

/// A name as it is, without the part that all names share, in any case; or a number.
fn enumeration(table: &'static Enum, text: &str) -> Result<i32, String> {
    if let Some((_, number)) = table.values.iter().find(|(name, _)| *name == text) {
        return Ok(*number);
    }
    if let Ok(Value::Int(number)) = scalar::parse_integer(Kind::Int32, text) {
        return i32::try_from(number).map_err(|error| error.to_string());
    }
    let fold = |name: &str| name.to_uppercase().replace('-', "_");
    let prefix = prefix(table);
    let wanted = fold(text);
    let found = table.values.iter().find(|(name, _)| fold(name) == wanted).or_else(|| {
        table.values.iter().find(|(name, _)| fold(name.get(prefix..).unwrap_or(name)) == wanted)
    });
    found.map(|(_, number)| *number).ok_or_else(|| {
        let names = short_names(table);
        let near = scalar::did_you_mean(text, names.iter().map(String::as_str));
        format!("`{text}` is no value of {}{near}", table.id)
    })
}

/// Names as help shows them: without the shared part, in kebab-case, one a number.
pub(super) fn short_names(table: &'static Enum) -> Vec<String> {
    let prefix = prefix(table);
    let mut seen = Vec::new();
    let names = table.values.iter().filter(|(_, number)| {
        let new = !seen.contains(number);
        seen.push(*number);
        new
    });
    names.map(|(name, _)| name.get(prefix..).unwrap_or(name).to_kebab_case()).collect()
}

/// The length of what all names begin with, up to and with an underscore: `COLOR_` of
/// `COLOR_RED` and `COLOR_BLUE`. No name is left empty or with a digit in front.
fn prefix(table: &Enum) -> usize {
    let Some((first, rest)) = table.values.split_first() else { return 0 };
    if rest.is_empty() {
        return 0;
    }
    let ends = first.0.match_indices('_').map(|(at, _)| at + 1).rev();
    ends.into_iter()
        .find(|end| {
            table.values.iter().all(|(name, _)| {
                name.get(..*end) == first.0.get(..*end)
                    && name[*end..].starts_with(|c: char| c.is_alphabetic())
            })
        })
        .unwrap_or(0)
}
