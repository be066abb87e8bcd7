//! The loader: sources in, one typed value with the origin of each setting out.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use figment::value::Value as Tree;

use crate::complete::Completion;
use crate::env::{self, Variables};
use crate::file::{self, Contents, File as SettingsFile};
use crate::flags;
use crate::input::Input;
use crate::layer::{self, Draft};
use crate::loaded::Loaded;
use crate::near::nearest;
use crate::problem::{Origin, Problem, Problems};
use crate::schema::Section;
use crate::stack::Stack;
use crate::value::{Settings, Value};

/// Collects the sources of settings and reads them.
///
/// The order of strength is fixed, whatever the order of the calls: defaults, then what the crate
/// `config` read (feature `config`), then files in the order in which they were added (the last is the strongest), then what they say for the selected
/// profile, then variables, then `--set`, then flags.
#[derive(Clone, Default)]
pub struct Loader {
    prefix: String,
    files: Vec<Input>,
    variables: BTreeMap<OsString, OsString>,
    pub(crate) flags: BTreeMap<String, Vec<OsString>>,
    /// Values that others read, each weaker than all files.
    #[cfg(feature = "config")]
    pub(crate) remotes: Vec<crate::remote::Remote>,
}

/// Names alone: what stands in variables, flags and files may be secret.
impl fmt::Debug for Loader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<_> = self.files.iter().map(Input::name).collect();
        let variables = self.variables.keys().filter(|name| {
            let name = name.to_str().unwrap_or_default();
            !self.prefix.is_empty() && name.starts_with(&self.prefix)
        });
        f.debug_struct("Loader")
            .field("prefix", &self.prefix)
            .field("files", &files)
            .field("variables", &variables.collect::<Vec<_>>())
            .field("flags", &self.flags.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Scope {
    /// Of the machine: its administrator wrote it.
    System,
    /// Of the user, for all that they do.
    User,
    /// Of the folder that the program works in; whoever sent the folder may have written it.
    Project,
    /// Named by the user, on the command line or in a variable. It must be there.
    Named,
}

impl Scope {
    /// Its name: `system`, `user`, `project` or `named`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Scope::System => "system",
            Scope::User => "user",
            Scope::Project => "project",
            Scope::Named => "named",
        }
    }
}

