//! The template engine: strict about names, exact about bytes, bounded in time and memory.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::time::Duration;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};
use serde_json::Map;
use typewright_core::diag::nearest;
use typewright_core::model::path;
use typewright_settings::{ByteSize, Loader, Secret, Url};

use super::escape;
use super::foreign::dialect::{Dialect, Tool, Undefined};
use super::foreign::{environment as tool, liquid};
use super::manifest::Manifest;
use crate::bounds::Bounds;
use crate::error::{Mistake, Place};

/// What templates see, by name.
pub(super) type Scope = Map<String, serde_json::Value>;

/// The ending that every file of a template may have; it is dropped. A template that ships in a
/// package needs it, because a folder with a `Cargo.toml` in it is left out of packages.
pub(super) const SUFFIX: &str = ".jinja";

/// What one file may cost: instructions, and 64 bytes of text each. It bounds time and memory,
/// and leaves room for a README of a thousand commands.
const FUEL: u64 = 5_000_000;

/// The filters that a misspelt one may mean.
const FILTERS: &str = "abs attr batch bool capitalize center count default dictsort escape first float \
                       format groupby indent int items join last length list lower map max min replace \
                       reject rejectattr reverse round select selectattr slice sort split string sum \
                       title tojson trim truncate unique upper wordcount wordwrap slugify \
                       jsonify kebab snake pascal shouty crate sentence rust_string rust_doc toml_string to_json \
                       to_nice_json to_yaml to_nice_yaml regex_replace regex_search ternary strftime";

/// minijinja, set up.
pub(super) struct Engine {
    env: Environment<'static>,
    /// How the template is written, where it was made for another tool.
    dialect: Option<Box<Dialect>>,
    /// What a template may take as long as this is there.
    bounds: Bounds,
}

impl Engine {
    pub(super) fn new() -> Self {
        Self::with(None)
    }

    /// As a template wants it.
    pub(super) fn of(manifest: &Manifest) -> Self {
        let Some(dialect) = &manifest.dialect else { return Self::between(manifest, None) };
        let mut env = tool::environment(dialect);
        env.set_fuel(Some(FUEL));
        env.set_debug(true);
        Self { env, dialect: Some(Box::new(dialect.clone())), bounds: Bounds::enter() }
    }

    /// For a file with other marks around values and statements than `{{ }}` and `{% %}`.
    pub(super) fn between(manifest: &Manifest, delimiters: Option<&[String; 4]>) -> Self {
        let mut engine = Self::with(delimiters);
        if manifest.undefined == Undefined::Lenient {
            engine.env.set_undefined_behavior(UndefinedBehavior::Lenient);
        }
        for (name, text) in &manifest.partials {
            // One that cannot be read is reported where it is rendered, and by `lint`.
            let _ = engine.env.add_template_owned(name.clone(), text.clone());
        }
        engine
    }

    fn with(delimiters: Option<&[String; 4]>) -> Self {
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
        tool::words(&mut env);
        env.add_filter("kebab", |text: String| path::kebab(&text));
        env.add_filter("snake", |text: String| path::snake(&text));
        env.add_filter("crate", |text: String| text.replace('-', "_"));
        env.add_filter("pascal", |text: String| path::upper_camel(&text));
        env.add_filter("shouty", |text: String| path::shouty(&text));
        env.add_filter("sentence", |text: String| sentence(&text));
        escape::add(&mut env);
        env.add_test("setting", |text: String, kind: String| is_setting(&text, &kind));
        Self { env, dialect: None, bounds: Bounds::enter() }
    }

    /// A large template may take more time than a small one.
    pub(super) fn renew(&self) {
        self.bounds.renew();
    }

    /// Whether the template was made for this tool.
    pub(super) fn is_of(&self, tool: Tool) -> bool {
        self.dialect.as_ref().is_some_and(|dialect| dialect.tool == tool)
    }

    /// Renders a short text, such as a default or a path.
    pub(super) fn text(&self, template: &str, scope: &Scope) -> Result<String, String> {
        if self.is_of(Tool::CargoGenerate) {
            let seen = liquid::seen(scope);
            return liquid::render(template, &seen).map_err(|wrong| wrong.message);
        }
        self.run("<text>", template, scope).map_err(|error| self.told(&error, scope))
    }

    /// A value with all templates in it rendered.
    pub(super) fn filled(
        &self,
        value: &serde_json::Value,
        scope: &Scope,
    ) -> Result<serde_json::Value, String> {
        tool::filled(value, &|template| match template.contains('{') || self.dialect.is_some() {
            true => self.text(template, scope),
            false => Ok(template.to_owned()),
        })
    }

    fn run(&self, name: &str, template: &str, scope: &Scope) -> Result<String, Error> {
        let source = self.source(template);
        self.env.render_named_str(name, &source, self.seen(scope))
    }

