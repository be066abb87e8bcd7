//! `doctor`: why calls do not go well, found step by step.

#[cfg(any(feature = "tls", test))]
mod certificate;
mod clock;
mod network;
mod schema;
#[cfg(feature = "tls")]
mod tls;

use serde_json::{Value as Json, json};
use typewright_settings::{Loader, Problems};

use crate::call::invoke;
use crate::connection::Environment;
use crate::output::paint::Paint;
use crate::output::print;
use crate::output::report::{Exit, Report};
use crate::settings::{Options, Output};
use crate::tool::Tool;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Ok,
    Warn,
    Fail,
}

impl Outcome {
    const fn word(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Warn => "warn",
            Outcome::Fail => "fail",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug)]
struct Check {
    name: &'static str,
    outcome: Outcome,
    message: String,
    help: Option<String>,
}

impl Check {
    fn ok(name: &'static str, message: impl Into<String>) -> Check {
        Check { name, outcome: Outcome::Ok, message: message.into(), help: None }
    }

    fn warn(name: &'static str, message: impl Into<String>) -> Check {
        Check { outcome: Outcome::Warn, ..Check::ok(name, message) }
    }

    fn fail(name: &'static str, message: impl Into<String>) -> Check {
        Check { outcome: Outcome::Fail, ..Check::ok(name, message) }
    }

    /// What to do next.
    fn help(mut self, text: impl Into<String>) -> Check {
        self.help = Some(text.into());
        self
    }
}

/// Looks at the settings, the way to the server, and what the server says. Every step is told,
/// also behind one that failed, as far as it makes sense.
pub(crate) fn run(
    tool: &Tool,
    (loader, env): (&Loader, &Environment),
    output: Option<Output>,
    report: &mut Report<'_>,
) -> Result<Exit, Exit> {
    report.begin("looking");
    let mut checks = vec![files(loader)];
    match (tool.own.load)(loader) {
        Ok((settings, _)) => {
            let endpoint = tool.endpoint(&settings.value);
            // A server may repeat what it was sent.
            report.hide(invoke::secrets(&settings.value));
            checks.push(credentials(&settings.value, &endpoint));
            network::checks(tool, (&settings, env), &mut checks, report)?;
        }
        Err(problems) => checks.push(broken(&problems)),
    }
    report.end();
    let failed = checks.iter().any(|check| check.outcome == Outcome::Fail);
    let text = match output.unwrap_or(Output::Table) {
        Output::Table | Output::Text => lines(&checks, report.paint()),
        output => {
            let all: Vec<Json> = checks.iter().map(data).collect();
            let all = json!({ "ok": !failed, "checks": all });
            report.paint().document(print::document(&all, output), output)
        }
    };
    report.whole(&report.without_secrets(&text))?;
    Ok(if failed { Exit::Failed } else { Exit::Ok })
}

fn data(check: &Check) -> Json {
    let Check { name, outcome, message, help } = check;
    json!({ "name": name, "outcome": outcome.word(), "message": message, "help": help })
}

fn lines(checks: &[Check], paint: Paint) -> String {
    let width = checks.iter().map(|check| check.name.len()).fold(11, usize::max);
    let mut text = String::new();
    for Check { name, outcome, message, help } in checks {
        let word = paint.outcome(outcome.word());
        let space = " ".repeat(4 - outcome.word().len());
        let message = print::printable(message);
        text.push_str(&format!("{word}{space}  {name:width$}  {message}\n"));
        if let Some(help) = help {
            let help = paint.message(&format!("help: {}", print::printable(help)));
            text.push_str(&format!("      {:width$}  {help}\n", ""));
        }
    }
    text
}

fn files(loader: &Loader) -> Check {
    let read = loader.files().filter(|(path, _)| path.is_file());
    let read: Vec<String> = read.map(|(path, _)| path.display().to_string()).collect();
    match read.as_slice() {
        [] => Check::ok("files", "no settings file is there; see `config path`"),
        files => Check::ok("files", format!("settings are read from {}", files.join(", "))),
    }
}

fn broken(problems: &Problems) -> Check {
    let text = problems.to_string();
    let first = text.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    Check::fail("settings", first).help("see all mistakes by `config validate`")
}

/// Which credentials there are, never what they are.
fn credentials(options: &Options, endpoint: &str) -> Check {
    const NAME: &str = "credentials";
    if let Err(problems) = crate::connection::auth::credentials(options, endpoint) {
        return Check::fail(NAME, problems.join("; "));
    }
    if let Some(path) = &options.token_file {
        let shown = path.display();
        return match std::fs::read_to_string(path) {
            Ok(text) if text.trim().is_empty() => Check::fail(NAME, format!("`{shown}` is empty")),
            Ok(_) => Check::ok(NAME, format!("a token is read from `{shown}`")),
            Err(error) => Check::fail(NAME, format!("no token from `{shown}`: {error}")),
        };
    }
    let what = if options.token.is_some() {
        "a token is set"
    } else if options.basic.is_some() {
        "a name and a password are set"
    } else if options.netrc.is_some() {
        "a name and a password are read from the netrc file, if it has the host"
    } else if options.token_command.is_some() {
        "a command line prints the token; it was not run"
    } else {
        "none are set"
    };
    Check::ok(NAME, what)
}
