//! The schema as JSON Schema, for editors.

use serde_json::{Map, Value as Json, json};

use crate::layer;
use crate::schema::{Field, Kind, Section};
use crate::show;

/// A JSON Schema (draft 2020-12) of a settings file, for editors: names, types, defaults and docs.
/// No setting is required in it, since another layer may set it.
///
/// ```
/// # #[derive(typewright_settings::Settings)]
/// # struct App {
/// #     /// The port.
/// #     #[setting(default = 8080)]
/// #     port: u16,
/// # }
/// use typewright_settings::{Settings, json_schema};
///
/// let schema = json_schema(App::SCHEMA);
/// assert_eq!(schema["properties"]["port"]["maximum"], 65535);
/// assert_eq!(schema["properties"]["port"]["default"], 8080);
/// ```
///
/// Source: <https://json-schema.org/draft/2020-12/json-schema-core>
pub fn json_schema(schema: &'static Section) -> Json {
    let mut json = Map::new();
    json.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    json.insert("title".into(), schema.name.into());
    if !schema.docs.is_empty() {
        json.insert("description".into(), schema.docs.into());
    }
    json.extend(section(schema));
    if let (true, Some(Json::Object(properties))) = (schema.profiles, json.get_mut("properties")) {
        let profile = Json::Object(section(schema));
        properties.insert("profile".into(), json!({"type": "string"}));
        properties
            .insert("profiles".into(), json!({"type": "object", "additionalProperties": profile}));
    }
    Json::Object(json)
}

fn section(schema: &'static Section) -> Map<String, Json> {
    if schema.is_external() {
        return external(schema);
    }
    let properties: Map<String, Json> =
        schema.flat().map(|field| (field.key.to_owned(), property(field))).collect();
    let mut json = Map::new();
    // A section without keys reads as empty.
    json.insert("type".into(), json!(["object", "null"]));
    json.insert("properties".into(), properties.into());
    json.insert("additionalProperties".into(), false.into());
    let mut rules = Vec::new();
    exclusions(schema, &mut rules);
    if !rules.is_empty() {
        json.insert("allOf".into(), rules.into());
    }
    json
}

/// The name of a variant, or one key with its settings.
fn external(schema: &'static Section) -> Map<String, Json> {
    let fields = schema.fields.iter().filter(|field| !field.key.is_empty());
    let properties: Map<String, Json> =
        fields.map(|field| (field.key.to_owned(), property(field))).collect();
    let names = json!({"enum": schema.variants()});
    let keys = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "maxProperties": 1,
    });
    Map::from_iter([("anyOf".to_owned(), json!([names, keys]))])
}

/// Where a tag is given, no settings of other variants may stand beside it.
fn exclusions(schema: &'static Section, rules: &mut Vec<Json>) {
    for field in schema.fields {
        if let (true, Kind::Section(inner)) = (field.flatten, field.kind) {
            exclusions(inner, rules);
        }
    }
    let Some(tag) = schema.tag else { return };
    for name in schema.variants() {
        let others = schema.fields.iter().filter(|field| !field.is_of(Some(name)));
        let keys = others.flat_map(|field| match field.kind {
            Kind::Section(inner) if field.flatten => inner.flat().map(|f| f.key).collect(),
            _ => vec![field.key],
        });
        let keys: Map<String, Json> = keys.map(|key| (key.to_owned(), false.into())).collect();
        if !keys.is_empty() {
            rules.push(json!({
                "if": {"properties": {(tag): {"const": name}}, "required": [tag]},
                "then": {"properties": keys},
            }));
        }
    }
}

fn property(field: &'static Field) -> Json {
    let mut json = Map::new();
    if !field.docs.is_empty() {
        json.insert("description".into(), field.docs.into());
    }
    json.extend(kind(field.kind));
    if let Some(text) = field.default
        && !field.secret
        && let Some(value) = layer::default(field, &[], text, &mut Vec::new())
    {
        json.insert("default".into(), to_json(&show::written(field.kind, &value)));
    }
    if let Some(text) = field.example
        && let Some(value) = layer::default(field, &[], text, &mut Vec::new())
    {
        json.insert("examples".into(), json!([to_json(&show::written(field.kind, &value))]));
    }
    if field.deprecated.is_some() {
        json.insert("deprecated".into(), true.into());
    }
    if field.secret {
        json.insert("writeOnly".into(), true.into());
    }
    Json::Object(json)
}

fn kind(kind: Kind) -> Map<String, Json> {
    let json = match kind {
        Kind::Bool => json!({"type": "boolean"}),
        Kind::Integer { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        Kind::Float => json!({"type": "number"}),
        // Our reader keeps the text of `007` or `true`, where an editor sees another type.
        Kind::Text | Kind::Path => json!({"type": ["string", "number", "boolean"]}),
        Kind::Duration => json!({"type": "string", "examples": ["30s", "5m", "1h 30m"]}),
        Kind::Size => json!({"type": ["string", "integer"], "examples": [512, "10 MiB"]}),
        Kind::Url => json!({"type": "string", "format": "uri"}),
        Kind::Choice(names) => json!({"enum": names}),
        Kind::Option(inner) => return optional(*inner),
        Kind::List(inner) => json!({"type": ["array", "null"], "items": self::kind(*inner)}),
        Kind::Map(inner) => {
            json!({"type": ["object", "null"], "additionalProperties": self::kind(*inner)})
        }
        Kind::Section(inner) => Json::Object(section(inner)),
    };
    match json {
        Json::Object(json) => json,
        _ => Map::new(),
    }
}

/// `null` takes a value of a weaker layer away.
fn optional(inner: Kind) -> Map<String, Json> {
    let mut json = kind(inner);
    match json.get_mut("type") {
        Some(Json::Array(types)) if !types.contains(&"null".into()) => types.push("null".into()),
        Some(name @ Json::String(_)) => *name = json!([name.take(), "null"]),
        _ => {}
    }
    if let Some(Json::Array(names)) = json.get_mut("enum") {
        names.push(Json::Null);
    }
    if let Some(Json::Array(forms)) = json.get_mut("anyOf") {
        forms.push(json!({"type": "null"}));
    }
    json
}

/// A value as JSON.
pub(crate) fn to_json(value: &figment::value::Value) -> Json {
    use figment::value::Value as Tree;
    match value {
        Tree::String(_, text) => Json::from(&**text),
        Tree::Char(_, c) => Json::from(c.to_string()),
        Tree::Bool(_, value) => Json::from(*value),
        Tree::Num(_, number) => match (number.to_u128(), number.to_i128(), number.to_f64()) {
            (Some(n), ..) => u64::try_from(n).map_or(Json::Null, Json::from),
            (_, Some(n), _) => i64::try_from(n).map_or(Json::Null, Json::from),
            (.., n) => n.map_or(Json::Null, Json::from),
        },
        Tree::Empty(..) => Json::Null,
        Tree::Array(_, items) => items.iter().map(to_json).collect(),
        Tree::Dict(_, entries) => entries.iter().map(|(k, v)| (k.clone(), to_json(v))).collect(),
    }
}
