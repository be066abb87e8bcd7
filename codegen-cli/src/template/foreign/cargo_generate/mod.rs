//! Templates of cargo-generate: `cargo-generate.toml`, and files in liquid.

mod condition;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use toml_edit::{Document, Item, Table, TableLike};
use typewright_core::diag::nearest;

use crate::error::{CommandError, Mistake, Place};
use crate::template::foreign::dialect::{Dialect, Paths, Undefined};
use crate::template::foreign::ignore::Patterns;
use crate::template::foreign::liquid::NAME;
use crate::template::foreign::source::{Raw, is_binary};
use crate::template::foreign::translation::Translation;

pub(super) const FILE: &str = "cargo-generate.toml";

/// What is never part of a project.
const LEFT_OUT: [&str; 3] = [".genignore", FILE, ".cargo-ok"];

/// Keys of a placeholder.
const KEYS: [&str; 5] = ["choices", "default", "prompt", "regex", "type"];

struct Reader<'a> {
    name: String,
    text: &'a str,
    out: Translation,
    /// What is asked, in order.
    questions: Map<String, Value>,
}

/// Whether a `Cargo.toml` asks for the name of the project.
pub(super) fn is_one(text: &str) -> bool {
    let mut values = text.split("{{").skip(1).map(str::trim_start);
    values.any(|value| value.starts_with("project-name") || value.starts_with("crate_name"))
}

/// Translates a template.
///
/// # Errors
/// The mistakes in it.
pub(super) fn translate(place: &str, raw: Raw) -> Result<Translation, CommandError> {
    let name = format!("{place}/{FILE}");
    let text = raw.text(FILE).unwrap_or_default().into_owned();
    let document = Document::parse(text.as_str()).map_err(|error| {
        let at = Place::of(&name, &text, error.span().unwrap_or_default());
        Mistake::new(error.message().to_owned()).at(at)
    })?;
    let out = Translation {
        dialect: Dialect {
            undefined: Undefined::Lenient,
            keep_trailing_newline: true,
            ..Dialect::default()
        },
        ..Translation::default()
    };
    let mut reader = Reader { name, text: &text, out, questions: Map::new() };
    let root = document.as_table();
    reader.refuse_several(place, root)?;
    reader.ask_for_the_project();
    if let Some(placeholders) = root.get("placeholders").and_then(Item::as_table_like) {
        reader.placeholders(placeholders, None);
    }
    reader.conditionals(root);
    let template = root.get("template").and_then(Item::as_table_like);
    if let Some(template) = template {
        reader.lists(template, None);
    }
    let hooks = reader.hooks(root);
    reader.ask_for_hooks(&hooks, &raw);
    let Reader { mut out, questions, .. } = reader;
    out.questions.extend(questions);
    files(&mut out, raw, &hooks);
    Ok(out)
}

