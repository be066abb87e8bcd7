//! The command line: types of clap, and nothing else. Help, completions and manual follow from
//! them; the flags of the settings follow from [`settings`].

mod answers;
mod import;
mod project;
mod template;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use typewright_settings::ConfigCommand;

use crate::settings;

pub(crate) use import::Import;
pub(crate) use project::{Add, Remove, Undo, Update};
pub(crate) use template::{Template, TestTemplate};

/// Scaffolds projects, generates typed clients and operational commands, and checks that nothing
/// drifted.
#[derive(Debug, Parser)]
#[command(name = "cargo gen", bin_name = "cargo gen", version, subcommand_required = true)]
#[command(arg_required_else_help = true, propagate_version = false)]
#[command(after_help = "Exit codes: 0 done, 1 failed or stale, 2 usage or configuration, \
3 merge conflicts.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) files: SettingsFiles,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Reads a command line. Cargo runs `cargo gen new` as `cargo-gen gen new`: a first argument `gen`
/// is skipped. Flags that are questions of a template become `--set`.
///
/// # Errors
/// A mistake in it, or help and version, which are shown the same way.
pub(crate) fn parse(
    args: impl IntoIterator<Item = OsString>,
) -> Result<(Cli, ArgMatches), clap::Error> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_some_and(|first| first == "gen") {
        args.remove(1);
    }
    let command = settings::flags(Cli::command());
    let args = answers::as_set(&command, args);
    let mut command = command;
    let matches = command.try_get_matches_from_mut(args).inspect_err(|_| {
        // Taking it apart takes an eighth of the time of `--help`, and the program ends now.
        std::mem::forget(std::mem::take(&mut command));
    })?;
    drop(command);
    Ok((Cli::from_arg_matches(&matches)?, matches))
}

/// Where settings are read from.
#[derive(Args, Debug)]
pub(crate) struct SettingsFiles {
    /// Read settings from this file only, instead of cargo-gen.yaml and the user's file.
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// Read no settings file.
    #[arg(long, global = true)]
    pub(crate) no_config: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a project from a template.
    New(New),
    /// Generate the code of an API into a folder.
    Client(Client),
    /// Add a part of its template to a project.
    Add(Add),
    /// Take a part out of a project.
    Remove(Remove),
    /// Bring a project to the version that its template has now.
    Update(Update),
    /// Take the last add, remove or update back.
    Undo(Undo),
    /// Generate the names of enums into a file, for builds without the derive.
    Stringer(Stringer),
    /// Render a template of your own over a source.
    Render(Render),
    /// Print what templates see of a source, as JSON.
    Model(Model),
    /// Turn a template of cookiecutter, copier or cargo-generate into one of cargo gen.
    Import(Import),
    /// Find generated files that were edited, are missing or are out of date.
    Check(Check),
    /// Show what generating again would change.
    Diff(Diff),
    /// Carry out a plan that --dry-run --format json printed.
    Apply(Apply),
    /// Show, explain and change settings.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Show templates, find their mistakes, and try them.
    #[command(subcommand)]
    Template(Template),
    /// A program of somebody else's: `cargo-gen-NAME`.
    #[command(external_subcommand)]
    External(Vec<OsString>),
}

/// Answers to the questions of a template or a part.
#[derive(Args, Clone, Debug)]
pub(crate) struct Answers {
    /// Answer a question; repeat for more.
    #[arg(long, value_name = "NAME=VALUE", value_parser = key_value)]
    pub(crate) set: Vec<(String, String)>,
    /// Answers in a .yaml, .toml, .json, .json5, .ron or .ini file.
    #[arg(long, value_name = "FILE")]
    pub(crate) values: Option<PathBuf>,
}

/// `cargo gen new`
#[derive(Args, Debug)]
#[command(after_help = "\
Answers come from --set, then from CARGO_GEN_ANSWER_NAME in the environment, then from --values. On
a terminal the rest is asked, elsewhere and with --defaults it is as the template says.
Example: cargo gen new ops-cli inventory --from proto/inventory.proto")]
pub(crate) struct New {
    /// A built-in template or one of the settings (see `cargo gen template list`), the path of a
    /// folder, `./mine`, or an address of git, `URL#REV:FOLDER`.
    pub(crate) template: String,
    /// The folder to make; it must not exist or be empty.
    pub(crate) dir: PathBuf,
    /// A .proto file, or a folder for all in it, that describes the API; repeat for more.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) from: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) answers: Answers,
    /// Ask nothing.
    #[arg(long)]
    pub(crate) defaults: bool,
    #[command(flatten)]
    pub(crate) preview: Preview,
}

/// `cargo gen client`
#[derive(Args, Debug)]
#[command(after_help = "\
The same command generates again: files that were not edited are replaced, others are refused.
Example: cargo gen client proto/inventory.proto --out src/api")]
pub(crate) struct Client {
    /// .proto files, or folders for all in them.
    #[arg(required = true, value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// The folder to generate into; it should hold nothing else.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// What to generate, such as `messages,client`; all but `serde` and `server`, if left out.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) emit: Vec<String>,
    /// The JSON of messages: `table` (the default), `serde` for serde's traits too, or `none`.
    #[arg(long, value_name = "FORM")]
    pub(crate) json: Option<String>,
    /// Generate traits for servers, too.
    #[arg(long)]
    pub(crate) server: bool,
    /// An option of the generator, such as `extern_path=.google.type=::common::types` or
    /// `exclude=shop.v1.Admin`; those of the protoc plugin, repeat for more. A wrong one lists them.
    #[arg(long = "opt", value_name = "KEY=VALUE")]
    pub(crate) options: Vec<String>,
    /// Overwrite generated files that were edited.
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) preview: Preview,
}

