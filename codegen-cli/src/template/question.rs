//! What a template asks.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use typewright_core::model::path;

use super::choices::Choices;
use super::engine::{Engine, Scope};
use super::foreign::python;

/// One question, or a value that is computed from the answers before it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    /// What an answer may be; none for a computed value.
    #[serde(default, rename = "type")]
    pub(crate) kind: Option<Kind>,
    /// What it is about, in one line.
    #[serde(default)]
    pub(crate) help: String,
    /// An expression over the answers before it: where it is false, nobody is asked and the answer
    /// is none.
    #[serde(default)]
    pub(crate) when: Option<String>,
    /// The answer where none is given: a template, if it is text. Without it the answer is
    /// required.
    #[serde(default)]
    pub(crate) default: Option<Value>,
    /// The answers of a choice, or the items of a list.
    #[serde(default)]
    pub(crate) choices: Choices,
    /// A regular expression that an answer must match somewhere.
    #[serde(default)]
    pub(crate) pattern: Option<String>,
    /// A template over the answer and those before it: what it renders is what is wrong.
    #[serde(default)]
    pub(crate) refuse: Option<String>,
    /// What the answer is where nobody is asked.
    #[serde(default)]
    pub(crate) unasked: Unasked,
    /// An expression over all answers that must be true.
    #[serde(default)]
    pub(crate) check: Option<String>,
    /// What to say where it is not.
    #[serde(default)]
    pub(crate) message: Option<String>,
    /// An expression over the answers before it, whose value this is. It is not asked and not
    /// stored.
    #[serde(default)]
    pub(crate) compute: Option<String>,
}

/// What the answer is where nobody is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unasked {
    /// None.
    #[default]
    None,
    /// The default.
    Default,
}

/// What an answer may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// Any value: a list, a map; typed as YAML.
    Data,
    /// One of a list.
    Choice,
    /// Several texts, `a,b`; where there are choices, some of them.
    List,
    /// A text that is neither stored nor shown. Only files of the user may hold it.
    Secret,
    /// A name that Cargo takes for a package.
    CrateName,
    /// A name that Rust takes for a module or a function.
    Ident,
}

/// Names that templates see something else under.
pub(super) const TAKEN: [&str; 5] = ["schema", "typewright", "folder", "dir", "project"];

impl Question {
    /// Whether it is a secret.
    pub(crate) fn is_secret(&self) -> bool {
        self.kind == Some(Kind::Secret)
    }

    /// Whether its default or its condition makes use of one of these answers.
    pub(super) fn follows(&self, names: &[&str]) -> bool {
        let default = self.default.as_ref().and_then(Value::as_str);
        let texts = [default, self.when.as_deref(), self.compute.as_deref()];
        names.iter().any(|name| texts.iter().flatten().any(|text| text.contains(name)))
    }

    /// What is wrong with an answer that it is asked for; `scope` is what was answered before.
    pub(super) fn refusal(
        &self,
        engine: &Engine,
        name: &str,
        value: &Value,
        scope: &Scope,
    ) -> Result<(), String> {
        if let (Some(pattern), Value::String(text)) = (&self.pattern, value) {
            let found = python::regex(pattern).map_err(|error| super::engine::message(&error))?;
            if !found.is_match(text) {
                return Err(self
                    .message
                    .clone()
                    .unwrap_or(format!("`{text}` does not match `{pattern}`")));
            }
        }
        let Some(template) = &self.refuse else { return Ok(()) };
        let mut scope = scope.clone();
        scope.insert(name.to_owned(), value.clone());
        let why = engine.text(template, &scope)?;
        if why.trim().is_empty() { Ok(()) } else { Err(why.trim().to_owned()) }
    }

    /// What is wrong with it, if anything; `foreign` is whether it was asked by another tool, which
    /// has its own rules for names.
    pub(super) fn wrong(&self, name: &str, foreign: bool) -> Option<&'static str> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let chooses = matches!(self.kind, Some(Kind::Choice | Kind::List));
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !foreign && (!starts || !name.chars().all(is_name)) {
            Some("its name must be letters, digits and `_`, so that templates can use it")
        } else if !foreign && TAKEN.contains(&name) {
            Some("its name is taken: templates see something else under it")
        } else if self.compute.is_some() {
            let asks = self.kind.is_some() || self.default.is_some() || self.when.is_some();
            let checks = self.check.is_some() || self.pattern.is_some() || self.refuse.is_some();
            (asks || checks || !self.choices.is_empty())
                .then_some("what is computed is not asked: keep `compute` alone")
        } else if self.kind.is_none() {
            Some("it needs a `type`, or `compute`")
        } else if self.help.is_empty() {
            Some("it needs `help`: what it is about, in one line")
        } else if self.kind == Some(Kind::Choice) && self.choices.is_empty() {
            Some("a `choice` needs `choices`")
        } else if !chooses && !self.choices.is_empty() {
            Some("`choices` belong to a question of type `choice` or `list`, and to no other")
        } else {
            None
        }
    }
}

/// The rules of Cargo and of the registry for names of packages.
pub(super) fn crate_name(name: &str) -> Result<(), String> {
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
