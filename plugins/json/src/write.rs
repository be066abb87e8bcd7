//! Messages ▶ JSON.

use serde_json::{Map, Number, Value as Json};

use crate::dynamic::{Content, DynamicMessage, Value};
use crate::problem::{Error, Problem};
use crate::rules::Rules;
use crate::table::{Field, Kind, Shape};
use crate::types::Types;
use crate::well_known::{self, Special};
use crate::{DEPTH, scalar, time};

/// What stands for a value that must not be seen.
const MASK: &str = "***";

/// How JSON is written.
///
/// ```
/// use typewright_json::{Types, Writer};
/// use typewright_json::dynamic::DynamicMessage;
/// use typewright_json::table::Message;
///
/// static LINK: Message = Message::new("web.Link\n1 type_url string\n2 value bytes", &[]);
/// let link = DynamicMessage::decode(&LINK, b"\x0a\x01a").unwrap();
/// let types = Types::default();
/// assert_eq!(Writer::new(&types).text(&link).unwrap(), r#"{"typeUrl":"a"}"#);
///
/// let writer = Writer::new(&types).proto_names(true).defaults(true);
/// assert_eq!(writer.text(&link).unwrap(), r#"{"type_url":"a","value":""}"#);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Writer<'t> {
    types: &'t Types,
    rules: Rules,
    masked: bool,
    pretty: bool,
    /// Whether a value without a canonical form is an error.
    strict: bool,
    /// How many messages are around; `Any` in each other would have no end but this.
    depth: usize,
}

impl<'t> Writer<'t> {
    /// The canonical form, on one line; an `Any` may hold what `types` has.
    pub fn new(types: &'t Types) -> Self {
        let (rules, masked, pretty) = Default::default();
        Writer { types, rules, masked, pretty, strict: false, depth: 0 }
    }

    /// Whether sensitive fields (`debug_redact`) show as `***`.
    #[must_use]
    pub fn masked(self, masked: bool) -> Self {
        Writer { masked, ..self }
    }

    /// Whether fields have the names of the schema.
    #[must_use]
    pub fn proto_names(mut self, proto_names: bool) -> Self {
        self.rules.proto_names = proto_names;
        self
    }

    /// Whether fields show that are absent because they have their default, empty lists and maps
    /// too.
    #[must_use]
    pub fn defaults(mut self, defaults: bool) -> Self {
        self.rules.defaults = defaults;
        self
    }

    /// Whether enums show as numbers.
    #[must_use]
    pub fn enum_numbers(mut self, enum_numbers: bool) -> Self {
        self.rules.enum_numbers = enum_numbers;
        self
    }

    /// Writes by the rules that a type brings along, such as [`Json::RULES`](crate::Json::RULES).
    #[must_use]
    pub fn rules(self, rules: Rules) -> Self {
        Writer { rules, ..self }
    }

    /// Whether [`Writer::text`] has one line a field.
    #[must_use]
    pub fn pretty(self, pretty: bool) -> Self {
        Writer { pretty, ..self }
    }

    /// The key of a field.
    pub fn name(&self, field: &Field) -> &'static str {
        if self.rules.proto_names { field.name } else { field.json }
    }

    /// Writes a message, fields in the order of the table.
    ///
    /// Every message has a JSON: where the canonical form cannot say a value (a timestamp beyond
    /// the year 9999, an `Any` of a type that is not known), its plain fields are written.
    pub fn write(&self, message: &DynamicMessage) -> Json {
        // Lenient writing has no way to fail.
        self::message(message, Writer { strict: false, ..*self }).unwrap_or_default()
    }

    /// Writes a message in the canonical form, or not at all.
    ///
    /// # Errors
    /// The first value that has no canonical form, with its place.
    pub fn canonical(&self, message: &DynamicMessage) -> Result<Json, Error> {
        self::message(message, Writer { strict: true, ..*self })
            .map_err(|problem| problem.within("$").into())
    }

    /// [`Writer::canonical`] as text.
    ///
    /// # Errors
    /// As [`Writer::canonical`].
    pub fn text(&self, message: &DynamicMessage) -> Result<String, Error> {
        let json = self.canonical(message)?;
        Ok(if self.pretty { format!("{json:#}") } else { json.to_string() })
    }
}

/// [`Writer::write`] in the canonical style.
pub fn write(message: &DynamicMessage, types: &Types) -> Json {
    Writer::new(types).write(message)
}

type Written = Result<Json, Problem>;

fn message(message: &DynamicMessage, out: Writer<'_>) -> Written {
    let out = Writer { depth: out.depth + 1, ..out };
    if let Some(special) = well_known::special(message.table()) {
        match self::special(special, message, out) {
            Err(_) if !out.strict => {}
            written => return written,
        }
    }
    let mut object = Map::new();
    for field in message.table().fields {
        let json = match message.get(field) {
            Some(_) if out.masked && field.sensitive => MASK.into(),
            Some(content) => self::content(field, content, out)
                .map_err(|problem| problem.within(&format!(".{}", out.name(field))))?,
            None if !out.rules.defaults => continue,
            None => match default(field, out) {
                Some(default) => default?,
                None => continue,
            },
        };
        object.insert(out.name(field).to_owned(), json);
    }
    Ok(Json::Object(object))
}

