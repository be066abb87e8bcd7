//! The loader: sources in, one typed value with the origin of each setting out.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use figment::value::Value as Tree;

use crate::complete::Completion;
use crate::env;
use crate::flags;
use crate::layer::{self, Draft};
use crate::problem::{Origin, Problem, Problems};
use crate::schema::Section;
use crate::stack::Stack;
use crate::value::{Settings, Value};
use crate::yaml::{MAX_BYTES, too_large};

/// Collects the sources of settings and reads them.
///
/// The order of strength is fixed, whatever the order of the calls: defaults, then files in the
/// order in which they were added (the last is the strongest), then variables, then flags.
#[derive(Clone, Debug, Default)]
pub struct Loader {
    prefix: String,
    files: Vec<Input>,
    variables: BTreeMap<OsString, OsString>,
    flags: BTreeMap<String, Vec<OsString>>,
}

#[derive(Clone, Debug)]
enum Input {
    Path { path: PathBuf, required: bool },
    Text { name: String, contents: String },
}

impl Loader {
    /// A loader whose variables begin with that prefix and `_`, such as `APP` for `APP_TIMEOUT`.
    pub fn new(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..Self::default() }
    }

    /// Adds a file that may be missing, stronger than the files before it.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.files.push(Input::Path { path: path.into(), required: false });
        self
    }

    /// Adds a file that must be there, such as one that was named on the command line.
    #[must_use]
    pub fn required_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.files.push(Input::Path { path: path.into(), required: true });
        self
    }

    /// Adds the text of a file under the name that messages give it.
    #[must_use]
    pub fn text(mut self, name: impl Into<String>, contents: impl Into<String>) -> Self {
        self.files.push(Input::Text { name: name.into(), contents: contents.into() });
        self
    }

    /// Adds variables; those without the prefix do not matter.
    #[must_use]
    pub fn env(mut self, variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        self.variables.extend(variables);
        self
    }

    /// Adds the variables of this process.
    #[must_use]
    pub fn process_env(self) -> Self {
        self.env(std::env::vars_os())
    }

    /// Adds the flags that were typed, also behind subcommands; the flags are those that
    /// [`Settings::flags`] defined.
    #[must_use]
    pub fn flags(mut self, matches: &ArgMatches) -> Self {
        flags::typed(matches, &mut self.flags);
        self
    }

    /// Reads all layers and makes the value.
    ///
    /// # Errors
    /// Every mistake in every layer, and every setting that must be set and is not.
    pub fn load<T: Settings>(&self) -> Result<Loaded<T>, Problems> {
        let mut problems = Vec::new();
        let stack = self.stack(T::SCHEMA, &mut problems);
        let mut merged = stack.merged();
        Completion::new(&stack, T::SCHEMA, &self.prefix, &mut problems).run(&mut merged);
        if problems.is_empty() {
            let root = Tree::from(merged);
            match T::read(Value(Some(&root))) {
                Ok(value) => return Ok(Loaded { value, rows: stack.rows(T::SCHEMA, &root) }),
                Err(invalid) => {
                    problems.extend(invalid.into_iter().map(|wrong| stack.problem(&root, wrong)));
                }
            }
        }
        Err(Problems::new(problems))
    }

    /// Reads the layers, the weakest first.
    fn stack(&self, schema: &'static Section, problems: &mut Vec<Problem>) -> Stack {
        let leaves = schema.leaves();
        let mut stack = Stack::default();
        stack.push(layer::defaults(schema, problems));
        for input in &self.files {
            let index = stack.len();
            if let Some((name, text)) = input.text(index, problems) {
                stack.push(layer::file(index, &name, &text, schema, problems));
            }
        }
        let below = stack.merged();
        let draft = Draft::new(stack.len(), problems);
        stack.push(env::layer(draft, &self.prefix, &self.variables, &leaves, &below));
        let draft = Draft::new(stack.len(), problems);
        stack.push(flags::layer(draft, &self.flags, &leaves));
        stack
    }
}

impl Input {
    /// Name and text; `None` for a file that is missing, or that cannot be read, which is reported.
    fn text(&self, layer: usize, problems: &mut Vec<Problem>) -> Option<(String, String)> {
        let (path, required) = match self {
            Input::Text { name, contents } => return Some((name.clone(), contents.clone())),
            Input::Path { path, required } => (path, *required),
        };
        let name = path.display().to_string();
        let message = match read(path) {
            Ok(bytes) if bytes.len() > MAX_BYTES => too_large(),
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => return Some((name, text)),
                Err(_) => "the file is not UTF-8 text".to_owned(),
            },
            Err(error) if error.kind() == ErrorKind::NotFound && !required => return None,
            Err(error) => format!("the file cannot be read: {error}"),
        };
        let origin = Origin::File { path: name, line: 0, col: 0 };
        problems.push(Problem::new(layer, "", message).at(origin));
        None
    }
}

/// No more of a file than what tells that it is too large: it may be a device without an end.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A value and where each part of it was set.
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    /// The value.
    pub value: T,
    rows: Vec<Row>,
}

impl<T> Loaded<T> {
    /// Every setting in the order of the schema, with one row for each entry of a map.
    pub fn origins(&self) -> std::slice::Iter<'_, Row> {
        self.rows.iter()
    }

    /// Where a setting was set, by its key, such as `tls.ca_file`.
    pub fn origin(&self, key: &str) -> Option<&Origin> {
        self.rows.iter().find(|row| row.key == key).map(|row| &row.origin)
    }
}

/// One setting and where it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The setting: `tls.ca_file`.
    pub key: String,
    /// Its value as YAML on one line; `***` for a secret, `None` where it is not set.
    pub value: Option<String>,
    /// Where it was set.
    pub origin: Origin,
    /// Its doc comment.
    pub docs: &'static str,
}
