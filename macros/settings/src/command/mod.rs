//! The `config` command, the same in every tool: what was typed, and what it answers.

mod clap_impl;
mod edit;
mod init;

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

pub(crate) use edit::{broken, contents};

use crate::explain::Target;
use crate::load::Loader;
use crate::loaded::Row;
use crate::problem::{Origin, Problem, Problems};
use crate::profiles::Profiles;
use crate::value::Settings;
use crate::{Export, save};

/// What can be asked of the settings of a program. Parsed by clap as a subcommand:
///
/// ```
/// # #[derive(typewright_settings::Settings)]
/// # struct App {
/// #     /// The port.
/// #     #[setting(default = 8080)]
/// #     port: u16,
/// # }
/// use clap::{Command, FromArgMatches, Subcommand};
/// use typewright_settings::{ConfigCommand, Loader, Settings};
///
/// let config = ConfigCommand::augment_subcommands(Command::new("config"));
/// let command = App::flags(Command::new("app").subcommand(config), "APP");
/// let matches = command.try_get_matches_from(["app", "config", "show", "--origin"])?;
///
/// let loader = Loader::new("APP").file("app.yaml").flags(&matches);
/// let config = matches.subcommand_matches("config").unwrap();
/// let answer = ConfigCommand::from_arg_matches(config)?.run::<App>(&loader)?;
/// assert_eq!(answer.text, "port: 8080  # default\n");
/// assert_eq!(answer.json["settings"][0]["origin"], "default");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigCommand {
    /// Every setting, as YAML; with the place of each.
    Show {
        /// Whether the places are shown.
        origin: bool,
    },
    /// One setting: see [`Loader::explain`].
    Explain {
        /// The setting.
        key: String,
    },
    /// The value of one setting, alone: for scripts.
    Get {
        /// The setting.
        key: String,
    },
    /// Writes a commented example where no file is yet; see [`template`](crate::template).
    Init {
        /// Where to; `-` prints it, and `None` is the strongest file of the loader.
        file: Option<String>,
        /// Where editors find the JSON Schema: a path or URL for the first line of the file. Empty
        /// writes the schema beside the file, as `NAME.schema.json`.
        schema: Option<String>,
    },
    /// Whether all layers can be read.
    Validate,
    /// The JSON Schema of a file; see [`json_schema`](crate::json_schema).
    Schema {
        /// Where to; `None` and `-` print it.
        file: Option<String>,
    },
    /// Sets one setting in a file and leaves every other byte of it as it is. With the flag
    /// `--profile`, in that profile.
    Set {
        /// The setting.
        key: String,
        /// Its value as in a variable; `-` reads standard input.
        value: String,
        /// A path, or `user`, `project` or `system`; `None` is the strongest file of the loader.
        file: Option<String>,
    },
    /// Takes one setting out of a file and leaves every other byte of it as it is.
    Unset {
        /// The setting.
        key: String,
        /// As for `Set`.
        file: Option<String>,
    },
    /// The files that are looked for.
    Path,
    /// The profiles, the files that have them, and which is selected.
    Profiles,
    /// What follows from the schema, such as a reference: see [`Export`].
    Export {
        /// What of it.
        form: Export,
        /// The name of the program; empty for the prefix of its variables in lower case.
        name: String,
    },
}

/// What a command has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// What was asked for: for standard output.
    pub text: String,
    /// What is worth knowing besides, a line each: for standard error.
    pub notes: Vec<String>,
    /// The same as data, in place of `text`.
    pub json: Json,
}

impl ConfigCommand {
    /// Does what was asked. Reads the layers of the loader, and writes at most one file: that of
    /// `init`, `set` and `unset`.
    ///
    /// # Errors
    /// What is wrong in the settings, in the command or on the disk;
    /// [`Problems::exit_code`] says how to end.
    pub fn run<T: Settings>(&self, loader: &Loader) -> Result<Answer, Problems> {
        match self {
            Self::Show { origin } => {
                let loaded = loader.load::<T>()?;
                let notes = loaded.warnings().iter().map(ToString::to_string).collect();
                Ok(Answer { notes, ..show(loaded.origins(), *origin) })
            }
            Self::Explain { key } => explain::<T>(loader, key),
            Self::Get { key } => get::<T>(loader, key),
            Self::Init { file, schema } => {
                init::init::<T>(loader, file.as_deref(), schema.as_deref())
            }
            Self::Validate => validate::<T>(loader),
            Self::Schema { file } => init::schema::<T>(file.as_deref()),
            Self::Set { key, value, file } => edit::set::<T>(loader, key, value, file.as_deref()),
            Self::Unset { key, file } => edit::unset::<T>(loader, key, file.as_deref()),
            Self::Path => Ok(path(loader)),
            Self::Profiles => Ok(profiles::<T>(loader)),
            Self::Export { form, name } => {
                let own = loader.prefix().to_lowercase().replace('_', "-");
                let own = if own.is_empty() { "app" } else { &own };
                let name = if name.is_empty() { own } else { name };
                let text = form.render(T::SCHEMA, name, loader.prefix());
                Ok(Answer { json: json!({ "text": text }), text, ..Answer::default() })
            }
        }
    }
}

