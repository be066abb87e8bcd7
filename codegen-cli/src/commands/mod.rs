//! One file a verb: arguments and settings in, an [`Answer`] out.

mod add;
mod apply;
mod check;
mod client;
mod config;
mod edits;
mod external;
mod import;
mod model;
mod new;
mod outcome;
mod remove;
mod render;
mod sarif;
mod sources;
mod stringer;
mod template;
mod trial;
mod undo;
mod update;

#[cfg(test)]
mod tests;

use std::ffi::OsString;

use clap::ArgMatches;

use crate::bounds;
use crate::cli::{self, Cli, Verb};
use crate::error::CommandError;
use crate::report::{self, Answer, Report};
use crate::settings::{self, Settings};
use crate::template::Template;

/// Runs a command line and gives the exit code.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let ended = bounds::looks_foreign(&args).then(bounds::supervise).flatten();
    if let Some(Ok(code)) = ended {
        return code;
    }
    let (cli, flags) = match cli::parse(args) {
        Ok(parsed) => parsed,
        Err(error) => return Report::command_line(&error),
    };
    let settings = settings::load(&cli.files, &flags);
    let report = match &settings {
        Ok(settings) => Report::new(settings),
        Err(_) => Report::before_settings(settings::of_flags(&flags).as_ref()),
    };
    let foreign = || settings.as_ref().is_ok_and(|settings| is_foreign(&cli.verb, settings));
    let ended = ended.or_else(|| foreign().then(bounds::supervise).flatten());
    if let Some(ended) = ended {
        return ended.unwrap_or_else(|error| report.error(&error));
    }
    let _ = settings.as_ref().map(report::watch);
    match verb(&cli, &flags, settings) {
        Ok(answer) => report.answer(&answer),
        Err(error) => report.error(&error),
    }
}

/// Whether a verb may evaluate a template that is not one of ours.
fn is_foreign(verb: &Verb, settings: &Settings) -> bool {
    let source = match verb {
        Verb::New(args) => &args.template,
        Verb::Render(args) => &args.template,
        Verb::Import(_) => return true,
        Verb::Template(cli::Template::Show(args)) => &args.template,
        Verb::Template(cli::Template::Lint(args)) => &args.template,
        Verb::Template(cli::Template::Test(args)) => &args.template,
        // The lock names the template.
        Verb::Add(_) | Verb::Remove(_) | Verb::Update(_) | Verb::Check(_) | Verb::Diff(_) => {
            return true;
        }
        _ => return false,
    };
    let source = settings.template_source(source);
    !Template::names().any(|name| name == source)
}

fn verb(
    cli: &Cli,
    flags: &ArgMatches,
    settings: Result<Settings, CommandError>,
) -> Result<Answer, CommandError> {
    match &cli.verb {
        Verb::New(args) => new::run(args, &settings?),
        Verb::Client(args) => client::run(args, &settings?),
        Verb::Stringer(args) => stringer::run(args, &settings?),
        Verb::Render(args) => render::run(args, &settings?),
        Verb::Model(args) => model::run(args, &settings?),
        Verb::Add(args) => add::run(args, &settings?),
        Verb::Remove(args) => remove::run(args, &settings?),
        Verb::Import(args) => import::run(args, &settings?),
        Verb::Update(args) => update::run(args, &settings?),
        Verb::Undo(args) => undo::run(args, &settings?),
        Verb::Check(args) => check::run(args, &settings?),
        Verb::Diff(args) => check::diff(args, &settings?),
        Verb::Apply(args) => apply::run(args, &settings?),
        Verb::External(words) => external::run(words, &settings?),
        // It finds and mends what is wrong in the settings, so it reads them itself.
        Verb::Config(command) => config::run(command, &cli.files, flags),
        Verb::Template(command) => template::run(command, &settings?),
    }
}
