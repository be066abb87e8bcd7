//! What a folder is generated from, and making its files from that again.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use typewright_core::diag::Diagnostics;
use typewright_core::emit;
use typewright_core::files::{Files, Owner};
use typewright_core::model::Schema;
use typewright_core::source;

use crate::edit::Insertion;
use crate::error::{CommandError, Kind};
use crate::generator::Generator;
use crate::git::Commit;
use crate::lock::{self, Digest};
use crate::output::Output;
use crate::read;
use crate::read::proto::{self, Compiled};
use crate::settings::Settings;
use crate::stringer::Stringer;
use crate::template::{self, Answers, Given, Manifest, Template};

/// What a folder is generated from. Paths are relative to the folder and `/`-separated, so that
/// the lock holds on every machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recipe {
    /// The verb that made the folder.
    pub(crate) verb: Verb,
    /// The template, for a project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) template: Option<TemplateRef>,
    /// The answers to its questions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) answers: BTreeMap<String, Value>,
    /// The emitters that ran.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) emitters: Vec<String>,
    /// The options of the emitters, as they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) options: Vec<String>,
    /// The inputs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sources: Vec<String>,
    /// The folders that their imports count from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) includes: Vec<String>,
    /// What was added to the project, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<AppliedPart>,
    /// The program of somebody else's that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) generator: Option<Generator>,
    /// Answers that are not written down.
    #[serde(skip)]
    pub(crate) secrets: BTreeMap<String, Value>,
    /// Files of names for enums, by path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) stringers: BTreeMap<String, Stringer>,
}

/// A part of the template that was added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppliedPart {
    pub(crate) part: String,
    pub(crate) answers: BTreeMap<String, Value>,
    /// What was inserted into files of the user, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) edits: Vec<PartEdit>,
    /// The inputs that it brought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sources: Vec<String>,
    /// Files that were copied for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) files: Vec<String>,
}

/// What was inserted into one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartEdit {
    pub(crate) file: String,
    /// SHA-256 of the file with the insertions in it.
    pub(crate) sha256: Digest,
    pub(crate) insertions: Vec<Insertion>,
}

impl AppliedPart {
    /// Whether it is this part under this name.
    pub(crate) fn is(&self, part: &str, name: &str) -> bool {
        self.part == part && self.answers.get("name").and_then(Value::as_str) == Some(name)
    }

    /// The part and its name, as they were typed.
    pub(crate) fn title(&self) -> String {
        let name = self.answers.get("name").and_then(Value::as_str).unwrap_or_default();
        format!("`{} {name}`", self.part)
    }
}

/// The verbs that leave a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verb {
    New,
    Client,
    Render,
    Stringer,
    External,
}

/// Which template made a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TemplateRef {
    /// A built-in name, an address of git, or the path of a folder.
    pub(crate) name: String,
    pub(crate) version: String,
    /// The commit, for an address of git.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) commit: Option<String>,
    /// What git calls the commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) described: Option<String>,
}

impl TemplateRef {
    /// A template under a name; `commit` is for one from git.
    pub(crate) fn new(name: String, version: String, commit: Option<&Commit>) -> Self {
        let described = commit.and_then(|commit| commit.described.clone());
        Self { name, version, commit: commit.map(|commit| commit.id.clone()), described }
    }
}

impl Recipe {
    /// A recipe that makes nothing yet.
    pub(crate) fn new(verb: Verb) -> Self {
        Self {
            verb,
            template: None,
            answers: BTreeMap::new(),
            emitters: Vec::new(),
            options: Vec::new(),
            sources: Vec::new(),
            includes: Vec::new(),
            parts: Vec::new(),
            generator: None,
            secrets: BTreeMap::new(),
            stringers: BTreeMap::new(),
        }
    }

    /// How the emitters are to work.
    ///
    /// # Errors
    /// Options that do not exist, and values that they do not take.
    pub(crate) fn options(&self) -> Result<emit::Options, CommandError> {
        emit::Options::of(self.options.iter().map(String::as_str))
            .map_err(|mistakes| CommandError { kind: Kind::Usage, ..CommandError::from(mistakes) })
    }

    /// Generates the files of `root` again: those of the generator, and of a project those of the
    /// user as they would be made today.
    pub(crate) fn make(&self, root: &Path, settings: &Settings) -> Result<Output, CommandError> {
        match &self.template {
            Some(used) => {
                self.make_with(root, &Template::used(used, root, settings.offline)?, settings)
            }
            None => self.make_from(root, None, settings),
        }
    }

    /// As [`Recipe::make`], with a template that was found elsewhere.
    pub(crate) fn make_with(
        &self,
        root: &Path,
        template: &Template,
        settings: &Settings,
    ) -> Result<Output, CommandError> {
        self.make_from(root, Some(template), settings)
    }

    fn make_from(
        &self,
        root: &Path,
        template: Option<&Template>,
        settings: &Settings,
    ) -> Result<Output, CommandError> {
        let at = |paths: &[String]| -> Vec<PathBuf> {
            paths.iter().map(|path| tidy(&root.join(path))).collect()
        };
        let (sources, includes) = (at(&self.sources), at(&self.includes));
        if let Some(generator) = &self.generator {
            let (schema, _) = read::model::read(&sources, &includes, settings.compiler)?;
            return generator.make(&schema, settings.generator_timeout);
        }
        let compiled = match sources.is_empty() || self.verb == Verb::Render {
            true => None,
            false => Some(proto::compile(&sources, &includes, settings.compiler)?),
        };
        let mut files = match template {
            None => self.api(root, compiled.as_ref())?.0.try_into()?,
            Some(template) if self.verb == Verb::Render => {
                let (schema, _) = read::model::read(&sources, &includes, settings.compiler)?;
                self.rendering(template, &template.manifest()?, root, &schema, settings)?
            }
            Some(template) => self.project(template, root, compiled.as_ref(), settings)?,
        };
        for (path, stringer) in &self.stringers {
            files.insert(path.as_str(), &stringer.make(root)?)?;
        }
        Ok(files)
    }

