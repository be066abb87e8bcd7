//! Entries ▶ messages: all that is wrong with them at once.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lex::problem;
use super::syntax::{Entry, Node, entries};
use crate::dynamic::{Content, DynamicMessage, Key, Value};
use crate::json::{Problem, Types, build};
use crate::scalar;
use crate::table::{Enum, Field, Kind, Message, Shape};
use crate::well_known::{self, Special};

/// Where the messages of a text are: `---` on a line of its own stands between them, or the byte 1E.
pub(crate) fn split(text: &str) -> Vec<Range<usize>> {
    let (mut messages, mut start, mut at) = (Vec::new(), 0, 0);
    for line in text.split_inclusive(['\n', '\u{1e}']) {
        let end = at + line.len();
        if is_boundary(line) {
            messages.push(start..at);
            start = end;
        } else if line.ends_with('\u{1e}') {
            messages.push(start..end - 1);
            start = end;
        }
        at = end;
    }
    messages.push(start..text.len());
    // A boundary may stand in front of the first and behind the last.
    let blank = |part: &Range<usize>| text[part.clone()].trim().is_empty();
    if messages.len() > 1 && messages.last().is_some_and(blank) {
        messages.pop();
    }
    if text.starts_with('\u{1e}') && messages.len() > 1 {
        messages.remove(0);
    }
    messages
}

/// Whether a line stands between two messages.
pub(crate) fn is_boundary(line: &str) -> bool {
    line.trim_end() == "---"
}

/// Reads a message.
///
/// # Errors
/// All that is wrong with it, each at its line and column, or the first place at which the text is
/// not of the format.
pub fn read(
    table: &'static Message,
    text: &str,
    types: &Types,
) -> Result<DynamicMessage, Vec<Problem>> {
    read_part(table, text, 0..text.len(), types)
}

/// Reads a message that is a part of a text.
pub(crate) fn read_part(
    table: &'static Message,
    text: &str,
    part: Range<usize>,
    types: &Types,
) -> Result<DynamicMessage, Vec<Problem>> {
    let text = &text[..part.end];
    let entries = entries(text, part.start).map_err(|problem| vec![problem])?;
    let mut reader = Reader { text, types, problems: Vec::new() };
    let message = reader.message(table, entries);
    if reader.problems.is_empty() { Ok(message) } else { Err(reader.problems) }
}

