//! One question of `copier.yml`.

use serde_json::{Value, json};
use typewright_core::diag::nearest;

use crate::error::Mistake;
use crate::template::foreign::yaml::{Content, Node};

/// The keys of a question.
const KEYS: [&str; 12] = [
    "ask",
    "choices",
    "default",
    "help",
    "multiline",
    "multiselect",
    "placeholder",
    "qmark",
    "secret",
    "type",
    "validator",
    "when",
];

/// A value as text.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(true) => "true".to_owned(),
        other => other.to_string(),
    }
}

/// The question that a key stands for.
pub(super) fn question(
    name: &str,
    value: &Node,
    secret: bool,
    at: &dyn Fn(&Node, String) -> Mistake,
) -> Result<Value, Vec<Mistake>> {
    if !matches!(value.content, Content::Map(_)) {
        // A value alone is the default.
        let default = value.json();
        let kind = kind_of(&default);
        return Ok(json!({ "type": kind, "help": name, "default": default }));
    }
    let mut mistakes = Vec::new();
    for (key, _) in value.entries() {
        let word = key.text().unwrap_or_default();
        if !KEYS.contains(&word) {
            let mistake = at(key, format!("`{name}`: a question has no `{word}`"));
            mistakes.push(match nearest(word, KEYS) {
                Some(near) => mistake.help(format!("did you mean `{near}`?")),
                None => mistake.help(format!("it has: {}", KEYS.join(", "))),
            });
        }
    }
    let of = |word: &str| value.entries().iter().find(|(key, _)| key.text() == Some(word));
    let json = |word: &str| of(word).map(|(_, node)| node.json());
    let on = |word: &str| json(word).is_some_and(|value| plain(&value) == "true");
    let default = json("default");
    let choices = json("choices").filter(|choices| !is_empty(choices));
    let several = on("multiselect");
    let said = json("type");
    let kind = match said.as_ref().and_then(Value::as_str) {
        None => kind_of(default.as_ref().unwrap_or(&Value::Null)),
        Some("str" | "path") => "text",
        Some("json" | "yaml") => "data",
        Some(kind @ ("bool" | "int" | "float")) => kind,
        Some(other) => {
            let kinds = ["bool", "float", "int", "json", "path", "str", "yaml"];
            let node = of("type").map_or(value, |(_, node)| node);
            let mistake = at(node, format!("`{name}`: `{other}` is no type of an answer"));
            mistakes.push(match nearest(other, kinds) {
                Some(near) => mistake.help(format!("did you mean `{near}`?")),
                None => mistake.help(format!("types: {}", kinds.join(", "))),
            });
            "text"
        }
    };
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let secret = secret || on("secret");
    let help = json("help").map(|help| plain(&help)).filter(|help| !help.is_empty());
    let asked = match (&choices, several) {
        (Some(_), true) => "list",
        (Some(_), false) if kind != "bool" => "choice",
        _ if secret && kind == "text" => "secret",
        _ => kind,
    };
    let mut question = json!({ "type": asked, "help": help.as_deref().unwrap_or(name).trim() });
    if let Some(choices) = choices.filter(|_| matches!(asked, "list" | "choice")) {
        question["choices"] = typed(choices, kind);
    }
    if let Some(default) = default {
        question["default"] = default;
    }
    if let Some(when) = json("when") {
        question["when"] =
            if when == Value::Bool(false) { "false".into() } else { plain(&when).into() };
        question["unasked"] = "default".into();
    }
    if let Some(validator) = json("validator") {
        question["refuse"] = plain(&validator).into();
    }
    Ok(question)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// What a question asks for that has a default alone.
fn kind_of(default: &Value) -> &'static str {
    match default {
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_i64() => "int",
        Value::Number(_) => "float",
        Value::String(_) => "text",
        _ => "data",
    }
}

/// The values of choices as the type of the question has them.
fn typed(choices: Value, kind: &str) -> Value {
    let cast = |value: Value| match value {
        Value::Object(_) | Value::Array(_) => value,
        other if kind == "text" => match other {
            Value::Bool(on) => if on { "True" } else { "False" }.into(),
            other => plain(&other).into(),
        },
        other => match &other {
            Value::String(text) if kind == "int" => {
                text.trim().parse::<i64>().map_or_else(|_| other.clone(), Value::from)
            }
            Value::String(text) if kind == "float" => {
                text.trim().parse::<f64>().map_or_else(|_| other.clone(), Value::from)
            }
            _ => other,
        },
    };
    let pair = |value: Value| match value {
        Value::Array(mut pair) if pair.len() == 2 => {
            let last = pair.pop().map(cast).unwrap_or_default();
            let label = pair.pop().map(|label| plain(&label)).unwrap_or_default();
            json!([label, refusing(last, kind)])
        }
        other => cast(other),
    };
    match choices {
        Value::Array(list) => list.into_iter().map(pair).collect(),
        Value::Object(map) => {
            let entry = |(label, value)| (label, refusing(cast(value), kind));
            Value::Object(map.into_iter().map(entry).collect())
        }
        other => other,
    }
}

/// `{ value: …, validator: … }` with our name for the reason.
fn refusing(value: Value, kind: &str) -> Value {
    let Value::Object(mut map) = value else { return value };
    let refuse = map.remove("validator");
    if let Some(value) = map.remove("value") {
        let value = typed(json!([value]), kind);
        map.insert(
            "value".into(),
            value.as_array().and_then(|v| v.first().cloned()).unwrap_or_default(),
        );
    }
    map.extend(refuse.map(|refuse| ("refuse".to_owned(), refuse)));
    Value::Object(map)
}