    /// The answers to what a template asks now, where it was of another version.
    fn answers_to(&self, manifest: &Manifest, folder: &str) -> Result<Answers, CommandError> {
        let mut answers = self.answers.clone();
        let Some(used) = self.template.as_ref().filter(|used| used.version != manifest.version)
        else {
            return Ok(answers);
        };
        manifest.migrate_answers(&used.version, &mut answers)?;
        answers.retain(|name, _| manifest.questions.0.iter().any(|(asked, _)| asked == name));
        let secret = manifest.questions.0.iter().filter(|(_, question)| question.is_secret());
        answers.extend(secret.map(|(name, _)| (name.clone(), Value::from(""))));
        let given = Given { before: Some((lock::NAME.to_owned(), answers)), ..Given::default() };
        let answers = template::resolve(manifest, &given, folder).map_err(|error| {
            let (now, then) = (&manifest.version, &used.version);
            error.help(format!(
                "the template is at {now}, and the project at {then}: `cargo gen update` asks"
            ))
        })?;
        Ok(template::stored(&manifest.questions, &answers))
    }

    /// The rendered template.
    fn rendering(
        &self,
        template: &Template,
        manifest: &Manifest,
        root: &Path,
        schema: &Schema,
        settings: &Settings,
    ) -> Result<Output, CommandError> {
        let folder = std::path::absolute(root).map(|root| tidy(&root)).unwrap_or_default();
        let folder = folder.file_name().unwrap_or_default().to_string_lossy();
        let mut answers = self.answers_to(manifest, &folder)?;
        answers.extend(self.secrets.clone());
        let context = template::Context {
            answers: &answers,
            schema,
            runtimes: &settings.runtimes(root),
            owner: match self.verb {
                Verb::Render => Owner::Generated,
                _ => Owner::Merged,
            },
            folder: &folder,
            source: self.template.as_ref(),
        };
        template.render(manifest, &context)
    }

    /// The generated API, and the schema that it was made from.
    pub(crate) fn api(
        &self,
        root: &Path,
        compiled: Option<&Compiled>,
    ) -> Result<(Files, Schema), CommandError> {
        let Some(compiled) = compiled else { return Ok((Files::new(), Schema::default())) };
        let locate = |e| compiled.locate(CommandError::from(e));
        let mut options = self.options()?;
        options.emitters.clone_from(&self.emitters);
        let mut schema =
            source::proto::read_selected(&compiled.input, &options.selection).map_err(locate)?;
        let configs: Vec<String> = options
            .service_configs
            .iter()
            .map(|file| path_between(Path::new("."), &root.join(file)))
            .collect();
        let open = |file: &str| std::fs::read_to_string(file).map_err(|error| error.to_string());
        source::service_config::apply(&mut schema, &configs, &options.selection, open)
            .map_err(|mistakes| CommandError::from(mistakes).with_lines())?;
        let mut files = emit::emit(&schema, &options).map_err(locate)?;
        let open = |file: &str| open(&path_between(Path::new("."), &root.join(file)));
        if let Some(manifest) = emit::manifest(&schema, &options, open)? {
            files.insert("Cargo.toml", manifest).map_err(Diagnostics::from)?;
        }
        Ok((files, schema))
    }

    /// A whole project: the rendered template with the generated API in it.
    pub(crate) fn project(
        &self,
        template: &Template,
        root: &Path,
        compiled: Option<&Compiled>,
        settings: &Settings,
    ) -> Result<Output, CommandError> {
        let (api, schema) = self.api(root, compiled)?;
        let manifest = template.manifest()?;
        if schema.services.is_empty() && self.emitters.iter().any(|name| name == "commands") {
            let message =
                format!("template `{}` makes commands, but no service is declared", manifest.name);
            return Err(CommandError::failed(message)
                .help("a source must declare one: `service Name { rpc … }`"));
        }
        let mut files = self.rendering(template, &manifest, root, &schema, settings)?;
        for part in &self.parts {
            let rendered = template.part(&manifest, &part.part, &part.answers, &self.answers)?;
            files.append("", rendered.files)?;
        }
        if let Some(place) = &manifest.api {
            files.append(&place.dir, api)?;
        }
        Ok(files)
    }
}

/// The `/`-separated path that leads from the folder `from` to `to`.
///
/// Where no relative path leads there (another drive), the absolute one.
pub(crate) fn path_between(from: &Path, to: &Path) -> String {
    let absolute = |path: &Path| tidy(&std::path::absolute(path).unwrap_or(path.into()));
    let (from, to) = (absolute(from), absolute(to));
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return to.to_string_lossy().replace('\\', "/");
    }
    let up = from.components().skip(shared).map(|_| "..".into());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy());
    let parts: Vec<_> = up.chain(down).collect();
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}

/// The path without `.`, and without `x/..` where `x` is a name.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(tidy.components().next_back(), Some(Component::Normal(_))) =>
            {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}
