//! The engines of other tools: Jinja2 by minijinja as the tool sets it up, and liquid.

use std::borrow::Cow;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde_json::{Map, Value as Json, json};

use super::dialect::{Dialect, Tool, Undefined};
use super::json::Style;
use super::{ansible, chance, json, layout, liquid, moment, python, slug, tags};
use crate::template::engine::Scope;

/// Names that a tool gives a meaning beside the answers.
const COPIER: [&str; 9] = [
    "_copier_answers",
    "_copier_conf",
    "_copier_operation",
    "_copier_phase",
    "_copier_python",
    "_external_data",
    "_folder_name",
    "_now",
    "_seed",
];

/// What a scope holds beside answers; no answer has these names.
pub(in crate::template) const FOLDER: &str = "_folder_name";
pub(in crate::template) const SOURCE: &str = "_src_path";
pub(in crate::template) const COMMIT: &str = "_commit";
pub(in crate::template) const HASH: &str = "_vcs_ref_hash";
pub(in crate::template) const UNASKED: &str = "_unasked";

/// Sets minijinja up as the tool sets up Jinja2.
pub(in crate::template) fn environment(dialect: &Dialect) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(match dialect.undefined {
        Undefined::Strict => UndefinedBehavior::Strict,
        Undefined::Lenient => UndefinedBehavior::Lenient,
    });
    env.set_auto_escape_callback(|_| AutoEscape::None);
    env.set_syntax(syntax(dialect));
    python::add_to(&mut env);
    moment::add_to(&mut env);
    chance::add_to(&mut env);
    match dialect.tool {
        Tool::Cookiecutter => of_cookiecutter(&mut env),
        Tool::Copier => ansible::add_to(&mut env),
        // Its files are liquid; what is left are conditions.
        Tool::CargoGenerate => {}
    }
    for (name, text) in &dialect.partials {
        // One that cannot be read is reported where it is rendered.
        let _ = env.add_template_owned(name.clone(), source(dialect, text).into_owned());
    }
    env
}

/// The words of all tools, for templates of ours: what was learnt there is said the same way here.
pub(in crate::template) fn words(env: &mut Environment<'static>) {
    python::add_to(env);
    moment::add_to(env);
    chance::add_to(env);
    of_cookiecutter(env);
    ansible::add_to(env);
    // A text counts as true where it is not empty, as in conditions.
    env.add_filter("bool", |value: &Value| value.is_true());
    for (name, case) in liquid::cases() {
        env.add_filter(name, move |text: &str| case(text));
    }
    env.add_filter("file_name", |text: &str| layout::sanitized(text));
}

fn of_cookiecutter(env: &mut Environment<'_>) {
    env.add_filter("slugify", slug::slugify);
    env.add_filter("jsonify", |value: &Value, indent: Option<usize>| {
        let indent = Some(indent.unwrap_or(4));
        json::dumps(value, &Style { indent, sorted: true, ascii: true })
    });
}

fn syntax(dialect: &Dialect) -> SyntaxConfig {
    let mut syntax = SyntaxConfig::builder();
    syntax
        .keep_trailing_newline(dialect.keep_trailing_newline)
        .trim_blocks(dialect.trim_blocks)
        .lstrip_blocks(dialect.lstrip_blocks);
    if let Some([open, close, block, end, comment, over]) = dialect.delimiters.clone() {
        syntax.variable_delimiters(open, close).block_delimiters(block, end);
        syntax.comment_delimiters(comment, over);
    }
    if let Some(prefix) = dialect.line_statement.clone() {
        syntax.line_statement_prefix(prefix);
    }
    syntax.build().unwrap_or_default()
}

/// A template as the engine reads it: lines end in `\n`, and there are no tags of extensions.
pub(in crate::template) fn source<'a>(dialect: &Dialect, text: &'a str) -> Cow<'a, str> {
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    };
    let delimiters = dialect.delimiters.as_ref();
    let [open, close, block, end] = match delimiters {
        Some([open, close, block, end, ..]) => [&**open, close, block, end],
        None => ["{{", "}}", "{%", "%}"],
    };
    let text = match tags::spaces(&text, &[(open, close), (block, end)]) {
        Some(rewritten) => Cow::Owned(rewritten),
        None => text,
    };
    let text = match tags::rewritten(&text, block, end, (open, close)) {
        Some(rewritten) => Cow::Owned(rewritten),
        None => text,
    };
    let text = match tags::formats(&text, &[(open, close), (block, end)]) {
        Some(rewritten) => Cow::Owned(rewritten),
        None => text,
    };
    let [statement, comment] = [&dialect.line_statement, &dialect.line_comment]
        .map(|prefix| prefix.as_deref().filter(|prefix| !prefix.is_empty()));
    match statement.is_some() || comment.is_some() {
        true => Cow::Owned(tags::lines(&text, statement, comment, &[(open, close), (block, end)])),
        false => text,
    }
}

