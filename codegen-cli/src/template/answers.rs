//! Answers: flags over variables of the environment over a file of values over what is typed in,
//! or the defaults of the manifest, each checked alike.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use typewright_core::diag::nearest;

use super::choices::{self, Choice};
use super::engine::{Engine, Scope};
use super::foreign::environment::FOLDER;
use super::manifest::Manifest;
use super::ordered::Ordered;
use super::question::{Question, Unasked};
use super::reading::{answer, texts};
use crate::error::{self, CommandError, Mistake, Place};

/// The answers to all questions, by name.
pub(crate) type Answers = BTreeMap<String, Value>;

/// Asks somebody: what is asked, and the answer that stands if nothing is said.
///
/// # Errors
/// Nobody answers any more.
pub(crate) type Prompt<'a> = &'a dyn Fn(&str, Option<&str>) -> Result<String, CommandError>;

/// What the user gave, and where.
#[derive(Default)]
pub(crate) struct Given<'a> {
    /// `--set name=value`, in order; the last one counts.
    pub(crate) set: Vec<(String, String)>,
    /// Variables of the environment and their values, by the name of the question in lower case.
    pub(crate) variables: BTreeMap<String, (String, String)>,
    /// The file of values, and what it holds.
    pub(crate) file: Option<(String, Map<String, Value>)>,
    /// The answers that stand unless others are given, and the file that holds them.
    pub(crate) before: Option<(String, Answers)>,
    /// Who can be asked for the rest.
    pub(crate) prompt: Option<Prompt<'a>>,
}

/// Answers every question of a manifest. `folder` is the name of the target folder, which
/// defaults may use.
///
/// # Errors
/// All wrong, unknown and missing answers at once.
pub(crate) fn resolve(
    manifest: &Manifest,
    given: &Given<'_>,
    folder: &str,
) -> Result<Answers, CommandError> {
    let asker = format!("template `{}`", manifest.name);
    let places = manifest.dialect.as_ref().map(|dialect| &dialect.places);
    let place = |name: &str| places?.get(name).cloned();
    ask_with(&Engine::of(manifest), &asker, &manifest.questions, given, folder, &place)
}

/// Answers questions; `asker` is who asks, in messages.
///
/// # Errors
/// As for [`resolve`].
pub(crate) fn ask(
    asker: &str,
    questions: &Ordered<Question>,
    given: &Given<'_>,
    folder: &str,
) -> Result<Answers, CommandError> {
    ask_with(&Engine::new(), asker, questions, given, folder, &|_| None)
}

fn ask_with(
    engine: &Engine,
    asker: &str,
    questions: &Ordered<Question>,
    given: &Given<'_>,
    folder: &str,
    place: &dyn Fn(&str) -> Option<Place>,
) -> Result<Answers, CommandError> {
    let mut mistakes = unknown(asker, questions, given);
    let mut answers = Answers::new();
    let mut failed: Vec<&str> = Vec::new();
    for (name, question) in &questions.0 {
        let said = one(name, given);
        let read = value(engine, name, question, said.as_ref(), &answers, given, folder);
        // What needs an answer that is wrong says nothing new.
        if read.is_err() && said.is_none() && question.follows(&failed) {
            failed.push(name);
            continue;
        }
        match read {
            Ok(value) => drop(answers.insert(name.clone(), value)),
            Err(Stop::Mistake(mistake)) => {
                failed.push(name);
                let mistake = match place(name).filter(|_| said.is_none()) {
                    Some(place) => mistake.at(place),
                    None => mistake,
                };
                mistakes.push(match question.help.is_empty() {
                    true => mistake,
                    false => mistake.note(format!("{name}: {}", question.help)),
                });
            }
            Err(Stop::Error(error)) => return Err(error),
        }
    }
    if mistakes.is_empty() {
        mistakes = checks(engine, questions, &answers);
    }
    CommandError::unless_empty(error::Kind::Usage, mistakes)?;
    Ok(answers)
}

/// The answers that are worth keeping: not what is computed, not asked, or a secret.
pub(crate) fn stored(questions: &Ordered<Question>, answers: &Answers) -> Answers {
    let keep = |question: &Question| question.kind.is_some() && !question.is_secret();
    let kept = questions.0.iter().filter(|(_, question)| keep(question));
    kept.filter_map(|(name, _)| Some((name.clone(), answers.get(name)?.clone())))
        .filter(|(_, value)| !value.is_null())
        .collect()
}

