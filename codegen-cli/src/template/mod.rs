//! Templates: a manifest, questions and files, rendered in memory.
//!
//! A template is a folder with a `template.yaml` ([`Manifest`]). A file whose name ends in `.jinja`
//! is rendered, any other is copied. Templates see:
//!
//! | name | what it is |
//! |---|---|
//! | each question | its answer |
//! | `schema` | the model of the API, empty without a source; see [`Schema`] |
//! | `typewright.client`, `.json`, `.ops`, `.server`, `.settings`, `.derive` | the runtimes, as in `typewright-ops = { {{ typewright.ops }} }` |
//! | `folder` | in defaults: the name of the target folder |
//! | `dir` | in `say`: the target folder as it was typed |
//!
//! and, beside minijinja's own filters, those of `docs/templates.md`. Unknown names are errors, and
//! what a file may cost is bounded.

mod answers;
mod body;
mod choices;
mod collisions;
mod engine;
mod escape;
mod foreign;
mod lint;
mod manifest;
mod migration;
mod ordered;
mod pairs;
mod pattern;
mod question;
mod reading;
mod render;

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use serde_json::Value;
use typewright_core::diag::nearest;
use typewright_core::files::{File, Files, Owner};
use typewright_core::model::Schema;

pub(crate) use answers::{Answers, Given, Prompt, ask, resolve, secrets, stored};
pub(crate) use body::Body;
pub(crate) use foreign::{Foreign, Found, Imported};
pub(crate) use manifest::{After, CargoVerb, Manifest, Part, Test};
pub(crate) use ordered::Ordered;
pub(crate) use pairs::cases;
pub(crate) use question::Question;

use crate::edit::Request;
use crate::error::{CommandError, Mistake};
use crate::git::{self, Address, Commit};
use crate::output::Output;
use crate::read;
use crate::recipe::{TemplateRef, tidy};
use crate::stage::{Kind, Root};

/// The manifest in every template folder.
const MANIFEST: &str = "template.yaml";

/// JSON Schema of the manifest, for editors.
pub(crate) const SCHEMA: &str = include_str!("schema.json");

/// Files of a template, manifest included, by path.
#[derive(Debug)]
pub(crate) struct Template {
    /// Where messages say that its files are.
    place: String,
    /// The commit that it is of, for a template from git.
    commit: Option<Commit>,
    files: Vec<(String, Body)>,
    /// The tool that it was made for, if not for this one.
    foreign: Option<Box<Foreign>>,
}

/// What a template may see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    /// The answers, by name.
    pub(crate) answers: &'a BTreeMap<String, Value>,
    /// The API, as `schema`; empty without a source.
    pub(crate) schema: &'a Schema,
    /// Where the runtimes are, as `typewright.<runtime>`.
    pub(crate) runtimes: &'a BTreeMap<&'static str, String>,
    /// Whose files are that no rule gives to somebody.
    pub(crate) owner: Owner,
    /// The name of the project's folder.
    pub(crate) folder: &'a str,
    /// Which template it is.
    pub(crate) source: Option<&'a TemplateRef>,
}

/// A part for one project.
#[derive(Debug)]
pub(crate) struct RenderedPart {
    pub(crate) files: Files,
    pub(crate) edits: Vec<Request>,
    /// Next steps.
    pub(crate) say: String,
}

