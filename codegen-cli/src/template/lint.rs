//! What is wrong with a template, found without a project: names that nobody answers, questions
//! that nobody uses, rules and files that nothing leads to, and answers that do not go together.

mod over_answers;
mod parts;

pub(super) use over_answers::over_answers;

use std::collections::BTreeSet;

use typewright_core::diag::nearest;

use super::engine::{Engine, SUFFIX};
use super::foreign::chance::SEED;
use super::foreign::dialect::Tool;
use super::foreign::moment::NOW;
use super::manifest::{Manifest, Rule};
use super::pattern::matches;
use super::question::Question;
use super::{MANIFEST, Template};
use crate::error::{CommandError, Mistake, Place};

/// All mistakes of a template that can be seen in its text.
pub(super) fn lint(template: &Template, manifest: &Manifest) -> Result<Vec<Mistake>, CommandError> {
    let mut lint = Lint {
        engine: Engine::of(manifest),
        template,
        manifest,
        text: template.manifest_text()?,
        used: BTreeSet::new(),
        mistakes: Vec::new(),
    };
    lint.questions();
    lint.rules();
    lint.files()?;
    lint.partials();
    lint.parts()?;
    lint.migrations();
    lint.tests();
    lint.api();
    lint.unused();
    Ok(lint.mistakes)
}

struct Lint<'a> {
    engine: Engine,
    template: &'a Template,
    manifest: &'a Manifest,
    /// The manifest, as it is written.
    text: String,
    /// The questions that something makes use of.
    used: BTreeSet<String>,
    mistakes: Vec<Mistake>,
}

