//! The files of a template under our rules: where each goes, whether it is made, whose it is.

use serde_json::{Map, Value};

use super::questions::asked;
use super::{Engine, Jinja, SUFFIX, Settling, Tool, words};
use crate::error::{Mistake, Place};
use crate::template::foreign::dialect::Paths;
use crate::template::foreign::ignore::Patterns;
use crate::template::foreign::layout;

/// What becomes of a path.
#[derive(Default)]
struct Way {
    to: String,
    /// The path of the file in the template, where `to` is none.
    source: Option<String>,
    when: Vec<String>,
    for_each: Option<String>,
}

impl Settling<'_> {
    /// One file of the template.
    pub(super) fn file(&mut self, source: &str, bytes: &[u8]) {
        let rendered = self.manifest.is_template(source);
        let path = if rendered { source.strip_suffix(SUFFIX).unwrap_or(source) } else { source };
        let name = format!("{}/{}", self.template.place, self.manifest.origin(source));
        if self.tells_answers(path, bytes) {
            let why = "the file of copier's answers is left out: the lock of a project keeps them";
            let place = Place { file: name, ..Place::default() };
            self.notes.push(Mistake::new(why).at(place));
            return;
        }
        // Of several folders, the one that an answer names.
        let chosen = self.root.clone().map(|root| (root, path.split_once('/')));
        let (path, root) = match chosen {
            None => (path, None),
            Some((_, None)) => return,
            Some((root, Some((folder, path)))) => {
                (path, Some(format!("({root}) == {}", words::literal(folder))))
            }
        };
        let Some(mut way) = self.way(path, &name) else { return };
        way.when.extend(root);
        if !self.leaves(&mut way, path) {
            return;
        }
        let listed = self.dialect.only.is_empty() || patterns(&self.dialect.only).matches(path);
        let copied = self.dialect.only.is_empty() && patterns(&self.dialect.copy).matches(path);
        let rendered = rendered && listed && !copied;
        let Some((contents, rendered)) = self.contents(&name, bytes, rendered, &way) else {
            return;
        };
        let stem = source.strip_suffix(SUFFIX).unwrap_or(source);
        let rule = self.manifest.rule(stem).or_else(|| self.manifest.rule(source));
        let executable = rule.and_then(|rule| rule.executable) == Some(true);
        let user = self.is_the_users(&way.to) || rendered && self.tells(&contents);
        let mut file = way.source.clone().unwrap_or_else(|| way.to.clone());
        // Several files may go to one place, each under a condition.
        while !self.sources.insert(file.clone()) {
            file = format!("{file}_");
        }
        let mut entry = Map::new();
        entry.insert("match".into(), file.as_str().into());
        if way.to != file {
            entry.insert("to".into(), way.to.into());
        }
        if !way.when.is_empty() {
            let when = way.when.join(" and ");
            self.used.extend(Engine::new().names_of_expression(&when));
            entry.insert("when".into(), when.into());
        }
        if let Some(each) = way.for_each {
            entry.insert("for_each".into(), each.into());
        }
        if executable {
            entry.insert("executable".into(), true.into());
        }
        if user {
            entry.insert("owner".into(), "user".into());
        }
        if entry.len() > 1 {
            self.rules.push(Value::Object(entry));
        }
        self.keep(&file, contents, rendered);
    }

    /// Whether it is the file that copier writes its own record to.
    fn tells_answers(&self, path: &str, bytes: &[u8]) -> bool {
        let record =
            path.contains("_copier_conf.answers_file") || path == self.dialect.answers_file;
        let text = String::from_utf8_lossy(bytes);
        self.dialect.tool == Tool::Copier && record && text.contains("_copier_answers")
    }

    /// Where a file goes.
    fn way(&mut self, path: &str, name: &str) -> Option<Way> {
        let before = self.reasons.len();
        let way = match self.dialect.tool {
            Tool::CargoGenerate => self.way_of_liquid(path),
            Tool::Copier | Tool::Cookiecutter => self.way_of_jinja(path),
        };
        for reason in &mut self.reasons[before..] {
            reason.place = Some(Box::new(Place { file: name.to_owned(), ..Place::default() }));
        }
        let way = way.filter(|_| self.reasons.len() == before)?;
        self.used.extend(Engine::new().names(&way.to));
        if let Some((_, list)) = way.for_each.as_ref().and_then(|each| each.split_once(" in ")) {
            self.used.extend(Engine::new().names_of_expression(list));
        }
        Some(way)
    }

    fn way_of_liquid(&mut self, path: &str) -> Option<Way> {
        let (mut to, mut source, mut odd) = (Vec::new(), Vec::new(), false);
        for part in path.split('/') {
            let made = self.text(path, part)?;
            // Names and paths of the project are safe as they are; other answers may hold anything.
            let safe = |text: &str| matches!(text, "{{ project_name }}" | "{{ crate_name }}");
            let (mut clean, mut rest) = (String::new(), made.as_str());
            while let Some((text, tag)) = rest.split_once("{{ ") {
                let Some((inner, behind)) = tag.split_once(" }}") else { break };
                let value = format!("{{{{ {inner} }}}}");
                clean.push_str(text);
                match safe(&value) {
                    true => clean.push_str(&value),
                    false => {
                        odd = true;
                        clean.push_str(&format!("{{{{ {inner}|file_name }}}}"));
                    }
                }
                rest = behind;
            }
            clean.push_str(rest);
            to.push(clean);
            source.push(made);
        }
        let source = odd.then(|| source.join("/"));
        Some(Way { to: to.join("/"), source, ..Way::default() })
    }

    fn way_of_jinja(&mut self, path: &str) -> Option<Way> {
        let jinja: Jinja<'_> = self.jinja();
        let [open, close] = jinja.marks().statement;
        let parts: Vec<&str> = path.split('/').collect();
        let mut way = Way::default();
        let mut to = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let mut part = *part;
            let repeated = layout::repeated(part, (open, close));
            let bare;
            if let Some((text, name, list)) = repeated.filter(|_| self.dialect.tool == Tool::Copier)
            {
                if way.for_each.is_some() {
                    self.reason("its path repeats itself twice");
                    return None;
                }
                let list = self.expression(&list)?;
                way.for_each = Some(format!("{name} in {list}"));
                bare = text;
                part = &bare;
            }
            let last = at + 1 == parts.len();
            // An empty folder is none in cookiecutter, and leaves a file out in copier.
            let leaves_out = last || self.dialect.tool == Tool::Copier;
            if let Some((condition, text)) = jinja.conditional(part).filter(|_| leaves_out) {
                let condition = self.expression(condition)?;
                way.when.push(bracketed(&condition));
                to.push(self.path_text(text)?);
            } else if part.contains(&format!("{open} if")) || part.contains(&format!("{open}- if"))
            {
                let all = part.starts_with(open) && part.ends_with(close);
                if all && !part.contains("else") {
                    self.reason("a part of its path may be empty in more than one way");
                    return None;
                }
                to.push(self.path_text(part)?);
            } else {
                to.push(self.path_text(part)?);
            }
        }
        way.to = to.join("/");
        Some(way)
    }

    /// A text of a path; what a loop over it names is known there.
    fn path_text(&mut self, text: &str) -> Option<String> {
        match self.jinja().template(text) {
            Ok(made) => Some(made),
            Err(wrong) => {
                self.reasons.extend(wrong.into_iter().map(|one| Mistake::new(one.why)));
                None
            }
        }
    }

    pub(super) fn expression(&mut self, text: &str) -> Option<String> {
        match self.jinja().body(text, false) {
            Ok(made) => {
                let made = made.trim().to_owned();
                self.used.extend(Engine::new().names_of_expression(&made));
                Some(made)
            }
            Err(wrong) => {
                self.reasons.push(Mistake { help: wrong.help, ..Mistake::new(wrong.why) });
                None
            }
        }
    }

    /// Whether a file is made at all; under which condition is noted.
    fn leaves(&mut self, way: &mut Way, path: &str) -> bool {
        for paths in &self.dialect.leave_out {
            if !patterns(std::slice::from_ref(paths)).matches(path) {
                continue;
            }
            match &paths.when {
                None => return false,
                Some(when) => way.when.push(format!("not {}", bracketed(&asked(when)))),
            }
        }
        let probe = probe(&way.to);
        let (conditional, fixed): (Vec<&String>, Vec<&String>) =
            self.dialect.exclude.iter().partition(|pattern| is_template(pattern, &self.jinja()));
        let fixed = fixed.iter().map(|pattern| pattern.as_str());
        if Patterns::new(fixed).matches(&probe) {
            return false;
        }
        for pattern in conditional {
            let jinja = self.jinja();
            let Some((condition, text)) =
                jinja.conditional(pattern).or_else(|| jinja.chosen(pattern))
            else {
                self.exclude_reason(pattern);
                continue;
            };
            if is_template(text, &jinja) {
                self.exclude_reason(pattern);
            } else if Patterns::new([text]).matches(&probe) {
                let Some(condition) = self.expression(condition) else { continue };
                way.when.push(format!("not {}", bracketed(&condition)));
            }
        }
        true
    }

    fn exclude_reason(&mut self, pattern: &str) {
        let why = format!("what is left out follows from an answer: `{pattern}`");
        if !self.reasons.iter().any(|reason| reason.message == why) {
            let form = "{% if CONDITION %}PATTERN{% endif %}";
            self.reasons.push(Mistake::new(why).help(format!("write it as `{form}`")));
        }
    }

    /// Whether a file is the user's once it was made.
    fn is_the_users(&mut self, to: &str) -> bool {
        let jinja = self.jinja();
        if let Some(pattern) = self.dialect.keep.iter().find(|pattern| is_template(pattern, &jinja))
        {
            let why = format!("which files are the user's follows from an answer: `{pattern}`");
            if !self.reasons.iter().any(|reason| reason.message == why) {
                self.reason(why);
            }
        }
        let keep = Patterns::new(self.dialect.keep.iter().map(String::as_str));
        keep.matches(&probe(to))
    }

    /// Whether a template of ours tells a secret.
    fn tells(&self, contents: &[u8]) -> bool {
        let secrets = &self.dialect.secrets;
        let names = Engine::new().names(&String::from_utf8_lossy(contents));
        secrets.iter().any(|secret| names.contains(self.names.here(secret)))
    }

    /// What a file holds, and whether it is rendered.
    fn contents(
        &mut self,
        name: &str,
        bytes: &[u8],
        rendered: bool,
        way: &Way,
    ) -> Option<(Vec<u8>, bool)> {
        if !rendered {
            // A file of that ending is rendered here.
            if !way.to.ends_with(SUFFIX) {
                return Some((bytes.to_vec(), false));
            }
            let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains("endraw"));
            let Some(text) = text else {
                self.reason(format!("`{name}` is copied, and called `{SUFFIX}`"));
                return None;
            };
            let plus = |breaks: bool| if breaks { "+" } else { "" };
            let (start, end) =
                (plus(text.starts_with(['\r', '\n'])), plus(text.ends_with([' ', '\t'])));
            let raw = format!("{{% raw {start}%}}{text}{{%{end} endraw %}}");
            return Some((raw.into_bytes(), true));
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            self.reason(format!("`{name}` is no text"));
            return None;
        };
        let newline = self.newline(text);
        let each = way.for_each.as_ref().and_then(|each| each.split_once(" in "));
        let before = self.reasons.len();
        let made = self.text(name, text);
        if let Some((name, _)) = each {
            // What the loop over its path names is known in the file.
            let about = format!("nobody answers `{name}`");
            let kept: Vec<Mistake> = self.reasons.drain(before..).collect();
            let about_it = kept.iter().all(|reason| reason.message.starts_with(&about));
            if !kept.is_empty() && about_it {
                let made = self.jinja().template(text).ok()?;
                self.used.extend(Engine::new().names(&made));
                return Some((with_newline(&made, newline).into_bytes(), true));
            }
            self.reasons.extend(kept);
        }
        Some((with_newline(&made?, newline).into_bytes(), true))
    }

    /// What lines of a file end in.
    fn newline(&self, text: &str) -> &'static str {
        if self.dialect.tool != Tool::Cookiecutter {
            return "\n";
        }
        let first = text.find(['\r', '\n']).map(|at| &text[at..]);
        let there = match first {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) if rest.starts_with('\r') => "\r",
            _ => "\n",
        };
        match self.dialect.newline.as_deref() {
            Some("\r\n") => "\r\n",
            Some("\r") => "\r",
            Some(_) => "\n",
            None => there,
        }
    }
}

fn with_newline(text: &str, newline: &str) -> String {
    if newline == "\n" { text.to_owned() } else { text.replace('\n', newline) }
}

/// A condition among others.
fn bracketed(condition: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    if condition.chars().all(word) { condition.to_owned() } else { format!("({condition})") }
}

fn patterns(paths: &[Paths]) -> Patterns {
    let always = paths.iter().flat_map(|paths| &paths.paths);
    Patterns::new(always.map(String::as_str))
}

fn is_template(text: &str, jinja: &Jinja<'_>) -> bool {
    let marks = jinja.marks();
    text.contains(marks.value[0]) || text.contains(marks.statement[0])
}

/// A path in which some text stands for each value.
fn probe(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some(at) = rest.find("{{") {
        out.push_str(&rest[..at]);
        out.push('x');
        rest = rest[at..].split_once("}}").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}
