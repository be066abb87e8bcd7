//! What is wrong for some answers, or for all: conditions that never hold, and files that want one
//! path.

use serde_json::Value;

use crate::error::{Mistake, Place};
use crate::template::collisions::collisions;
use crate::template::engine::{Engine, Scope};
use crate::template::manifest::Manifest;
use crate::template::question::{Kind, Question, Unasked};
use crate::template::{MANIFEST, Template};

/// How many answers together a condition is tried with.
const TRIALS: usize = 512;

/// What is wrong for some answers, or for all: files that none of them lead to, and files that want
/// one path.
pub(in crate::template) fn over_answers(template: &Template, manifest: &Manifest) -> Vec<Mistake> {
    let text = template.manifest_text().unwrap_or_default();
    let mut mistakes = unreachable(template, manifest, &text);
    mistakes.extend(collisions(template, manifest, &text));
    mistakes
}

/// Files that are never made, and questions that are never asked: their `when` is false for all
/// answers.
fn unreachable(template: &Template, manifest: &Manifest, text: &str) -> Vec<Mistake> {
    let engine = Engine::new();
    let mistake = |when: &str, so: String, help: &str| {
        let file = format!("{}/{MANIFEST}", template.place);
        let place = match text.find(when) {
            Some(at) => Place::of(file, text, at..at + when.len()),
            None => Place { file, ..Place::default() },
        };
        Mistake::new(format!("no answers make `{when}` true, so {so}")).at(place).help(help)
    };
    let mut mistakes = Vec::new();
    for rule in &manifest.files {
        let Some(when) = rule.when.as_deref() else { continue };
        if never(&engine, manifest, when) {
            let help = "ask for what it needs, or drop the rule and its files";
            mistakes.push(mistake(when, format!("`{}` is never made", rule.pattern), help));
        }
    }
    // What other tools ask, they ask by rules of their own.
    let questions = manifest.questions.0.iter().filter(|_| manifest.dialect.is_none());
    for (name, question) in questions {
        let Some(when) = question.when.as_deref() else { continue };
        // One that names no answer says on purpose that nobody is asked.
        let named = !engine.names_of_expression(when).is_empty();
        if named && never(&engine, manifest, when) {
            let help = "mend the condition, or drop the question";
            mistakes.push(mistake(when, format!("`{name}` is never asked"), help));
        }
    }
    mistakes
}

/// Whether a condition is false whatever is answered, as far as all of that can be tried.
fn never(engine: &Engine, manifest: &Manifest, when: &str) -> bool {
    let mut scopes = vec![Scope::new()];
    for name in engine.names_of_expression(when) {
        let asked = manifest.questions.0.iter().find(|(asked, _)| *asked == name);
        let values = asked.map_or_else(Vec::new, |(_, question)| answers(question));
        if values.is_empty() || scopes.len() * values.len() > TRIALS {
            return false;
        }
        let with = |scope: &Scope, value: &Value| {
            let mut scope = scope.clone();
            scope.insert(name.clone(), value.clone());
            scope
        };
        let all =
            scopes.iter().flat_map(|scope| values.iter().map(move |value| with(scope, value)));
        scopes = all.collect();
    }
    !scopes.iter().any(|scope| engine.holds(when, scope).unwrap_or(true))
}

/// All answers that a question can have; none, if they cannot be listed.
fn answers(question: &Question) -> Vec<Value> {
    let mut answers: Vec<Value> = match question.kind {
        Some(Kind::Bool) => vec![true.into(), false.into()],
        Some(Kind::Choice) => {
            question.choices.listed().iter().map(|choice| choice.value.clone()).collect()
        }
        _ => Vec::new(),
    };
    let unasked = question.when.is_some() && question.unasked == Unasked::None;
    if unasked && !answers.is_empty() {
        answers.push(Value::Null);
    }
    answers
}
