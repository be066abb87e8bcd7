//! A translated template without the tool that it was made for: its files in the Jinja of ours, its
//! questions and paths by our conventions, wherever that says exactly the same. Where it does not,
//! the template keeps its dialect, and what stands in the way is told.

mod jinja;
mod liquid;
mod liquid_value;
mod marks;
mod names;
mod paths;
mod proof;
mod questions;
mod words;

use std::collections::BTreeSet;

use names::{Names, Sort, Wrong, name};
use serde_json::{Map, Value, json};

use super::dialect::{Dialect, Tool, Undefined};
use super::{TemplateFiles, chance, moment};
use crate::error::{CommandError, Mistake, Place};
use crate::output::Output;
use crate::template::engine::{Engine, SUFFIX};
use crate::template::lint;
use crate::template::manifest::Manifest;
use crate::template::{Body, MANIFEST, Template};
use jinja::Jinja;

/// A template without dialect.
#[derive(Debug)]
pub(in crate::template) struct Settled {
    pub(in crate::template) files: TemplateFiles,
    /// What was left out because nothing here needs it.
    pub(in crate::template) notes: Vec<Mistake>,
}

/// What stands in the way.
pub(in crate::template) type Reasons = Vec<Mistake>;

/// Settles a template, and tries that it makes the same as before.
///
/// # Errors
/// A file cannot be read.
pub(in crate::template) fn settled(
    template: &Template,
    manifest: &Manifest,
) -> Result<Result<Settled, Reasons>, CommandError> {
    let Some(dialect) = &manifest.dialect else {
        return Ok(Err(vec![Mistake::new("it has no dialect")]));
    };
    let text = template.manifest_text()?;
    let json: Value = serde_saphyr::from_str(&text)
        .map_err(|error| CommandError::failed(format!("{MANIFEST}: {error}")))?;
    let strict = attempt(template, manifest, dialect, &json, Undefined::Strict)?;
    if strict.is_ok() || dialect.undefined == Undefined::Strict {
        return Ok(strict);
    }
    let mut lenient = attempt(template, manifest, dialect, &json, Undefined::Lenient)?;
    if let Ok(settled) = &mut lenient {
        let why = "names that nobody answers are nothing in it, as the manifest says: `undefined: lenient`";
        let first = strict.err().and_then(|reasons| reasons.into_iter().next());
        let note = Mistake::new(why).help("without that line, `template lint` tells of them");
        settled.notes.push(match first.and_then(|reason| reason.place) {
            Some(place) => note.at(*place),
            None => note,
        });
    }
    Ok(lenient)
}

/// Settles a template with strict names or with lenient ones.
fn attempt(
    template: &Template,
    manifest: &Manifest,
    dialect: &Dialect,
    json: &Value,
    undefined: Undefined,
) -> Result<Result<Settled, Reasons>, CommandError> {
    let names = Names::of(manifest, dialect);
    let mut settling = Settling {
        undefined,
        template,
        manifest,
        dialect,
        names: &names,
        root: None,
        rules: Vec::new(),
        files: TemplateFiles::new(),
        notes: Vec::new(),
        reasons: Vec::new(),
        used: BTreeSet::new(),
        sources: BTreeSet::new(),
    };
    settling.engine();
    let mut questions = settling.questions(json);
    let say = settling.say(json);
    for (source, body) in template.sources(manifest) {
        settling.file(source, &body.bytes(source)?);
    }
    settling.partials(&questions);
    settling.forget(&mut questions, &say);
    let Settling { rules, mut files, notes, mut reasons, .. } = settling;
    if !reasons.is_empty() {
        reasons.truncate(MOST);
        return Ok(Err(reasons));
    }
    let includes = dialect.includes.clone();
    let included = |(path, _): &(String, _)| path.starts_with(&format!("{includes}/"));
    let includes = if files.iter().any(included) { includes.clone() } else { String::new() };
    let mut settled = json!({
        "name": json["name"],
        "version": json["version"],
        "summary": json["summary"],
        "questions": questions,
        "files": rules,
    });
    if undefined == Undefined::Lenient {
        settled["undefined"] = "lenient".into();
    }
    if !includes.is_empty() {
        settled["includes"] = includes.into();
    }
    if !say.is_empty() {
        settled["say"] = say.into();
    }
    let text = serde_saphyr::to_string(&settled)
        .map_err(|error| CommandError::failed(format!("{MANIFEST}: {error}")))?;
    files.push((MANIFEST.to_owned(), text.into_bytes().into()));
    let settled = Settled { files, notes };
    let settled_template = read(&template.place, settled.files.clone())?;
    let ours = match settled_template.manifest() {
        Ok(ours) => ours,
        Err(error) => return Ok(Err(error.mistakes)),
    };
    let wrong = settled_template.lint(&ours)?;
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    match proof::differs((template, manifest), (&settled_template, &ours), &names)? {
        None => Ok(Ok(settled)),
        Some(why) => Ok(Err(vec![why])),
    }
}

