//! What must be known before the arguments are read: their mistakes and help have colours too.

use std::ffi::OsString;

use crate::terminal::Color;

/// When to use colour, by the flag or the variable, as far as they make sense.
pub(crate) fn color(args: &[OsString], env: &[(OsString, OsString)], prefix: &str) -> Color {
    let typed: Vec<&str> = args
        .iter()
        .take_while(|arg| *arg != "--")
        .map(|a| a.to_str().unwrap_or_default())
        .collect();
    let mut flags = typed.iter().enumerate().filter_map(|(at, arg)| match *arg {
        "--color" => typed.get(at + 1).copied(),
        arg => arg.strip_prefix("--color="),
    });
    let variable = format!("{prefix}_COLOR");
    let set = env.iter().find(|(name, _)| *name == *variable);
    let set = set.and_then(|(_, value)| value.to_str());
    let wish = flags.next_back().or(set).and_then(|wish| wish.parse().ok());
    wish.unwrap_or(Color::Auto)
}
