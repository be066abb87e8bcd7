//! Questions as flags: `--about TEXT` for `--set about=TEXT`.

use std::ffi::OsString;

use clap::Command;

/// The verbs that ask.
const ASK: [&str; 2] = ["add", "new"];

/// The command line with each flag of a verb that asks, if clap does not know it, as `--set`.
///
/// What follows such a flag is its value, unless that is a flag too: `--docker` is `docker=true`.
pub(super) fn as_set(command: &Command, args: Vec<OsString>) -> Vec<OsString> {
    let is_verb = |arg: &OsString| command.get_subcommands().any(|verb| *arg == *verb.get_name());
    let Some(verb) = args.iter().skip(1).find(|arg| is_verb(arg)).and_then(|verb| verb.to_str())
    else {
        return args;
    };
    let Some(asks) = command.find_subcommand(verb).filter(|_| ASK.contains(&verb)) else {
        return args;
    };
    let longs = asks.get_arguments().chain(command.get_arguments());
    let longs: Vec<&str> = longs.filter_map(clap::Arg::get_long).chain(["help"]).collect();
    let question = |arg: &OsString| {
        let flag = arg.to_str()?.strip_prefix("--")?;
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (flag, None),
        };
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
        (is_name && !longs.contains(&name)).then(|| (name.replace('-', "_"), value))
    };
    let mut out = Vec::with_capacity(args.len());
    let mut args = args.into_iter().peekable();
    while let Some(arg) = args.next() {
        let Some((name, value)) = question(&arg) else {
            let ends = arg == "--";
            out.push(arg);
            if ends {
                break;
            }
            continue;
        };
        let mut next = || args.next_if(|next| !next.to_string_lossy().starts_with("--"));
        let value = value.or_else(|| next()?.into_string().ok());
        let value = value.unwrap_or_else(|| "true".to_owned());
        out.extend([OsString::from("--set"), format!("{name}={value}").into()]);
    }
    out.extend(args);
    out
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::as_set;
    use crate::cli::Cli;
    use crate::settings;

    #[test]
    fn only_flags_of_nobody_are_answers() {
        let command = settings::flags(Cli::command());
        for (args, expected) in [
            (
                "add setting size --type ByteSize --dry-run",
                "add setting size --set type=ByteSize --dry-run",
            ),
            ("add x y --my-name=a=b --on", "add x y --set my_name=a=b --set on=true"),
            ("--color never add x y --at -1", "--color never add x y --set at=-1"),
            (
                "new t d --values f --docker --from p",
                "new t d --values f --set docker=true --from p",
            ),
            ("check --type x", "check --type x"),
            ("add x y -- --type x", "add x y -- --type x"),
            ("add x y --help", "add x y --help"),
        ] {
            let given = format!("cargo-gen {args}").split(' ').map(Into::into).collect();
            let made: Vec<_> = as_set(&command, given);
            let made: Vec<_> = made.iter().skip(1).map(|arg| arg.to_str().unwrap()).collect();
            assert_eq!(made.join(" "), expected);
        }
    }
}