impl Loader {
    /// A loader whose variables begin with that prefix and `_`, such as `APP` for `APP_TIMEOUT`.
    pub fn new(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..Self::default() }
    }

    /// Adds a file of a project, which may be missing, stronger than the files before it.
    #[must_use]
    pub fn file(self, path: impl Into<PathBuf>) -> Self {
        self.file_of(Scope::Project, path)
    }

    /// Adds a file that must be there, such as one that was named on the command line.
    #[must_use]
    pub fn required_file(self, path: impl Into<PathBuf>) -> Self {
        self.file_of(Scope::Named, path)
    }

    /// Adds a file and says whose it is, stronger than the files before it.
    #[must_use]
    pub fn file_of(mut self, scope: Scope, path: impl Into<PathBuf>) -> Self {
        self.files.push(Input::Path { path: path.into(), scope });
        self
    }

    /// The files that are looked for, the weakest first, and whose they are.
    pub fn files(&self) -> impl DoubleEndedIterator<Item = (&Path, Scope)> {
        self.files.iter().filter_map(|input| match input {
            Input::Path { path, scope } => Some((&**path, *scope)),
            Input::Text { .. } => None,
        })
    }

    /// Whether anything but defaults can say something: a file is there, a variable has the prefix,
    /// or a flag was typed.
    ///
    /// ```
    /// use typewright_settings::Loader;
    /// let loader = Loader::new("APP").file("/nowhere/app.yaml").env([("HOME".into(), "/".into())]);
    /// assert!(!loader.has_sources());
    /// assert!(loader.env([("APP_PORT".into(), "1".into())]).has_sources());
    /// ```
    pub fn has_sources(&self) -> bool {
        #[cfg(feature = "config")]
        if !self.remotes.is_empty() {
            return true;
        }
        let ours = |name: &OsString| name.to_str().is_some_and(|n| env::is_ours(n, &self.prefix));
        !self.flags.is_empty()
            || self.variables.keys().any(ours)
            || self.files.iter().any(Input::is_there)
    }

    pub(crate) fn variable(&self, name: &OsStr) -> Option<&OsStr> {
        self.variables.get(name).map(|value| &**value)
    }

    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Adds the text of a file under the name that messages give it.
    #[must_use]
    pub fn text(self, name: impl Into<String>, contents: impl Into<String>) -> Self {
        self.text_of(Scope::Named, name, contents)
    }

    /// Adds such a text and says whose it is.
    #[must_use]
    pub fn text_of(
        mut self,
        scope: Scope,
        name: impl Into<String>,
        contents: impl Into<String>,
    ) -> Self {
        self.files.push(Input::Text { name: name.into(), contents: contents.into(), scope });
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
        self.load_parts().map(|(loaded, ..)| loaded)
    }

    /// The value, and what it was made of.
    pub(crate) fn load_parts<T: Settings>(&self) -> Result<(Loaded<T>, Stack, Tree), Problems> {
        let Resolved { stack, root, mut problems } = self.resolve(T::SCHEMA);
        if problems.is_empty() {
            match T::read(Value(Some(&root))) {
                Ok(value) => {
                    let rows = stack.rows(T::SCHEMA, &root);
                    let loaded = Loaded { value, rows, warnings: stack.warnings(T::SCHEMA) };
                    return Ok((loaded, stack, root));
                }
                Err(invalid) => {
                    problems.extend(invalid.into_iter().map(|wrong| stack.problem(&root, wrong)));
                }
            }
        }
        Err(Problems::new(problems))
    }

    /// Merges all layers, as far as they can be read.
    pub(crate) fn resolve(&self, schema: &'static Section) -> Resolved {
        let mut problems = Vec::new();
        let stack = self.stack(schema, &mut problems);
        let mut merged = stack.merged();
        Completion::new(&stack, schema, &self.prefix, &mut problems).run(&mut merged);
        Resolved { stack, root: Tree::from(merged), problems }
    }

    /// The profile that was typed.
    pub(crate) fn typed_profile(&self) -> Option<&str> {
        self.flags.get(flags::PROFILE)?.last()?.to_str()
    }

    /// Reads the layers, the weakest first.
    fn stack(&self, schema: &'static Section, problems: &mut Vec<Problem>) -> Stack {
        let leaves = schema.leaves();
        let mut stack = Stack::new(&leaves);
        stack.push(layer::defaults(&leaves, problems));
        #[cfg(feature = "config")]
        for remote in &self.remotes {
            stack.push(remote.layer(stack.len(), schema, problems));
        }
        let files = self.contents(schema, problems);
        if schema.profiles {
            self.push_profiles(files, &mut stack, problems);
        } else {
            files.into_iter().for_each(|file| stack.push(file.layer));
        }
        let below = stack.merged();
        let draft = Draft::new(stack.len(), problems);
        let reserved = schema.profiles.then(|| flags::profile_variable(&self.prefix));
        let variables = Variables { all: &self.variables, prefix: &self.prefix, reserved };
        stack.push(env::layer(draft, &variables, &leaves, &below));
        if schema.set {
            let draft = Draft::new(stack.len(), problems);
            stack.push(flags::set(draft, &self.flags, schema, &self.prefix));
        }
        let draft = Draft::new(stack.len(), problems);
        stack.push(flags::layer(draft, &self.flags, &leaves));
        stack
    }

    /// What the files say that are there.
    pub(crate) fn contents(
        &self,
        schema: &'static Section,
        problems: &mut Vec<Problem>,
    ) -> Vec<SettingsFile> {
        #[cfg(feature = "config")]
        let below = 1 + self.remotes.len();
        #[cfg(not(feature = "config"))]
        let below = 1;
        let mut files = Vec::new();
        for input in &self.files {
            let index = below + files.len();
            if let Some((name, text)) = input.text(index, problems) {
                let contents = Contents { name: &name, text: &text, of: input.of() };
                files.push(file::read(index, &contents, schema, problems));
            }
        }
        files
    }

    /// The files, and over all of them what they say for the selected profile.
    fn push_profiles(
        &self,
        files: Vec<SettingsFile>,
        stack: &mut Stack,
        problems: &mut Vec<Problem>,
    ) {
        let selected = self.selected(&files);
        let mut profiles = Vec::new();
        for file in files {
            stack.push(file.layer);
            profiles.extend(file.profiles);
        }
        let Some((name, origin)) = selected else { return };
        let known: BTreeSet<String> = profiles.iter().map(|(name, _)| name.clone()).collect();
        if !known.contains(&name) {
            let problem = unknown_profile(stack.len(), &name, known.iter().map(|name| &**name));
            problems.push(problem.at(origin));
        }
        let chosen = profiles.into_iter().filter(|(profile, _)| *profile == name);
        chosen.for_each(|(_, layer)| stack.push(layer));
    }

    /// The profile that the strongest layer selects, and where it does.
    pub(crate) fn selected(&self, files: &[SettingsFile]) -> Option<(String, Origin)> {
        if let Some(name) = self.typed_profile() {
            return Some((name.to_owned(), Origin::Flag { name: "--profile".to_owned() }));
        }
        let variable = flags::profile_variable(&self.prefix);
        let value = self.variable(OsStr::new(&variable)).and_then(OsStr::to_str);
        if let Some(name) = value.filter(|name| !name.is_empty()) {
            return Some((name.to_owned(), Origin::Env { name: variable }));
        }
        files.iter().rev().find_map(|file| file.selects.clone())
    }
}

/// The mistake in the name of a profile.
pub(crate) fn unknown_profile<'a>(
    layer: usize,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Problem {
    let help = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => match known.collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => "no file has `profiles`".to_owned(),
            all => format!("there are {all}"),
        },
    };
    Problem::new(layer, "", format!("there is no profile `{name}`")).help(help)
}

/// The layers, what they come to, and what is wrong in them.
pub(crate) struct Resolved {
    pub(crate) stack: Stack,
    pub(crate) root: Tree,
    pub(crate) problems: Vec<Problem>,
}
