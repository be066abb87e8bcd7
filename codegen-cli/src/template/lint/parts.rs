//! What a manifest says beside questions and files: parts, migrations, tests, and an API.

use std::collections::BTreeSet;
use std::mem;

use typewright_core::diag::nearest;
use typewright_core::emit::EMITTERS;

use super::{Lint, output};
use crate::edit::{Kind, Request};
use crate::error::{CommandError, Mistake};
use crate::template::engine::Engine;
use crate::template::manifest::{Part, PartFile};
use crate::template::migration::is_version;

/// `mistake`, with the word that may be meant.
fn meant<'a>(mistake: Mistake, word: &str, words: impl Iterator<Item = &'a str>) -> Mistake {
    match nearest(word, words) {
        Some(near) => mistake.help(format!("did you mean `{near}`?")),
        None => mistake,
    }
}

impl Lint<'_> {
    pub(super) fn parts(&mut self) -> Result<(), CommandError> {
        let manifest = self.manifest;
        for (title, part) in &manifest.parts {
            // A part has names of its own, and reads those of its project as `project.NAME`.
            let outside = mem::take(&mut self.used);
            self.part(part)?;
            let used = mem::replace(&mut self.used, outside);
            let of_project = used.iter().filter_map(|name| self.of_project(name));
            let of_project: Vec<String> = of_project.map(str::to_owned).collect();
            self.used.extend(of_project);
            self.unused_in(title, part, &used);
        }
        Ok(())
    }

    fn part(&mut self, part: &Part) -> Result<(), CommandError> {
        let names: Vec<&str> = part.questions.0.iter().map(|(name, _)| name.as_str()).collect();
        for (at, (name, question)) in part.questions.0.iter().enumerate() {
            self.question(name, question, &names[..at], &names.join(" "));
        }
        let known = [&names[..], &["project"]].concat();
        for file in &part.files {
            self.part_file(file, &known)?;
        }
        for edit in &part.edits {
            for text in [&edit.file, &edit.to, &edit.on, &edit.item] {
                self.string(text, &known);
            }
            self.edit(edit);
        }
        self.string(&part.say, &known);
        Ok(())
    }

    fn part_file(&mut self, file: &PartFile, known: &[&str]) -> Result<(), CommandError> {
        self.string(&file.to, known);
        let template = self.template;
        let found = template.files.iter().find(|(path, _)| output(path) == file.from);
        if let Some((source, body)) = found {
            self.file(&Engine::of(self.manifest), source, &body.bytes(source)?, known);
            return Ok(());
        }
        let mistake = self.at(&file.from, format!("there is no file `{}`", file.from));
        let paths = template.files.iter().map(|(path, _)| output(path));
        self.mistakes.push(meant(mistake, &file.from, paths));
        Ok(())
    }

    /// What an edit leaves out, and a file of the template that it nearly names.
    fn edit(&mut self, edit: &Request) {
        use Kind::{Arm, Attribute, Call, Derive, Field, Statement, Variant};
        let lacks = match edit.add {
            Variant | Field | Derive | Attribute | Arm | Call | Statement if edit.to.is_empty() => {
                Some(("to", "the item that it is added to"))
            }
            Call if edit.on.is_empty() => Some(("on", "the method that it is inserted before")),
            _ => None,
        };
        if let Some((key, what)) = lacks {
            let mistake = self.at(&edit.item, format!("the edit needs `{key}`: {what}"));
            self.mistakes.push(mistake);
        }
        let of_parts = self.manifest.parts.values().flat_map(|part| &part.files);
        let outputs = self.template.outputs(self.manifest).into_iter().map(|(path, _)| path);
        let files: Vec<String> = outputs.chain(of_parts.map(|file| file.to.clone())).collect();
        let file = &edit.file;
        let open = |path: &String| path.contains('{');
        if files.contains(file) || open(file) || files.iter().any(open) {
            return;
        }
        // It may be one that users make themselves.
        if let Some(near) = nearest(file, files.iter().map(String::as_str)) {
            let mistake = self.at(file, format!("the template makes no file `{file}`"));
            self.mistakes.push(mistake.help(format!("did you mean `{near}`?")));
        }
    }

    /// Questions of a part that change nothing; its name tells it from others of its kind.
    fn unused_in(&mut self, title: &str, part: &Part, used: &BTreeSet<String>) {
        let asked = part.questions.0.iter().map(|(name, _)| name);
        for name in asked.filter(|name| *name != "name" && !used.contains(*name)) {
            let message = format!("part `{title}` asks `{name}`, and makes no use of it");
            let mistake = self.at_key(&["parts", title, "questions"], name, message);
            self.mistakes.push(mistake.help("use it, or do not ask it"));
        }
    }

    pub(super) fn migrations(&mut self) {
        let manifest = self.manifest;
        if !is_version(&manifest.version) {
            let message = format!("`{}` is no version, such as 1.0.0", manifest.version);
            self.mistakes.push(self.at_key(&[], "version", message));
        }
        let asked: Vec<String> = self.asked().into_iter().map(str::to_owned).collect();
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        // What one migration says, a later one may read.
        let all = || manifest.migrations.iter().flat_map(|one| &one.answers);
        let read: BTreeSet<String> =
            all().flat_map(|(_, value)| self.engine.names_of_expression(value)).collect();
        for migration in &manifest.migrations {
            if !is_version(&migration.before) {
                let message = format!("`{}` is no version, such as 2.0.0", migration.before);
                self.mistakes.push(self.at(&migration.before, message));
            }
            for (from, to) in &migration.rename {
                self.string(from, &asked);
                self.string(to, &asked);
            }
            for (name, expression) in &migration.answers {
                // The answers of an older version may have had other names.
                let wrong = self.engine.compile(expression).err();
                self.mistakes.extend(wrong.map(|why| self.at(expression, why)));
                if !asked.contains(&name.as_str()) && !read.contains(name) {
                    self.not_asked("migrations", name, &asked);
                }
            }
        }
    }

    pub(super) fn tests(&mut self) {
        let manifest = self.manifest;
        let asked: Vec<String> = self.asked().into_iter().map(str::to_owned).collect();
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        for (name, _) in manifest.tests.iter().flat_map(|test| test.answers.iter().flatten()) {
            if !asked.contains(&name.as_str()) {
                self.not_asked("tests", name, &asked);
            }
        }
    }

    /// An answer to nothing.
    fn not_asked(&mut self, below: &str, name: &str, asked: &[&str]) {
        let mistake = self.at_key(
            &[below, "answers"],
            name,
            format!("`{name}` is answered, and nobody asks it"),
        );
        self.mistakes.push(meant(mistake, name, asked.iter().copied()));
    }

    pub(super) fn api(&mut self) {
        let known = || EMITTERS.iter().map(|emitter| emitter.name);
        let named = self.manifest.api.iter().flat_map(|api| &api.emitters);
        let unknown: Vec<&String> = named.filter(|name| !known().any(|k| k == **name)).collect();
        for name in unknown {
            let mistake = self.at(name, format!("there is no emitter `{name}`"));
            let list = format!("emitters: {}", known().collect::<Vec<_>>().join(", "));
            self.mistakes.push(meant(mistake, name, known()).help(list));
        }
    }
}
