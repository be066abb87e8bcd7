//! `template.yaml`: what a template asks and what becomes of its files.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::engine::{Engine, SUFFIX};
use super::foreign::dialect::{Dialect, Undefined};
use super::migration::Migration;
use super::ordered::Ordered;
use super::pattern::matches;
use super::question::Question;
use crate::edit::Request;
use crate::error::{self, CommandError, Mistake, Place};
use crate::read;

/// The content of `template.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) name: String,
    pub(crate) version: String,
    /// What it makes, in one line.
    pub(crate) summary: String,
    /// What it asks, in order: a default may use the answers before it.
    #[serde(default)]
    pub(crate) questions: Ordered<Question>,
    /// What becomes of its files; the first rule that matches a path decides.
    #[serde(default)]
    pub(crate) files: Vec<Rule>,
    /// What a name is that nobody answers.
    #[serde(default)]
    pub(crate) undefined: Undefined,
    /// The folder of files that others include or import, by their paths in it. They become no files
    /// of a project.
    #[serde(default)]
    pub(crate) includes: String,
    /// What they hold, by path.
    #[serde(skip)]
    pub(crate) partials: BTreeMap<String, String>,
    /// How it is written, where it was made for another tool.
    #[serde(default)]
    pub(crate) dialect: Option<Dialect>,
    /// Where the generated API goes. A template that says it needs a source.
    #[serde(default)]
    pub(crate) api: Option<Api>,
    /// The folder that the sources are copied into.
    #[serde(default = "proto")]
    pub(crate) proto: String,
    /// What to do with projects of older versions, the oldest first.
    #[serde(default)]
    pub(crate) migrations: Vec<Migration>,
    /// What `cargo gen add` offers.
    #[serde(default)]
    pub(crate) parts: BTreeMap<String, Part>,
    /// What `cargo gen template test` tries, besides rendering every two choices together.
    #[serde(default)]
    pub(crate) tests: Vec<Test>,
    /// What is done in a new project, once it stands.
    #[serde(default)]
    pub(crate) after: Vec<After>,
    /// Next steps, shown at the end: a template itself.
    #[serde(default)]
    pub(crate) say: String,
}

/// Something that is done in a new project. A template cannot run anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum After {
    /// Makes it a git repository, unless it lies in one.
    GitInit,
}

/// A project that is made to see whether it comes out right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Test {
    /// What is answered; the rest as the manifest says. Without it, every two choices together.
    #[serde(default)]
    pub(crate) answers: Option<BTreeMap<String, Value>>,
    /// A folder of the template that holds what comes out, byte for byte.
    #[serde(default)]
    pub(crate) snapshot: Option<String>,
    /// What cargo must do with it.
    #[serde(default)]
    pub(crate) cargo: Option<CargoVerb>,
}

/// What cargo does with a project on trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CargoVerb {
    Check,
    Clippy,
    Test,
}

fn proto() -> String {
    "proto".to_owned()
}

/// What becomes of the files whose path matches.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// A path without `.jinja`; `*` stands for any text in a name, `**` for any folders.
    #[serde(rename = "match")]
    pub(crate) pattern: String,
    /// Another path to write to: a template.
    #[serde(default)]
    pub(crate) to: Option<String>,
    /// An expression; the files are left out where it is false.
    #[serde(default)]
    pub(crate) when: Option<String>,
    /// `NAME in EXPRESSION`: one file for each, whose `to` and content see it by that name.
    #[serde(default)]
    pub(crate) for_each: Option<ForEach>,
    /// Whether the files are programs; as in the template, if left out.
    #[serde(default)]
    pub(crate) executable: Option<bool>,
    /// What opens and closes values and statements, where not `{{ }}` and `{% %}`: for files that
    /// are full of them.
    #[serde(default)]
    pub(crate) delimiters: Option<[String; 4]>,
    /// Whose the files are; what the verb says, if left out.
    #[serde(default)]
    pub(crate) owner: Option<Owner>,
}

/// `NAME in EXPRESSION`
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct ForEach {
    pub(crate) name: String,
    pub(crate) list: String,
}

impl TryFrom<String> for ForEach {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match text.split_once(" in ") {
            Some((name, list))
                if is_name(name.trim()) && !name.trim().is_empty() && !list.trim().is_empty() =>
            {
                Ok(Self { name: name.trim().to_owned(), list: list.trim().to_owned() })
            }
            _ => Err(format!("expected `NAME in EXPRESSION`, found `{text}`")),
        }
    }
}

/// Who owns a file after it was created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Owner {
    /// The generator, which writes it again each time.
    Generated,
    /// Both: newer templates are merged with what the user made of it.
    Merged,
    /// The user, from then on.
    User,
    /// The generator, of the regions that it marked; the user, of the rest.
    Block,
}

/// Something that can be added to a project, again and again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    /// What it is, in one line.
    pub(crate) help: String,
    /// What it asks; `name` is answered by the command line.
    #[serde(default)]
    pub(crate) questions: Ordered<Question>,
    /// Whether it brings sources, which `--from` names: the project is generated from them too.
    #[serde(default)]
    pub(crate) source: bool,
    /// Its files.
    #[serde(default)]
    pub(crate) files: Vec<PartFile>,
    /// What it adds to files of the project.
    #[serde(default)]
    pub(crate) edits: Vec<Request>,
    /// Next steps: a template itself.
    #[serde(default)]
    pub(crate) say: String,
}

