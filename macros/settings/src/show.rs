//! Values as YAML on one line, as a reader gets them back, but for the secrets.

use figment::value::{Dict, Num, Value as Tree};

use crate::schema::Kind;
use crate::snippet::MASK;
use crate::types::masked_url;

/// A value of a kind; secrets in it are masked.
pub(crate) fn masked(kind: Kind, value: &Tree) -> String {
    match (kind.required(), value) {
        (Kind::List(inner), Tree::Array(_, items)) => {
            list(items.iter().map(|item| masked(*inner, item)))
        }
        (Kind::Map(inner), Tree::Dict(_, entries)) => {
            section(entries.iter().map(|(key, entry)| (&**key, masked(*inner, entry))))
        }
        (Kind::Section(schema), Tree::Dict(_, entries)) if schema.is_external() => {
            let name = chosen(entries);
            match schema.field(name).zip(entries.get(name)) {
                Some((field, content)) if !is_nothing(content) => {
                    let shown =
                        if field.secret { MASK.to_owned() } else { masked(field.kind, content) };
                    section([(name, shown)].into_iter())
                }
                _ => text(name),
            }
        }
        (Kind::Section(schema), Tree::Dict(_, entries)) => {
            section(entries.iter().filter_map(|(key, entry)| {
                let field = schema.field(key)?;
                let secret = field.secret && !matches!(entry, Tree::Empty(..));
                let shown = if secret { MASK.to_owned() } else { masked(field.kind, entry) };
                Some((field.key, shown))
            }))
        }
        (Kind::Url, Tree::String(_, url)) => text(&masked_url(url)),
        _ => yaml(value),
    }
}

/// A value as a file says it: the variant of an enum stands there as it is written.
pub(crate) fn written(kind: Kind, value: &Tree) -> Tree {
    match (kind.required(), value) {
        (Kind::List(inner), Tree::Array(_, items)) => {
            items.iter().map(|item| written(*inner, item)).collect::<Vec<_>>().into()
        }
        (Kind::Map(inner), Tree::Dict(_, entries)) => {
            let entries = entries.iter().map(|(key, entry)| (key.clone(), written(*inner, entry)));
            entries.collect::<Dict>().into()
        }
        (Kind::Section(schema), Tree::Dict(_, entries)) if schema.is_external() => {
            let name = chosen(entries);
            match schema.field(name).zip(entries.get(name)) {
                Some((field, content)) if !is_nothing(content) => {
                    Dict::from([(name.to_owned(), written(field.kind, content))]).into()
                }
                _ => Tree::from(name),
            }
        }
        (Kind::Section(schema), Tree::Dict(_, entries)) => {
            let entries = entries.iter().filter_map(|(key, entry)| {
                Some((key.clone(), written(schema.field(key)?.kind, entry)))
            });
            entries.collect::<Dict>().into()
        }
        _ => value.clone(),
    }
}

/// The variant of an enum whose names are keys.
fn chosen(entries: &Dict) -> &str {
    entries.get("").and_then(Tree::as_str).unwrap_or_default()
}

fn is_nothing(content: &Tree) -> bool {
    content.as_dict().is_some_and(Dict::is_empty)
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn section<'a>(entries: impl Iterator<Item = (&'a str, String)>) -> String {
    let entries = entries.map(|(key, value)| format!("{}: {value}", text(key)));
    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
}

/// A value without secrets.
pub(crate) fn yaml(value: &Tree) -> String {
    match value {
        Tree::String(_, text) => self::text(text),
        Tree::Char(_, c) => self::text(&c.to_string()),
        Tree::Bool(_, value) => value.to_string(),
        Tree::Num(_, number) => self::number(*number),
        Tree::Empty(..) => "null".to_owned(),
        Tree::Array(_, items) => list(items.iter().map(yaml)),
        Tree::Dict(_, entries) => section(entries.iter().map(|(k, v)| (&**k, yaml(v)))),
    }
}

fn number(number: Num) -> String {
    match (number.to_u128(), number.to_i128(), number.to_f64()) {
        (Some(n), ..) => n.to_string(),
        (_, Some(n), _) => n.to_string(),
        (.., Some(n)) => n.to_string(),
        _ => "null".to_owned(),
    }
}

/// Plain where no reader could take it for anything else, else quoted as JSON, which is YAML too.
pub(crate) fn text(text: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric() || "_-./@%+ ".contains(c);
    let plain = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
        && text.chars().all(word)
        && !text.ends_with(' ')
        && !is_other_type(text);
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// What some YAML readers take for a number, a date, a bool or nothing.
fn is_other_type(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let lower = text.to_ascii_lowercase();
    let has_unit = text.ends_with(|c: char| c.is_ascii_alphabetic()) && !text.starts_with("0x");
    let number_like = text.starts_with(|c: char| c.is_ascii_digit()) && !has_unit;
    WORDS.contains(&&*lower) || number_like || text.parse::<f64>().is_ok()
}
