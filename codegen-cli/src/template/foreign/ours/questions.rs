//! The questions of a template, by our conventions.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::jinja::Jinja;
use super::{Settling, Tool, Undefined};
use crate::error::Mistake;
use crate::template::MANIFEST;
use crate::template::engine::Engine;
use crate::template::foreign::liquid::NAME;
use crate::template::question::{Kind, TAKEN};

impl Settling<'_> {
    /// The questions of the manifest, and the values of the tool as computed ones.
    pub(super) fn questions(&mut self, json: &Value) -> Map<String, Value> {
        let mut questions = Map::new();
        let mut taken = BTreeSet::new();
        let asked = json["questions"].as_object().into_iter().flatten();
        for (there, question) in asked {
            let here = self.names.question(there).to_owned();
            self.name(there, &here, &mut taken);
            let question = self.question(there, question);
            questions.insert(here, question);
            if there == NAME
                && let Some(given) = &self.names.project
            {
                let kebab =
                    format!("{given} if {given}|snake_case == {given} else {given}|kebab_case");
                questions.insert("project_name".into(), json!({ "compute": kebab }));
                questions.insert(
                    "crate_name".into(),
                    json!({ "compute": format!("{given}|snake_case") }),
                );
            }
        }
        for (there, value) in &self.dialect.values {
            let here = self.names.here(there).to_owned();
            self.name(there, &here, &mut taken);
            // JSON is an expression too.
            questions.insert(here, json!({ "compute": value.to_string() }));
        }
        questions
    }

    fn name(&mut self, there: &str, here: &str, taken: &mut BTreeSet<String>) {
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_name = here.chars().all(part) && !here.starts_with(|c: char| c.is_ascii_digit());
        let why = if !is_name {
            format!("`{there}` is no name that a template can use")
        } else if TAKEN.contains(&here) {
            format!("templates see something else under the name `{there}`")
        } else if !taken.insert(here.to_owned()) {
            format!("two of its questions would be called `{here}`")
        } else {
            return;
        };
        let mistake = Mistake::new(why).help("call the question otherwise");
        let place = self.dialect.places.get(there).cloned();
        self.reasons.push(match place {
            Some(place) => mistake.at(place),
            None => mistake,
        });
    }

    fn question(&mut self, there: &str, question: &Value) -> Value {
        let mut question = question.clone();
        let Some(map) = question.as_object_mut() else { return question };
        // Its texts are templates in Jinja already, and know no answers.
        let plain = self.dialect.tool == Tool::CargoGenerate;
        for (key, value) in map.iter_mut() {
            match key.as_str() {
                "default" | "choices" | "refuse" if !plain => self.fill(value),
                "when" => {
                    let when = value.as_str().unwrap_or_default().to_owned();
                    match self.when(&when) {
                        Ok(when) => *value = when.into(),
                        Err(why) => {
                            let place = self.dialect.places.get(there).cloned();
                            let mistake = Mistake::new(format!("`{there}`: `when`: {why}"));
                            self.reasons.push(match place {
                                Some(place) => mistake.at(place),
                                None => mistake,
                            });
                        }
                    }
                }
                _ => {}
            }
        }
        let bare = map.contains_key("when") && !map.contains_key("default");
        if self.dialect.tool == Tool::Copier && bare && self.undefined == Undefined::Strict {
            self.reason(format!(
                "`{there}` may have no answer, which is nothing there and none here"
            ));
        }
        question
    }

    /// All templates in a value.
    fn fill(&mut self, value: &mut Value) {
        match value {
            Value::String(text) if text.contains(['{', '[', '%', '<']) => {
                if let Some(made) = self.text(MANIFEST, text) {
                    *text = made;
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|item| self.fill(item)),
            Value::Object(map) => map.values_mut().for_each(|item| self.fill(item)),
            _ => {}
        }
    }

    /// The condition of a question as an expression.
    fn when(&mut self, when: &str) -> Result<String, String> {
        let made = match self.dialect.tool {
            Tool::Cookiecutter => when.to_owned(),
            Tool::CargoGenerate => asked(when),
            Tool::Copier => truth(self.jinja(), self.manifest, when)?,
        };
        self.used.extend(Engine::new().names_of_expression(&made));
        Ok(made)
    }
}

/// What was not asked is none, and defined.
pub(super) fn asked(when: &str) -> String {
    when.replace(" is defined", " is not none")
}

/// A template that renders whether something holds, as an expression.
pub(super) fn truth(
    jinja: Jinja<'_>,
    manifest: &crate::template::Manifest,
    when: &str,
) -> Result<String, String> {
    let text = when.trim();
    let marks = jinja.marks();
    let Some(inner) =
        text.strip_prefix(marks.value[0]).and_then(|t| t.strip_suffix(marks.value[1]))
    else {
        return match text.contains(marks.value[0]) || text.contains(marks.statement[0]) {
            true => Err(format!("`{text}` is more than one value")),
            false => Ok(crate::template::foreign::environment::truth(text).to_string()),
        };
    };
    if inner.contains(marks.value[0]) {
        return Err(format!("`{text}` is more than one value"));
    }
    let made = jinja.body(inner.trim_matches('-'), false).map_err(|wrong| wrong.why)?;
    let made = made.trim().to_owned();
    if is_truth(&made, manifest) {
        return Ok(made);
    }
    // What it prints is read, so that `no` is false.
    let false_ = "['', '0', '0.0', 'n', 'no', 'f', 'false', 'off', '~', 'null', 'none']";
    Ok(format!("({made})|string|trim|lower not in {false_}"))
}

/// Whether an expression is true or false, and nothing else.
fn is_truth(expression: &str, manifest: &crate::template::Manifest) -> bool {
    let found = super::words::words(expression, false);
    let solid: Vec<&str> = found
        .iter()
        .filter(|word| word.sort != super::words::Sort::Space)
        .map(|word| word.text)
        .collect();
    // Brackets may hold anything.
    if solid.iter().any(|word| matches!(*word, "(" | "{" | "if" | "|" | "~" | "+")) {
        return false;
    }
    let bool = |name: &str| {
        let mut questions = manifest.questions.0.iter();
        matches!(name, "true" | "false" | "True" | "False")
            || questions.any(|(n, q)| n == name && q.kind == Some(Kind::Bool) && q.when.is_none())
    };
    solid.split(|word| matches!(*word, "and" | "or")).all(|part| match part {
        ["not", ..] => true,
        [name] => bool(name),
        part => part
            .iter()
            .any(|word| matches!(*word, "==" | "!=" | "<" | ">" | "<=" | ">=" | "in" | "is")),
    })
}

/// The names that a question makes use of.
pub(super) fn uses(engine: &Engine, question: &Value) -> BTreeSet<String> {
    fn collect(engine: &Engine, value: &Value, names: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => names.extend(engine.names(text)),
            Value::Array(list) => list.iter().for_each(|item| collect(engine, item, names)),
            Value::Object(map) => map.values().for_each(|item| collect(engine, item, names)),
            _ => {}
        }
    }
    let mut names = BTreeSet::new();
    for key in ["default", "choices", "refuse"] {
        collect(engine, &question[key], &mut names);
    }
    for key in ["when", "compute", "check"] {
        let expression = question[key].as_str().unwrap_or_default();
        names.extend(engine.names_of_expression(expression));
    }
    names
}