fn show<'a>(rows: impl Iterator<Item = &'a Row>, origins: bool) -> Answer {
    let (mut text, mut json) = (String::new(), Vec::new());
    for row in rows {
        let value = match row.value.as_deref() {
            // Quoted, so that all of it is YAML.
            Some("***") => "'***'",
            value => value.unwrap_or("null"),
        };
        let _ = write!(text, "{}: {value}", row.key);
        if origins {
            let _ = write!(text, "  # {}", row.origin);
        }
        text.push('\n');
        json.push(json!({
            "key": row.key,
            "value": row.value,
            "origin": row.origin.to_string(),
            "help": row.docs,
        }));
    }
    Answer { text, json: json!({ "settings": json }), ..Answer::default() }
}

fn explain<T: Settings>(loader: &Loader, key: &str) -> Result<Answer, Problems> {
    let explained = loader.explain(T::SCHEMA, key)?;
    let layers: Vec<Json> = explained
        .layers
        .iter()
        .map(|layer| json!({ "value": layer.value, "origin": layer.origin.to_string() }))
        .collect();
    let json = json!({
        "key": explained.key,
        "value": explained.value,
        "layers": layers,
        "ways": explained.ways,
        "expects": explained.expectation,
        "condition": explained.condition,
        "help": explained.docs,
    });
    let mut answer = Answer { text: explained.to_string(), json, ..Answer::default() };
    if loader.load::<T>().is_err() {
        answer.notes.push("there are mistakes in the settings: see `config validate`".to_owned());
    }
    Ok(answer)
}

fn validate<T: Settings>(loader: &Loader) -> Result<Answer, Problems> {
    let loaded = loader.load::<T>()?;
    let set = loaded.origins().filter(|row| row.origin != Origin::Default).count();
    let are = if set == 1 { "1 setting is".to_owned() } else { format!("{set} settings are") };
    Ok(Answer {
        text: format!("valid: {are} set, the others have their defaults\n"),
        json: json!({ "valid": true, "set": set, "problems": loaded.warnings_json() }),
        notes: loaded.warnings().iter().map(ToString::to_string).collect(),
    })
}

fn get<T: Settings>(loader: &Loader, key: &str) -> Result<Answer, Problems> {
    let key = Target::of(T::SCHEMA, key)?.key();
    // What is wrong elsewhere is no reason to give a value that may be another.
    loader.load::<T>()?;
    let value = loader.explain(T::SCHEMA, &key)?.value;
    let text = format!("{}\n", value.as_deref().unwrap_or("null"));
    Ok(Answer { text, json: json!({ "key": key, "value": value }), ..Answer::default() })
}

fn profiles<T: Settings>(loader: &Loader) -> Answer {
    let Profiles { names: profiles, selected } = loader.profiles(T::SCHEMA);
    let (mut text, mut json, mut notes) = (String::new(), Vec::new(), Vec::new());
    for (name, files) in &profiles {
        let by = selected.as_ref().filter(|(chosen, _)| chosen == name).map(|(_, by)| by);
        let (mark, by) = match by {
            Some(by) => (", selected", format!(" by {by}")),
            None => ("", String::new()),
        };
        let _ = writeln!(text, "{name}  ({}{mark}{by})", files.join(", "));
        json.push(json!({ "name": name, "files": files, "selected": !mark.is_empty() }));
    }
    if !T::SCHEMA.profiles {
        notes.push("these settings have no profiles".to_owned());
    } else if profiles.is_empty() {
        notes.push("no file has `profiles`".to_owned());
    }
    if let Some((name, by)) = selected.filter(|(name, _)| !profiles.contains_key(name)) {
        notes.push(format!("`{name}` is selected by {by}, and no file has it"));
    }
    Answer { text, notes, json: json!({ "profiles": json }) }
}

fn path(loader: &Loader) -> Answer {
    let (mut text, mut json) = (String::new(), Vec::new());
    for (path, scope) in loader.files() {
        let (found, scope) = (path.is_file(), scope.as_str());
        let state = if found { "read" } else { "not there" };
        let path = path.display().to_string();
        let _ = writeln!(text, "{path}  ({scope}, {state})");
        json.push(json!({ "path": path, "scope": scope, "found": found }));
    }
    let notes = if json.is_empty() { vec!["no file is read".to_owned()] } else { Vec::new() };
    Answer { text, notes, json: json!({ "files": json }) }
}

/// The file that a command is about.
pub(crate) fn target(loader: &Loader, file: Option<&str>) -> Result<PathBuf, Problems> {
    let mut files = loader.files().rev();
    let found = match file {
        None => files.next(),
        Some(word) => match files.find(|(_, scope)| scope.as_str() == word) {
            None if matches!(word, "system" | "user" | "project") => None,
            None => return Ok(PathBuf::from(word)),
            found => found,
        },
    };
    found.map(|(path, _)| path.to_path_buf()).ok_or_else(|| {
        let what = file.unwrap_or("settings");
        let problem = Problem::new(usize::MAX, "", format!("there is no {what} file"));
        problem.help("name a file").into()
    })
}

fn of_file(path: &std::path::Path, message: impl Into<String>) -> Problem {
    let origin = Origin::File { path: path.display().to_string(), line: 0, col: 0 };
    Problem::new(usize::MAX, "", message).at(origin)
}

pub(crate) fn write(path: &std::path::Path, text: &str) -> Result<(), Problems> {
    save::replace(path, text)
        .map_err(|error| of_file(path, format!("the file cannot be written: {error}")).failed())
}

pub(crate) fn written(path: &std::path::Path, how: &str) -> Answer {
    let path = path.display().to_string();
    let notes = vec![format!("{how} {path}")];
    Answer { notes, json: json!({ "path": path, "change": how }), ..Answer::default() }
}
