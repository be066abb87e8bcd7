//! The template engine: strict about names, exact about bytes, bounded in time and memory.

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::time::Duration;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};
use serde_json::Map;
use typewright_core::model::path;
use typewright_settings::{ByteSize, Loader, Secret, Url};

use crate::error::{Mistake, Place};

/// What templates see, by name.
pub(super) type Scope = Map<String, serde_json::Value>;

/// The ending that every file of a template may have; it is dropped. A template that ships in a
/// package needs it, because a folder with a `Cargo.toml` in it is left out of packages.
pub(super) const SUFFIX: &str = ".jinja";

/// What one file may cost: instructions, and 64 bytes of text each. It bounds time and memory,
/// and leaves room for a README of a thousand commands.
const FUEL: u64 = 5_000_000;

/// minijinja, set up.
pub(super) struct Engine(Environment<'static>);

impl Engine {
    pub(super) fn new() -> Self {
        Self::between(None)
    }

    /// With other marks around values and statements than `{{ }}` and `{% %}`.
    pub(super) fn between(delimiters: Option<&[String; 4]>) -> Self {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_auto_escape_callback(|_| AutoEscape::None);
        // Blocks on lines of their own leave no trace; the end of a file stays as it is.
        let mut syntax = SyntaxConfig::builder();
        syntax.keep_trailing_newline(true).trim_blocks(true).lstrip_blocks(true);
        if let Some([open, close, block, end]) = delimiters.cloned() {
            syntax.variable_delimiters(open, close).block_delimiters(block, end);
        }
        env.set_syntax(syntax.build().unwrap_or_default());
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
        env.add_test("setting", |text: String, kind: String| is_setting(&text, &kind));
        Self(env)
    }

    /// Renders a short text, such as a default or a path.
    pub(super) fn text(&self, template: &str, scope: &Scope) -> Result<String, String> {
        self.0.render_str(template, Value::from(Serde(scope))).map_err(|e| message(&e))
    }

    /// The names that a template uses and does not set itself.
    pub(super) fn names(&self, text: &str) -> BTreeSet<String> {
        let template = self.0.template_from_str(text);
        let names = template.map(|template| template.undeclared_variables(true));
        heads(names.unwrap_or_default())
    }

    /// Whether the engine itself gives a name its meaning.
    pub(super) fn knows(&self, name: &str) -> bool {
        name == "loop" || self.0.globals().any(|(known, _)| known == name)
    }

    /// Whether an expression can be read.
    pub(super) fn compile(&self, expression: &str) -> Result<(), String> {
        self.0.compile_expression(expression).map(drop).map_err(|e| message(&e))
    }

    /// Whether a template can be read; `name` is where it is, in messages.
    pub(super) fn parse(&self, name: &str, text: &str) -> Result<(), Mistake> {
        let parsed = self.0.template_from_named_str(name, text);
        parsed.map(drop).map_err(|error| located(name, text, &error))
    }

    /// The names that an expression uses.
    pub(super) fn names_of_expression(&self, text: &str) -> BTreeSet<String> {
        let expression = self.0.compile_expression(text);
        let names = expression.map(|expression| expression.undeclared_variables(true));
        heads(names.unwrap_or_default())
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
    pub(super) fn value(&self, expression: &str, scope: &Scope) -> Result<Value, Error> {
        self.0.compile_expression(expression)?.eval(Value::from(Serde(scope)))
    }

    /// Renders a file; `name` is where it is, in messages.
    pub(super) fn render(
        &self,
        name: &str,
        bytes: &[u8],
        scope: &Scope,
    ) -> Result<String, Mistake> {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            Mistake::new(format!("`{name}` is not UTF-8 text; drop its `{SUFFIX}`"))
        })?;
        let rendered = self.0.render_named_str(name, text, Value::from(Serde(scope)));
        rendered.map_err(|error| located(name, text, &error))
    }
}

/// One setting of each type that `is setting(TYPE)` knows, under the name of the type.
#[derive(typewright_settings::Settings)]
#[expect(dead_code, reason = "only whether it can be read counts")]
struct Sample {
    string: Option<String>,
    bool: Option<bool>,
    u16: Option<u16>,
    u32: Option<u32>,
    u64: Option<u64>,
    i32: Option<i32>,
    i64: Option<i64>,
    f64: Option<f64>,
    path_buf: Option<PathBuf>,
    duration: Option<Duration>,
    byte_size: Option<ByteSize>,
    url: Option<Url>,
    secret: Option<Secret<String>>,
    list: Vec<String>,
}

/// Whether a text is the default of a setting of a type, as `#[setting(default = "…")]` takes it.
/// Nothing is one: then there is none.
fn is_setting(text: &str, kind: &str) -> bool {
    let variable = format!("SAMPLE_{}", path::shouty(kind));
    let loader = Loader::new("SAMPLE").env([(variable.into(), text.into())]);
    text.is_empty() || loader.load::<Sample>().is_ok()
}

/// A mistake at its place in a file.
fn located(name: &str, text: &str, error: &Error) -> Mistake {
    let place = match (error.range(), error.line()) {
        (Some(range), _) => Place::of(name, text, range),
        (None, line) => Place::at(name, text, line.unwrap_or(0), 1),
    };
    Mistake::new(message(error)).at(place)
}

/// `a` of `a.b`; of a project, which parts see, also what they see of it.
fn heads(names: HashSet<String>) -> BTreeSet<String> {
    let mut heads = BTreeSet::new();
    for name in names {
        let (head, rest) = name.split_once('.').unwrap_or((&name, ""));
        let field = rest.split('.').next().filter(|_| head == "project" && !rest.is_empty());
        heads.extend(field.map(|field| format!("project.{field}")));
        heads.insert(head.to_owned());
    }
    heads
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

pub(super) fn message(error: &Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}
