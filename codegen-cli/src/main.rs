//! `cargo gen`: scaffolds projects, generates typed clients and operational commands, and checks
//! that nothing drifted.

mod block;
mod bounds;
mod cli;
mod commands;
mod edit;
mod error;
mod generator;
mod git;
mod lock;
mod merge;
mod output;
mod progress;
mod read;
mod recipe;
mod report;
mod settings;
mod snapshot;
mod stage;
mod stringer;
mod template;

fn main() -> std::process::ExitCode {
    commands::run(std::env::args_os()).into()
}
