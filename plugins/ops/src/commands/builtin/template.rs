//! Requests to fill in.

use serde_json::{Map, Value as Json};

use crate::commands::docs;
use crate::flags::form;
use crate::output::yaml;
use crate::table::{Field, Kind, Message, Shape};
use crate::well_known::{self, Special};

/// The skeleton of a message; in YAML with what its author wrote about each field.
pub(super) fn text(message: &'static Message, as_yaml: bool) -> String {
    let skeleton = skeleton(message);
    if !as_yaml {
        return format!("{skeleton:#}\n");
    }
    let mut out = String::new();
    match &skeleton {
        Json::Object(entries) if !entries.is_empty() => {
            commented(&mut out, 0, message, entries);
        }
        other => out = yaml::text(other),
    }
    out
}

/// A message with an entry in every field that a request may set: one item in each list and map,
/// the first member of each oneof. A message inside of itself is left out, so the skeleton ends.
pub(crate) fn skeleton(message: &'static Message) -> Json {
    of_message(message, &mut Vec::new()).unwrap_or_else(|| Json::Object(Map::new()))
}

fn of_message(table: &'static Message, around: &mut Vec<&'static str>) -> Option<Json> {
    if let Some(special) = well_known::special(table) {
        return Some(match special {
            Special::Timestamp => "2026-01-31T12:00:00Z".into(),
            Special::Duration => "0s".into(),
            Special::FieldMask => "".into(),
            Special::Any | Special::Struct => Json::Object(Map::new()),
            Special::List => Json::Array(Vec::new()),
            Special::Value => Json::Null,
            Special::Wrapper => of_kind(table.fields.first()?.kind, around)?,
        });
    }
    if around.contains(&table.id) {
        return None;
    }
    around.push(table.id);
    let mut object = Map::new();
    let mut chosen = Vec::new();
    let wanted = |field: &&Field| !field.output_only && (field.required || !field.deprecated);
    for field in table.fields.iter().filter(wanted) {
        if field.oneof.is_some_and(|oneof| chosen.contains(&oneof)) {
            continue;
        }
        let Some(value) = of_kind(field.kind, around) else { continue };
        chosen.extend(field.oneof);
        let value = match field.shape {
            Shape::Repeated { .. } => vec![value].into(),
            Shape::Map(key) => Json::Object(Map::from_iter([(key_text(key), value)])),
            Shape::Implicit | Shape::Explicit | Shape::Required => value,
        };
        object.insert(field.json.to_owned(), value);
    }
    around.pop();
    Some(Json::Object(object))
}

fn of_kind(kind: Kind, around: &mut Vec<&'static str>) -> Option<Json> {
    Some(match kind {
        Kind::Bool => false.into(),
        Kind::String | Kind::Bytes => "".into(),
        // As the canonical form writes them.
        Kind::Int64 | Kind::Uint64 | Kind::Sint64 | Kind::Fixed64 | Kind::Sfixed64 => "0".into(),
        Kind::Enum(table) if well_known::is_null(table) => Json::Null,
        Kind::Enum(table) => {
            table.values.first().map_or_else(|| 0.into(), |(name, _)| (*name).into())
        }
        Kind::Message(table) | Kind::Group(table) => return of_message(table, around),
        _ => 0.into(),
    })
}

fn key_text(kind: Kind) -> String {
    match kind {
        Kind::String => "key",
        Kind::Bool => "false",
        _ => "0",
    }
    .to_owned()
}

/// Block YAML with a comment above each field.
fn commented(out: &mut String, depth: usize, table: &'static Message, entries: &Map<String, Json>) {
    let indent = "  ".repeat(depth);
    for (key, value) in entries {
        let Some(field) = table.field(key) else { continue };
        let note = note(field, table);
        if !note.is_empty() {
            out.push_str(&format!("{indent}# {note}\n"));
        }
        let nested = match field.kind {
            Kind::Message(inner) | Kind::Group(inner) => {
                well_known::special(inner).is_none().then_some(inner)
            }
            _ => None,
        };
        match (value, nested) {
            (Json::Object(inner), Some(table))
                if !inner.is_empty() && !matches!(field.shape, Shape::Map(_)) =>
            {
                out.push_str(&format!("{indent}{key}:\n"));
                commented(out, depth + 1, table, inner);
            }
            _ => {
                let entry = Json::Object(Map::from_iter([(key.clone(), value.clone())]));
                yaml::text(&entry).lines().for_each(|line| {
                    out.push_str(&format!("{indent}{line}\n"));
                });
            }
        }
    }
}

fn note(field: &Field, table: &Message) -> String {
    let mut notes = vec![docs::first_sentence(field.docs)];
    let others: Vec<&str> = table
        .fields
        .iter()
        .filter(|other| field.oneof.is_some() && other.oneof == field.oneof)
        .filter(|other| other.number != field.number)
        .map(|other| other.json)
        .collect();
    if !others.is_empty() {
        notes.push(format!("[or: {}]", others.join(", ")));
    }
    if let Kind::Enum(table) = field.kind {
        let names: Vec<&str> = table.values.iter().map(|(name, _)| *name).collect();
        if names.len() > 1 && names.len() <= 16 {
            notes.push(format!("[one of: {}]", names.join(", ")));
        }
    }
    notes.extend(form::shown(field).map(|form| format!("[form: {form}]")));
    if field.required {
        notes.push("[required]".to_owned());
    }
    notes.join(" ").trim().to_owned()
}