/// The secrets among the answers.
pub(crate) fn secrets(questions: &Ordered<Question>, answers: &Answers) -> Answers {
    let secret = questions.0.iter().filter(|(_, question)| question.is_secret());
    secret.filter_map(|(name, _)| Some((name.clone(), answers.get(name)?.clone()))).collect()
}

/// Stored answers with all that is not stored: computed values, `none` for what was not asked, and
/// empty texts for secrets.
///
/// # Errors
/// A value that cannot be computed.
pub(crate) fn complete(
    questions: &Ordered<Question>,
    stored: &Answers,
) -> Result<Answers, CommandError> {
    // Only templates of ours compute values.
    let engine = Engine::new();
    let mut answers = stored.clone();
    for (name, question) in &questions.0 {
        if let Some(expression) = &question.compute {
            let scope = answers.clone().into_iter().collect();
            let value = engine.json(expression, &scope).map_err(|why| {
                CommandError::failed(format!("`{name}` cannot be computed: {why}"))
            })?;
            answers.insert(name.clone(), value);
        } else if !answers.contains_key(name) {
            let none = if question.is_secret() { "".into() } else { Value::Null };
            answers.insert(name.clone(), none);
        }
    }
    Ok(answers)
}

/// Why there is no answer.
enum Stop {
    /// Something is wrong with it; there may be more.
    Mistake(Mistake),
    /// Nobody answers.
    Error(CommandError),
}

impl From<Mistake> for Stop {
    fn from(mistake: Mistake) -> Self {
        Self::Mistake(mistake)
    }
}

/// The value of a question: what was said, else typed in, else its default.
fn value(
    engine: &Engine,
    name: &str,
    question: &Question,
    said: Option<&(String, Value)>,
    answers: &Answers,
    given: &Given<'_>,
    folder: &str,
) -> Result<Value, Stop> {
    let mut scope: Map<String, Value> = answers.clone().into_iter().collect();
    if let Some(expression) = &question.compute {
        if let Some((origin, _)) = said {
            let message = format!("{origin}: `{name}` is computed, and not asked");
            return Err(Mistake::new(message).into());
        }
        let value = engine.json(expression, &scope);
        return Ok(value.map_err(|why| Mistake::new(format!("`{name}`: {why}")))?);
    }
    if let Some(when) = &question.when
        && !engine.asks(when, &scope).map_err(|e| Mistake::new(format!("`{name}`: `when`: {e}")))?
    {
        return match said {
            Some((origin, _)) if origin.starts_with("--") => {
                let message = format!("{origin}: `{name}` is asked only where `{when}`");
                Err(Mistake::new(message).into())
            }
            _ if question.unasked == Unasked::Default && question.default.is_some() => {
                named(&mut scope, folder);
                let choices = question.choices.settle(engine, &scope).unwrap_or_default();
                Ok(default(engine, name, question, &choices, &scope)?)
            }
            _ => Ok(Value::Null),
        };
    }
    named(&mut scope, folder);
    let settled = question.choices.settle(engine, &scope);
    let choices = settled.map_err(|why| Mistake::new(format!("`{name}`: {why}")))?;
    let fits = |value: Value| question.refusal(engine, name, &value, &scope).map(|()| value);
    if let Some((origin, value)) = said {
        let wrong = |why| Mistake::new(format!("{origin}: `{name}`: {why}"));
        return Ok(answer(question, &choices, value).and_then(fits).map_err(wrong)?);
    }
    let default = default(engine, name, question, &choices, &scope);
    match given.prompt {
        Some(prompt) => {
            typed(prompt, name, question, &choices, default.ok().as_ref(), engine, &scope)
        }
        None => Ok(fits(default?).map_err(|why| {
            Mistake::new(format!("the default of `{name}` does not fit: {why}"))
                .help(format!("give an answer: `--set {name}=VALUE`"))
        })?),
    }
}

/// The folder of the project, which defaults may use.
fn named(scope: &mut Scope, folder: &str) {
    for name in ["folder", FOLDER] {
        scope.entry(name).or_insert_with(|| folder.into());
    }
}

