//! Names of one's own for command lines, from the settings.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::Command;

use crate::commands::tree;

/// The arguments with what the alias in them means, or as they are. `is_command` says which names
/// no alias can have.
///
/// # Errors
/// The alias means nothing, or itself.
pub(crate) fn expand(
    args: &[OsString],
    aliases: &BTreeMap<String, String>,
    root: &Command,
    is_command: impl Fn(&str) -> bool,
) -> Result<Vec<OsString>, String> {
    let mut args = args.to_vec();
    let mut seen: Vec<String> = Vec::new();
    loop {
        let Some(at) = tree::positions(root, &args).first().copied() else { return Ok(args) };
        let name = args[at].to_string_lossy().into_owned();
        let Some(line) = aliases.get(&name).filter(|_| !is_command(&name)) else {
            return Ok(args);
        };
        seen.push(name.clone());
        if seen[..seen.len() - 1].contains(&name) {
            return Err(format!("the alias `{name}` leads back to itself: {}", seen.join(" ▶ ")));
        }
        let words = shlex::split(line).filter(|words| !words.is_empty());
        let words = words.ok_or_else(|| format!("the alias `{name}` is no command: `{line}`"))?;
        args.splice(at..=at, words.into_iter().map(OsString::from));
    }
}

/// Aliases for help, a line each.
pub(crate) fn listed(aliases: &BTreeMap<String, String>) -> String {
    let width = aliases.keys().map(|name| name.chars().count()).max().unwrap_or(0);
    let lines = aliases.iter().map(|(name, line)| format!("  {name:width$}  {line}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(args: &[&str]) -> Result<Vec<String>, String> {
        let aliases = [
            ("mine", "items list --owner 'a b'"),
            ("few", "mine --limit 3"),
            ("items", "shadow"),
            ("round", "about"),
            ("about", "round"),
            ("open", "say 'x"),
        ];
        let aliases = aliases.map(|(name, line)| (name.to_owned(), line.to_owned())).into();
        let root = Command::new("tool").arg(clap::Arg::new("e").short('e').num_args(1));
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        let args = expand(&args, &aliases, &root, |name| name == "items")?;
        Ok(args.into_iter().map(|arg| arg.to_string_lossy().into_owned()).collect())
    }

    #[test]
    fn an_alias_stands_for_its_words() {
        for (args, expected) in [
            (&["few", "-x"][..], Ok("items list --owner a b --limit 3 -x")),
            (&["-e", "mine", "few"], Ok("-e mine items list --owner a b --limit 3")),
            (&["items", "mine"], Ok("items mine")),
            (&["round"], Err("the alias `round` leads back to itself: round ▶ about ▶ round")),
            (&["open"], Err("the alias `open` is no command: `say 'x`")),
            (&[], Ok("")),
        ] {
            let found = expanded(args).map(|args| args.join(" "));
            assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{args:?}");
        }
    }
}
