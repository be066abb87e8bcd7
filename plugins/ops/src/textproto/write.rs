//! Messages ▶ text.

use std::fmt::Write as _;

use crate::dynamic::{Content, DynamicMessage, Key, Value};
use crate::json::Types;
use crate::scalar;
use crate::table::{Field, Kind, Message, Shape};
use crate::well_known::{self, Special};

/// How messages are written.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'t> {
    types: &'t Types,
    defaults: bool,
    enum_numbers: bool,
    masked: bool,
}

impl<'t> Writer<'t> {
    /// What is in an `Any` is written by these types.
    pub fn new(types: &'t Types) -> Self {
        Writer { types, defaults: false, enum_numbers: false, masked: false }
    }

    /// Whether fields are written that have their default.
    pub fn defaults(self, defaults: bool) -> Self {
        Writer { defaults, ..self }
    }

    /// Whether enums are written as numbers.
    pub fn enum_numbers(self, enum_numbers: bool) -> Self {
        Writer { enum_numbers, ..self }
    }

    /// Whether sensitive fields (`debug_redact`) show as `"***"`.
    pub fn masked(self, masked: bool) -> Self {
        Writer { masked, ..self }
    }

    /// The message with a field a line, by their numbers.
    pub fn write(self, message: &DynamicMessage) -> String {
        let mut out = String::new();
        self.message(message, "", &mut out);
        out
    }

    fn message(self, message: &DynamicMessage, indent: &str, out: &mut String) {
        if self.any(message, indent, out) {
            return;
        }
        let mut fields: Vec<&Field> = message.table().fields.iter().collect();
        fields.sort_by_key(|field| field.number);
        for field in fields {
            match message.get(field) {
                Some(_) if self.masked && field.sensitive => {
                    // Nothing fails when it is written to memory.
                    let _ = writeln!(out, "{indent}{}: \"***\"", name(field));
                }
                Some(Content::One(value)) => self.field(field, value, indent, out),
                Some(Content::List(values)) => {
                    values.iter().for_each(|value| self.field(field, value, indent, out));
                }
                Some(Content::Map(map)) => {
                    for (key, value) in map {
                        self.entry(field, (key, value), indent, out);
                    }
                }
                None if self.defaults && matches!(field.shape, Shape::Implicit) => {
                    self.field(field, &Value::default_of(field.kind), indent, out);
                }
                None => {}
            }
        }
    }

    /// Writes what an `Any` holds under the URL of its type, if that is known.
    fn any(self, message: &DynamicMessage, indent: &str, out: &mut String) -> bool {
        if !matches!(well_known::special(message.table()), Some(Special::Any)) {
            return false;
        }
        let Some(Value::String(url)) = message.one("type_url") else { return false };
        let empty = Vec::new();
        let bytes = match message.one("value") {
            Some(Value::Bytes(bytes)) => bytes,
            _ => &empty,
        };
        let known: Option<&Message> = self.types.get(url.rsplit('/').next().unwrap_or(url));
        let Some(inner) = known.and_then(|table| DynamicMessage::decode(table, bytes).ok()) else {
            return false;
        };
        self.braces(&format!("[{url}]"), indent, out, |indent, out| {
            self.message(&inner, indent, out);
        });
        true
    }

    fn field(self, field: &Field, value: &Value, indent: &str, out: &mut String) {
        self.named(name(field), field.kind, value, indent, out);
    }

    fn entry(self, field: &Field, (key, value): (&Key, &Value), indent: &str, out: &mut String) {
        self.braces(field.name, indent, out, |indent, out| {
            let key = match key {
                Key::Bool(is) => is.to_string(),
                Key::Int(number) => number.to_string(),
                Key::Uint(number) => number.to_string(),
                Key::String(text) => quoted(text),
            };
            let _ = writeln!(out, "{indent}key: {key}");
            self.named("value", field.kind, value, indent, out);
        });
    }

    fn named(self, name: &str, kind: Kind, value: &Value, indent: &str, out: &mut String) {
        let text = match value {
            Value::Message(message) => {
                return self.braces(name, indent, out, |indent, out| {
                    self.message(message, indent, out);
                });
            }
            Value::Bool(is) => is.to_string(),
            Value::Int(number) => number.to_string(),
            Value::Uint(number) => number.to_string(),
            Value::Float(number) => float(number.is_nan(), &format!("{number:?}")),
            Value::Double(number) => float(number.is_nan(), &format!("{number:?}")),
            Value::String(text) => quoted(text),
            Value::Bytes(bytes) => octal(bytes),
            Value::Enum(number) => match kind {
                Kind::Enum(table) if !self.enum_numbers => scalar::enum_name(table, *number)
                    .map_or_else(|| number.to_string(), str::to_owned),
                _ => number.to_string(),
            },
        };
        let _ = writeln!(out, "{indent}{name}: {text}");
    }

    fn braces(
        self,
        name: &str,
        indent: &str,
        out: &mut String,
        inside: impl FnOnce(&str, &mut String),
    ) {
        let _ = writeln!(out, "{indent}{name} {{");
        inside(&format!("{indent}  "), out);
        let _ = writeln!(out, "{indent}}}");
    }
}

/// A group goes by the name of its message.
fn name(field: &Field) -> &'static str {
    match field.kind {
        Kind::Group(group) => group.id.rsplit('.').next().unwrap_or(field.name),
        _ => field.name,
    }
}

fn float(is_nan: bool, text: &str) -> String {
    if is_nan { "nan".to_owned() } else { text.to_owned() }
}

/// Letters of all languages stay; what would break lines or speak to a terminal does not.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' | '\\' => out.extend(['\\', c]),
            _ if c.is_control() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "\\{byte:03o}");
                }
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

fn octal(bytes: &[u8]) -> String {
    let mut out = "\"".to_owned();
    for byte in bytes {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(*byte)]),
            b' '..=b'~' => out.push(char::from(*byte)),
            _ => {
                let _ = write!(out, "\\{byte:03o}");
            }
        }
    }
    out.push('"');
    out
}