impl Reader<'_> {
    fn at(&self, range: Option<std::ops::Range<usize>>) -> Place {
        Place::of(&self.name, self.text, range.unwrap_or_default())
    }

    /// One that holds several is a list of folders.
    fn refuse_several(&self, place: &str, root: &Table) -> Result<(), CommandError> {
        let template = root.get("template").and_then(Item::as_table_like);
        let Some(item) = template.and_then(|table| table.get("sub_templates")) else {
            return Ok(());
        };
        let folders = strings(item);
        let first = folders.first().map_or("FOLDER", String::as_str);
        let message = format!("it holds several templates: {}", folders.join(", "));
        let help = format!("name one of them: `{place}/{first}`, or from git `URL#REV:{first}`");
        Err(Mistake::new(message).at(self.at(item.span())).help(help).into())
    }

    /// What the tool knows or finds out by itself.
    fn ask_for_the_project(&mut self) {
        for (name, question) in [
            (
                NAME,
                json!({ "type": "text", "help": "Name of the project", "default": "{{ folder }}",
                "pattern": "^[a-zA-Z][a-zA-Z0-9_ -]*$" }),
            ),
            (
                "crate_type",
                json!({ "type": "choice", "help": "What it builds", "choices": ["bin", "lib"],
                "default": "bin" }),
            ),
        ] {
            self.questions.insert(name.to_owned(), question);
        }
    }

    fn placeholders(&mut self, table: &dyn TableLike, when: Option<&str>) {
        for (name, item) in table.iter() {
            let Some(details) = item.as_table_like() else {
                let message = format!("`{name}` is a table: {{ type = …, prompt = … }}");
                self.out.mistakes.push(Mistake::new(message).at(self.at(item.span())));
                continue;
            };
            let place = table.key(name).and_then(toml_edit::Key::span);
            self.out.places.insert(name.to_owned(), self.at(place));
            let mut question = self.placeholder(name, details, item);
            if let Some(when) = when {
                // What several conditions bring is asked where one of them holds.
                let before =
                    self.questions.get(name).and_then(|q| q.get("when")).and_then(Value::as_str);
                question["when"] = match before {
                    Some(before) => format!("({before}) or ({when})").into(),
                    None => when.into(),
                };
            }
            self.questions.insert(name.to_owned(), question);
        }
    }

    fn placeholder(&mut self, name: &str, details: &dyn TableLike, item: &Item) -> Value {
        for (key, _) in details.iter() {
            if !KEYS.contains(&key) {
                let place = self.at(details.key(key).and_then(toml_edit::Key::span));
                let mistake =
                    Mistake::new(format!("`{name}`: a placeholder has no `{key}`")).at(place);
                self.out.mistakes.push(match nearest(key, KEYS) {
                    Some(near) => mistake.help(format!("did you mean `{near}`?")),
                    None => mistake.help(format!("it has: {}", KEYS.join(", "))),
                });
            }
        }
        let text = |key: &str| details.get(key).and_then(Item::as_str).map(str::to_owned);
        let choices = details.get("choices").map(strings).unwrap_or_default();
        let kind = match (text("type").as_deref().unwrap_or("string"), choices.is_empty()) {
            ("string", false) => "choice",
            ("string" | "text" | "editor", _) => "text",
            ("bool", _) => "bool",
            ("array", _) => "list",
            (other, _) => {
                let kinds = ["array", "bool", "editor", "string", "text"];
                let place = self.at(details.get("type").and_then(Item::span));
                let mistake = Mistake::new(format!("`{name}`: `{other}` is no type")).at(place);
                self.out.mistakes.push(match nearest(other, kinds) {
                    Some(near) => mistake.help(format!("did you mean `{near}`?")),
                    None => mistake.help(format!("types: {}", kinds.join(", "))),
                });
                "text"
            }
        };
        if text("prompt").is_none() {
            let mistake = Mistake::new(format!("`{name}` has no `prompt`: what is asked"));
            self.out.mistakes.push(mistake.at(self.at(item.span())));
        }
        let mut question = json!({ "type": kind, "help": text("prompt").unwrap_or_default() });
        if !choices.is_empty() {
            question["choices"] = choices.into();
        }
        if let Some(default) = details.get("default") {
            question["default"] = match (default.as_str(), default.as_bool()) {
                // A default is no template here.
                (Some(text), _) if text.contains("{{") || text.contains("{%") => {
                    format!("{{% raw %}}{text}{{% endraw %}}").into()
                }
                (Some(text), _) => text.into(),
                (_, Some(on)) => on.into(),
                _ => strings(default).into(),
            };
        }
        if let Some(pattern) = text("regex") {
            question["pattern"] = pattern.into();
        }
        question
    }

    /// `[conditional.'EXPRESSION']`
    fn conditionals(&mut self, root: &Table) {
        let Some(table) = root.get("conditional").and_then(Item::as_table_like) else { return };
        for (expression, item) in table.iter() {
            let Some(block) = item.as_table_like() else { continue };
            let place = self.at(table.key(expression).and_then(toml_edit::Key::span));
            let when = match condition::translated(expression) {
                Ok(when) => when,
                Err(why) => {
                    let message = format!("the condition `{expression}`: {why}");
                    let mistake = Mistake::new(message).at(place);
                    self.out
                        .mistakes
                        .push(mistake.help("compare answers: `a && b == \"x\"`, `!c`"));
                    continue;
                }
            };
            if let Some(placeholders) = block.get("placeholders").and_then(Item::as_table_like) {
                self.placeholders(placeholders, Some(&when));
            }
            self.lists(block, Some(&when));
        }
    }

    /// `include`, `exclude` and `ignore`
    fn lists(&mut self, table: &dyn TableLike, when: Option<&str>) {
        let of = |key: &str| table.get(key).map(strings).unwrap_or_default();
        let paths = |paths: Vec<String>| Paths { paths, when: when.map(str::to_owned) };
        let dialect = &mut self.out.dialect;
        if !of("include").is_empty() {
            dialect.only.push(paths(of("include")));
        }
        if !of("exclude").is_empty() {
            dialect.copy.push(paths(of("exclude")));
        }
        if !of("ignore").is_empty() {
            let anchored =
                of("ignore").into_iter().map(|path| format!("/{}", path.trim_matches('/')));
            dialect.leave_out.push(paths(anchored.collect()));
        }
    }

    /// What scripts would set, which is nothing unless it is answered.
    fn ask_for_hooks(&mut self, hooks: &[String], raw: &Raw) {
        for hook in hooks {
            let script = raw.text(hook.trim_start_matches("./")).unwrap_or_default();
            for name in sets(&script) {
                let help = format!("What {hook} would set");
                let question = json!({ "type": "text", "help": help, "default": "" });
                self.questions.entry(name).or_insert(question);
            }
        }
    }

    /// What it would run; those files are no part of a project.
    fn hooks(&mut self, root: &Table) -> Vec<String> {
        let mut hooks = Vec::new();
        let Some(table) = root.get("hooks").and_then(Item::as_table_like) else { return hooks };
        for (key, when) in [
            ("init", "before it asks"),
            ("pre", "before files are made"),
            ("post", "once files are made"),
        ] {
            let Some(item) = table.get(key) else { continue };
            for script in strings(item) {
                let message = format!("`{script}` is not run; cargo-generate runs it {when}");
                let help =
                    "what it sets can be given: `--set NAME=VALUE` for what the template asks";
                self.out.notes.push(Mistake::new(message).at(self.at(item.span())).help(help));
                hooks.push(script);
            }
        }
        hooks
    }
}

