//! `cargo gen config`: the command that every tool with settings has, in this tool's words.

use std::fmt::Write as _;

use clap::ArgMatches;
use typewright_settings::ConfigCommand;

use crate::cli::SettingsFiles;
use crate::error::CommandError;
use crate::report::Answer;
use crate::settings::{self, Settings};

/// Shows, explains or changes settings.
pub(super) fn run(
    command: &ConfigCommand,
    files: &SettingsFiles,
    flags: &ArgMatches,
) -> Result<Answer, CommandError> {
    let said = command.run::<Settings>(&settings::loader(files, flags)?)?;
    let mut answer = Answer { data: said.text, json: said.json, ..Answer::default() };
    for note in said.notes {
        let _ = writeln!(answer.notes, "{note}");
    }
    Ok(answer)
}
