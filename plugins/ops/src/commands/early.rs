//! What must be known before the arguments are read: their mistakes and help have colours too.

use std::ffi::OsString;

use crate::output::terminal::Color;

/// When to use colour, by the flag or the variable, as far as they make sense.
pub(crate) fn color(args: &[OsString], env: &[(OsString, OsString)], prefix: &str) -> Color {
    let variable = format!("{prefix}_COLOR");
    let set = env.iter().find(|(name, _)| *name == *variable);
    let set = set.and_then(|(_, value)| value.to_str());
    let wish = value(args, "color").or(set).and_then(|wish| wish.parse().ok());
    wish.unwrap_or(Color::Auto)
}

/// The value of a flag that was typed, the last one of many.
pub(crate) fn value<'a>(args: &'a [OsString], flag: &str) -> Option<&'a str> {
    let typed = args.iter().take_while(|arg| *arg != "--");
    let typed: Vec<&str> = typed.map(|arg| arg.to_str().unwrap_or_default()).collect();
    let mut values = typed.iter().enumerate().filter_map(|(at, arg)| {
        let rest = arg.strip_prefix("--")?.strip_prefix(flag)?;
        if rest.is_empty() { typed.get(at + 1).copied() } else { rest.strip_prefix('=') }
    });
    values.next_back()
}
