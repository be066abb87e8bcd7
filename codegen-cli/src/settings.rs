//! This tool's own settings: flags over `CARGO_GEN_*` variables over `cargo-gen.yaml` (in the
//! current folder and those above) over the user's file over the system's over defaults.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{ArgMatches, Command};
use serde_json::Value as Json;
use typewright::Stringer;
use typewright_settings::{Invalid, Kind, Loader, Origin, Problem, Problems, Setting, Value};

use crate::cli::SettingsFiles;
use crate::error::{self, CommandError, Mistake, Place};
use crate::read;
use crate::recipe::{path_between, tidy};
use crate::template::Template;

/// What variables start with.
const PREFIX: &str = "CARGO_GEN";
/// The settings file of a project.
const PROJECT_FILE: &str = "cargo-gen.yaml";

/// Settings of cargo gen.
#[derive(typewright_settings::Settings, Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    /// How answers are printed: `json` gives one document for machines.
    #[setting(default = "text", choice)]
    pub(crate) format: Format,
    /// Print nothing but what was asked for.
    #[setting(default = "false", short = 'q')]
    pub(crate) quiet: bool,
    /// List every file, also those that do not change.
    #[setting(default = "false", short = 'v')]
    pub(crate) verbose: bool,
    /// When to use colour.
    #[setting(default = "auto", choice)]
    pub(crate) color: Color,
    /// A folder that the imports of .proto files count from; repeat for more. In a file, it counts
    /// from the folder of the file. Without any, the folders are found by looking.
    #[setting(short = 'I', placeholder = "DIR")]
    pub(crate) include: Vec<PathBuf>,
    /// What compiles .proto files: the compiler in this program, or the one that is on the PATH.
    #[setting(default = "embedded", choice)]
    pub(crate) compiler: Compiler,
    /// Do not use the network: templates from git are read as they were fetched last.
    #[setting(default = "false")]
    pub(crate) offline: bool,
    /// How long a generator, a program `cargo-gen-NAME`, may take.
    #[setting(default = "5m")]
    pub(crate) generator_timeout: Duration,
    /// Names for templates of yours: an address of git, `URL#REV:FOLDER`, or the path of a folder,
    /// which in a file counts from the folder of the file.
    #[setting(placeholder = "NAME=SOURCE")]
    pub(crate) templates: BTreeMap<String, String>,
    /// Where generated projects find what they run on.
    #[setting(section)]
    typewright: Typewright,
}

/// Where generated projects find what they run on.
#[derive(typewright_settings::Settings, Clone, Debug, PartialEq)]
struct Typewright {
    /// Where projects get Typewright from: `registry`, `git:URL`, `path:DIR` for a checkout, or
    /// `auto`: the checkout that this program was built from, if it is still there, else the
    /// registry. A relative DIR counts from the generated project; in a file, from its folder.
    #[setting(default = "auto", placeholder = "SOURCE")]
    source: Source,
}

/// How answers are printed.
#[derive(Stringer, Clone, Copy, Debug, PartialEq, Eq)]
#[stringer(rename_all = "lowercase")]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// What compiles .proto files.
#[derive(Stringer, Clone, Copy, Debug, PartialEq, Eq)]
#[stringer(rename_all = "lowercase")]
pub(crate) enum Compiler {
    /// The one in this program.
    Embedded,
    /// Google's, from the PATH.
    Protoc,
    /// Buf's, from the PATH.
    Buf,
}

/// When to use colour.
#[derive(Stringer, Clone, Copy, Debug, PartialEq, Eq)]
#[stringer(rename_all = "lowercase")]
pub(crate) enum Color {
    /// Where a person looks on and does not object by `NO_COLOR`.
    Auto,
    /// Also in pipes and files.
    Always,
    /// Not at all.
    Never,
}

/// Where Typewright comes from.
#[derive(Clone, Debug, PartialEq)]
enum Source {
    Auto,
    Registry,
    Git(String),
    /// A checkout, as the generated project writes it.
    Path(PathBuf),
    /// A checkout at an absolute path; the generated project gets the path that leads there.
    At(PathBuf),
}

impl Setting for Source {
    const KIND: Kind = Kind::Text;

    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
        let text = String::read(value)?;
        match text.split_once(':') {
            None if text == "auto" => Ok(Self::Auto),
            None if text == "registry" => Ok(Self::Registry),
            Some(("git", url)) if !url.is_empty() => Ok(Self::Git(url.to_owned())),
            Some(("path", dir)) if !dir.is_empty() => Ok(Self::Path(dir.into())),
            _ => Err(vec![Invalid::new(format!(
                "expected `auto`, `registry`, `path:DIR` or `git:URL`, found `{text}`"
            ))]),
        }
    }
}

/// Adds one flag for each setting.
pub(crate) fn flags(command: Command) -> Command {
    <Settings as typewright_settings::Settings>::flags(command, PREFIX)
}

/// The settings that the flags alone give; `None` where one of them is wrong.
pub(crate) fn of_flags(flags: &ArgMatches) -> Option<Settings> {
    Loader::new(PREFIX).flags(flags).load().ok().map(|loaded| loaded.value)
}

