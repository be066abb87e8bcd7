//! How a template is written that was made for another tool: `dialect` of a manifest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Place;
use crate::template::ordered::Ordered;
use crate::template::question::{Kind, Question};

/// The tool, and how its templates are read where it lets them choose.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dialect {
    /// The tool whose conventions count: names, filters, methods, paths.
    pub(crate) tool: Tool,
    /// Whether a name that nobody answers is a mistake, or nothing.
    #[serde(default, skip_serializing_if = "Undefined::is_strict")]
    pub(crate) undefined: Undefined,
    /// Whether the line break behind a statement goes.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) trim_blocks: bool,
    /// Whether the space before a statement goes.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) lstrip_blocks: bool,
    /// Whether the last line break of a file stays.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) keep_trailing_newline: bool,
    /// What opens and closes values, statements and comments, where not `{{ }}`, `{% %}`, `{# #}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) delimiters: Option<[String; 6]>,
    /// What a line begins with that is a statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) line_statement: Option<String>,
    /// What a line begins with that is a comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) line_comment: Option<String>,
    /// What lines end in, where not as in the template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) newline: Option<String>,
    /// The folder of the template that becomes the project: a template.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) root: String,
    /// The folder of files that others include, by their paths in it. They become no files of a
    /// project.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) includes: String,
    /// Files that are copied although their names end in `.jinja`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) verbatim: Vec<String>,
    /// Patterns of outputs that are left out, as in a `.gitignore`: templates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) exclude: Vec<String>,
    /// Patterns of outputs that are the user's once they are made: templates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) keep: Vec<String>,
    /// Files and folders of the template that are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) leave_out: Vec<Paths>,
    /// Patterns of files that are copied, and not rendered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) copy: Vec<Paths>,
    /// Patterns of the files that are rendered; where there are any, the others are copied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) only: Vec<Paths>,
    /// The file that the answers are written to, where the template wants it: a template.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) answers_file: String,
    /// What is seen beside the answers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) values: BTreeMap<String, serde_json::Value>,

    /// The files to include, by path.
    #[serde(skip)]
    pub(crate) partials: BTreeMap<String, String>,
    /// The questions in order, each with whether no answer is an answer.
    #[serde(skip)]
    pub(crate) order: Vec<(String, bool)>,
    /// The questions whose answers are not to be written down.
    #[serde(skip)]
    pub(crate) secrets: Vec<String>,
    /// Where files stood before the template was translated.
    #[serde(skip)]
    pub(crate) origins: BTreeMap<String, String>,
    /// Where questions stood.
    #[serde(skip)]
    pub(crate) places: BTreeMap<String, Place>,
}

impl Dialect {
    /// Takes note of what the template asks.
    pub(in crate::template) fn learn(&mut self, questions: &Ordered<Question>) {
        let nullable = |question: &Question| question.kind == Some(Kind::Data);
        self.order =
            questions.0.iter().map(|(n, question)| (n.clone(), nullable(question))).collect();
        let secrets = questions.0.iter().filter(|(_, question)| question.is_secret());
        self.secrets = secrets.map(|(name, _)| name.clone()).collect();
    }
}

/// The tools whose templates are understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tool {
    #[default]
    Cookiecutter,
    Copier,
    CargoGenerate,
}

impl Tool {
    /// Its name, as it is typed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cookiecutter => "cookiecutter",
            Self::Copier => "copier",
            Self::CargoGenerate => "cargo-generate",
        }
    }
}

/// What a name is that nobody answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Undefined {
    /// A mistake.
    #[default]
    Strict,
    /// Nothing; a field of it is a mistake.
    Lenient,
}

impl Undefined {
    fn is_strict(&self) -> bool {
        *self == Self::Strict
    }
}

/// Paths of the template, under a condition over the answers.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paths {
    pub(crate) paths: Vec<String>,
    /// An expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) when: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
