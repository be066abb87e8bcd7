//! The template engine, and a whole template through it.

use std::borrow::Cow;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};
use serde_json::Map;
use typewright_core::files::{File, Files};
use typewright_core::model::path;

use super::Context;
use super::manifest::{Manifest, Owner};
use crate::error::{CommandError, Kind, Mistake, Place};

/// The ending that every file of a template may have; it is dropped. A template that ships in a
/// package needs it, because a folder with a `Cargo.toml` in it is left out of packages.
const SUFFIX: &str = ".jinja";

/// What one file may cost: instructions, and 64 bytes of text each. It bounds time and memory,
/// and leaves room for a README of a thousand commands.
const FUEL: u64 = 5_000_000;

/// The engine: strict about names, exact about bytes, bounded in time.
pub(super) struct Engine(Environment<'static>);

impl Engine {
    pub(super) fn new() -> Self {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_auto_escape_callback(|_| AutoEscape::None);
        // Blocks on lines of their own leave no trace; the end of a file stays as it is.
        let syntax = SyntaxConfig::builder()
            .keep_trailing_newline(true)
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build();
        env.set_syntax(syntax.unwrap_or_default());
        env.set_fuel(Some(FUEL));
        env.set_debug(true);
        env.add_filter("kebab", |text: String| path::kebab(&text));
        env.add_filter("snake", |text: String| path::snake(&text));
        env.add_filter("crate", |text: String| text.replace('-', "_"));
        env.add_filter("pascal", |text: String| path::upper_camel(&text));
        env.add_filter("shouty", |text: String| path::shouty(&text));
        env.add_filter("sentence", |text: String| sentence(&text));
        env.add_filter("rust_string", |text: String| format!("{text:?}"));
        // TOML's basic strings are JSON's, but for DEL, which TOML wants escaped.
        env.add_filter("toml_string", |text: String| {
            serde_json::Value::String(text).to_string().replace('\u{7f}', "\\u007F")
        });
        Self(env)
    }

    /// Renders a short text, such as a default or a path.
    pub(super) fn text(
        &self,
        template: &str,
        scope: &Map<String, serde_json::Value>,
    ) -> Result<String, String> {
        self.0.render_str(template, Value::from(Serde(scope))).map_err(|e| message(&e))
    }

    /// Whether an expression is true.
    pub(super) fn holds(
        &self,
        expression: &str,
        scope: &Map<String, serde_json::Value>,
    ) -> Result<bool, String> {
        let compiled = self.0.compile_expression(expression).map_err(|e| message(&e))?;
        let value = compiled.eval(Value::from(Serde(scope))).map_err(|e| message(&e))?;
        Ok(value.is_true())
    }
}

/// The first sentence of a doc comment, on one line.
fn sentence(docs: &str) -> String {
    let line = docs.lines().take_while(|l| !l.trim().is_empty()).map(str::trim);
    let text = line.collect::<Vec<_>>().join(" ");
    match text.find(". ") {
        Some(end) => text[..=end].to_owned(),
        None => text,
    }
}

fn message(error: &Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

/// Renders the files of a template; `place` is the folder in messages.
pub(super) fn files<'a>(
    place: &str,
    files: impl Iterator<Item = &'a (String, Cow<'static, [u8]>)>,
    manifest: &Manifest,
    context: &Context<'_>,
) -> Result<Files, CommandError> {
    let engine = Engine::new();
    let scope = scope(context)?;
    let mut out = Files::new();
    let mut mistakes = Vec::new();
    for (source, bytes) in files {
        match file(&engine, place, source, bytes, manifest, &scope) {
            Ok(Some((path, file))) => {
                mistakes.extend(out.insert(path, file).err().map(|d| Mistake::from(&d)));
            }
            Ok(None) => {}
            Err(mistake) => mistakes.push(mistake),
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok(out)
}

/// Everything that templates see: the answers, `schema` and `typewright`.
fn scope(context: &Context<'_>) -> Result<Map<String, serde_json::Value>, CommandError> {
    let json = |value: serde_json::Result<serde_json::Value>| {
        value.map_err(|e| CommandError::failed(format!("the schema cannot be shown: {e}")))
    };
    let mut scope: Map<_, _> = context.answers.clone().into_iter().collect();
    scope.insert("schema".into(), json(serde_json::to_value(context.schema))?);
    scope.insert("typewright".into(), json(serde_json::to_value(&context.runtimes))?);
    Ok(scope)
}

/// One file with its path; `None` where a rule leaves it out.
fn file(
    engine: &Engine,
    place: &str,
    source: &str,
    bytes: &[u8],
    manifest: &Manifest,
    scope: &Map<String, serde_json::Value>,
) -> Result<Option<(String, File)>, Mistake> {
    let name = format!("{place}/{source}");
    let whole =
        |why: String| Mistake::new(why).at(Place { file: name.clone(), ..Place::default() });
    let (path, is_template) = match source.strip_suffix(SUFFIX) {
        Some(path) => (path, true),
        None => (source, false),
    };
    let rule = manifest.rule(path);
    if let Some(when) = rule.and_then(|rule| rule.when.as_deref())
        && !engine.holds(when, scope).map_err(|e| whole(format!("in `when: {when}`: {e}")))?
    {
        return Ok(None);
    }
    let to = rule.and_then(|rule| rule.to.as_deref()).unwrap_or(path);
    let to = engine.text(to, scope).map_err(|e| whole(format!("in the path `{to}`: {e}")))?;
    let contents = match is_template {
        true => render(engine, &name, bytes, scope)?.into_bytes(),
        false => bytes.to_vec(),
    };
    Ok(Some((
        to,
        match rule.map(|rule| rule.owner).unwrap_or_default() {
            Owner::Generated => File::generated(contents),
            Owner::User => File::user(contents),
        },
    )))
}

fn render(
    engine: &Engine,
    name: &str,
    bytes: &[u8],
    scope: &Map<String, serde_json::Value>,
) -> Result<String, Mistake> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Mistake::new(format!("`{name}` is not UTF-8 text; drop its `{SUFFIX}`")))?;
    engine.0.render_named_str(name, text, Value::from(Serde(scope))).map_err(|error| {
        let place = match (error.range(), error.line()) {
            (Some(range), _) => Place::of(name, text, range),
            (None, line) => Place::at(name, text, line.unwrap_or(0), 1),
        };
        Mistake::new(message(&error)).at(place)
    })
}
