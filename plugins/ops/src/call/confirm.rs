//! Calls that destroy something are asked about first.

use std::io::{BufRead, stdin};

use heck::ToKebabCase;

use crate::output::report::Report;
use crate::table::Method;

/// First words of the names of methods after which something is gone.
const DESTRUCTIVE: [&str; 8] =
    ["delete", "destroy", "drop", "purge", "remove", "revoke", "truncate", "wipe"];

/// Whether a call of the method takes something away for good, by its name.
pub(crate) fn is_destructive(method: &Method) -> bool {
    let name = method.name.to_kebab_case();
    DESTRUCTIVE.contains(&name.split('-').next().unwrap_or_default())
}

/// Asks on the terminal. Where there is none, nobody said yes.
pub(crate) fn ask(
    method: &Method,
    (endpoint, calls): (&str, usize),
    report: &mut Report<'_>,
) -> bool {
    let what = method.path.trim_start_matches('/');
    if !report.screen.terminal.input {
        report.error(&format!("{what} takes something away for good; confirm it with --yes"));
        return false;
    }
    let times = if calls == 1 { String::new() } else { format!(", {calls} times") };
    let takes = format!("{what} at {endpoint} takes something away for good{times}");
    report.ask(&format!("{takes}. Proceed? [y/N] "));
    let mut answer = String::new();
    let read = stdin().lock().read_line(&mut answer);
    let yes = read.is_ok() && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str());
    if !yes {
        report.error("not confirmed, nothing was called");
    }
    yes
}