/// The names that a script sets by `variable::set("name", …)`.
fn sets(script: &str) -> impl Iterator<Item = &str> {
    let name = |rest: &'_ str| -> Option<usize> { rest.find('"') };
    let calls = script.split("variable::set(\"").skip(1);
    calls.filter_map(move |rest| Some(&rest[..name(rest)?]))
}

/// A text, or a list of them.
fn strings(item: &Item) -> Vec<String> {
    match (item.as_str(), item.as_array()) {
        (Some(text), _) => vec![text.to_owned()],
        (_, Some(list)) => list.iter().filter_map(|v| Some(v.as_str()?.to_owned())).collect(),
        _ => Vec::new(),
    }
}

/// The files of the template, and what they use that only the tool knows.
fn files(out: &mut Translation, raw: Raw, hooks: &[String]) {
    let ignored = raw.text(".genignore").unwrap_or_default().into_owned();
    let ignored = Patterns::new(ignored.lines());
    let names: std::collections::BTreeSet<String> =
        raw.files.iter().map(|(path, _)| path.clone()).collect();
    let mut texts = String::new();
    // What is copied whatever is answered is no template.
    let fixed = out.dialect.only.is_empty();
    let copies = out.dialect.copy.iter().filter(|paths| fixed && paths.when.is_none());
    let copies: Vec<String> = copies.flat_map(|paths| paths.paths.clone()).collect();
    let always = Patterns::new(copies.iter().map(String::as_str));
    out.dialect.copy.retain(|paths| !fixed || paths.when.is_some());
    for link in raw.links.keys() {
        let message = format!("`{link}` is a symbolic link, which cargo-generate skips");
        out.notes.push(Mistake::new(message));
    }
    for (origin, bytes) in raw.files {
        let script = hooks.iter().any(|hook| hook.trim_start_matches("./") == origin);
        let gone = LEFT_OUT.contains(&origin.as_str()) || script;
        // The template of a name stands for the plain file of it.
        if gone || ignored.matches(&origin) || names.contains(&format!("{origin}.liquid")) {
            continue;
        }
        let path = origin.strip_suffix(".liquid").unwrap_or(&origin).to_owned();
        let rendered = !is_binary(&path, &bytes) && !always.matches(&path);
        if rendered {
            texts.push_str(&path);
            texts.push_str(&String::from_utf8_lossy(&bytes));
        }
        let executable = raw.programs.contains(&origin);
        out.add(&origin, &path, bytes, rendered, executable);
    }
    let asked: BTreeMap<&str, &str> = [
        ("authors", "Who wrote it, as `Name <mail>`"),
        ("username", "Who wrote it, without a mail"),
        ("os-arch", "The machine, such as linux-x86_64"),
    ]
    .into();
    for (name, help) in asked {
        if texts.contains(name) && uses(&texts, name) {
            out.questions.insert(name.to_owned(), json!({ "type": "text", "help": help }));
        }
    }
    if !uses(&texts, "crate_type") && !out.dialect.leave_out.iter().any(names_crate_type) {
        // The order of the others stays.
        out.questions.shift_remove("crate_type");
    }
}

fn names_crate_type(paths: &Paths) -> bool {
    paths.when.as_ref().is_some_and(|when| when.contains("crate_type"))
}

/// Whether a name stands between the marks of liquid.
fn uses(text: &str, name: &str) -> bool {
    let inside = |(open, close): (&str, &str)| {
        let mut tags = text.split(open).skip(1);
        tags.any(|tag| tag.split(close).next().is_some_and(|tag| tag.contains(name)))
    };
    inside(("{{", "}}")) || inside(("{%", "%}"))
}