/// What templates of the tool see.
pub(in crate::template) fn seen(dialect: &Dialect, scope: &Scope) -> Value {
    Value::from(Serde(match dialect.tool {
        Tool::Cookiecutter => {
            let mut answers = answers(dialect, scope);
            let mut seen = Map::new();
            // The tool asks neither the clock nor chance.
            for name in [moment::NOW, chance::SEED] {
                seen.extend(answers.shift_remove(name).map(|value| (name.to_owned(), value)));
            }
            for (name, value) in [("_template", SOURCE), ("_repo_dir", SOURCE)] {
                answers.insert(name.into(), scope.get(value).cloned().unwrap_or_default());
            }
            answers.insert("_output_dir".into(), ".".into());
            answers.insert("_checkout".into(), scope.get(COMMIT).cloned().unwrap_or_default());
            seen.insert("cookiecutter".into(), answers.into());
            seen
        }
        Tool::Copier => copier(dialect, scope),
        Tool::CargoGenerate => liquid::seen(scope),
    }))
}

/// The answers in the order of the questions, and what a loop or a part adds behind them.
fn answers(dialect: &Dialect, scope: &Scope) -> Scope {
    let mut answers = Map::new();
    for (name, nullable) in &dialect.order {
        if let Some(value) = scope.get(name).filter(|value| *nullable || !value.is_null()) {
            answers.insert(name.clone(), value.clone());
        }
    }
    let asked = |name: &str| dialect.order.iter().any(|(asked, _)| asked == name);
    let others = scope.iter().filter(|(name, _)| !asked(name) && !hidden(name));
    answers.extend(others.map(|(name, value)| (name.clone(), value.clone())));
    answers.extend(dialect.values.clone());
    answers
}

/// What is in a scope and is no answer.
fn hidden(name: &str) -> bool {
    matches!(name, "folder" | "dir" | FOLDER | SOURCE | COMMIT | HASH | UNASKED)
}

fn copier(dialect: &Dialect, scope: &Scope) -> Scope {
    let mut seen = answers(dialect, scope);
    let mut remembered = Map::new();
    for name in [COMMIT, SOURCE] {
        remembered.extend(scope.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    let unasked = scope.get(UNASKED).and_then(Json::as_array);
    let unasked = |name: &String| unasked.is_some_and(|list| list.iter().any(|n| n == name));
    let kept = |name: &String| {
        let asked = dialect.order.iter().any(|(asked, _)| asked == name);
        asked && !unasked(name) && !name.starts_with('_') && !dialect.secrets.contains(name)
    };
    let kept = seen.iter().filter(|(name, _)| kept(name));
    remembered.extend(kept.map(|(name, value)| (name.clone(), value.clone())));
    seen.insert("_copier_answers".into(), remembered.into());
    let source = scope.get(SOURCE).cloned().unwrap_or_default();
    let conf = json!({
        "answers_file": dialect.answers_file, "src_path": source, "dst_path": scope.get(FOLDER).cloned().unwrap_or_else(|| ".".into()), "sep": "/",
        "vcs_ref": scope.get(COMMIT), "vcs_ref_hash": scope.get(HASH), "data": {},
        "overwrite": false, "pretend": false, "quiet": false, "defaults": false,
        "skip_if_exists": [], "exclude": [], "unsafe": false, "conflict": "inline",
    });
    seen.insert("_copier_conf".into(), conf);
    seen.insert("_copier_operation".into(), "copy".into());
    seen.insert("_copier_phase".into(), "render".into());
    if let Some(folder) = scope.get(FOLDER) {
        seen.insert(FOLDER.into(), folder.clone());
    }
    seen
}

/// Whether a name has a meaning without being asked.
pub(in crate::template) fn knows(dialect: &Dialect, name: &str) -> bool {
    dialect.undefined == Undefined::Lenient
        || match dialect.tool {
            Tool::Cookiecutter => {
                let given = ["_template", "_output_dir", "_repo_dir", "_checkout", "cookiecutter"];
                given.contains(&name) || dialect.values.contains_key(name)
            }
            Tool::Copier => COPIER.contains(&name),
            Tool::CargoGenerate => true,
        }
}

/// Whether a condition holds that the tool writes as a template.
pub(in crate::template) fn truth(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    match text.parse::<f64>() {
        Ok(number) => number != 0.0,
        Err(_) => {
            !matches!(&*text, "" | "n" | "no" | "f" | "false" | "off" | "~" | "null" | "none")
        }
    }
}

/// The namespace of the answers, if they are in one.
pub(in crate::template) fn namespace(dialect: &Dialect) -> Option<&'static str> {
    (dialect.tool == Tool::Cookiecutter).then_some("cookiecutter")
}

/// Fills in all templates in a value.
///
/// # Errors
/// As `text`, of the first that is wrong.
pub(in crate::template) fn filled(
    value: &Json,
    text: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Json, String> {
    Ok(match value {
        Json::String(template) => text(template)?.into(),
        Json::Array(list) => {
            Json::Array(list.iter().map(|item| filled(item, text)).collect::<Result<_, _>>()?)
        }
        Json::Object(map) => {
            let entry = |(key, item): (&String, &Json)| Ok((text(key)?, filled(item, text)?));
            Json::Object(map.iter().map(entry).collect::<Result<_, String>>()?)
        }
        other => other.clone(),
    })
}
