//! Changes to a YAML text that leave every byte outside of the changed setting as it was.
//!
//! Nothing is rendered anew: a change is a few ranges of bytes and what takes their place. What
//! came out is read again, and a change that did not do what it should is refused.

mod span;

use std::ops::Range;

use serde_json::{Map, Value as Json};

use crate::yaml::{self, Broken, Node, Raw};
use span::{Step, find};

/// Bytes, and what takes their place.
type Patch = (Range<usize>, String);

/// Sets the value at a path to a YAML text of one line.
pub(crate) fn set(text: &str, path: &[String], value: &str) -> Result<String, Broken> {
    change(text, path, Some(value)).map(|changed| changed.unwrap_or_else(|| text.to_owned()))
}

/// Takes the value at a path away, with the sections that are empty then; `None` if nothing is set
/// there.
pub(crate) fn unset(text: &str, path: &[String]) -> Result<Option<String>, Broken> {
    change(text, path, None)
}

fn change(text: &str, path: &[String], value: Option<&str>) -> Result<Option<String>, Broken> {
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let root = yaml::parse(body)?;
    let steps = root.as_ref().map(|root| find(body, root, path)).unwrap_or_default();
    let mut patches = match value {
        Some(value) => span::put(body, root.as_ref(), &steps, path, value)?,
        None if steps.len() < path.len() => return Ok(None),
        None => span::remove(body, &steps)?,
    };
    patches.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut changed = body.to_owned();
    for (range, replacement) in patches {
        changed.replace_range(range, &replacement);
    }
    let wanted = wanted(root.as_ref(), path, value);
    match yaml::parse(&changed) {
        Ok(now) if content(now.as_ref()) == wanted => Ok(Some(format!("{mark}{changed}"))),
        _ => Err(by_hand(steps.last())),
    }
}

/// A place where a change would touch more than the setting.
fn by_hand(step: Option<&Step<'_>>) -> Broken {
    let pos = step.map(|step| step.entry.pos).unwrap_or_default();
    Broken {
        pos,
        message: "the file is written in a way that cannot be changed here alone".to_owned(),
        help: Some("anchors, `<<` and texts over several lines are changed by hand"),
    }
}

/// What the changed text must say.
fn wanted(root: Option<&Node>, path: &[String], value: Option<&str>) -> Json {
    let mut wanted = content(root);
    match value {
        Some(value) => {
            let value = yaml::parse(value).ok().flatten();
            put(&mut wanted, path, content_of(value.as_ref()));
        }
        None => {
            remove(&mut wanted, path);
        }
    }
    wanted
}

fn put(json: &mut Json, path: &[String], value: Json) {
    let [key, rest @ ..] = path else {
        *json = value;
        return;
    };
    if json.is_null() {
        *json = Json::Object(Map::new());
    }
    if let Json::Object(map) = json {
        put(map.entry(key.clone()).or_insert(Json::Null), rest, value);
    }
}

/// Says whether what is left is empty.
fn remove(json: &mut Json, path: &[String]) -> bool {
    let Json::Object(map) = json else { return false };
    match path {
        [key] => {
            map.shift_remove(key);
        }
        [key, rest @ ..] => {
            if map.get_mut(key).is_some_and(|inner| remove(inner, rest)) {
                map.shift_remove(key);
            }
        }
        [] => {}
    }
    map.is_empty()
}

/// The content of a document; one without values is an empty section.
fn content(root: Option<&Node>) -> Json {
    match content_of(root) {
        Json::Null => Json::Object(Map::new()),
        content => content,
    }
}

fn content_of(node: Option<&Node>) -> Json {
    let Some(node) = node else { return Json::Null };
    match &node.raw {
        _ if node.is_null() => Json::Null,
        Raw::Scalar { text, .. } => Json::from(&**text),
        Raw::List(items) => items.iter().map(|item| content_of(Some(item))).collect(),
        Raw::Map(entries) => entries
            .iter()
            .map(|entry| (entry.key.to_string(), content_of(Some(&entry.value))))
            .collect(),
    }
}
