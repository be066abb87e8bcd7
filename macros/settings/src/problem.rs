//! What is wrong with the settings: every mistake of every layer, each at its place.

use std::fmt;

use serde_json::{Map, Value as Json};

/// Where a value was set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Origin {
    /// Nowhere: the default of the program.
    Default,
    /// In a file. Line and column (in characters) count from 1; 0 where only the file is known.
    File {
        /// The file as it was named to the loader.
        path: String,
        /// Line.
        line: u32,
        /// Column.
        col: u32,
    },
    /// In an environment variable.
    Env {
        /// The whole name.
        name: String,
    },
    /// In the file that an environment variable names, as secrets may be.
    EnvFile {
        /// The whole name of the variable, which ends in `_FILE`.
        name: String,
        /// What it says.
        path: String,
    },
    /// In a source that was added by [`Loader::config`](crate::Loader), with the feature `config`.
    Remote {
        /// What it is called.
        name: String,
        /// Where in it the value stands, if it says so.
        place: Option<String>,
    },
    /// On the command line.
    Flag {
        /// The name with its dashes.
        name: String,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File { path, line: 0, .. } => f.write_str(path),
            Origin::File { path, line, col } => write!(f, "{path}:{line}:{col}"),
            Origin::EnvFile { name, path } => write!(f, "{name} ({path})"),
            Origin::Remote { name, place: Some(place) } => write!(f, "{name} ({place})"),
            Origin::Env { name } | Origin::Flag { name } | Origin::Remote { name, place: None } => {
                f.write_str(name)
            }
        }
    }
}

/// The line of a file that is wrong. Secrets in it are masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The line without its end.
    pub text: String,
    /// How many characters stand before the part that is wrong.
    pub start: usize,
    /// How many characters are wrong, at least one.
    pub len: usize,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The setting: `server.port`; empty where the mistake is about no setting.
    pub key: String,
    /// Where the mistake stands; `None` where something is missing everywhere.
    pub origin: Option<Origin>,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
    /// The line, where the mistake stands in a file.
    pub snippet: Option<Snippet>,
    /// Whether it is worth a look and no mistake.
    pub warning: bool,
    /// The strength of the layer, to sort by.
    pub(crate) layer: usize,
}

impl Problem {
    pub(crate) fn new(layer: usize, key: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            origin: None,
            message: message.into(),
            help: None,
            snippet: None,
            warning: false,
            layer,
        }
    }

    pub(crate) fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    pub(crate) fn warning(mut self) -> Self {
        self.warning = true;
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn to_json(&self) -> Json {
        let mut json = Map::new();
        let mut put = |name: &str, value: Json| json.insert(name.to_owned(), value);
        if !self.key.is_empty() {
            put("key", (&*self.key).into());
        }
        if let Some(origin) = &self.origin {
            put("origin", origin.to_string().into());
        }
        if let Some(Origin::File { path, line, col }) = &self.origin {
            put("path", (&**path).into());
            if *line > 0 {
                put("line", (*line).into());
                put("column", (*col).into());
            }
        }
        if let Some(Origin::EnvFile { path, .. }) = &self.origin {
            put("path", (&**path).into());
        }
        if self.warning {
            put("warning", true.into());
        }
        put("message", (&*self.message).into());
        if let Some(help) = &self.help {
            put("help", (&**help).into());
        }
        Json::Object(json)
    }

    /// As what stopped a program that was used rightly.
    pub(crate) fn failed(self) -> Problems {
        Problems { list: vec![self], failed: true }
    }

    /// Line, column and name within the layer; flags keep the order of the schema.
    fn position(&self) -> (u32, u32, &str) {
        match &self.origin {
            Some(Origin::File { line, col, .. }) => (*line, *col, ""),
            Some(Origin::Env { name } | Origin::EnvFile { name, .. }) => (0, 0, name),
            Some(Origin::Remote { place: Some(place), .. }) => (0, 0, place),
            _ => (0, 0, ""),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.warning { "warning: " } else { "error: " })?;
        if let Some(origin) = &self.origin {
            write!(f, "{origin}: ")?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)?;
        if let Some(snippet) = &self.snippet {
            let line = self.position().0;
            let indent: String = snippet
                .text
                .chars()
                .take(snippet.start)
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            write!(f, "\n{line:>4} | {}", snippet.text)?;
            write!(f, "\n     | {indent}{}", "^".repeat(snippet.len))?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// All mistakes, from the weakest layer to the strongest and by place within each; never empty
/// when it is returned as an error. The same input gives the same text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
    failed: bool,
}

impl Problems {
    pub(crate) fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| (a.layer, a.position()).cmp(&(b.layer, b.position())));
        Self { list: problems, failed: false }
    }

    /// The mistakes.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// How a program ends after them: 2 for mistakes in the settings or in a command, 1 where the
    /// disk refused.
    pub fn exit_code(&self) -> u8 {
        if self.failed { 1 } else { 2 }
    }

    /// The mistakes as data: a list of objects with `key`, `origin`, `path`, `line`, `column`,
    /// `message` and `help`, of which those are left out that do not apply.
    pub fn to_json(&self) -> Json {
        self.list.iter().map(Problem::to_json).collect()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self::new(vec![problem])
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.list.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