/// All layers, before they are read.
///
/// # Errors
/// The file that was named is not there.
pub(crate) fn loader(files: &SettingsFiles, flags: &ArgMatches) -> Result<Loader, CommandError> {
    let loader = Loader::new(PREFIX).process_env().flags(flags);
    if let Some(path) = &files.config {
        if !path.is_file() {
            let mistakes = vec![read::missing(path)];
            return Err(CommandError { kind: error::Kind::Usage, mistakes });
        }
        return Ok(loader.required_file(path));
    }
    if files.no_config {
        return Ok(loader);
    }
    let here = env::current_dir().unwrap_or_default();
    Ok(loader.discover("cargo-gen", PROJECT_FILE, here))
}

/// Reads all layers.
///
/// # Errors
/// All mistakes in all layers.
pub(crate) fn load(files: &SettingsFiles, flags: &ArgMatches) -> Result<Settings, CommandError> {
    let loaded = loader(files, flags)?.load::<Settings>()?;
    let mut value = loaded.value.clone();
    if let Some(folder) = folder_of(loaded.origin("include")) {
        value.include = value.include.iter().map(|dir| folder.join(dir)).collect();
    }
    for (name, source) in &mut value.templates {
        let key = format!("templates.{name}");
        let origin = loaded.origin(&key).or_else(|| loaded.origin("templates"));
        if let Some(folder) = folder_of(origin).filter(|_| source.starts_with('.')) {
            *source = folder.join(&source).display().to_string();
        }
    }
    if let (Source::Path(dir), Some(folder)) =
        (&value.typewright.source, folder_of(loaded.origin("typewright.source")))
        && dir.is_relative()
    {
        let at = folder.join(dir);
        value.typewright.source = Source::At(std::path::absolute(&at).unwrap_or(at));
    }
    Ok(value)
}

/// The folder of the file that set a value.
fn folder_of(origin: Option<&Origin>) -> Option<PathBuf> {
    match origin {
        Some(Origin::File { path, .. }) => Path::new(path).parent().map(Path::to_path_buf),
        _ => None,
    }
}

impl From<Problems> for CommandError {
    fn from(problems: Problems) -> Self {
        let failed = problems.exit_code() == 1;
        let kind = if failed { error::Kind::Failed } else { error::Kind::Usage };
        Self { kind, mistakes: problems.iter().map(mistake).collect() }
    }
}

fn mistake(problem: &Problem) -> Mistake {
    let mut message = problem.message.clone();
    if !problem.key.is_empty() {
        message = format!("{}: {message}", problem.key);
    }
    let mut mistake = match &problem.origin {
        Some(Origin::File { path, line, col }) => Mistake::new(message).at(Place {
            file: path.clone(),
            line: *line as usize,
            column: *col as usize,
            text: problem.snippet.as_ref().map(|snippet| snippet.text.clone()),
            width: problem.snippet.as_ref().map_or(1, |snippet| snippet.len),
        }),
        Some(origin) => Mistake::new(format!("{origin}: {message}")),
        None => Mistake::new(message),
    };
    mistake.help.extend(problem.help.clone());
    mistake
}

impl Settings {
    /// A template by a name of the settings, else as [`Template::find`] finds it.
    ///
    /// # Errors
    /// As for [`Template::find`].
    pub(crate) fn template(&self, name: &str) -> Result<Template, CommandError> {
        let (source, here) = (self.template_source(name), Path::new("."));
        Template::find(source, here, self.templates.keys(), self.offline)
    }

    /// What a name of a template stands for.
    pub(crate) fn template_source<'a>(&'a self, name: &'a str) -> &'a str {
        self.templates.get(name).map_or(name, String::as_str)
    }

    /// The runtimes of generated code: what stands between the braces of their dependencies in the
    /// `Cargo.toml` of `project`, such as `version = "0.1.0"`.
    pub(crate) fn runtimes(&self, project: &Path) -> BTreeMap<&'static str, String> {
        let path = |dir: String| format!("path = {}", Json::from(dir.replace('\\', "/")));
        let version = || format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
        let value = |crate_folder: &str| match &self.typewright.source {
            Source::Registry => version(),
            Source::Git(url) => format!("git = {}", Json::from(url.as_str())),
            Source::Path(dir) => path(dir.join(crate_folder).to_string_lossy().into_owned()),
            Source::At(dir) => path(path_between(project, &dir.join(crate_folder))),
            Source::Auto => match checkout() {
                // What lies in the checkout itself moves with it.
                Some(dir) if within(project, &dir) => {
                    path(path_between(project, &dir.join(crate_folder)))
                }
                Some(dir) => path(dir.join(crate_folder).to_string_lossy().into_owned()),
                None => version(),
            },
        };
        BTreeMap::from([
            ("client", value("plugins/client")),
            ("derive", value("macros")),
            ("json", value("plugins/json")),
            ("ops", value("plugins/ops")),
            ("server", value("plugins/server")),
            ("settings", value("macros/settings")),
        ])
    }
}

/// Whether a folder is in another, wherever links lead.
fn within(folder: &Path, other: &Path) -> bool {
    let whole = |path: &Path| std::path::absolute(path).map(|path| tidy(&path)).unwrap_or_default();
    whole(folder).starts_with(whole(other))
}

/// The checkout that this program was built from, if it is still there.
fn checkout() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    root.join("plugins/client/Cargo.toml").is_file().then(|| root.to_path_buf())
}