struct Reader<'r> {
    text: &'r str,
    types: &'r Types,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn wrong(&mut self, at: usize, message: impl Into<String>) {
        self.problems.push(problem(self.text, at, message));
    }

    fn message(&mut self, table: &'static Message, entries: Vec<Entry>) -> DynamicMessage {
        let mut message = DynamicMessage::new(table);
        let mut seen = Vec::new();
        for Entry { name, at, value } in entries {
            if let Some(url) = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'))
                && matches!(well_known::special(table), Some(Special::Any))
            {
                message = self.any(table, url, (at, value)).unwrap_or(message);
                continue;
            }
            let Some(field) = named(table, &name) else {
                let near = scalar::did_you_mean(&name, table.fields.iter().map(|f| f.name));
                let near = if name.starts_with('[') { String::new() } else { near };
                self.wrong(at, format!("{} has no field `{name}`{near}", table.id));
                continue;
            };
            let single = !matches!(field.shape, Shape::Repeated { .. } | Shape::Map(_));
            if single && seen.contains(&field.number) {
                self.wrong(at, format!("`{name}` is given twice"));
                continue;
            }
            seen.push(field.number);
            if let Some(other) = message.conflict(field) {
                let oneof = field.oneof.and_then(|index| table.oneofs.get(index));
                let (oneof, other) = (oneof.copied().unwrap_or_default(), other.name);
                let message = format!("`{other}` and `{name}`: only one of `{oneof}` can be set");
                self.wrong(at, message);
                continue;
            }
            self.add(&mut message, field, (at, value));
        }
        message
    }

    /// Adds what stands behind a field's name to what stood behind it before.
    fn add(
        &mut self,
        message: &mut DynamicMessage,
        field: &'static Field,
        (at, node): (usize, Node),
    ) {
        let nodes = match node {
            Node::List(nodes) => nodes,
            one => vec![one],
        };
        match (field.shape, message.get(field).cloned()) {
            (Shape::Map(key), old) => {
                let mut map = if let Some(Content::Map(map)) = old { map } else { BTreeMap::new() };
                for node in nodes {
                    map.extend(self.pair(field.kind, key, node));
                }
                message.set(field, Content::Map(map));
            }
            (Shape::Repeated { .. }, old) => {
                let mut list = if let Some(Content::List(list)) = old { list } else { Vec::new() };
                list.extend(nodes.into_iter().filter_map(|node| self.value(field.kind, node)));
                message.set(field, Content::List(list));
            }
            _ => {
                let found = nodes.len();
                let Ok([node]) = <[Node; 1]>::try_from(nodes) else {
                    return self
                        .wrong(at, format!("`{}` has one value, found {found}", field.name));
                };
                if let Some(value) = self.value(field.kind, node) {
                    message.set(field, Content::One(value));
                }
            }
        }
    }

    /// An entry of a map: a message with `key` and `value`, both of which may be missing.
    fn pair(&mut self, kind: Kind, key_kind: Kind, node: Node) -> Option<(Key, Value)> {
        let entries = match node {
            Node::Message(entries, _) => entries,
            other => {
                self.expected("an entry such as `{ key: … value: … }`", &other);
                return None;
            }
        };
        let (mut key, mut value) = (Value::default_of(key_kind), Value::default_of(kind));
        for entry in entries {
            let (into, kind) = match &*entry.name {
                "key" => (&mut key, key_kind),
                "value" => (&mut value, kind),
                name => {
                    let name = format!("an entry of a map has no field `{name}`");
                    self.wrong(entry.at, name);
                    continue;
                }
            };
            if let Some(read) = self.value(kind, entry.value) {
                *into = read;
            }
        }
        let key = match key {
            Value::Bool(is) => Key::Bool(is),
            Value::Int(number) => Key::Int(number),
            Value::Uint(number) => Key::Uint(number),
            Value::String(text) => Key::String(text),
            _ => return None,
        };
        Some((key, value))
    }

    /// A message of a type that its URL names, in an `Any`.
    fn any(
        &mut self,
        table: &'static Message,
        url: &str,
        (at, node): (usize, Node),
    ) -> Option<DynamicMessage> {
        let name = url.rsplit('/').next().unwrap_or(url);
        let Some(inner) = self.types.get(name) else {
            self.wrong(at, format!("`{name}` is no message that this tool knows"));
            return None;
        };
        let Some(Value::Message(inner)) = self.value(Kind::Message(inner), node) else {
            return None;
        };
        let one = Content::One;
        let parts = [
            ("type_url", one(Value::String(url.to_owned()))),
            ("value", one(Value::Bytes(inner.encode()))),
        ];
        Some(build(table, parts))
    }

    fn value(&mut self, kind: Kind, node: Node) -> Option<Value> {
        let read = match (kind, &node) {
            (Kind::Message(table) | Kind::Group(table), Node::Message(..)) => {
                let Node::Message(entries, _) = node else { return None };
                return Some(Value::Message(self.message(table, entries)));
            }
            (Kind::Message(_) | Kind::Group(_), _) => Err("a message in braces".to_owned()),
            (Kind::Bytes, Node::Text(bytes, _)) => Ok(Value::Bytes(bytes.clone())),
            (Kind::String, Node::Text(bytes, at)) => match String::from_utf8(bytes.clone()) {
                Ok(text) => Ok(Value::String(text)),
                Err(_) => {
                    self.wrong(*at, "a text must be UTF-8");
                    return None;
                }
            },
            (Kind::String | Kind::Bytes, _) => Err("a text in quotes".to_owned()),
            (Kind::Bool, Node::Plain(text, _)) => boolean(text),
            (Kind::Bool, _) => Err("`true` or `false`".to_owned()),
            (Kind::Enum(table), Node::Plain(text, at)) => match enumeration(table, text) {
                Ok(number) => Ok(Value::Enum(number)),
                Err(problem) => {
                    self.wrong(*at, problem);
                    return None;
                }
            },
            (Kind::Enum(table), _) => Err(format!("a name of {}", table.id)),
            (Kind::Float | Kind::Double, Node::Plain(text, _)) => float(kind, text),
            (Kind::Float | Kind::Double, _) => Err("a number".to_owned()),
            (_, Node::Plain(text, _)) => integer(kind, text),
            (_, _) => integer(kind, ""),
        };
        read.map_err(|what| self.expected(&what, &node)).ok()
    }

    fn expected(&mut self, what: &str, node: &Node) {
        let (at, found) = match node {
            Node::Plain(text, at) => (*at, format!("`{text}`")),
            Node::Text(_, at) => (*at, "a text".to_owned()),
            Node::Message(_, at) => (*at, "a message".to_owned()),
            Node::List(nodes) => match nodes.first() {
                Some(first) => return self.expected(what, first),
                None => (0, "a list".to_owned()),
            },
        };
        self.wrong(at, format!("expected {what}, found {found}"));
    }
}

/// A field by its name in the schema; a group is called by its type.
fn named(table: &'static Message, name: &str) -> Option<&'static Field> {
    let is = |field: &&Field| match field.kind {
        Kind::Group(group) => field.name == name || group.id.rsplit('.').next() == Some(name),
        _ => field.name == name,
    };
    table.fields.iter().find(is)
}

fn boolean(text: &str) -> Result<Value, String> {
    match text {
        "true" | "True" | "t" | "1" => Ok(Value::Bool(true)),
        "false" | "False" | "f" | "0" => Ok(Value::Bool(false)),
        _ => Err("`true` or `false`".to_owned()),
    }
}

fn enumeration(table: &'static Enum, text: &str) -> Result<i32, String> {
    if let Some((_, number)) = table.values.iter().find(|(name, _)| *name == text) {
        return Ok(*number);
    }
    whole(text).and_then(|number| i32::try_from(number).ok()).ok_or_else(|| {
        let near = scalar::did_you_mean(text, table.values.iter().map(|(name, _)| *name));
        format!("`{text}` is no value of {}{near}", table.id)
    })
}

fn integer(kind: Kind, text: &str) -> Result<Value, String> {
    let (low, high) = scalar::range(kind).unwrap_or_default();
    let number = whole(text).and_then(|number| scalar::integer(kind, number));
    number.ok_or_else(|| format!("a whole number from {low} to {high}"))
}

/// Decimal, `0x…` or octal with a zero in front.
fn whole(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let number = if let Some(hex) = digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        i128::from_str_radix(hex, 16)
    } else if digits.len() > 1 && digits.starts_with('0') {
        i128::from_str_radix(digits, 8)
    } else {
        digits.parse()
    };
    number.ok().map(|number| sign * number)
}

fn float(kind: Kind, text: &str) -> Result<Value, String> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let number = match rest.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => Some(f64::INFINITY),
        "nan" => Some(f64::NAN),
        lower if lower.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
            lower.trim_end_matches('f').parse::<f64>().ok().filter(|number| number.is_finite())
        }
        _ => None,
    };
    let value = number.and_then(|number| scalar::float(kind, sign * number));
    value.ok_or_else(|| "a number, `inf` or `nan`".to_owned())
}
