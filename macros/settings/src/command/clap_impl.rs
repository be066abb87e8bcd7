//! How clap reads a [`ConfigCommand`].

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches, Subcommand, ValueHint};

use super::ConfigCommand;
use crate::Export;

const NAMES: [&str; 11] = [
    "show", "get", "explain", "init", "validate", "schema", "set", "unset", "path", "profiles",
    "export",
];

fn key() -> Arg {
    Arg::new("key").value_name("KEY").required(true).help("The setting, such as `tls.ca_file`")
}

fn file(help: &'static str) -> Arg {
    Arg::new("file").value_name("FILE").value_hint(ValueHint::FilePath).help(help)
}

const WHICH: &str = "A path, or `user`, `project` or `system` [default: the strongest file that \
                     `config path` lists]";

fn commands() -> [Command; 11] {
    let origin = Arg::new("origin")
        .long("origin")
        .action(ArgAction::SetTrue)
        .help("Says where each value was set");
    let value = Arg::new("value")
        .value_name("VALUE")
        .required(true)
        .allow_hyphen_values(true)
        .help("The value as in a variable; `-` reads standard input, as a secret must");
    [
        Command::new("show").about("Prints all settings").arg(origin),
        Command::new("get").about("Prints the value of one setting").arg(key()),
        Command::new("explain")
            .about("Says which layer sets a setting, what it hides, and how to set it")
            .arg(key()),
        Command::new("init")
            .about("Writes a commented example file")
            .args([file("Where to; `-` prints it [default: the strongest file]"), schema()]),
        Command::new("validate").about("Reads all layers and reports every mistake"),
        Command::new("schema")
            .about("Prints the JSON Schema of a settings file, for editors")
            .arg(file("Where to [default: standard output]")),
        Command::new("set")
            .about("Sets a setting in a file, and changes nothing else in it")
            .args([key(), value, file(WHICH)]),
        Command::new("unset")
            .about("Takes a setting out of a file, and changes nothing else in it")
            .args([key(), file(WHICH)]),
        Command::new("path").about("Lists the files that settings are read from"),
        Command::new("profiles").about("Lists the profiles of the files, and which is selected"),
        Command::new("export")
            .about(
                "Prints what follows from the settings: a reference, environment files, manifests",
            )
            .args([form(), name()]),
    ]
}

fn schema() -> Arg {
    Arg::new("schema")
        .long("schema")
        .value_name("PATH|URL")
        .num_args(0..=1)
        .require_equals(true)
        .default_missing_value("")
        .help(
            "Says in its first line where editors find the JSON Schema [alone: writes that beside it]",
        )
}

fn form() -> Arg {
    let names = Export::ALL.iter().map(|(name, _)| *name);
    Arg::new("form")
        .value_name("FORM")
        .required(true)
        .value_parser(PossibleValuesParser::new(names))
}

fn name() -> Arg {
    let help = "The name of the program [default: the prefix of its variables, in lower case]";
    Arg::new("name").value_name("NAME").help(help)
}

impl FromArgMatches for ConfigCommand {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let text = |id: &str| matches.get_one::<String>(id).cloned();
        let key = || text("key").unwrap_or_default();
        Ok(match name {
            "show" => Self::Show { origin: matches.get_flag("origin") },
            "explain" => Self::Explain { key: key() },
            "get" => Self::Get { key: key() },
            "init" => Self::Init { file: text("file"), schema: text("schema") },
            "validate" => Self::Validate,
            "schema" => Self::Schema { file: text("file") },
            "set" => Self::Set {
                key: key(),
                value: text("value").unwrap_or_default(),
                file: text("file"),
            },
            "unset" => Self::Unset { key: key(), file: text("file") },
            "path" => Self::Path,
            "profiles" => Self::Profiles,
            "export" => {
                let form = text("form");
                let named = |(known, _): &&(&str, Export)| form.as_deref() == Some(*known);
                let (_, form) = Export::ALL.iter().find(named).ok_or_else(missing)?;
                Self::Export { form: *form, name: text("name").unwrap_or_default() }
            }
            _ => return Err(missing()),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for ConfigCommand {
    fn augment_subcommands(command: Command) -> Command {
        command
            .about("Shows, explains and changes settings")
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommands(commands())
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        NAMES.contains(&name)
    }
}