    /// A template as minijinja reads it.
    fn source<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match &self.dialect {
            None => Cow::Borrowed(text),
            Some(dialect) => tool::source(dialect, text),
        }
    }

    /// What templates see.
    fn seen(&self, scope: &Scope) -> Value {
        match &self.dialect {
            None => Value::from(Serde(scope)),
            Some(dialect) => tool::seen(dialect, scope),
        }
    }

    /// What is wrong, with the name that may be meant.
    fn told(&self, error: &Error, scope: &Scope) -> String {
        let text = message(error);
        match self.meant(error, scope) {
            Some(near) => format!("{text}; did you mean `{near}`?"),
            None => text,
        }
    }

    /// What an unknown name may mean.
    fn meant(&self, error: &Error, scope: &Scope) -> Option<String> {
        let detail = error.detail()?;
        match error.kind() {
            minijinja::ErrorKind::UndefinedError => {
                let path = detail.strip_suffix(" is undefined")?.trim_matches('`');
                let (head, name) = path.rsplit_once('.').unwrap_or(("", path));
                let namespace = self.dialect.as_deref().and_then(tool::namespace);
                let inside = head.is_empty() == namespace.is_none();
                let near = nearest(name, scope.keys().map(String::as_str)).filter(|_| inside)?;
                Some(if head.is_empty() { near.to_owned() } else { format!("{head}.{near}") })
            }
            minijinja::ErrorKind::UnknownFilter => {
                let mut words = detail.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                let unknown = words.find(|word| !word.is_empty() && *word != "filter")?;
                nearest(unknown, FILTERS.split(' ')).map(str::to_owned)
            }
            _ => None,
        }
    }

    /// The names that a template uses and does not set itself.
    pub(super) fn names(&self, text: &str) -> BTreeSet<String> {
        // Any name may be answered there, and none is a mistake.
        if self.is_of(Tool::CargoGenerate) {
            return BTreeSet::new();
        }
        let source = self.source(text);
        let template = self.env.template_from_str(&source);
        let names = template.map(|template| template.undeclared_variables(true));
        self.heads(names.unwrap_or_default())
    }

    /// Whether the engine itself gives a name its meaning.
    pub(super) fn knows(&self, name: &str) -> bool {
        name == "loop"
            || self.env.undefined_behavior() == UndefinedBehavior::Lenient
            || self.env.globals().any(|(known, _)| known == name)
            || self.dialect.as_ref().is_some_and(|dialect| tool::knows(dialect, name))
    }

    /// Whether an expression can be read.
    pub(super) fn compile(&self, expression: &str) -> Result<(), String> {
        self.env.compile_expression(expression).map(drop).map_err(|e| message(&e))
    }

    /// Whether a template can be read; `name` is where it is, in messages.
    pub(super) fn parse(&self, name: &str, text: &str) -> Result<(), Mistake> {
        if self.is_of(Tool::CargoGenerate) {
            let parsed = liquid::parse(text);
            return parsed.map(drop).map_err(|wrong| of_liquid(name, text, &wrong));
        }
        let source = self.source(text);
        let parsed = self.env.template_from_named_str(name, &source);
        parsed.map(drop).map_err(|error| located(name, &source, &error))
    }

    /// The names that an expression uses.
    pub(super) fn names_of_expression(&self, text: &str) -> BTreeSet<String> {
        let expression = self.env.compile_expression(text);
        let names = expression.map(|expression| expression.undeclared_variables(true));
        self.heads(names.unwrap_or_default())
    }

    /// Whether the condition of a question holds.
    pub(super) fn asks(&self, when: &str, scope: &Scope) -> Result<bool, String> {
        match self.is_of(Tool::Copier) {
            true => self.text(when, scope).map(|text| tool::truth(&text)),
            false => self.holds(when, scope),
        }
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
        self.env.compile_expression(expression)?.eval(self.seen(scope))
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
        if self.is_of(Tool::CargoGenerate) {
            let rendered = liquid::render(text, &liquid::seen(scope));
            return rendered.map_err(|wrong| of_liquid(name, text, &wrong));
        }
        self.run(name, text, scope).map_err(|error| {
            let mistake = match error.name() {
                // An included file is another text.
                Some(other) if other != name => {
                    Mistake::new(format!("in `{other}`: {}", message(&error)))
                }
                _ => located(name, &self.source(text), &error),
            };
            match self.meant(&error, scope) {
                Some(near) => mistake.help(format!("did you mean `{near}`?")),
                None => mistake,
            }
        })
    }

    /// `a` of `a.b`; of a project, which parts see, also what they see of it, and of answers in a
    /// namespace the answer.
    fn heads(&self, names: HashSet<String>) -> BTreeSet<String> {
        let namespace = self.dialect.as_deref().and_then(tool::namespace);
        let mut heads = BTreeSet::new();
        for name in names {
            let (head, rest) = name.split_once('.').unwrap_or((&name, ""));
            let field = rest.split('.').next().filter(|field| !field.is_empty());
            match field {
                Some(field) if Some(head) == namespace => {
                    heads.insert(field.to_owned());
                    continue;
                }
                Some(field) if head == "project" => drop(heads.insert(format!("project.{field}"))),
                _ => {}
            }
            heads.insert(head.to_owned());
        }
        heads
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

/// A mistake in a file of liquid.
fn of_liquid(name: &str, text: &str, wrong: &liquid::Wrong) -> Mistake {
    Mistake::new(wrong.message.clone()).at(Place::at(name, text, wrong.line, wrong.column))
}

/// A mistake at its place in a file.
fn located(name: &str, text: &str, error: &Error) -> Mistake {
    let place = match (error.range(), error.line()) {
        (Some(range), _) => Place::of(name, text, range),
        (None, line) => Place::at(name, text, line.unwrap_or(0), 1),
    };
    Mistake::new(message(error)).at(place)
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
