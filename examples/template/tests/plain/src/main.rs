//! The tool sample.

use std::process::ExitCode;

/// What a user may choose.
#[derive(Default)]
struct Options {
    verbose: bool,
}

enum Command {
    /// Prints the version.
    Version,
}

fn parse(name: Option<&str>) -> Option<Command> {
    match name {
        Some("version") => Some(Command::Version),
        _ => None,
    }
}

fn run(command: Command) {
    match command {
        Command::Version => println!("{}", "sample"),
    }
}

fn main() -> ExitCode {
    let options = Options::default();
    if options.verbose {
        eprintln!("{} runs", "sample");
    }
    match parse(std::env::args().nth(1).as_deref()) {
        Some(command) => run(command),
        None => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}