/// What absence stands for, if it stands for anything.
fn default(field: &Field, out: Writer<'_>) -> Option<Written> {
    match field.shape {
        Shape::Implicit => Some(value(field.kind, &Value::default_of(field.kind), out)),
        Shape::Repeated { .. } => Some(Ok(Json::Array(Vec::new()))),
        Shape::Map(_) => Some(Ok(Json::Object(Map::new()))),
        Shape::Explicit | Shape::Required => None,
    }
}

fn content(field: &Field, content: &Content, out: Writer<'_>) -> Written {
    let one = |value: &Value| self::value(field.kind, value, out);
    match content {
        Content::One(value) => one(value),
        Content::List(list) => items(list, one),
        Content::Map(map) => {
            let mut object = Map::new();
            for (key, value) in map {
                let key = key.to_string();
                let json = one(value).map_err(|problem| problem.within(&format!("[{key:?}]")))?;
                object.insert(key, json);
            }
            Ok(Json::Object(object))
        }
    }
}

fn items(list: &[Value], one: impl Fn(&Value) -> Written) -> Written {
    let items = list
        .iter()
        .enumerate()
        .map(|(index, item)| one(item).map_err(|problem| problem.within(&format!("[{index}]"))));
    Ok(Json::Array(items.collect::<Result<_, _>>()?))
}

fn value(kind: Kind, value: &Value, out: Writer<'_>) -> Written {
    Ok(match value {
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
            Kind::Enum(table) if !out.rules.enum_numbers => {
                scalar::enum_name(table, *number).map_or_else(|| (*number).into(), Into::into)
            }
            _ => (*number).into(),
        },
        Value::Message(inner) => return message(inner, out),
    })
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

/// The form of a well-known type.
fn special(special: Special, message: &DynamicMessage, out: Writer<'_>) -> Written {
    let parts = || Some((message.int("seconds"), i32::try_from(message.int("nanos")).ok()?));
    match special {
        Special::Timestamp => {
            let text = parts().and_then(time::timestamp_text);
            text.map(Json::from).ok_or_else(|| Problem::here("no time in the years 1 to 9999"))
        }
        Special::Duration => {
            let text = parts().and_then(time::duration_text);
            text.map(Json::from).ok_or_else(|| {
                Problem::here("no span of at most 10,000 years with one sign for both parts")
            })
        }
        Special::FieldMask => mask(message, out),
        Special::List => items(entries(message), |item| value(item_kind(), item, out)),
        Special::Struct => match message.iter().next() {
            Some((field, map)) => content(field, map, out),
            None => Ok(Json::Object(Map::new())),
        },
        Special::Value => any_json(message, out),
        Special::Wrapper => {
            let Some(field) = message.table().fields.first() else { return Ok(Json::Null) };
            match message.get(field) {
                Some(Content::One(inner)) => value(field.kind, inner, out),
                _ => value(field.kind, &Value::default_of(field.kind), out),
            }
        }
        Special::Any => any(message, out),
    }
}

fn any_json(message: &DynamicMessage, out: Writer<'_>) -> Written {
    match message.iter().next() {
        Some((_, Content::One(Value::Double(number)))) if out.strict && !number.is_finite() => {
            Err(Problem::here(format!("{number} is no number of JSON")))
        }
        Some((field, Content::One(inner))) => value(field.kind, inner, out),
        _ if out.strict => Err(Problem::here("a `Value` without a value")),
        _ => Ok(Json::Null),
    }
}

fn mask(message: &DynamicMessage, out: Writer<'_>) -> Written {
    let mut paths = Vec::new();
    for path in entries(message) {
        let Value::String(path) = path else { continue };
        let camel = scalar::camel(path);
        if out.strict && (camel.contains('_') || scalar::snake(&camel) != *path) {
            return Err(Problem::here(format!("`{path}` is lost in camel case")));
        }
        paths.push(camel);
    }
    Ok(paths.join(",").into())
}

fn item_kind() -> Kind {
    Kind::Message(&well_known::VALUE)
}

fn entries(message: &DynamicMessage) -> &[Value] {
    match message.iter().next() {
        Some((_, Content::List(list))) => list,
        _ => &[],
    }
}

fn any(any: &DynamicMessage, out: Writer<'_>) -> Written {
    if out.depth > DEPTH {
        return Err(Problem::here(format!("messages nest deeper than {DEPTH}")));
    }
    let Some(Value::String(url)) = any.one("type_url") else {
        return match any.iter().next() {
            None => Ok(Json::Object(Map::new())),
            Some(_) => Err(Problem::here("a value without a type")),
        };
    };
    let bytes = match any.one("value") {
        Some(Value::Bytes(bytes)) => bytes.as_slice(),
        _ => &[],
    };
    let id = url.rsplit('/').next().unwrap_or(url);
    let Some(table) = out.types.get(id) else {
        return Err(Problem::here(format!("the type `{id}` is not known to this program")));
    };
    let inner = DynamicMessage::decode(table, bytes)
        .map_err(|malformed| Problem::here(format!("no {id}: {malformed}")))?;
    let mut object = Map::new();
    object.insert("@type".to_owned(), url.clone().into());
    match message(&inner, out)? {
        Json::Object(fields) if well_known::special(table).is_none() => object.extend(fields),
        other => drop(object.insert("value".to_owned(), other)),
    }
    Ok(object.into())
}
