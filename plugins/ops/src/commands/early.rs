//! What must be known before the arguments are read: their mistakes and help have colours too.

use std::ffi::OsString;
use std::str::FromStr;

/// A setting by its flag or its variable, as far as they make sense.
pub(crate) fn setting<T: FromStr>(
    args: &[OsString],
    env: &[(OsString, OsString)],
    (flag, prefix): (&str, &str),
) -> Option<T> {
    let variable = format!("{prefix}_{}", flag.to_uppercase().replace('-', "_"));
    let set = env.iter().find(|(name, _)| *name == *variable);
    let set = set.and_then(|(_, value)| value.to_str());
    value(args, flag).or(set).and_then(|text| text.parse().ok())
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
