//! `cargo gen`: scaffolds projects, generates typed clients and operational commands, and checks
//! that nothing drifted.

mod cli;
mod commands;
mod error;
mod lock;
mod read;
mod recipe;
mod report;
mod settings;
mod stage;
mod template;

use std::process::ExitCode;

use report::Report;

fn main() -> ExitCode {
    let code = match cli::parse(std::env::args_os()) {
        Err(error) => Report::command_line(&error),
        Ok((cli, flags)) => match settings::load(&cli.files, &flags) {
            Err(error) => {
                Report::before_settings(settings::of_flags(&flags).as_ref()).error(&error)
            }
            Ok(settings) => {
                let report = Report::new(&settings.value);
                match commands::run(&cli.verb, &settings) {
                    Ok(answer) => report.answer(&answer),
                    Err(error) => report.error(&error),
                }
            }
        },
    };
    ExitCode::from(code)
}