/// A settled template as it will be read.
///
/// # Errors
/// It cannot be kept for long enough.
pub(in crate::template) fn read(
    place: &str,
    settled: TemplateFiles,
) -> Result<Template, CommandError> {
    let spool = Output::new().spool();
    let mut files = Vec::new();
    for (path, bytes) in settled {
        files.push((path, Body::Kept(spool.put(&bytes)?, false)));
    }
    Ok(Template { place: place.to_owned(), commit: None, files, foreign: None })
}

/// How many reasons are told.
const MOST: usize = 20;

/// A template that is being settled.
struct Settling<'a> {
    /// What a name is here that nobody answers.
    undefined: Undefined,
    template: &'a Template,
    manifest: &'a Manifest,
    dialect: &'a Dialect,
    names: &'a Names,
    /// What says which folder becomes the project.
    root: Option<String>,
    rules: Vec<Value>,
    files: TemplateFiles,
    notes: Vec<Mistake>,
    reasons: Reasons,
    /// The names that something makes use of.
    used: BTreeSet<String>,
    /// The paths of files, without their endings.
    sources: BTreeSet<String>,
}

impl<'a> Settling<'a> {
    fn jinja(&self) -> Jinja<'a> {
        Jinja { dialect: self.dialect, names: self.names }
    }

    fn reason(&mut self, why: impl Into<String>) {
        self.reasons.push(Mistake::new(why));
    }

    /// What an engine of ours cannot be set up for.
    fn engine(&mut self) {
        let odd = [&self.dialect.line_statement, &self.dialect.line_comment];
        if odd.iter().any(|prefix| prefix.is_some()) {
            self.reason("its statements may be lines without marks");
        }
        if !self.dialect.root.is_empty() {
            let jinja = self.jinja();
            let marks = jinja.marks();
            let root = self.dialect.root.trim();
            let inner = root.strip_prefix(marks.value[0]);
            let inner = inner.and_then(|root| root.strip_suffix(marks.value[1]));
            let made = inner.filter(|inner| !inner.contains(marks.value[0]));
            self.root = made.and_then(|inner| self.expression(inner));
            if self.root.is_none() {
                let why =
                    format!("which folder becomes the project is more than a value: `{root}`");
                self.reason(why);
            }
        }
        if self.dialect.only.iter().chain(&self.dialect.copy).any(|paths| paths.when.is_some()) {
            self.reason("which of its files are rendered follows from an answer");
        }
    }

    /// A template, in a file or in the manifest, as ours.
    fn text(&mut self, name: &str, text: &str) -> Option<String> {
        let made = match self.dialect.tool {
            Tool::CargoGenerate => liquid::template(text, self.names),
            Tool::Cookiecutter | Tool::Copier => self.jinja().template(text),
        };
        let wrong = match made {
            Ok(made) => match self.undefined(&made) {
                Ok(()) => return Some(made),
                Err(wrong) => vec![wrong],
            },
            Err(wrong) => wrong,
        };
        self.tell(name, text, wrong);
        None
    }

    /// What stands in the way in a text.
    fn tell(&mut self, name: &str, text: &str, wrong: Vec<Wrong>) {
        for one in wrong {
            let at = match one.name {
                Some(name) => lint::word(text, &name).unwrap_or(0..0),
                None => one.at..one.at,
            };
            let place = Place::of(name, text, at);
            let mistake = Mistake { help: one.help, ..Mistake::new(one.why) };
            self.reasons.push(mistake.at(place));
        }
    }

    /// Notes what a template of ours uses; a name that nobody answers is a mistake there.
    fn undefined(&mut self, made: &str) -> Result<(), Wrong> {
        let engine = Engine::new();
        let names = engine.names(made);
        self.used.extend(names.iter().cloned());
        // Liquid knows all its names when it is translated.
        if self.dialect.tool == Tool::CargoGenerate || self.undefined == Undefined::Lenient {
            return Ok(());
        }
        let known = |name: &String| engine.knows(name) || is_set(made, name) || name == "dir";
        match self.jinja().unanswered(names).into_iter().find(|name| !known(name)) {
            None => Ok(()),
            Some(name) => {
                let lenient = match self.dialect.undefined {
                    Undefined::Lenient => ", which is nothing there and a mistake here",
                    Undefined::Strict => "",
                };
                let why = format!("nobody answers `{name}`{lenient}");
                Err(Wrong { name: Some(name.clone()), ..Wrong::at(0, why) }
                    .help(format!("say what stands for it: `{name} | default('')`")))
            }
        }
    }

    fn say(&mut self, json: &Value) -> String {
        let Some(say) = json["say"].as_str().filter(|say| !say.is_empty()) else {
            return String::new();
        };
        let before = self.reasons.len();
        // What copier calls the folder of the project.
        let made = self.text(MANIFEST, &say.replace("_copier_conf.dst_path", "dir"));
        // What it says at the end is no part of the project.
        if self.reasons.len() > before {
            self.reasons.truncate(before);
            self.notes.push(
                Mistake::new("what it says at the end is left out")
                    .help("write it as `say` of the manifest"),
            );
        }
        made.unwrap_or_default()
    }

    /// Leaves out what was asked for hooks alone, as nothing here makes use of it.
    fn forget(&mut self, questions: &mut Map<String, Value>, say: &str) {
        let engine = Engine::new();
        self.used.extend(engine.names(say));
        loop {
            let uses: Vec<(String, BTreeSet<String>)> = questions
                .iter()
                .map(|(asker, question)| (asker.clone(), questions::uses(&engine, question)))
                .collect();
            let used = |name: &String| {
                // The engine reads these where a template wants a date or a lot.
                [moment::NOW, chance::SEED].contains(&name.as_str())
                    || self.used.contains(name)
                    || uses.iter().any(|(asker, names)| asker != name && names.contains(name))
            };
            let unused: Vec<String> =
                questions.keys().filter(|name| !used(name)).cloned().collect();
            if unused.is_empty() {
                return;
            }
            for name in unused {
                let gone = questions.shift_remove(&name);
                if gone.is_some_and(|question| question.get("compute").is_none()) {
                    let why = format!("`{name}` is not asked, because no file makes use of it");
                    self.notes.push(Mistake::new(why));
                }
            }
        }
    }

    /// The files that others include, if any does.
    fn partials(&mut self, questions: &Map<String, Value>) {
        let dialect = self.dialect;
        // What is no template of ours cannot be included either.
        let mut left: Vec<(&String, String)> = dialect
            .partials
            .iter()
            .filter_map(|(path, text)| Some((path, self.jinja().template(text).ok()?)))
            .filter(|(path, made)| Engine::new().parse(path, made).is_ok())
            .collect();
        let texts = self.files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes));
        let mut texts: String = texts.collect();
        texts.push_str(&Value::from(questions.clone()).to_string());
        loop {
            // A value that names a file may name any template.
            let any = texts
                .split("{% include ")
                .skip(1)
                .any(|tag| tag.split("%}").next().is_some_and(|tag| !tag.contains(['\'', '"'])));
            let named = |(path, _): &(&String, String)| {
                let name = path.rsplit('/').next().unwrap_or(path);
                texts.contains(name) || any && name.ends_with(SUFFIX) && !path.contains('{')
            };
            let (found, others): (Vec<_>, Vec<_>) = left.into_iter().partition(named);
            if found.is_empty() {
                return;
            }
            left = others;
            for (path, made) in found {
                self.used.extend(Engine::new().names(&made));
                texts.push_str(&made);
                let path = format!("{}/{path}", dialect.includes);
                self.files.push((path, made.into_bytes().into()));
            }
        }
    }

    /// A file of the template under a path, rendered or not.
    fn keep(&mut self, path: &str, contents: Vec<u8>, rendered: bool) {
        let name = if rendered { format!("{path}{SUFFIX}") } else { path.to_owned() };
        self.files.push((name, contents.into()));
    }
}

/// Whether a template sets a name somewhere; the engine does not look into branches.
fn is_set(text: &str, name: &str) -> bool {
    let sets = format!("set {name}");
    let mut rest = text.split(&sets).skip(1);
    rest.any(|rest| rest.trim_start().starts_with(['=', '%']))
}