/// Asks until the answer fits.
fn typed(
    prompt: Prompt<'_>,
    name: &str,
    question: &Question,
    choices: &[Choice],
    default: Option<&Value>,
    engine: &Engine,
    scope: &Map<String, Value>,
) -> Result<Value, Stop> {
    let shown = default.map(choices::text);
    let mut ask = format!("{} ({name})", question.help);
    if !choices.is_empty() {
        ask.push_str(&format!(" [{}]", texts(choices, ", ")));
    }
    loop {
        let text = prompt(&ask, shown.as_deref()).map_err(Stop::Error)?;
        let read = match (text.trim(), default) {
            ("", Some(default)) => Ok(default.clone()),
            (text, _) => answer(question, choices, &text.into()),
        };
        let fits = |value: Value| question.refusal(engine, name, &value, scope).map(|()| value);
        let why = match read.and_then(fits) {
            Err(why) => why,
            Ok(value) => {
                let mut scope = scope.clone();
                scope.insert(name.to_owned(), value.clone());
                match question.check.as_ref().map(|check| engine.holds(check, &scope)) {
                    Some(Ok(false)) => question.message.clone().unwrap_or_default(),
                    // A check that needs later answers is made when they are there.
                    _ => return Ok(value),
                }
            }
        };
        let plain = ask.rsplit('\n').next().unwrap_or_default().to_owned();
        ask = format!("  {why}\n{plain}");
    }
}

/// What was given for a question, with the place to name in messages.
fn one(name: &str, given: &Given<'_>) -> Option<(String, Value)> {
    if let Some((_, text)) = given.set.iter().rev().find(|(key, _)| key == name) {
        return Some(("--set".to_owned(), Value::String(text.clone())));
    }
    if let Some((variable, text)) = given.variables.get(&name.to_lowercase()) {
        return Some((variable.clone(), Value::String(text.clone())));
    }
    let in_file = given.file.as_ref().and_then(|(file, map)| Some((file, map.get(name)?)));
    let before = given.before.as_ref().and_then(|(file, map)| Some((file, map.get(name)?)));
    let (file, value) = in_file.or(before).filter(|(_, value)| !value.is_null())?;
    Some((file.clone(), value.clone()))
}

/// Answers to questions that are not asked. A variable may be meant for another template.
fn unknown(asker: &str, questions: &Ordered<Question>, given: &Given<'_>) -> Vec<Mistake> {
    let asked = || {
        let asked = questions.0.iter().filter(|(_, question)| question.compute.is_none());
        asked.map(|(name, _)| name.as_str())
    };
    let known = |key: &str| questions.0.iter().any(|(name, _)| name == key);
    let set = given.set.iter().map(|(key, _)| ("--set", key));
    let file = given.file.iter().flat_map(|(file, map)| map.keys().map(move |key| (&**file, key)));
    let mut mistakes = Vec::new();
    for (origin, key) in set.chain(file).filter(|(_, key)| !known(key)) {
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
    choices: &[Choice],
    scope: &Map<String, Value>,
) -> Result<Value, Mistake> {
    let value = match &question.default {
        Some(Value::String(template)) => {
            let text = engine.text(template, scope);
            Value::String(text.map_err(|e| Mistake::new(format!("the default of `{name}`: {e}")))?)
        }
        Some(value) => engine
            .filled(value, scope)
            .map_err(|e| Mistake::new(format!("the default of `{name}`: {e}")))?,
        None => {
            return Err(Mistake::new(format!("`{name}` has no answer"))
                .help(format!("give one: `--set {name}=VALUE`")));
        }
    };
    answer(question, choices, &value).map_err(|why| {
        Mistake::new(format!("the default of `{name}` does not fit: {why}"))
            .help(format!("give an answer: `--set {name}=VALUE`"))
    })
}

/// The checks of the manifest, over all answers.
fn checks(engine: &Engine, questions: &Ordered<Question>, answers: &Answers) -> Vec<Mistake> {
    let scope: Map<String, Value> = answers.clone().into_iter().collect();
    let mut mistakes = Vec::new();
    for (name, question) in &questions.0 {
        let Some(check) = question.check.as_ref().filter(|_| !answers[name].is_null()) else {
            continue;
        };
        match engine.holds(check, &scope) {
            Ok(true) => {}
            Ok(false) => {
                let why =
                    question.message.clone().unwrap_or_else(|| format!("it must hold: {check}"));
                let message = match question.is_secret() {
                    true => format!("`{name}`: {why}"),
                    false => format!("`{name}` is {}: {why}", answers[name]),
                };
                mistakes.push(Mistake::new(message));
            }
            Err(e) => mistakes.push(Mistake::new(format!("the check of `{name}`: {e}"))),
        }
    }
    mistakes
}
