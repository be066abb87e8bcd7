//! Answers as they are typed, read as their questions want them.

use serde_json::Value;
use typewright_core::diag::nearest;
use typewright_core::model::path;

use super::choices::{self, Choice};
use super::foreign::yaml;
use super::question::{Kind, Question, crate_name};

/// Reads a value as the question wants it.
pub(super) fn answer(
    question: &Question,
    choices: &[Choice],
    value: &Value,
) -> Result<Value, String> {
    match (question.kind, value) {
        (Some(Kind::List), _) => return list(choices, value),
        (Some(Kind::Choice), _) => return choice(choices, value),
        (Some(Kind::Data), Value::String(text)) => return yaml::value(text),
        (Some(Kind::Data), _) => return Ok(value.clone()),
        _ => {}
    }
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => return Err("expected a single value".to_owned()),
        other => other.to_string(),
    };
    match question.kind {
        Some(Kind::Bool) => match &*text.trim().to_lowercase() {
            "true" | "yes" | "y" | "t" | "on" | "1" => Ok(true.into()),
            "false" | "no" | "n" | "f" | "off" | "0" => Ok(false.into()),
            _ => Err(format!("expected `true` or `false`, found `{text}`")),
        },
        Some(Kind::Int) => match text.trim().parse::<i64>() {
            Ok(number) => Ok(number.into()),
            Err(_) => Err(format!("expected a whole number, found `{text}`")),
        },
        Some(Kind::Float) => match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number.into()),
            _ => Err(format!("expected a number, found `{text}`")),
        },
        Some(Kind::CrateName) => crate_name(&text).map(|()| text.clone().into()),
        Some(Kind::Ident) => match syn::parse_str::<syn::Ident>(&text) {
            Ok(_) => Ok(text.into()),
            Err(_) => Err(format!("`{text}` is no name of Rust's; try `{}`", path::snake(&text))),
        },
        _ => Ok(text.into()),
    }
}

/// `a,b`, `[a, b]`, or a list. What is chosen stands in the order of the choices.
fn list(choices: &[Choice], value: &Value) -> Result<Value, String> {
    let items: Vec<Value> = match value {
        Value::String(text) if text.trim_start().starts_with('[') => match yaml::value(text)? {
            Value::Array(items) => items,
            other => return Err(format!("expected a list, such as `a,b`, found `{other}`")),
        },
        Value::String(text) => {
            let texts = text.split(',').map(str::trim).filter(|text| !text.is_empty());
            texts.map(Value::from).collect()
        }
        Value::Array(list) => list.clone(),
        _ => return Err("expected a list, such as `a,b`".to_owned()),
    };
    if choices.is_empty() {
        return Ok(items.iter().map(|item| Value::from(choices::text(item))).collect());
    }
    let chosen: Vec<Value> =
        items.iter().map(|item| choice(choices, item)).collect::<Result<_, _>>()?;
    let all = choices.iter().map(|choice| &choice.value);
    Ok(all.filter(|value| chosen.contains(value)).cloned().collect())
}

/// One of the choices, by its value or what stands for it.
fn choice(choices: &[Choice], value: &Value) -> Result<Value, String> {
    let text = choices::text(value);
    let by_value = choices.iter().find(|choice| choice.value == *value || choice.text() == text);
    let labelled = || choices.iter().find(|choice| choice.label.as_ref() == Some(&text));
    let found = by_value.or_else(labelled);
    if found.is_none()
        && let Some(value) = with_values(choices, value)
    {
        return value;
    }
    match found {
        Some(Choice { refuse: Some(why), .. }) => Err(format!("`{text}`: {why}")),
        Some(found) => Ok(found.value.clone()),
        None => {
            let all: Vec<String> = choices.iter().map(Choice::text).collect();
            let near = nearest(&text, all.iter().map(String::as_str));
            let near = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
            let list = all.join("`, `");
            Err(format!("expected one of `{list}`, found `{text}`{near}"))
        }
    }
}

/// A choice that has values of its own, with others in their place: `{s3: {bucket: mine}}`.
fn with_values(choices: &[Choice], value: &Value) -> Option<Result<Value, String>> {
    let given = match value {
        Value::String(text) if text.trim_start().starts_with('{') => yaml::value(text).ok()?,
        other => other.clone(),
    };
    let (key, given) = given.as_object().filter(|map| map.len() == 1)?.iter().next()?;
    let chosen = choices.iter().find(|choice| choice.label.as_ref() == Some(key))?;
    let mut value = chosen.value.clone();
    let own = value.get_mut(key)?.as_object_mut()?;
    for (name, given) in given.as_object()? {
        let Some(slot) = own.get_mut(name) else {
            let names: Vec<&str> = own.keys().map(String::as_str).collect();
            let near = nearest(name, names.iter().copied());
            let near = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
            let names = names.join("`, `");
            return Some(Err(format!("`{key}` has `{names}`, and no `{name}`{near}")));
        };
        *slot = given.clone();
    }
    Some(Ok(value))
}

/// The choices that are open, in one line.
pub(super) fn texts(choices: &[Choice], between: &str) -> String {
    let open = choices.iter().filter(|choice| choice.refuse.is_none());
    let text = |choice: &Choice| match &choice.label {
        Some(label) if *label != choice.text() => format!("{} ({label})", choice.text()),
        _ => choice.text(),
    };
    open.map(text).collect::<Vec<_>>().join(between)
}
