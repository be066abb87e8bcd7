//! The command line: types of clap, and nothing else. Help, completions and manual follow from
//! them; the flags of the settings follow from [`settings`].

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::settings;

/// Scaffolds projects, generates typed clients and operational commands, and checks that nothing
/// drifted.
#[derive(Debug, Parser)]
#[command(name = "cargo gen", bin_name = "cargo gen", version, subcommand_required = true)]
#[command(arg_required_else_help = true, propagate_version = false)]
#[command(after_help = "Exit codes: 0 done, 1 failed or stale, 2 usage or configuration.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) files: SettingsFiles,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Reads a command line. Cargo runs `cargo gen new` as `cargo-gen gen new`: a first argument `gen`
/// is skipped.
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
    let matches = settings::flags(Cli::command()).try_get_matches_from(args)?;
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
    /// Find generated files that were edited, are missing or are out of date.
    Check(Check),
    /// Show the settings.
    #[command(subcommand)]
    Config(Config),
    /// Show the templates.
    #[command(subcommand)]
    Template(Template),
}

/// `cargo gen new`
#[derive(Args, Debug)]
#[command(after_help = "\
Answers come from --set, then from --values, then from the template's defaults.
Example: cargo gen new ops-cli inventory --from proto/inventory.proto")]
pub(crate) struct New {
    /// A built-in template (see `cargo gen template list`), or the path of a folder, `./mine`.
    pub(crate) template: String,
    /// The folder to make; it must not exist or be empty.
    pub(crate) dir: PathBuf,
    /// A .proto file, or a folder for all in it, that describes the API; repeat for more.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) from: Vec<PathBuf>,
    /// Answer a question of the template.
    #[arg(long, value_name = "NAME=VALUE", value_parser = key_value)]
    pub(crate) set: Vec<(String, String)>,
    /// Answers in a .yaml, .toml, .json, .json5, .ron or .ini file.
    #[arg(long, value_name = "FILE")]
    pub(crate) values: Option<PathBuf>,
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
    /// What to generate, such as `messages,client`; everything, if left out.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) emit: Vec<String>,
    /// Overwrite generated files that were edited.
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) preview: Preview,
}

/// Seeing what would happen.
#[derive(Args, Clone, Copy, Debug)]
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
    /// Generate again what is missing or out of date.
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix, overwrite edited files too.
    #[arg(long, requires = "fix")]
    pub(crate) force: bool,
}

/// `cargo gen config`
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Print every setting.
    Show {
        /// Say where each value comes from.
        #[arg(long)]
        origin: bool,
    },
    /// List the files that settings are read from.
    Path,
}

/// `cargo gen template`
#[derive(Debug, Subcommand)]
pub(crate) enum Template {
    /// List the built-in templates.
    List,
}

fn key_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((key.trim().to_owned(), value.to_owned()))
}
