//! The only printer: answers to stdout, what is said about them to stderr, or one JSON document.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the printer")]

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use crate::error::{CommandError, Mistake, Place};
use crate::settings::{Color, Format, Settings};
use crate::template::Prompt;

/// What went well.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What needs a look.
pub(crate) const CARE: Style = AnsiColor::Yellow.on_default().bold();
/// What is wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What helps.
pub(crate) const HELP: Style = AnsiColor::Cyan.on_default().bold();
/// What matters less.
pub(crate) const DIM: Style = Style::new().dimmed();

/// What a command has to say.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// What was asked for: stdout.
    pub(crate) data: String,
    /// What is worth knowing besides: stderr, silenced by `--quiet`.
    pub(crate) notes: String,
    /// The same for machines: all of stdout with `--format json`.
    pub(crate) json: Value,
    /// 0, or 1 where a check failed.
    pub(crate) exit: u8,
}

/// How to print.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Report {
    json: bool,
    quiet: bool,
    color: ColorChoice,
}

impl Report {
    /// As the settings say.
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            json: settings.format == Format::Json,
            quiet: settings.quiet,
            color: choice(settings.color),
        }
    }

    /// For mistakes in the settings themselves: as the flags say, if they can be read.
    pub(crate) fn before_settings(flags: Option<&Settings>) -> Self {
        flags.map_or(Self { json: false, quiet: false, color: ColorChoice::Auto }, Self::new)
    }

    /// Prints an answer and gives the exit code.
    pub(crate) fn answer(self, answer: &Answer) -> u8 {
        if self.json {
            return self.out(&format!("{:#}\n", answer.json)).max(answer.exit);
        }
        if !self.quiet {
            self.err(&answer.notes);
        }
        self.out(&answer.data).max(answer.exit)
    }

    /// Prints what is wrong and gives the exit code.
    pub(crate) fn error(self, error: &CommandError) -> u8 {
        if self.json {
            let body = json!({ "error": { "kind": error.kind, "mistakes": error.mistakes } });
            self.out(&format!("{body:#}\n"));
        } else {
            let text: Vec<String> = error.mistakes.iter().map(mistake).collect();
            self.err(&text.join("\n"));
        }
        error.exit_code()
    }

    /// Prints help, the version or a mistake in the command line, and gives the exit code.
    pub(crate) fn command_line(error: &clap::Error) -> u8 {
        // Nothing is left to do where even this cannot be printed.
        let _ = error.print();
        u8::try_from(error.exit_code()).unwrap_or(2)
    }

    /// A reader that went away is no mistake; a full disk is.
    fn out(self, text: &str) -> u8 {
        let mut out = AutoStream::new(std::io::stdout(), self.color);
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
                self.err(&format!("{BAD}error{BAD:#}: cannot write the answer: {e}\n"));
                1
            }
            _ => 0,
        }
    }

    fn err(self, text: &str) {
        let mut err = AutoStream::new(std::io::stderr(), self.color);
        let _ = err.write_all(text.as_bytes());
    }
}

/// Whether a person looks on while a run is at work.
static WATCHED: AtomicBool = AtomicBool::new(false);

/// From now on, what a run is at is told, unless the settings or the place speak against it.
pub(crate) fn watch(settings: &Settings) {
    let wanted = !settings.quiet && settings.format == Format::Text;
    WATCHED.store(wanted && std::io::stderr().is_terminal(), Ordering::Relaxed);
}

/// Replaces the line that says what the run is at, where a person looks on; whether one does.
pub(crate) fn status(text: &str) -> bool {
    let watched = WATCHED.load(Ordering::Relaxed);
    if watched {
        // Back to the start of the line, and nothing left of what was there. Names are others'.
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let _ = write!(std::io::stderr(), "\r{text}\u{1b}[K");
    }
    watched
}

/// `NO_COLOR`, `CLICOLOR` and whether a person looks on decide unless the settings do.
fn choice(color: Color) -> ColorChoice {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}

/// Who answers what a template asks: the person at the terminal, if there is one.
pub(crate) fn prompt(defaults: bool, settings: &Settings) -> Option<Prompt<'static>> {
    let somebody = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let asks = somebody && !defaults && settings.format == Format::Text;
    asks.then_some(&ask as Prompt<'_>)
}

/// Asks on standard error, which is where a person looks on.
fn ask(question: &str, default: Option<&str>) -> Result<String, CommandError> {
    let report = Report { json: false, quiet: false, color: ColorChoice::Auto };
    let default = default.map(|text| format!(" {DIM}[{text}]{DIM:#}")).unwrap_or_default();
    report.err(&format!("{HELP}?{HELP:#} {question}{default}: "));
    let mut line = String::new();
    match std::io::stdin().read_line(&mut line) {
        Ok(0) => Err(CommandError::usage("nobody answers any more")
            .help("answer with `--set NAME=VALUE`, or use `--defaults`")),
        Ok(_) => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
        Err(e) => Err(CommandError::failed(format!("cannot read an answer: {e}"))),
    }
}

/// A mistake with its line and a caret:
///
/// ```text
/// error: expected ';', but found '}'
///  --> inventory.proto:7:3
///   7 |   string name = 1 }
///     |                   ^
/// ```
fn mistake(m: &Mistake) -> String {
    told(&format!("{BAD}error{BAD:#}"), m)
}

/// Something that is no mistake, and worth knowing.
pub(crate) fn warning(m: &Mistake) -> String {
    told(&format!("{CARE}warning{CARE:#}"), m)
}

fn told(kind: &str, m: &Mistake) -> String {
    let mut text = format!("{kind}: {}\n", m.message);
    if let Some(place) = &m.place {
        snippet(&mut text, place);
    }
    for note in &m.notes {
        let _ = writeln!(text, "  {DIM}note{DIM:#}: {note}");
    }
    for help in &m.help {
        let _ = writeln!(text, "  {HELP}help{HELP:#}: {help}");
    }
    text
}

/// A line that is longer is not shown, in bytes: nobody wrote it by hand.
const LONGEST_LINE: usize = 600;

fn snippet(out: &mut String, place: &Place) {
    let at = match place.line {
        0 => place.file.clone(),
        line => format!("{}:{line}:{}", place.file, place.column),
    };
    let _ = writeln!(out, " {DIM}-->{DIM:#} {at}");
    let short = |line: &&String| place.line > 0 && line.len() <= LONGEST_LINE;
    let Some(line) = place.text.as_ref().filter(short) else { return };
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    // Tabs stay tabs, so that the caret stands under what it means on every terminal.
    let indent: String = line
        .chars()
        .take(place.column.saturating_sub(1))
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    let caret = "^".repeat(place.width.max(1));
    let _ = writeln!(out, "  {DIM}{number} |{DIM:#} {}", line.trim_end());
    let _ = writeln!(out, "  {DIM}{margin} |{DIM:#} {indent}{BAD}{caret}{BAD:#}");
}
