//! `template.yaml`: what a template asks and what becomes of its files.

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// Where the generated API goes. A template that says it needs a source.
    #[serde(default)]
    pub(crate) api: Option<Api>,
    /// The folder that the sources are copied into.
    #[serde(default = "proto")]
    pub(crate) proto: String,
    /// Next steps, shown at the end: a template itself.
    #[serde(default)]
    pub(crate) say: String,
}

fn proto() -> String {
    "proto".to_owned()
}

/// One question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    #[serde(rename = "type")]
    pub(crate) kind: Kind,
    /// What it is about, in one line.
    pub(crate) help: String,
    /// The answer where none is given: a template, if it is text. Without it the answer is
    /// required.
    #[serde(default)]
    pub(crate) default: Option<Value>,
    /// The answers of a choice.
    #[serde(default)]
    pub(crate) choices: Vec<String>,
    /// An expression over all answers that must be true.
    #[serde(default)]
    pub(crate) check: Option<String>,
    /// What to say where it is not.
    #[serde(default)]
    pub(crate) message: Option<String>,
}

/// What an answer may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// Yes or no.
    Bool,
    /// One of a list.
    Choice,
    /// A name that Cargo takes for a package.
    CrateName,
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
    #[serde(default)]
    pub(crate) owner: Owner,
}

/// Who owns a file after it was created.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Owner {
    /// The generator, which writes it again each time.
    Generated,
    /// The user, from then on.
    #[default]
    User,
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
        let manifest: Self = read::yaml(name, text)?;
        let place = Place { file: name.to_owned(), ..Place::default() };
        let mistakes = manifest.questions.0.iter().filter_map(|(name, question)| {
            let why = question.wrong(name)?;
            Some(Mistake::new(format!("question `{name}`: {why}")).at(place.clone()))
        });
        CommandError::unless_empty(error::Kind::Failed, mistakes.collect())?;
        Ok(manifest)
    }

    /// The first rule for a path.
    pub(crate) fn rule(&self, path: &str) -> Option<&Rule> {
        self.files.iter().find(|rule| matches(&rule.pattern, path))
    }
}

impl Question {
    /// Whether the default makes use of one of these answers.
    pub(super) fn follows(&self, names: &[&str]) -> bool {
        let text = self.default.as_ref().and_then(Value::as_str).unwrap_or_default();
        names.iter().any(|name| text.contains(name))
    }

    /// What is wrong with it, if anything.
    fn wrong(&self, name: &str) -> Option<&'static str> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if !name.chars().all(is_name) || name.starts_with(|c: char| c.is_ascii_digit()) {
            Some("its name must be letters, digits and `_`, so that templates can use it")
        } else if matches!(name, "schema" | "typewright" | "folder" | "dir") {
            Some("its name is taken: templates see something else under it")
        } else if (self.kind == Kind::Choice) == self.choices.is_empty() {
            Some("`choices` belong to a question of type `choice`, and to no other")
        } else {
            None
        }
    }
}

/// Whether a path matches a pattern: `*` within a name, `**` across folders.
fn matches(pattern: &str, path: &str) -> bool {
    match (pattern.strip_prefix("**/"), pattern) {
        (Some(rest), _) => {
            matches(rest, path)
                || path.split_once('/').is_some_and(|(_, below)| matches(pattern, below))
        }
        (None, "**") => true,
        (None, _) => match (pattern.chars().next(), path.chars().next()) {
            (None, first) => first.is_none(),
            (Some('*'), first) => {
                matches(&pattern[1..], path)
                    || first.is_some_and(|c| c != '/' && matches(pattern, &path[c.len_utf8()..]))
            }
            (Some(p), Some(c)) => {
                p == c && matches(&pattern[p.len_utf8()..], &path[c.len_utf8()..])
            }
            (Some(_), None) => false,
        },
    }
}

/// A YAML mapping in its own order.
#[derive(Debug)]
pub(crate) struct Ordered<T>(pub(crate) Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(Entries(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (pattern, path, expected) in [
            ("Cargo.toml", "Cargo.toml", true),
            ("Cargo.toml", "x/Cargo.toml", false),
            ("**", "a/b/c.rs", true),
            ("src/**", "src/a/b.rs", true),
            ("src/**", "tests/a.rs", false),
            ("**/*.rs", "a/b/c.rs", true),
            ("**/*.rs", "c.rs", true),
            ("src/*.rs", "src/a/b.rs", false),
            ("src/*", "src/ä.rs", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} on {path}");
        }
    }
}