/// `cargo gen stringer`
#[derive(Args, Debug)]
#[command(after_help = "\
The file holds what #[derive(Stringer)] gives: as_str, NAMES, Display, FromStr, iter and more. It
does not compile against an enum that changed since, and `cargo gen check` finds it out of date.
Names and aliases are written as #[cfg_attr(any(), stringer(rename = \"…\", alias = \"…\"))].
Example: cargo gen stringer src/mode.rs --type Mode --out src/mode/names.rs")]
pub(crate) struct Stringer {
    /// Rust files that declare the enums.
    #[arg(required = true, value_name = "FILE.rs")]
    pub(crate) sources: Vec<PathBuf>,
    /// An enum; repeat for more. All enums of plain names, if left out.
    #[arg(long = "type", value_name = "NAME")]
    pub(crate) types: Vec<String>,
    /// The file to generate.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The module that the enums are in, seen from the generated file.
    #[arg(long, value_name = "PATH", default_value = "super")]
    pub(crate) module: String,
    /// The style of the names, such as kebab-case.
    #[arg(long, value_name = "STYLE")]
    pub(crate) rename_all: Option<String>,
    /// Read names whatever the case of their letters.
    #[arg(long)]
    pub(crate) ignore_case: bool,
    /// Name each variant by the `//` comment behind it, where there is one.
    #[arg(long)]
    pub(crate) line_comments: bool,
    /// Fail where the file is not as it would be generated, and write nothing.
    #[arg(long, conflicts_with_all = ["dry_run", "diff"])]
    pub(crate) check: bool,
    /// Overwrite the file where it was edited.
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) preview: Preview,
}

/// `cargo gen render`
#[derive(Args, Debug)]
#[command(after_help = "\
The template sees the source as `schema`: `cargo gen model --from SOURCE` prints it.
The same command renders again: files that were not edited are replaced, others are refused.
Example: cargo gen render ./table --from src/mode.rs --out docs")]
pub(crate) struct Render {
    /// The folder of a template, `./mine`, or one file, `./mine/table.md.jinja`.
    pub(crate) template: String,
    /// A .proto file, a folder of them, or a Rust file; repeat for more.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) from: Vec<PathBuf>,
    /// The folder to render into.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) answers: Answers,
    /// Fail where a file is not as it would be rendered, and write nothing.
    #[arg(long, conflicts_with_all = ["dry_run", "diff"])]
    pub(crate) check: bool,
    /// Overwrite rendered files that were edited.
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) preview: Preview,
}

/// `cargo gen model`
#[derive(Args, Debug)]
pub(crate) struct Model {
    /// A .proto file, a folder of them, or a Rust file; repeat for more.
    #[arg(long, value_name = "SOURCE", required = true)]
    pub(crate) from: Vec<PathBuf>,
}

/// Seeing what would happen.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Preview {
    /// List what would be written, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Show what would change as a diff, and write nothing.
    #[arg(long)]
    pub(crate) diff: bool,
}

/// `cargo gen check`
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Folders to look in, with all below them.
    #[arg(default_value = ".", value_name = "DIR")]
    pub(crate) dirs: Vec<PathBuf>,
    /// Show what generating again would change.
    #[arg(long, conflicts_with = "fix")]
    pub(crate) diff: bool,
    /// Print SARIF, which code hosts show beside the lines of a change.
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    pub(crate) sarif: bool,
    /// Generate again what is missing or out of date.
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix, overwrite edited files too.
    #[arg(long, requires = "fix")]
    pub(crate) force: bool,
}

/// `cargo gen diff`
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// Folders to look in, with all below them.
    #[arg(default_value = ".", value_name = "DIR")]
    pub(crate) dirs: Vec<PathBuf>,
}

/// `cargo gen apply`
#[derive(Args, Debug)]
#[command(after_help = "\
Exactly what the plan lists is written, all of it or nothing; where a file is no longer what it was
when the plan was made, nothing is.
Example: cargo gen new ./mine out --dry-run --format json > plan.json && cargo gen apply plan.json")]
pub(crate) struct Apply {
    /// The plan; `-` reads standard input.
    pub(crate) plan: PathBuf,
}

/// `cargo gen NAME`, for the program `cargo-gen-NAME`.
#[derive(Debug, Parser)]
#[command(
    disable_version_flag = true,
    after_help = "\
The program gets the model of the sources as JSON on standard input, and gives files as JSON on
standard output; cargo gen writes them. The same command generates again."
)]
pub(crate) struct External {
    /// A .proto file, a folder of them, or a Rust file; repeat for more.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) from: Vec<PathBuf>,
    /// The folder to generate into.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Fail where a file is not as it would be generated, and write nothing.
    #[arg(long, conflicts_with_all = ["dry_run", "diff"])]
    pub(crate) check: bool,
    /// Overwrite generated files that were edited.
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) preview: Preview,
    /// What the program is told besides.
    #[arg(last = true)]
    pub(crate) args: Vec<String>,
}

fn key_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((key.trim().to_owned(), value.to_owned()))
}
