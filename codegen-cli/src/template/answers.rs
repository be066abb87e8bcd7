//! Answers: flags over a file of values over the defaults of the manifest, each checked.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use typewright_core::diag::nearest;
use typewright_core::model::path;

use super::manifest::{Kind, Manifest, Ordered, Question};
use super::render::Engine;
use crate::error::{self, CommandError, Mistake};

/// The answers to all questions, by name.
pub(crate) type Answers = BTreeMap<String, Value>;

/// What the user gave, and where.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// `--set name=value`, in order; the last one counts.
    pub(crate) set: Vec<(String, String)>,
    /// The file of values, and what it holds.
    pub(crate) file: Option<(String, Map<String, Value>)>,
}

/// Answers every question of a manifest. `folder` is the name of the target folder, which
/// defaults may use.
///
/// # Errors
/// All wrong, unknown and missing answers at once.
pub(crate) fn resolve(
    manifest: &Manifest,
    given: &Given,
    folder: &str,
) -> Result<Answers, CommandError> {
    let asker = format!("template `{}`", manifest.name);
    ask(&asker, &manifest.questions, given, folder)
}

/// Answers questions; `asker` is who asks, in messages.
///
/// # Errors
/// As for [`resolve`].
pub(crate) fn ask(
    asker: &str,
    questions: &Ordered<Question>,
    given: &Given,
    folder: &str,
) -> Result<Answers, CommandError> {
    let engine = Engine::new();
    let mut mistakes = unknown(asker, questions, given);
    let mut answers = Answers::new();
    let mut failed: Vec<&str> = Vec::new();
    for (name, question) in &questions.0 {
        let read = match one(name, given) {
            Some((origin, value)) => answer(question, &value)
                .map_err(|why| Mistake::new(format!("{origin}: `{name}`: {why}"))),
            None => default(&engine, name, question, &answers, folder),
        };
        // A default that needs an answer which is wrong says nothing new.
        if read.is_err() && one(name, given).is_none() && question.follows(&failed) {
            failed.push(name);
            continue;
        }
        match read {
            Ok(value) => drop(answers.insert(name.clone(), value)),
            Err(mistake) => {
                failed.push(name);
                mistakes.push(mistake.note(format!("{name}: {}", question.help)));
            }
        }
    }
    if mistakes.is_empty() {
        mistakes = checks(&engine, questions, &answers);
    }
    CommandError::unless_empty(error::Kind::Usage, mistakes)?;
    Ok(answers)
}

/// What was given for a question, with the place to name in messages; a flag beats the file.
fn one(name: &str, given: &Given) -> Option<(String, Value)> {
    let set = given.set.iter().rev().find(|(key, _)| key == name);
    let file = given.file.as_ref().and_then(|(file, map)| Some((file, map.get(name)?)));
    match (set, file) {
        (Some((_, text)), _) => Some(("--set".to_owned(), Value::String(text.clone()))),
        (None, Some((file, value))) => Some((file.clone(), value.clone())),
        (None, None) => None,
    }
}

/// Answers to questions that are not asked.
fn unknown(asker: &str, questions: &Ordered<Question>, given: &Given) -> Vec<Mistake> {
    let asked = || questions.0.iter().map(|(name, _)| name.as_str());
    let set = given.set.iter().map(|(key, _)| ("--set", key));
    let file = given.file.iter().flat_map(|(file, map)| map.keys().map(move |key| (&**file, key)));
    let mut mistakes = Vec::new();
    for (origin, key) in set.chain(file).filter(|(_, key)| !asked().any(|name| name == *key)) {
        let help = match nearest(key, asked()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it asks: {}", asked().collect::<Vec<_>>().join(", ")),
        };
        let message = format!("{origin}: {asker} does not ask `{key}`");
        mistakes.push(Mistake::new(message).help(help));
    }
    mistakes
}

fn default(
    engine: &Engine,
    name: &str,
    question: &Question,
    answers: &Answers,
    folder: &str,
) -> Result<Value, Mistake> {
    let value = match &question.default {
        Some(Value::String(template)) => {
            let mut scope: Map<String, Value> = answers.clone().into_iter().collect();
            scope.insert("folder".into(), folder.into());
            let text = engine.text(template, &scope);
            Value::String(text.map_err(|e| Mistake::new(format!("the default of `{name}`: {e}")))?)
        }
        Some(value) => value.clone(),
        None => {
            return Err(Mistake::new(format!("`{name}` has no answer"))
                .help(format!("give one: `--set {name}=VALUE`")));
        }
    };
    answer(question, &value).map_err(|why| {
        Mistake::new(format!("the default of `{name}` does not fit: {why}"))
            .help(format!("give an answer: `--set {name}=VALUE`"))
    })
}

/// Reads a value as the question wants it.
fn answer(question: &Question, value: &Value) -> Result<Value, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => return Err("expected a single value".to_owned()),
        other => other.to_string(),
    };
    match question.kind {
        Kind::Text => Ok(text.into()),
        Kind::Bool => match &*text {
            "true" | "yes" => Ok(true.into()),
            "false" | "no" => Ok(false.into()),
            _ => Err(format!("expected `true` or `false`, found `{text}`")),
        },
        Kind::Choice => match question.choices.contains(&text) {
            true => Ok(text.into()),
            false => {
                let near = nearest(&text, question.choices.iter().map(String::as_str));
                let near = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
                let list = question.choices.join("`, `");
                Err(format!("expected one of `{list}`, found `{text}`{near}"))
            }
        },
        Kind::CrateName => crate_name(&text).map(|()| text.clone().into()),
        Kind::Ident => match syn::parse_str::<syn::Ident>(&text) {
            Ok(_) => Ok(text.into()),
            Err(_) => Err(format!("`{text}` is no name of Rust's; try `{}`", path::snake(&text))),
        },
    }
}

/// The rules of Cargo and of the registry for names of packages.
fn crate_name(name: &str) -> Result<(), String> {
    let wrong = if name.is_empty() {
        "is empty"
    } else if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        "does not start with a letter"
    } else if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        "has a character other than letters, digits, `-` and `_`"
    } else if name.len() > 64 {
        "is longer than 64 characters"
    } else if matches!(name, "test" | "core" | "std" | "alloc" | "proc_macro" | "proc-macro") {
        "is the name of a crate that comes with Rust"
    } else if matches!(name, "build" | "deps" | "examples" | "incremental") {
        "is the name of a folder in `target`"
    } else if is_keyword(name) {
        "is a keyword of Rust"
    } else {
        return Ok(());
    };
    Err(format!("`{name}` {wrong}, so that Cargo would not take it for a package"))
}

/// Whether Rust reserves the name: the one place of names escapes it then.
fn is_keyword(name: &str) -> bool {
    let escaped = path::snake(name);
    escaped.starts_with("r#") || escaped == format!("{name}_")
}

/// The checks of the manifest, over all answers.
fn checks(engine: &Engine, questions: &Ordered<Question>, answers: &Answers) -> Vec<Mistake> {
    let scope: Map<String, Value> = answers.clone().into_iter().collect();
    let mut mistakes = Vec::new();
    for (name, question) in &questions.0 {
        let Some(check) = &question.check else { continue };
        match engine.holds(check, &scope) {
            Ok(true) => {}
            Ok(false) => {
                let why =
                    question.message.clone().unwrap_or_else(|| format!("it must hold: {check}"));
                let answer = &answers[name];
                mistakes.push(Mistake::new(format!("`{name}` is {answer}: {why}")));
            }
            Err(e) => mistakes.push(Mistake::new(format!("the check of `{name}`: {e}"))),
        }
    }
    mistakes
}
