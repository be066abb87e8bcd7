//! One file a verb: arguments and settings in, an [`Answer`] out.

mod check;
mod client;
mod config;
mod new;
mod outcome;
mod template;

use crate::cli::{self, Verb};
use crate::error::CommandError;
use crate::report::Answer;
use crate::settings::Loaded;

/// Runs the verb.
pub(crate) fn run(verb: &Verb, settings: &Loaded) -> Result<Answer, CommandError> {
    match verb {
        Verb::New(args) => new::run(args, &settings.value),
        Verb::Client(args) => client::run(args, &settings.value),
        Verb::Check(args) => check::run(args, &settings.value),
        Verb::Config(cli::Config::Show { origin }) => Ok(config::show(settings, *origin)),
        Verb::Config(cli::Config::Path) => Ok(config::path(settings)),
        Verb::Template(cli::Template::List) => template::list(),
    }
}
