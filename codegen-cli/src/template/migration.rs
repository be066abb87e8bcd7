//! What becomes of projects of older versions of a template.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::engine::Engine;
use super::manifest::Manifest;
use crate::error::CommandError;

/// What to do with projects that are older than a version.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Migration {
    /// The version; projects of it need nothing.
    pub(crate) before: String,
    /// Files that are called otherwise since, from old path to new: templates.
    #[serde(default)]
    pub(crate) rename: BTreeMap<String, String>,
    /// Answers that are another since: expressions over the old ones.
    #[serde(default)]
    pub(crate) answers: BTreeMap<String, String>,
}

impl Manifest {
    fn migrations_since<'a>(&'a self, version: &str) -> impl Iterator<Item = &'a Migration> {
        let version = numbers(version);
        self.migrations.iter().filter(move |one| version < numbers(&one.before))
    }

    /// Brings answers to an older version up to date.
    ///
    /// # Errors
    /// An expression that cannot be computed.
    pub(crate) fn migrate_answers(
        &self,
        version: &str,
        answers: &mut BTreeMap<String, Value>,
    ) -> Result<(), CommandError> {
        let engine = Engine::new();
        for migration in self.migrations_since(version) {
            let scope = answers.clone().into_iter().collect();
            for (name, expression) in &migration.answers {
                let value = engine.json(expression, &scope).map_err(|why| {
                    let before = &migration.before;
                    CommandError::failed(format!("the answer `{name}` before {before}: {why}"))
                })?;
                answers.insert(name.clone(), value);
            }
        }
        Ok(())
    }

    /// The files that are called otherwise than in an older version, from old path to new.
    ///
    /// # Errors
    /// A path that cannot be rendered.
    pub(crate) fn renames(
        &self,
        version: &str,
        answers: &BTreeMap<String, Value>,
    ) -> Result<BTreeMap<String, String>, CommandError> {
        let engine = Engine::new();
        let scope = answers.clone().into_iter().collect();
        let path = |path: &String| {
            let wrong = |why| CommandError::failed(format!("in the path `{path}`: {why}"));
            engine.text(path, &scope).map_err(wrong)
        };
        let all = self.migrations_since(version).flat_map(|migration| &migration.rename);
        all.map(|(from, to)| Ok((path(from)?, path(to)?))).collect()
    }
}

/// Whether a version has numbers, as in `1.2.0-rc1`.
pub(super) fn is_version(version: &str) -> bool {
    let core = version.split(['-', '+']).next().unwrap_or(version);
    core.split('.').all(|part| part.parse::<u64>().is_ok())
}

/// A version by its numbers; what is no number counts as 0, and `1.2` is `1.2.0`.
fn numbers(version: &str) -> Vec<u64> {
    let core = version.split(['-', '+']).next().unwrap_or(version);
    let mut numbers: Vec<u64> = core.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    numbers
}
