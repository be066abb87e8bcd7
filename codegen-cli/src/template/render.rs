//! The template engine, and a whole template through it.

use std::borrow::Cow;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};
use serde_json::Map;
use typewright_core::files::{self, File, Files};
use typewright_core::model::path;

use super::manifest::{Manifest, Owner, Part, Rule};
use super::{Answers, Context, RenderedPart};
use crate::edit::Request;
use crate::error::{CommandError, Kind, Mistake, Place};
use crate::lock;

/// The ending that every file of a template may have; it is dropped. A template that ships in a
/// package needs it, because a folder with a `Cargo.toml` in it is left out of packages.
pub(super) const SUFFIX: &str = ".jinja";

/// What one file may cost: instructions, and 64 bytes of text each. It bounds time and memory,
/// and leaves room for a README of a thousand commands.
const FUEL: u64 = 5_000_000;

/// What templates see, by name.
type Scope = Map<String, serde_json::Value>;

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
    pub(super) fn text(&self, template: &str, scope: &Scope) -> Result<String, String> {
        self.0.render_str(template, Value::from(Serde(scope))).map_err(|e| message(&e))
    }

    /// Whether an expression is true.
    pub(super) fn holds(&self, expression: &str, scope: &Scope) -> Result<bool, String> {
        self.value(expression, scope).map(|value| value.is_true()).map_err(|e| message(&e))
    }

    /// The value of an expression as JSON.
    pub(super) fn json(
        &self,
        expression: &str,
        scope: &Scope,
    ) -> Result<serde_json::Value, String> {
        let value = self.value(expression, scope).map_err(|e| message(&e))?;
        serde_json::to_value(value).map_err(|e| e.to_string())
    }

    /// The value of an expression.
    fn value(&self, expression: &str, scope: &Scope) -> Result<Value, Error> {
        self.0.compile_expression(expression)?.eval(Value::from(Serde(scope)))
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
        match file(&engine, place, source, bytes, manifest, context.owner, &scope) {
            Ok(made) => {
                let ours = made.iter().filter(|(path, _)| lock::is_record(path));
                mistakes.extend(ours.map(|(path, _)| {
                    Mistake::new(format!(
                        "the output path `{path}` is where cargo gen keeps records"
                    ))
                }));
                let taken =
                    made.into_iter().filter_map(|(path, file)| out.insert(path, file).err());
                mistakes.extend(taken.map(|d| Mistake::from(&d)));
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok(out)
}

/// Renders a part; see [`super::Template::part`].
pub(super) fn part(
    place: &str,
    sources: &[(String, Cow<'static, [u8]>)],
    part: &Part,
    answers: &Answers,
    project: &Answers,
) -> Result<RenderedPart, CommandError> {
    let engine = Engine::new();
    let mut scope: Scope = answers.clone().into_iter().collect();
    scope.insert("project".into(), project.clone().into_iter().collect::<Scope>().into());
    let mut mistakes = Vec::new();
    let mut text = |template: &str| {
        engine.text(template, &scope).unwrap_or_else(|why| {
            mistakes.push(Mistake::new(format!("{place}: in `{template}`: {why}")));
            String::new()
        })
    };
    let mut files = Vec::new();
    for file in &part.files {
        files.push((file, text(&file.to)));
    }
    let mut edits = Vec::new();
    for edit in &part.edits {
        edits.push(Request {
            file: text(&edit.file),
            add: edit.add,
            to: text(&edit.to),
            on: text(&edit.on),
            item: text(&edit.item),
        });
    }
    let say = text(&part.say);
    let mut out = Files::new();
    for (file, to) in files {
        let named =
            |(path, _): &&(String, _)| path.strip_suffix(SUFFIX).unwrap_or(path) == file.from;
        let Some((source, bytes)) = sources.iter().find(named) else {
            mistakes.push(Mistake::new(format!(
                "{place}: a part names `{}`, which is no file",
                file.from
            )));
            continue;
        };
        let made = match source.ends_with(SUFFIX) {
            true => {
                render(&engine, &format!("{place}/{source}"), bytes, &scope).map(String::into_bytes)
            }
            false => Ok(bytes.to_vec()),
        };
        match made {
            Ok(contents) => {
                let owner = files::Owner::Merged;
                let file = File { contents, owner, executable: false };
                mistakes.extend(out.insert(to, file).err().map(|d| Mistake::from(&d)));
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    // Edits stay inside of the project too.
    for edit in &edits {
        let refused = lock::stays_inside(&edit.file).err();
        mistakes.extend(refused.map(|d| Mistake::from(&d)));
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok(RenderedPart { files: out, edits, say })
}

/// Everything that templates see: the answers, `schema` and `typewright`.
fn scope(context: &Context<'_>) -> Result<Scope, CommandError> {
    let json = |value: serde_json::Result<serde_json::Value>| {
        value.map_err(|e| CommandError::failed(format!("the schema cannot be shown: {e}")))
    };
    let mut scope: Map<_, _> = context.answers.clone().into_iter().collect();
    scope.insert("schema".into(), json(serde_json::to_value(context.schema))?);
    scope.insert("typewright".into(), json(serde_json::to_value(&context.runtimes))?);
    Ok(scope)
}

/// What becomes of one file of the template: nothing where a rule leaves it out, several files
/// where a rule repeats it.
fn file(
    engine: &Engine,
    place: &str,
    source: &str,
    bytes: &[u8],
    manifest: &Manifest,
    owner: files::Owner,
    scope: &Scope,
) -> Result<Vec<(String, File)>, Mistake> {
    let name = format!("{place}/{source}");
    let whole =
        |why: String| Mistake::new(why).at(Place { file: name.clone(), ..Place::default() });
    let (path, is_template) = match source.strip_suffix(SUFFIX) {
        Some(path) => (path, true),
        None => (source, false),
    };
    let rule = manifest.rule(path);
    let to = rule.and_then(|rule| rule.to.as_deref()).unwrap_or(path);
    let owner = match rule.and_then(|rule| rule.owner) {
        Some(Owner::Generated) => files::Owner::Generated,
        Some(Owner::Merged) => files::Owner::Merged,
        Some(Owner::User) => files::Owner::User,
        None => owner,
    };
    let mut made = Vec::new();
    for scope in scopes(engine, rule, scope).map_err(whole)? {
        if let Some(when) = rule.and_then(|rule| rule.when.as_deref())
            && !engine.holds(when, &scope).map_err(|e| whole(format!("in `when: {when}`: {e}")))?
        {
            continue;
        }
        let to = engine.text(to, &scope).map_err(|e| whole(format!("in the path `{to}`: {e}")))?;
        let contents = match is_template {
            true => render(engine, &name, bytes, &scope)?.into_bytes(),
            false => bytes.to_vec(),
        };
        let executable = rule.is_some_and(|rule| rule.executable);
        made.push((to, File { contents, owner, executable }));
    }
    Ok(made)
}

/// What a file of the template sees: once, or once for each that its rule says.
fn scopes<'a>(
    engine: &Engine,
    rule: Option<&Rule>,
    scope: &'a Scope,
) -> Result<Vec<Cow<'a, Scope>>, String> {
    let Some(each) = rule.and_then(|rule| rule.for_each.as_ref()) else {
        return Ok(vec![Cow::Borrowed(scope)]);
    };
    let wrong =
        |e: Error| format!("in `for_each: {} in {}`: {}", each.name, each.list, message(&e));
    let list = engine.value(&each.list, scope).map_err(wrong)?;
    let with = |value: Value| {
        let mut scope = scope.clone();
        let json = serde_json::to_value(&value).map_err(|e| e.to_string())?;
        scope.insert(each.name.clone(), json);
        Ok(Cow::Owned(scope))
    };
    list.try_iter().map_err(wrong)?.map(with).collect()
}

fn render(engine: &Engine, name: &str, bytes: &[u8], scope: &Scope) -> Result<String, Mistake> {
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