impl Lint<'_> {
    fn asked(&self) -> Vec<&str> {
        self.manifest.questions.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn questions(&mut self) {
        let manifest = self.manifest;
        let all = self.asked().join(" ");
        let mut before: Vec<&str> = Vec::new();
        for (name, question) in &manifest.questions.0 {
            self.question(name, question, &before, &all);
            before.push(name);
        }
        let all: Vec<&str> = all.split(' ').collect();
        self.string(&manifest.say, &[&all[..], &["dir"]].concat());
    }

    fn question(&mut self, name: &str, question: &Question, before: &[&str], all: &str) {
        match &question.when {
            // Its conditions are templates.
            Some(when) if self.engine.is_of(Tool::Copier) => self.string(when, before),
            Some(when) => self.expression(when, before),
            None => {}
        }
        if let Some(compute) = &question.compute {
            self.expression(compute, before);
        }
        let own = [before, &[name]].concat();
        for template in question.choices.templates().into_iter().chain(question.refuse.as_deref()) {
            self.string(template, &own);
        }
        if let Some(check) = &question.check {
            // A check of the answer itself is no use of it.
            let names: Vec<&str> = all.split(' ').collect();
            let used = self.used.contains(name);
            self.expression(check, &names);
            if !used {
                self.used.remove(name);
            }
        }
        if let Some(default) = question.default.as_ref().and_then(|default| default.as_str()) {
            self.string(default, &[before, &["folder"]].concat());
        }
    }

    fn rules(&mut self) {
        let manifest = self.manifest;
        let asked: Vec<String> = self.asked().into_iter().map(str::to_owned).collect();
        for (at, rule) in manifest.files.iter().enumerate() {
            let mut known: Vec<&str> = asked.iter().map(String::as_str).collect();
            known.extend(["schema", "typewright"]);
            if let Some(each) = &rule.for_each {
                self.expression(&each.list, &known);
                known.push(&each.name);
            }
            if let Some(when) = &rule.when {
                self.expression(when, &known);
            }
            if let Some(to) = &rule.to {
                self.string(to, &known);
            }
            self.reach(rule, &manifest.files[..at]);
        }
    }

    /// A rule that no file is left for.
    fn reach(&mut self, rule: &Rule, before: &[Rule]) {
        let paths = || self.template.sources(self.manifest).map(|(path, _)| output(path));
        let matched: Vec<&str> = paths().filter(|path| matches(&rule.pattern, path)).collect();
        let taken = |path: &&str| before.iter().any(|rule| matches(&rule.pattern, path));
        if matched.is_empty() {
            let near = nearest(&rule.pattern, paths());
            let mistake = self.at(&rule.pattern, format!("no file matches `{}`", rule.pattern));
            self.mistakes.push(match near {
                Some(near) => mistake.help(format!("did you mean `{near}`?")),
                None => mistake.help("a rule names files without their `.jinja`"),
            });
        } else if matched.iter().all(taken) {
            let message = format!("rules above decide all files that match `{}`", rule.pattern);
            let mistake = self.at(&rule.pattern, message);
            self.mistakes.push(mistake.help("the first rule that matches counts; move it up"));
        }
    }

    fn files(&mut self) -> Result<(), CommandError> {
        let (template, manifest) = (self.template, self.manifest);
        let asked: Vec<String> = self.asked().into_iter().map(str::to_owned).collect();
        for (source, body) in template.sources(manifest) {
            let rule = manifest.rule(output(source));
            let mut known: Vec<&str> = asked.iter().map(String::as_str).collect();
            known.extend(["schema", "typewright"]);
            known.extend(rule.and_then(|rule| rule.for_each.as_ref()).map(|each| &*each.name));
            if manifest.dialect.is_none() && rule.is_none_or(|rule| rule.to.is_none()) {
                self.path(source, &known);
            }
            if !manifest.is_template(source) {
                continue;
            }
            let engine = match &manifest.dialect {
                None => Engine::between(manifest, rule.and_then(|rule| rule.delimiters.as_ref())),
                Some(_) => Engine::of(manifest),
            };
            self.file(&engine, source, &body.bytes(source)?, &known);
        }
        Ok(())
    }

    /// The name of a file, which may hold values.
    fn path(&mut self, source: &str, known: &[&str]) {
        let file = format!("{}/{source}", self.template.place);
        let place = Place { file, ..Place::default() };
        if let Err(mistake) = self.engine.parse(source, output(source)) {
            self.mistakes.push(mistake.at(place));
            return;
        }
        for (_, mistake) in self.unknown(self.engine.names(output(source)), known) {
            self.mistakes.push(mistake.at(place.clone()).note("in the name of the file"));
        }
    }

    fn file(&mut self, engine: &Engine, source: &str, bytes: &[u8], known: &[&str]) {
        let name = format!("{}/{}", self.template.place, self.manifest.origin(source));
        if !source.ends_with(SUFFIX) {
            return;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            let message = format!("`{name}` is not UTF-8 text; drop its `{SUFFIX}`");
            self.mistakes.push(Mistake::new(message));
            return;
        };
        if let Err(mistake) = engine.parse(&name, text) {
            self.mistakes.push(mistake);
            return;
        }
        // What a branch sets is there behind it, which the engine does not see.
        let set = |name: &String| {
            let assigns = format!("set {name}");
            let mut rest = text.split(&assigns).skip(1);
            rest.any(|rest| rest.trim_start().starts_with(['=', '%']))
        };
        let names = engine.names(text).into_iter().filter(|name| !set(name)).collect();
        for (unknown, mistake) in self.unknown(names, known) {
            let place = word(text, &unknown).map(|at| Place::of(&name, text, at));
            let actions = text.contains("${{") && text.contains(&format!("${{{{ {unknown}"));
            let mistake = match actions {
                true => mistake.help("or give the file `delimiters`, so that `${{ }}` is text"),
                false => mistake,
            };
            self.mistakes.push(mistake.at(place.unwrap_or_default()));
        }
    }

    /// The files that others include; what they name may come from where they are included.
    fn partials(&mut self) {
        let manifest = self.manifest;
        let mut idle: BTreeSet<&String> = manifest.partials.keys().collect();
        let files = self.template.files.iter().filter(|(path, _)| path.ends_with(SUFFIX));
        for (path, body) in files {
            if let (false, Ok(bytes)) = (idle.is_empty(), body.bytes(path)) {
                let text = String::from_utf8_lossy(&bytes);
                idle.retain(|name| !text.contains(name.as_str()));
            }
        }
        for text in manifest.partials.values() {
            idle.retain(|name| !text.contains(name.as_str()));
        }
        for (path, text) in &manifest.partials {
            let name = format!("{}/{}/{path}", self.template.place, manifest.includes);
            if idle.contains(path) {
                let place = Place { file: name.clone(), ..Place::default() };
                let mistake = Mistake::new(format!("no file includes `{path}`")).at(place);
                self.mistakes.push(mistake.help("include it, or drop it"));
            }
            match self.engine.parse(&name, text) {
                Ok(()) => self.used.extend(self.engine.names(text)),
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
    }

    /// Questions that change nothing.
    fn unused(&mut self) {
        let manifest = self.manifest;
        // Other tools hand all answers to hooks, and write them down.
        if manifest.dialect.is_some() {
            return;
        }
        // What stands for the clock and for chance is used without its name.
        let by_engine = |name: &String| name == NOW || name == SEED;
        let unused = |name: &String| !self.used.contains(name) && !by_engine(name);
        for (name, question) in manifest.questions.0.iter().filter(|(name, _)| unused(name)) {
            let (is, help) = match question.compute {
                Some(_) => ("computed", "use it, or drop it"),
                None => ("asked", "use it, or do not ask it"),
            };
            let mistake = self.at_key(
                &["questions"],
                name,
                format!("`{name}` is {is}, and nothing makes use of it"),
            );
            self.mistakes.push(mistake.help(help));
        }
    }

    fn expression(&mut self, expression: &str, known: &[&str]) {
        if let Err(why) = self.engine.compile(expression) {
            self.mistakes.push(self.at(expression, why));
            return;
        }
        for (_, mistake) in self.unknown(self.engine.names_of_expression(expression), known) {
            let place = self.at(expression, "").place;
            self.mistakes.push(Mistake { place, ..mistake });
        }
    }

    fn string(&mut self, text: &str, known: &[&str]) {
        if let Err(mistake) = self.engine.parse(MANIFEST, text) {
            self.mistakes.push(self.at(text, mistake.message));
            return;
        }
        for (_, mistake) in self.unknown(self.engine.names(text), known) {
            let place = self.at(text, "").place;
            self.mistakes.push(Mistake { place, ..mistake });
        }
    }

    /// The names that nobody answers; the others are used from now on.
    fn unknown(&mut self, names: BTreeSet<String>, known: &[&str]) -> Vec<(String, Mistake)> {
        let mut unknown = Vec::new();
        for name in names {
            if known.contains(&name.as_str()) {
                self.used.insert(name);
            } else if name.contains('.') && !known.contains(&"project") {
                // What it is a field of is told.
            } else if self.of_project(&name).is_some() {
                self.used.insert(name);
            } else if !self.engine.knows(&name) {
                let mistake = Mistake::new(format!("nobody answers `{name}`"));
                let asked = self.asked().into_iter().map(|asked| format!("project.{asked}"));
                let asked: Vec<String> = asked.filter(|_| name.contains('.')).collect();
                let known = known.iter().copied().chain(asked.iter().map(String::as_str));
                let known: Vec<&str> = known.collect();
                let mistake = match nearest(&name, known.iter().copied()) {
                    Some(near) => mistake.help(format!("did you mean `{near}`?")),
                    None => mistake.help(format!("what there is: {}", known.join(", "))),
                };
                unknown.push((name, mistake));
            }
        }
        unknown
    }

    /// The question of the project that a part reads as `project.NAME`.
    fn of_project<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.strip_prefix("project.").filter(|field| self.asked().contains(field))
    }

    /// A mistake at the first key of this name in the manifest, below the keys of `path`.
    fn at_key(&self, path: &[&str], key: &str, message: impl Into<String>) -> Mistake {
        let file = format!("{}/{MANIFEST}", self.template.place);
        let below = |from: usize, key: &&str| {
            let at = self.text[from..].find(&format!("{key}:"));
            at.map_or(from, |at| from + at + key.len())
        };
        let from = path.iter().fold(0, below);
        Mistake::new(message).at(Place::of_key_from(&file, &self.text, from, key))
    }

    /// A mistake at the place of a text in the manifest.
    fn at(&self, text: &str, message: impl Into<String>) -> Mistake {
        let file = format!("{}/{MANIFEST}", self.template.place);
        let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
        let place = match self.text.find(line).filter(|_| !line.is_empty()) {
            Some(at) => Place::of(file, &self.text, at..at + line.len()),
            None => Place { file, ..Place::default() },
        };
        Mistake::new(message).at(place)
    }
}

/// The path that a file of the template has without rules.
fn output(source: &str) -> &str {
    source.strip_suffix(SUFFIX).unwrap_or(source)
}

/// Where a name stands in a text, as a word of its own.
pub(super) fn word(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let is_word = |at: &usize| {
        let (before, after) = (&text[..*at], &text[at + name.len()..]);
        !before.ends_with(part) && !after.starts_with(part)
    };
    let inside = |at: &usize| text[..*at].rfind(['{', '[', '<', '(']).is_some();
    let mut all = text.match_indices(name).map(|(at, _)| at).filter(is_word);
    all.find(inside).map(|at| at..at + name.len())
}