/// A file of a part.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartFile {
    /// The file of the template, without `.jinja`. It belongs to its part alone.
    pub(crate) from: String,
    /// Where it goes: a template.
    pub(crate) to: String,
}

/// Where the generated API goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Api {
    pub(crate) dir: String,
    /// None means all.
    #[serde(default)]
    pub(crate) emitters: Vec<String>,
}

impl Manifest {
    /// Reads a manifest; `name` is the file in messages.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, CommandError> {
        let mut manifest: Self = read::yaml(name, text)?;
        let foreign = manifest.dialect.is_some();
        if let Some(dialect) = &mut manifest.dialect {
            dialect.learn(&manifest.questions);
        }
        let place = |key: &str| Place::of_key(name, text, key);
        let of_parts = manifest.parts.values().flat_map(|part| &part.questions.0);
        let questions = manifest.questions.0.iter().chain(of_parts);
        let mut mistakes: Vec<Mistake> = questions
            .filter_map(|(asked, question)| {
                let why = question.wrong(asked, foreign)?;
                Some(Mistake::new(format!("question `{asked}`: {why}")).at(place(asked)))
            })
            .collect();
        for (name, part) in &manifest.parts {
            for (asked, _) in part.questions.0.iter().filter(|(_, question)| question.is_secret()) {
                let message =
                    format!("part `{name}` asks the secret `{asked}`, which it would store");
                mistakes.push(Mistake::new(message).at(place(asked)));
            }
            if part.source
                && (!part.files.is_empty() || !part.edits.is_empty() || manifest.api.is_none())
            {
                let message = format!(
                    "part `{name}` brings sources: that needs `api`, and goes without files and edits"
                );
                mistakes.push(Mistake::new(message).at(place(name)));
            }
            if !part.questions.0.iter().any(|(asked, _)| asked == "name") {
                let message = format!("part `{name}` does not ask its `name`");
                mistakes.push(Mistake::new(message).at(place(name)));
            }
        }
        CommandError::unless_empty(error::Kind::Failed, mistakes)?;
        Ok(manifest)
    }

    /// The questions whose answers are secret, and what is computed from them.
    pub(super) fn secrets(&self) -> BTreeSet<String> {
        let engine = Engine::new();
        let mut secrets = BTreeSet::new();
        for (name, question) in &self.questions.0 {
            let compute = question.compute.as_ref().map(|e| engine.names_of_expression(e));
            let follows = compute.is_some_and(|names| !names.is_disjoint(&secrets));
            if question.is_secret() || follows {
                secrets.insert(name.clone());
            }
        }
        secrets
    }

    /// Whether a file of the template is rendered, by its path.
    pub(super) fn is_template(&self, source: &str) -> bool {
        let copied = |dialect: &Dialect| dialect.verbatim.iter().any(|path| path == source);
        source.ends_with(SUFFIX) && !self.dialect.as_ref().is_some_and(copied)
    }

    /// Where a file stood before the template was translated.
    pub(super) fn origin<'a>(&'a self, source: &'a str) -> &'a str {
        let origins = self.dialect.as_ref().map(|dialect| &dialect.origins);
        origins.and_then(|origins| origins.get(source)).map_or(source, String::as_str)
    }

    /// The folder of the files that others include.
    pub(super) fn includes(&self) -> &str {
        self.dialect.as_ref().map_or(&self.includes, |dialect| &dialect.includes)
    }

    /// The first rule for a path.
    pub(crate) fn rule(&self, path: &str) -> Option<&Rule> {
        self.files.iter().find(|rule| matches(&rule.pattern, path))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::de::DeserializeOwned;

    use super::{Api, Manifest, Part, PartFile, Rule, Test};
    use crate::edit::Request;
    use crate::template::foreign::dialect::{Dialect, Paths};
    use crate::template::migration::Migration;
    use crate::template::{Question, SCHEMA};

    /// The keys that a type reads, as it tells of a wrong one.
    fn keys<T: DeserializeOwned>() -> BTreeSet<String> {
        let Err(error) = serde_saphyr::from_str::<T>("{no such key: 1}") else {
            return BTreeSet::new();
        };
        match error.without_snippet() {
            serde_saphyr::Error::SerdeUnknownField { expected, .. } => {
                expected.iter().map(|key| (*key).to_owned()).collect()
            }
            _ => BTreeSet::new(),
        }
    }

    #[test]
    fn the_schema_knows_what_the_reader_knows() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        for (at, keys) in [
            ("", keys::<Manifest>()),
            ("/$defs/question", keys::<Question>()),
            ("/$defs/rule", keys::<Rule>()),
            ("/$defs/migration", keys::<Migration>()),
            ("/$defs/part", keys::<Part>()),
            ("/$defs/part/properties/files/items", keys::<PartFile>()),
            ("/$defs/edit", keys::<Request>()),
            ("/$defs/test", keys::<Test>()),
            ("/properties/api", keys::<Api>()),
            ("/properties/dialect", keys::<Dialect>()),
            ("/$defs/paths", keys::<Paths>()),
        ] {
            let shown = schema.pointer(&format!("{at}/properties")).unwrap().as_object().unwrap();
            assert!(!keys.is_empty(), "{at}");
            assert_eq!(shown.keys().cloned().collect::<BTreeSet<_>>(), keys, "{at}");
        }
    }
}
