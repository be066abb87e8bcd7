//! One file a verb: arguments and settings in, an [`Answer`] out.

mod check;
mod client;
mod config;
mod new;
mod outcome;
mod template;

use std::ffi::OsString;

use crate::cli::{self, Verb};
use crate::error::CommandError;
use crate::report::{Answer, Report};
use crate::settings::{self, Loaded};

/// Runs a command line and gives the exit code.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let (cli, flags) = match cli::parse(args) {
        Ok(parsed) => parsed,
        Err(error) => return Report::command_line(&error),
    };
    let settings = match settings::load(&cli.files, &flags) {
        Ok(settings) => settings,
        Err(error) => {
            return Report::before_settings(settings::of_flags(&flags).as_ref()).error(&error);
        }
    };
    let report = Report::new(&settings.value);
    match verb(&cli.verb, &settings) {
        Ok(answer) => report.answer(&answer),
        Err(error) => report.error(&error),
    }
}

fn verb(verb: &Verb, settings: &Loaded) -> Result<Answer, CommandError> {
    match verb {
        Verb::New(args) => new::run(args, &settings.value),
        Verb::Client(args) => client::run(args, &settings.value),
        Verb::Check(args) => check::run(args, &settings.value),
        Verb::Config(cli::Config::Show { origin }) => Ok(config::show(settings, *origin)),
        Verb::Config(cli::Config::Path) => Ok(config::path(settings)),
        Verb::Template(cli::Template::List) => template::list(),
    }
}
