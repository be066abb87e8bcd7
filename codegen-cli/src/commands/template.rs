//! `cargo gen template`: what comes with the tool, and what authors of templates need.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::trial;
use crate::cli;
use crate::error::{self, CommandError};
use crate::report::{Answer, DIM, GOOD, HELP};
use crate::settings::Settings;
use crate::template::{Ordered, Question, SCHEMA, Template};

/// Runs one of the commands.
pub(super) fn run(command: &cli::Template, settings: &Settings) -> Result<Answer, CommandError> {
    match command {
        cli::Template::List => list(settings),
        cli::Template::Show(args) => show(&settings.template(&args.template)?),
        cli::Template::Lint(args) => lint(&args.template, &settings.template(&args.template)?),
        cli::Template::Schema => schema(),
        cli::Template::Test(args) => trial::run(args, settings),
    }
}

/// Says what is wrong with a template, all at once.
fn lint(name: &str, template: &Template) -> Result<Answer, CommandError> {
    let manifest = template.manifest()?;
    CommandError::unless_empty(error::Kind::Failed, template.lint(&manifest)?)?;
    Ok(Answer {
        notes: format!("{GOOD}ok{GOOD:#}: {name}\n"),
        json: json!({ "verb": "template lint", "ok": true }),
        ..Answer::default()
    })
}

/// Prints the schema of the manifest, whatever `--format` says.
fn schema() -> Result<Answer, CommandError> {
    let json = serde_json::from_str(SCHEMA)
        .map_err(|e| CommandError::failed(format!("the schema is no JSON: {e}")))?;
    Ok(Answer { data: SCHEMA.to_owned(), json, ..Answer::default() })
}

/// Shows one template.
fn show(template: &Template) -> Result<Answer, CommandError> {
    let manifest = template.manifest()?;
    let mut data = String::new();
    let source = if manifest.api.is_some() { " (needs --from)" } else { "" };
    let (title, version, summary) = (&manifest.name, &manifest.version, &manifest.summary);
    let _ = writeln!(data, "{HELP}{title}{HELP:#} {DIM}{version}{source}{DIM:#}\n  {summary}");
    let _ = writeln!(data, "\n{HELP}asks{HELP:#}");
    questions(&mut data, &manifest.questions);
    let _ = writeln!(data, "\n{HELP}makes{HELP:#}");
    let outputs = template.outputs(&manifest);
    for (path, note) in &outputs {
        let _ = writeln!(data, "  {path}{DIM}{note}{DIM:#}");
    }
    if !manifest.parts.is_empty() {
        let _ = writeln!(data, "\n{HELP}offers{HELP:#}");
    }
    for (name, part) in &manifest.parts {
        let _ = writeln!(data, "  cargo gen add {name} NAME  {DIM}{}{DIM:#}", part.help);
        questions(&mut data, &part.questions);
    }
    let json = json!({
        "name": title,
        "version": version,
        "summary": summary,
        "needs_source": manifest.api.is_some(),
        "questions": manifest.questions.0.iter().map(question).collect::<Vec<_>>(),
        "files": outputs.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        "parts": manifest.parts.iter().map(|(name, part)| json!({
            "name": name,
            "help": part.help,
            "questions": part.questions.0.iter().map(question).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    Ok(Answer { data, json, ..Answer::default() })
}

/// One line a question.
fn questions(data: &mut String, questions: &Ordered<Question>) {
    let asked = questions.0.iter().filter(|(_, question)| question.kind.is_some());
    for (name, question) in asked {
        let default = match &question.default {
            Some(Value::String(text)) => format!(", else `{text}`"),
            Some(value) => format!(", else `{value}`"),
            None => ", required".to_owned(),
        };
        let choices = match question.choices.is_empty() {
            true => String::new(),
            false => format!(": {}", question.choices.shown(" | ")),
        };
        let when = question.when.as_ref().map(|when| format!(", where `{when}`"));
        let when = when.unwrap_or_default();
        let help = &question.help;
        let _ = writeln!(data, "    --set {name}=…  {DIM}{help}{choices}{when}{default}{DIM:#}");
    }
}

fn question((name, question): &(String, Question)) -> Value {
    json!({
        "name": name,
        "type": question.kind,
        "help": question.help,
        "when": question.when,
        "compute": question.compute,
        "default": question.default,
        "choices": question.choices,
    })
}

/// Lists the templates with their questions.
pub(super) fn list(settings: &Settings) -> Result<Answer, CommandError> {
    let mut answer = Answer::default();
    let mut rows = Vec::new();
    for name in Template::names() {
        let manifest = settings.template(name)?.manifest()?;
        let source = if manifest.api.is_some() { " (needs --from)" } else { "" };
        let _ = writeln!(
            answer.data,
            "{HELP}{name}{HELP:#} {DIM}{}{source}{DIM:#}\n  {}",
            manifest.version, manifest.summary
        );
        questions(&mut answer.data, &manifest.questions);
        rows.push(json!({
            "name": name,
            "version": manifest.version,
            "summary": manifest.summary,
            "needs_source": manifest.api.is_some(),
            "questions": manifest.questions.0.iter().map(question).collect::<Vec<_>>(),
        }));
    }
    // What they are, only fetching would tell.
    for (name, source) in &settings.templates {
        let _ = writeln!(answer.data, "{HELP}{name}{HELP:#} {DIM}{source}{DIM:#}");
    }
    answer.json = json!({ "templates": rows, "named": settings.templates });
    Ok(answer)
}