impl Template {
    /// The names of the built-in templates.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        typewright_templates::all().iter().map(|t| t.name)
    }

    /// The template that a project was made with: one from git is read at the same commit.
    ///
    /// # Errors
    /// As for [`Template::find`].
    pub(crate) fn used(
        used: &TemplateRef,
        base: &Path,
        offline: bool,
    ) -> Result<Self, CommandError> {
        match (&used.commit, Address::parse(&used.name)) {
            (Some(commit), Some(address)) => Self::from_git(&address, address.at(commit, offline)?),
            _ => Self::find(&used.name, base, std::iter::empty(), offline),
        }
    }

    fn from_git(address: &Address, tree: git::Tree) -> Result<Self, CommandError> {
        Self::of(git::place(address), Some(tree.commit), tree.found)
    }

    /// A template of what was found; one that was made for another tool is translated.
    fn of(place: String, commit: Option<Commit>, found: Found) -> Result<Self, CommandError> {
        if found.holds(MANIFEST) {
            found.refuse_links()?;
            return Ok(Self { place, commit, files: found.files, foreign: None });
        }
        let (translated, foreign) = foreign::translate(&place, found.read()?)?;
        let spool = Output::new().spool();
        let mut files = Vec::new();
        for (path, bytes) in translated {
            files.push((path, Body::Kept(spool.put(&bytes)?, false)));
        }
        Ok(Self { place, commit, files, foreign: Some(Box::new(foreign)) })
    }

    /// The tool that it was made for, if not for this one.
    pub(crate) fn foreign(&self) -> Option<&Foreign> {
        self.foreign.as_deref()
    }

    /// The template as it is written down.
    ///
    /// # Errors
    /// It was made for another tool, and translated wrong.
    pub(crate) fn import(&self) -> Result<Imported, CommandError> {
        let manifest = self.manifest()?;
        let (settled, notes, kept) = match foreign::ours::settled(self, &manifest)? {
            Ok(settled) => (Some(settled.files), settled.notes, Vec::new()),
            Err(reasons) => (None, Vec::new(), reasons),
        };
        let settled = settled.map(|files| foreign::ours::read(&self.place, files)).transpose()?;
        let template = settled.as_ref().unwrap_or(self);
        let manifest = if settled.is_some() { template.manifest()? } else { manifest };
        let mut files = Output::new();
        for (path, body) in &template.files {
            let output = path.strip_suffix(engine::SUFFIX).unwrap_or(path);
            let executable = manifest.rule(output).and_then(|rule| rule.executable) == Some(true);
            let contents = body.bytes(path)?.into_owned();
            files.insert(path.as_str(), &File { contents, owner: Owner::User, executable })?;
        }
        Ok(Imported { files, notes, kept })
    }

    /// How a lock refers to it, under a name.
    pub(crate) fn reference(&self, name: String, manifest: &Manifest) -> TemplateRef {
        TemplateRef::new(name, manifest.version.clone(), self.commit.as_ref())
    }

    /// A built-in template by name, one from git by its address, or the folder at a path (anything
    /// else with a separator), which counts from `base`; `others` are names that there are besides.
    ///
    /// # Errors
    /// There is no such template.
    pub(crate) fn find<'a>(
        name: &str,
        base: &Path,
        others: impl Iterator<Item = &'a String>,
        offline: bool,
    ) -> Result<Self, CommandError> {
        if let Some(address) = Address::parse(name) {
            return Self::from_git(&address, address.fetch(offline)?).map_err(|error| match error
                .kind
            {
                crate::error::Kind::Failed => error,
                crate::error::Kind::Usage => {
                    error.help("the folder in the repository is written behind: `URL#REV:FOLDER`")
                }
            });
        }
        if name.contains(['/', '\\']) || matches!(name, "." | "..") {
            return Self::open(&tidy(&base.join(name)));
        }
        if let Some(found) = typewright_templates::all().iter().find(|t| t.name == name) {
            let files =
                found.files.iter().map(|(path, bytes)| ((*path).to_owned(), Body::Built(bytes)));
            let place = format!("templates/{name}");
            return Ok(Self { place, commit: None, files: files.collect(), foreign: None });
        }
        let error = CommandError::usage(format!("there is no template `{name}`"));
        let mut names: Vec<&str> = Self::names().collect();
        names.extend(others.map(String::as_str));
        let list = names.join(", ");
        Err(match nearest(name, names.iter().copied()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error,
        }
        .help(format!("templates: {list}; a folder of your own is written as a path, `./{name}`")))
    }

    fn open(folder: &Path) -> Result<Self, CommandError> {
        if folder.is_file() && folder.extension().is_some_and(|ending| ending == "jinja") {
            return Self::single(folder);
        }
        if !folder.is_dir() {
            let mistakes = vec![read::missing(folder)];
            return Err(CommandError { kind: crate::error::Kind::Usage, mistakes });
        }
        let mut found = Found::default();
        collect(&Rc::new(Root::at(folder)?), "", &mut found)?;
        Self::of(folder.display().to_string(), None, found)
    }

    /// One file is a template that asks nothing.
    fn single(path: &Path) -> Result<Self, CommandError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let manifest =
            format!("name: {}\nversion: 0.0.0\nsummary: One file\n", Value::from(name.as_str()));
        let folder = read::parent(path).unwrap_or_default().display().to_string();
        let spool = Output::new().spool();
        let manifest = (MANIFEST.to_owned(), Body::Kept(spool.put(manifest.as_bytes())?, false));
        let file = (name, Body::Kept(spool.put(&read::bytes(path)?)?, false));
        Ok(Self { place: folder, commit: None, files: vec![manifest, file], foreign: None })
    }

    /// Reads the manifest.
    ///
    /// # Errors
    /// Its mistakes, at their places.
    pub(crate) fn manifest(&self) -> Result<Manifest, CommandError> {
        let mut manifest =
            Manifest::read(&format!("{}/{MANIFEST}", self.place), &self.manifest_text()?)?;
        let folder = manifest.includes().to_owned();
        let mut partials = BTreeMap::new();
        for (path, body) in self.folder(&folder).into_iter().filter(|_| !folder.is_empty()) {
            let text = String::from_utf8(body.bytes(&format!("{folder}/{path}"))?.into_owned());
            partials.extend(text.ok().map(|text| (path.to_owned(), text)));
        }
        match &mut manifest.dialect {
            None => manifest.partials = partials,
            Some(dialect) => dialect.partials = partials,
        }
        if let (Some(dialect), Some(foreign)) = (&mut manifest.dialect, self.foreign()) {
            dialect.origins.clone_from(&foreign.origins);
            dialect.places.clone_from(&foreign.places);
        }
        Ok(manifest)
    }

    fn manifest_text(&self) -> Result<String, CommandError> {
        let body = self.files.iter().find(|(path, _)| path == MANIFEST);
        let bytes = body.map(|(path, body)| body.bytes(path)).transpose()?;
        Ok(String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned())
    }

    /// The files that become files of a project: not the manifest, and not those of parts and tests.
    fn sources<'a>(&'a self, manifest: &'a Manifest) -> impl Iterator<Item = &'a (String, Body)> {
        let of_parts = |path: &str| {
            let path = path.strip_suffix(engine::SUFFIX).unwrap_or(path);
            manifest.parts.values().flat_map(|part| &part.files).any(|file| file.from == path)
        };
        let of_tests = |path: &str| {
            let mut folders = manifest.tests.iter().filter_map(|test| test.snapshot.as_ref());
            folders.any(|folder| path.strip_prefix(folder).is_some_and(|p| p.starts_with('/')))
        };
        let included = move |path: &str| {
            let folder = Some(manifest.includes()).filter(|folder| !folder.is_empty());
            folder.is_some_and(|f| path.strip_prefix(f).is_some_and(|p| p.starts_with('/')))
        };
        self.files.iter().filter(move |(path, _)| {
            path != MANIFEST && !of_parts(path) && !of_tests(path) && !included(path)
        })
    }

    /// What its files become, each with what decides about it.
    pub(crate) fn outputs(&self, manifest: &Manifest) -> Vec<(String, String)> {
        let outputs = self.sources(manifest).map(|(source, _)| {
            let path = source.strip_suffix(engine::SUFFIX).unwrap_or(source);
            let rule = manifest.rule(path);
            let to = rule.and_then(|rule| rule.to.clone());
            let when = rule.and_then(|rule| rule.when.as_ref());
            let each = rule.and_then(|rule| rule.for_each.as_ref());
            let mut note = String::new();
            note.extend(each.map(|each| format!(", for each {} in {}", each.name, each.list)));
            note.extend(when.map(|when| format!(", where `{when}`")));
            (to.unwrap_or_else(|| path.to_owned()), note)
        });
        outputs.collect()
    }

    /// Everything that is wrong with it in itself.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(crate) fn lint(&self, manifest: &Manifest) -> Result<Vec<Mistake>, CommandError> {
        let mut mistakes = lint::lint(self, manifest)?;
        mistakes.extend(lint::over_answers(self, manifest));
        Ok(mistakes)
    }

    /// The files of a folder of the template, by their paths in it.
    pub(crate) fn folder(&self, name: &str) -> Vec<(&str, &Body)> {
        let below = |path: &'_ str| path.strip_prefix(name)?.strip_prefix('/').map(str::len);
        let files = self.files.iter().filter_map(|(path, bytes)| {
            let len = below(path)?;
            Some((&path[path.len() - len..], bytes))
        });
        files.collect()
    }

    /// Renders all files.
    ///
    /// # Errors
    /// The mistakes of all files, each at its place.
    pub(crate) fn render(
        &self,
        manifest: &Manifest,
        context: &Context<'_>,
    ) -> Result<Output, CommandError> {
        let files = self.sources(manifest);
        let answers = answers::complete(&manifest.questions, context.answers)?;
        render::files(&self.place, files, manifest, &Context { answers: &answers, ..*context })
    }

    /// Renders a part: `answers` are its own, and `project` is what the project was made with.
    ///
    /// # Errors
    /// The part does not exist any more; the mistakes of its files and edits.
    pub(crate) fn part(
        &self,
        manifest: &Manifest,
        name: &str,
        answers: &Answers,
        project: &Answers,
    ) -> Result<RenderedPart, CommandError> {
        let Some(part) = manifest.parts.get(name) else {
            let message = format!("template `{}` no longer has the part `{name}`", manifest.name);
            return Err(CommandError::failed(message));
        };
        let answers = answers::complete(&part.questions, answers)?;
        let project = answers::complete(&manifest.questions, project)?;
        render::part(&self.place, &self.files, (manifest, part), &answers, &project)
    }

    /// The next steps for a new project in `dir`.
    ///
    /// # Errors
    /// The text is no valid template.
    pub(crate) fn say(
        &self,
        manifest: &Manifest,
        dir: &Path,
        answers: &Answers,
    ) -> Result<String, CommandError> {
        let answers = answers::complete(&manifest.questions, answers)?;
        let mut scope: serde_json::Map<_, _> = answers.into_iter().collect();
        scope.insert("dir".into(), dir.display().to_string().into());
        let engine = engine::Engine::of(manifest);
        engine
            .text(&manifest.say, &scope)
            .map_err(|e| CommandError::failed(format!("{}/{MANIFEST}: `say`: {e}", self.place)))
    }
}

/// All files below a folder; symbolic links are only noted, and what git keeps is none of the
/// template's.
fn collect(folder: &Rc<Root>, under: &str, found: &mut Found) -> Result<(), CommandError> {
    for name in folder.names(under)?.into_iter().filter(|name| name != ".git") {
        let path = if under.is_empty() { name } else { format!("{under}/{name}") };
        let shown = || folder.path().join(&path);
        match folder.kind(&path).map_err(|e| CommandError::io("look at", &shown(), e))? {
            Some(Kind::Folder) => collect(folder, &path, found)?,
            Some(Kind::File { .. }) => found.files.push((path, Body::Disk(Rc::clone(folder)))),
            Some(Kind::Link) => found.link(folder, path)?,
            Some(_) => {
                let what = "neither a file nor a folder, which a template may not hold";
                let message = format!("`{}` is {what}", shown().display());
                return Err(CommandError::failed(message));
            }
            None => {}
        }
    }
    Ok(())
}
