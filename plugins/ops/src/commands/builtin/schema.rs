//! Messages ▶ JSON Schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::commands::docs;
use crate::scalar;
use crate::table::{Field, Kind, Message, Shape};
use crate::well_known::{self, Special};

/// A [schema](https://json-schema.org/draft/2020-12/schema) of the canonical JSON of a message,
/// with a definition for every message that it reaches.
pub(super) fn of(message: &'static Message) -> Json {
    let mut definitions = BTreeMap::new();
    let root = reference(message, &mut definitions);
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".to_owned(), message.id.into());
    match root {
        Json::Object(root) => schema.extend(root),
        other => drop(schema.insert("allOf".to_owned(), vec![other].into())),
    }
    let definitions = definitions.into_iter().map(|(id, schema)| (id.to_owned(), schema));
    let definitions: Map<String, Json> = definitions.collect();
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), definitions.into());
    }
    schema.into()
}

fn reference(table: &'static Message, definitions: &mut BTreeMap<&'static str, Json>) -> Json {
    if let Some(special) = well_known::special(table) {
        return match special {
            Special::Timestamp => json!({"type": "string", "format": "date-time"}),
            Special::Duration => {
                json!({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]{1,9})?s$"})
            }
            Special::FieldMask => json!({"type": "string"}),
            Special::Any => json!({"type": "object", "properties": {"@type": {"type": "string"}}}),
            Special::Struct => json!({"type": "object"}),
            Special::List => json!({"type": "array"}),
            Special::Value => json!({}),
            Special::Wrapper => {
                let kind = table.fields.first().map(|field| field.kind);
                kind.map_or_else(|| json!({}), |kind| of_kind(kind, definitions))
            }
        };
    }
    if !definitions.contains_key(table.id) {
        // Named before it is written: a message may hold itself.
        definitions.insert(table.id, Json::Null);
        let written = object(table, definitions);
        definitions.insert(table.id, written);
    }
    json!({"$ref": format!("#/$defs/{}", table.id)})
}

fn object(table: &'static Message, definitions: &mut BTreeMap<&'static str, Json>) -> Json {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    described(&mut schema, table.docs);
    let properties: Map<String, Json> = table
        .fields
        .iter()
        .map(|field| (field.json.to_owned(), property(field, definitions)))
        .collect();
    schema.insert("properties".to_owned(), properties.into());
    schema.insert("additionalProperties".to_owned(), false.into());
    let required = |field: &&Field| field.required || matches!(field.shape, Shape::Required);
    let required: Vec<&str> = table.fields.iter().filter(required).map(|f| f.json).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    let oneofs: Vec<Json> = (0..table.oneofs.len()).filter_map(|at| one_of(table, at)).collect();
    if !oneofs.is_empty() {
        schema.insert("allOf".to_owned(), oneofs.into());
    }
    schema.into()
}

/// One of the members, or none of them.
fn one_of(table: &Message, index: usize) -> Option<Json> {
    let members = table.fields.iter().filter(|field| field.oneof == Some(index));
    let members: Vec<Json> = members.map(|field| json!({"required": [field.json]})).collect();
    if members.len() < 2 {
        return None;
    }
    let none = json!({"not": {"anyOf": members.clone()}});
    Some(json!({"oneOf": members.into_iter().chain([none]).collect::<Vec<_>>()}))
}

fn property(field: &'static Field, definitions: &mut BTreeMap<&'static str, Json>) -> Json {
    let value = of_kind(field.kind, definitions);
    let schema = match field.shape {
        Shape::Repeated { .. } => json!({"type": "array", "items": value}),
        Shape::Map(_) => json!({"type": "object", "additionalProperties": value}),
        Shape::Implicit | Shape::Explicit | Shape::Required => value,
    };
    let Json::Object(mut schema) = schema else { return schema };
    described(&mut schema, field.docs);
    for (name, on) in [
        ("readOnly", field.output_only),
        ("writeOnly", field.sensitive),
        ("deprecated", field.deprecated),
    ] {
        if on {
            schema.insert(name.to_owned(), true.into());
        }
    }
    schema.into()
}

fn described(schema: &mut Map<String, Json>, docs: &str) {
    let docs = docs::whole(docs);
    if !docs.is_empty() {
        schema.insert("description".to_owned(), docs.into());
    }
}

fn of_kind(kind: Kind, definitions: &mut BTreeMap<&'static str, Json>) -> Json {
    match kind {
        Kind::Bool => json!({"type": "boolean"}),
        Kind::String => json!({"type": "string"}),
        Kind::Bytes => json!({"type": "string", "contentEncoding": "base64"}),
        Kind::Float | Kind::Double => json!({
            "anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]
        }),
        Kind::Enum(table) if well_known::is_null(table) => json!({"type": "null"}),
        Kind::Enum(table) => {
            let names: Vec<&str> = table.values.iter().map(|(name, _)| *name).collect();
            // Enums are open: a number that this version does not know is fine.
            json!({"anyOf": [{"enum": names}, {"type": "integer"}]})
        }
        Kind::Message(table) | Kind::Group(table) => reference(table, definitions),
        _ => integer(kind),
    }
}

/// 64 bits are text in the canonical form, and may be a number.
fn integer(kind: Kind) -> Json {
    let (low, high) = scalar::range(kind).unwrap_or_default();
    match (i32::try_from(low), u32::try_from(high)) {
        (Ok(low), Ok(high)) => json!({"type": "integer", "minimum": low, "maximum": high}),
        _ => json!({"type": ["string", "integer"], "pattern": "^-?[0-9]+$"}),
    }
}
