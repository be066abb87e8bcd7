//! YAML as the tools of others read it: version 1.1, where `yes` is true and `!include` brings other
//! files, with the place of every node.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};
use serde_json::{Map, Number, Value};

/// How deep nodes may be nested, and how many there may be once aliases are followed.
const MAX_DEPTH: usize = 64;
const MAX_NODES: usize = 100_000;

/// A node and where it starts: line and column from 1.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) content: Content,
    /// A tag such as `!include`.
    pub(crate) tag: Option<String>,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum Content {
    Scalar { text: String, plain: bool },
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// What is no YAML, and where.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) message: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The one value of a text.
pub(crate) fn value(text: &str) -> Result<Value, String> {
    let mut documents = documents(text).map_err(|broken| broken.message)?;
    match documents.len() {
        0 | 1 => Ok(documents.pop().map_or(Value::Null, |node| node.json())),
        many => Err(format!("expected one document of YAML, found {many}")),
    }
}

/// All documents of a text.
pub(crate) fn documents(text: &str) -> Result<Vec<Node>, Broken> {
    let mut reader = Reader::default();
    for next in Parser::new_from_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        let (event, span) = next.map_err(|error| Broken {
            message: error.info().to_owned(),
            line: error.marker().line(),
            column: error.marker().col() + 1,
        })?;
        reader.event(event, span)?;
    }
    Ok(reader.roots)
}

/// A list or map that is still open.
struct Open {
    node: Node,
    anchor: usize,
    /// The key whose value comes next.
    key: Option<Node>,
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    roots: Vec<Node>,
    nodes: usize,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Broken> {
        let (line, column) = (span.start.line(), span.start.col() + 1);
        let node = |content, tag: Option<Cow<'_, Tag>>| {
            // The tags of YAML itself say what the text shows already.
            let tag = tag.filter(|tag| tag.handle() == "!").map(|tag| tag.suffix().to_owned());
            Node { content, tag, line, column }
        };
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                let content = Content::Scalar { text: text.into_owned(), plain };
                self.place(node(content, tag), anchor)
            }
            Event::Alias(id) => match self.anchors.get(&id).cloned() {
                Some(target) => self.place(target, 0),
                None => Err(broken("an alias cannot stand inside of what it names", line, column)),
            },
            Event::SequenceStart(_, anchor, tag) => {
                self.start(node(Content::List(Vec::new()), tag), anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.start(node(Content::Map(Vec::new()), tag), anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => self.place(open.node, open.anchor),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn start(&mut self, node: Node, anchor: usize) -> Result<(), Broken> {
        if self.open.len() == MAX_DEPTH {
            return Err(broken("nested too deep", node.line, node.column));
        }
        self.open.push(Open { node, anchor, key: None });
        Ok(())
    }

    fn place(&mut self, node: Node, anchor: usize) -> Result<(), Broken> {
        self.nodes += node.size();
        if self.nodes > MAX_NODES {
            return Err(broken("more values than a template needs", node.line, node.column));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.roots.push(node);
            return Ok(());
        };
        match &mut open.node.content {
            Content::List(list) => list.push(node),
            Content::Map(map) => match open.key.take() {
                None => open.key = Some(node),
                Some(key) if key.text() == Some("<<") => merge(map, node),
                Some(key) => {
                    // The last one counts, as it does there.
                    map.retain(|(before, _)| before.text() != key.text());
                    map.push((key, node));
                }
            },
            Content::Scalar { .. } => {}
        }
        Ok(())
    }
}

/// `<<: *base` and `<<: [*a, *b]`: what stands in the map itself wins.
fn merge(map: &mut Vec<(Node, Node)>, node: Node) {
    match node.content {
        Content::Map(entries) => {
            let new = |key: &Node| !map.iter().any(|(before, _)| before.text() == key.text());
            let entries: Vec<_> = entries.into_iter().filter(|(key, _)| new(key)).collect();
            map.extend(entries);
        }
        Content::List(list) => list.into_iter().for_each(|node| merge(map, node)),
        Content::Scalar { .. } => {}
    }
}

fn broken(message: &str, line: usize, column: usize) -> Broken {
    Broken { message: message.to_owned(), line, column }
}

impl Node {
    /// How many nodes it stands for.
    fn size(&self) -> usize {
        match &self.content {
            Content::Scalar { .. } => 1,
            Content::List(list) => 1 + list.iter().map(Node::size).sum::<usize>(),
            Content::Map(map) => 1 + map.iter().map(|(_, value)| value.size()).sum::<usize>(),
        }
    }

    /// The text of a scalar, as it stands.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The entries of a map.
    pub(crate) fn entries(&self) -> &[(Node, Node)] {
        match &self.content {
            Content::Map(map) => map,
            _ => &[],
        }
    }

    /// As JSON.
    pub(crate) fn json(&self) -> Value {
        match &self.content {
            Content::Scalar { text, plain: false } => text.as_str().into(),
            Content::Scalar { text, plain: true } => plain(text),
            Content::List(list) => list.iter().map(Node::json).collect(),
            Content::Map(map) => {
                let entry = |(key, value): &(Node, Node)| (key.key(), value.json());
                Value::Object(map.iter().map(entry).collect::<Map<_, _>>())
            }
        }
    }

    /// The text of a key: `yes:` is the key `True` there.
    pub(crate) fn key(&self) -> String {
        match self.json() {
            Value::String(text) => text,
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            Value::Null => "None".to_owned(),
            other => other.to_string(),
        }
    }
}

/// What a scalar without quotes is.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return true.into();
        }
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return false.into();
        }
        _ => {}
    }
    let number = int(text).map(Number::from).or_else(|| float(text).and_then(Number::from_f64));
    number.map_or_else(|| text.into(), Value::Number)
}

