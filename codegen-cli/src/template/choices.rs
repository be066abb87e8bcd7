//! What a question may be answered with.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::engine::{Engine, Scope};
use super::foreign::yaml;

/// The answers that there are, or a template that gives a list of them as YAML.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(try_from = "Value", into = "Value")]
pub(crate) enum Choices {
    Listed(Vec<Choice>),
    Computed(String),
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    pub(crate) value: Value,
    /// What stands for it where a person is asked.
    pub(crate) label: Option<String>,
    /// A template: what it renders is why this one may not be chosen.
    pub(crate) refuse: Option<String>,
}

impl Default for Choices {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

impl Choices {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Listed(list) if list.is_empty())
    }

    /// Those that are known without any answer.
    pub(crate) fn listed(&self) -> &[Choice] {
        match self {
            Self::Listed(list) => list,
            Self::Computed(_) => &[],
        }
    }

    /// The templates in them.
    pub(super) fn templates(&self) -> Vec<&str> {
        match self {
            Self::Listed(list) => list.iter().filter_map(|c| c.refuse.as_deref()).collect(),
            Self::Computed(template) => vec![template],
        }
    }

    /// How they are shown in one line.
    pub(crate) fn shown(&self, between: &str) -> String {
        match self {
            Self::Listed(list) => list.iter().map(Choice::text).collect::<Vec<_>>().join(between),
            Self::Computed(template) => template.clone(),
        }
    }

    /// Those of a project, the refused ones with the reason in `refuse`.
    pub(super) fn settle(&self, engine: &Engine, scope: &Scope) -> Result<Vec<Choice>, String> {
        let list = match self {
            Self::Listed(list) => list.clone(),
            Self::Computed(template) => {
                let text = engine.text(template, scope)?;
                let value = yaml::value(&text).map_err(|why| format!("`choices`: {why}"))?;
                match Self::try_from(value)? {
                    Self::Listed(list) => list,
                    Self::Computed(text) => return Err(format!("`choices`: `{text}` is no list")),
                }
            }
        };
        let settle = |choice: Choice| {
            let refuse = choice.refuse.map(|template| engine.text(&template, scope)).transpose()?;
            let refuse = refuse.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty());
            Ok(Choice { value: engine.filled(&choice.value, scope)?, refuse, ..choice })
        };
        list.into_iter().map(settle).collect()
    }
}

impl Choice {
    fn of(value: Value) -> Self {
        Self { value, label: None, refuse: None }
    }

    /// As it would be typed.
    pub(crate) fn text(&self) -> String {
        text(&self.value)
    }
}

/// A value as it would be typed.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) if !list.iter().any(|item| item.is_array() || item.is_object()) => {
            list.iter().map(text).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}

impl TryFrom<Value> for Choices {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        match value {
            Value::String(template) => Ok(Self::Computed(template)),
            Value::Array(list) => list.into_iter().map(choice).collect::<Result<_, _>>(),
            Value::Object(map) => map.into_iter().map(labelled).collect::<Result<_, _>>(),
            other => Err(format!("`choices` are a list, found `{other}`")),
        }
        .map(|choices: Self| choices)
    }
}

impl FromIterator<Choice> for Choices {
    fn from_iter<T: IntoIterator<Item = Choice>>(list: T) -> Self {
        Self::Listed(list.into_iter().collect())
    }
}

/// `value`, or `[label, value]`.
fn choice(value: Value) -> Result<Choice, String> {
    match value {
        Value::Array(pair) => match <[Value; 2]>::try_from(pair) {
            Ok([label, value]) => labelled((text(&label), value)),
            Err(pair) => Err(format!("a choice is `[LABEL, VALUE]`, found {} items", pair.len())),
        },
        value => Ok(Choice::of(value)),
    }
}

/// `label: value`, or `label: { value: …, refuse: … }`.
fn labelled((label, value): (String, Value)) -> Result<Choice, String> {
    let Value::Object(mut map) = value else {
        return Ok(Choice { label: Some(label), ..Choice::of(value) });
    };
    let value = map.remove("value").ok_or(format!("the choice `{label}` has no `value`"))?;
    let refuse = match map.remove("refuse").or_else(|| map.remove("validator")) {
        None => None,
        Some(Value::String(template)) => Some(template),
        Some(other) => return Err(format!("`refuse` of `{label}` is a template, found `{other}`")),
    };
    match map.keys().next() {
        Some(key) => Err(format!("a choice has `value` and `refuse`, and no `{key}`")),
        None => Ok(Choice { value, label: Some(label), refuse }),
    }
}

impl From<Choices> for Value {
    fn from(choices: Choices) -> Self {
        let list = match choices {
            Choices::Computed(template) => return template.into(),
            Choices::Listed(list) => list,
        };
        if list.iter().all(|choice| choice.label.is_none()) {
            return list.into_iter().map(|choice| choice.value).collect();
        }
        let entry = |choice: Choice| {
            let label = choice.label.unwrap_or_else(|| text(&choice.value));
            let value = match choice.refuse {
                None => choice.value,
                Some(refuse) => serde_json::json!({ "value": choice.value, "refuse": refuse }),
            };
            (label, value)
        };
        Value::Object(list.into_iter().map(entry).collect::<Map<_, _>>())
    }
}
