//! Reads values without a schema: answers in YAML, TOML, JSON, JSON5, RON or INI.

use std::path::Path;

use config::{FileFormat, Source as _, ValueKind};
use serde_json::{Map, Value};

use crate::error::{CommandError, Kind, Mistake, Place};

/// What can be read, by the ending of the file.
const FORMATS: &[(&str, FileFormat)] = &[
    ("toml", FileFormat::Toml),
    ("json", FileFormat::Json),
    ("json5", FileFormat::Json5),
    ("ron", FileFormat::Ron),
    ("ini", FileFormat::Ini),
];

/// How deep values may be nested.
const DEPTH: usize = 128;

/// Reads a file of values; its ending says the format.
///
/// # Errors
/// The file is missing, its ending is unknown, or its content is not of that format.
pub(crate) fn read(path: &Path) -> Result<Map<String, Value>, CommandError> {
    let text = super::text(path)?;
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = path.display().to_string();
    let whole = |message: String| CommandError {
        kind: Kind::Usage,
        mistakes: vec![Mistake::new(message).at(Place { file: name.clone(), ..Place::default() })],
    };
    if matches!(&*ending, "yaml" | "yml") {
        return super::yaml(&name, &text)
            .map_err(|mistake| CommandError { kind: Kind::Usage, mistakes: vec![mistake] });
    }
    let Some((_, format)) = FORMATS.iter().find(|(known, _)| *known == ending) else {
        let wrong = match &*ending {
            "" => "its name has no ending that says the format of its values".to_owned(),
            _ => format!("`.{ending}` is not a format of values"),
        };
        return Err(whole(wrong).help("use .yaml, .toml, .json, .json5, .ron or .ini"));
    };
    // Its reader would go as deep as it is told.
    if *format == FileFormat::Json5 && depth(&text) > DEPTH {
        return Err(whole(format!("values are nested more than {DEPTH} deep")));
    }
    config::File::from_str(&text, *format)
        .collect()
        .map(|map| map.into_iter().map(|(key, value)| (key, to_json(value))).collect())
        .map_err(|e| located(&name, &text, &e.to_string()))
}

/// How deep brackets are nested, those in texts and comments counted with the others.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The formats say "line 1, column 7" or "line 1 column 7" somewhere in their messages, and some
/// draw the line themselves.
fn located(name: &str, text: &str, message: &str) -> CommandError {
    let number = |before: &str| -> Option<usize> {
        let digits = message.split(before).nth(1)?.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    };
    let place = match (number("line "), number("column ")) {
        (Some(line), Some(column)) => Place::at(name, text, line, column),
        _ => Place { file: name.to_owned(), ..Place::default() },
    };
    let last = message.trim_end().lines().next_back().unwrap_or(message);
    let what = last.split(" at line ").next().unwrap_or(last);
    CommandError { kind: Kind::Usage, mistakes: vec![Mistake::new(what).at(place)] }
}

fn to_json(value: config::Value) -> Value {
    match value.kind {
        ValueKind::Nil => Value::Null,
        ValueKind::Boolean(b) => b.into(),
        ValueKind::I64(n) => n.into(),
        ValueKind::U64(n) => n.into(),
        ValueKind::I128(n) => n.to_string().into(),
        ValueKind::U128(n) => n.to_string().into(),
        ValueKind::Float(n) => n.into(),
        ValueKind::String(text) => text.into(),
        ValueKind::Array(items) => items.into_iter().map(to_json).collect(),
        ValueKind::Table(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (key, to_json(value))).collect())
        }
    }
}