fn int(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = digits.replace('_', "");
    let number = if let Some(hex) = digits.strip_prefix("0x") {
        i64::from_str_radix(hex, 16).ok()
    } else if let Some(binary) = digits.strip_prefix("0b") {
        i64::from_str_radix(binary, 2).ok()
    } else if digits.len() > 1 && digits.starts_with('0') {
        i64::from_str_radix(&digits, 8).ok()
    } else if digits.contains(':') {
        // `1:30` counts in sixties.
        let parts = digits.split(':').map(|part| part.parse::<i64>().ok().filter(|n| *n >= 0));
        parts.enumerate().try_fold(0i64, |sum, (at, part)| {
            let part = part.filter(|n| at == 0 || *n < 60)?;
            sum.checked_mul(60)?.checked_add(part)
        })
    } else {
        digits.parse().ok()
    };
    number.map(|number| sign * number)
}

/// A number with a point; `1e3` is a text there.
fn float(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let starts = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let body = digits
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-' | '_'));
    let exponent_has_sign = match digits.find(['e', 'E']) {
        Some(at) => digits[at + 1..].starts_with(['+', '-']),
        None => true,
    };
    let number = starts && body && exponent_has_sign && digits.matches('.').count() == 1;
    if !number || digits == "." {
        return None;
    }
    text.replace('_', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{documents, value};

    #[test]
    fn scalars_are_those_of_version_1_1() {
        for (text, expected) in [
            ("yes", json!(true)),
            ("off", json!(false)),
            ("\"yes\"", json!("yes")),
            ("~", Value::Null),
            ("3.10", json!(3.1)),
            ("'3.10'", json!("3.10")),
            ("010", json!(8)),
            ("0x1F", json!(31)),
            ("1:30", json!(90)),
            ("1e3", json!("1e3")),
            ("1.5e+3", json!(1500.0)),
            ("-7", json!(-7)),
            ("1.2.3", json!("1.2.3")),
            ("[a, b]", json!(["a", "b"])),
            ("{yes: 1}", json!({"True": 1})),
        ] {
            assert_eq!(value(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn anchors_merges_tags_and_documents() {
        let text = "base: &b {a: 1, b: 2}\nmore: {<<: *b, b: 3}\n---\n!include x/*.yml\n";
        let all = documents(text).unwrap();
        assert_eq!(all[0].json()["more"], json!({"a": 1, "b": 3}));
        assert_eq!(all[1].tag.as_deref(), Some("include"));
        assert_eq!((all[1].text(), all[1].line), (Some("x/*.yml"), 4));
        assert!(documents("a: [b").is_err());
    }
}
