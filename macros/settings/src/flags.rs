//! The command line: one flag for each setting.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::builder::OsStringValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::explain::Target;
use crate::layer::{Draft, Layer, owned};
use crate::problem::Origin;
use crate::schema::{Field, Kind, Leaf, Section};
use crate::yaml::Node;

/// What tells our arguments from those of the program.
pub(crate) const ID: &str = "setting:";
const HEADING: &str = "Settings";

/// What stands for the flags that are no setting; no key looks like it.
pub(crate) const PROFILE: &str = "@profile";
pub(crate) const SET: &str = "@set";

/// Adds one flag for every setting to a command and the commands below it. They carry no default
/// of clap's, so that a flag counts only when it is typed, and they take any text, so that a wrong
/// value is reported like one of a file.
///
/// A flag of a list may be given many times, one item each; one of a map takes `key=value`. A
/// `bool` needs no value. Help shows the variable of each setting under `prefix` and its default.
///
/// ```
/// # #[derive(typewright_settings::Settings)]
/// # struct App {
/// #     /// How long a call may take.
/// #     #[setting(default = "10s")]
/// #     timeout: std::time::Duration,
/// # }
/// use typewright_settings::Settings;
///
/// let mut command = App::flags(clap::Command::new("app"), "APP");
/// let help = command.render_help().to_string();
/// assert!(help.contains("--timeout <DURATION>"));
/// assert!(help.contains("How long a call may take [env: APP_TIMEOUT] [default: 10s]"));
/// ```
pub fn flags(schema: &'static Section, command: Command, prefix: &str) -> Command {
    let command = schema.leaves().iter().fold(command, |command, leaf| match leaf.flag() {
        Some(flag) => command.arg(arg(leaf, flag, prefix)),
        None => command,
    });
    let profile = schema.profiles.then(|| {
        let env = profile_variable(prefix);
        let help = format!("The profile of the settings files to use [env: {env}]");
        of_all(PROFILE, "profile").value_name("NAME").help(help)
    });
    let set = schema.set.then(|| {
        of_all(SET, "set")
            .value_name("KEY=VALUE")
            .action(ArgAction::Append)
            .help("Sets any setting by its key, stronger than a variable and weaker than a flag")
    });
    command.args(profile).args(set)
}

/// The variable that selects a profile.
pub(crate) fn profile_variable(prefix: &str) -> String {
    if prefix.is_empty() { "PROFILE".to_owned() } else { format!("{prefix}_PROFILE") }
}

fn of_all(id: &str, flag: &'static str) -> Arg {
    Arg::new(format!("{ID}{id}"))
        .long(flag)
        .global(true)
        .help_heading(HEADING)
        .value_parser(OsStringValueParser::new())
}

fn arg(leaf: &Leaf, flag: String, prefix: &str) -> Arg {
    let kind = leaf.field.kind.required();
    let mut arg = Arg::new(format!("{ID}{}", leaf.key()))
        .long(flag)
        .aliases(leaf.flag_aliases())
        .global(true)
        .help(help(leaf, prefix))
        .help_heading(HEADING)
        .value_name(placeholder(leaf))
        .value_parser(OsStringValueParser::new())
        .allow_hyphen_values(matches!(kind, Kind::Integer { .. } | Kind::Float))
        .action(ArgAction::Set);
    if let Some(letter) = leaf.field.short {
        arg = arg.short(letter);
    }
    match kind {
        Kind::Bool => arg.num_args(0..=1).require_equals(true).default_missing_value("true"),
        Kind::List(_) | Kind::Map(_) => arg.action(ArgAction::Append),
        _ => arg,
    }
}

/// The first paragraph of the docs, then where else the setting can be set.
fn help(leaf: &Leaf, prefix: &str) -> String {
    let Field { docs, kind, default, secret, .. } = *leaf.field;
    let mut help = String::with_capacity(docs.len() + 64);
    for line in docs.split("\n\n").next().unwrap_or_default().lines() {
        add(&mut help, line.trim());
    }
    help.truncate(help.trim_end_matches('.').len());
    if let Kind::Choice(names) = kind.required() {
        add(&mut help, &format!("[one of: {}]", names.join(", ")));
    }
    if let Some(condition) = leaf.condition() {
        add(&mut help, &format!("[{}]", condition.to_lowercase().replace('`', "")));
    }
    for part in ["[env:", &leaf.env(prefix)] {
        add(&mut help, part);
    }
    help.push(']');
    if let Some(text) = default.filter(|text| !secret && !text.is_empty()) {
        add(&mut help, "[default: ");
        help.push_str(text);
        help.push(']');
    }
    help
}

/// Adds words behind a space.
fn add(text: &mut String, words: &str) {
    if !text.is_empty() && !words.is_empty() {
        text.push(' ');
    }
    text.push_str(words);
}

fn placeholder(leaf: &Leaf) -> &'static str {
    match (leaf.field.placeholder, leaf.field.kind.required()) {
        (Some(word), _) => word,
        (None, Kind::Bool) => "BOOL",
        (None, Kind::Integer { .. } | Kind::Float) => "NUMBER",
        (None, Kind::Path) => "PATH",
        (None, Kind::Duration) => "DURATION",
        (None, Kind::Size) => "SIZE",
        (None, Kind::Url) => "URL",
        (None, Kind::Map(_)) => "KEY=VALUE",
        (None, Kind::Choice(_)) => "NAME",
        (None, _) => "TEXT",
    }
}

/// The flags of ours that were typed, by key. Those behind the last subcommand win, as clap hands
/// every global flag down to it.
pub(crate) fn typed(matches: &ArgMatches, into: &mut BTreeMap<String, Vec<OsString>>) {
    for id in matches.ids() {
        let Some(key) = id.as_str().strip_prefix(ID) else { continue };
        if matches.value_source(id.as_str()) == Some(ValueSource::CommandLine)
            && let Some(values) = matches.get_raw(id.as_str())
        {
            into.insert(key.to_owned(), values.map(ToOwned::to_owned).collect());
        }
    }
    if let Some((_, below)) = matches.subcommand() {
        typed(below, into);
    }
}

/// The flags that were typed, by key. A flag of a list gives one item each time, one of a map one
/// `key=value`; either takes JSON for the whole.
pub(crate) fn layer(
    mut draft: Draft<'_>,
    typed: &BTreeMap<String, Vec<OsString>>,
    leaves: &[Leaf],
) -> Layer {
    for leaf in leaves {
        let (Some(values), Some(flag)) = (typed.get(&leaf.key()), leaf.flag()) else { continue };
        let origin = Origin::Flag { name: format!("--{flag}") };
        let texts: Option<Vec<&str>> = values.iter().map(|v| v.to_str()).collect();
        let Some(texts) = texts else {
            draft.refuse(leaf.key(), &origin, "the value is not UTF-8", None);
            continue;
        };
        let Field { kind, secret, .. } = *leaf.field;
        let path = owned(&leaf.path);
        draft.choose(leaf, &origin);
        match (kind.required(), &*texts) {
            (Kind::List(_), [one]) if one.starts_with('[') => {
                draft.put(&path, kind, secret, &Node::text(one), &origin);
            }
            (Kind::List(_), many) => {
                draft.put(&path, kind, secret, &Node::texts(many.iter().copied()), &origin);
            }
            (Kind::Map(inner), many) if many.iter().all(|t| !t.starts_with('{')) => {
                entries(&mut draft, &path, *inner, secret, many, &origin);
            }
            // Where a command lets a flag be given again, the last one counts.
            (Kind::Map(_), many) => {
                for text in many {
                    draft.put(&path, kind, secret, &Node::text(text), &origin);
                }
            }
            (_, [.., last]) => draft.put(&path, kind, secret, &Node::text(last), &origin),
            (_, []) => {}
        }
    }
    draft.finish("flags")
}

/// What `--set` gives, in the order of typing.
pub(crate) fn set(
    mut draft: Draft<'_>,
    typed: &BTreeMap<String, Vec<OsString>>,
    schema: &'static Section,
    prefix: &str,
) -> Layer {
    let origin = Origin::Flag { name: "--set".to_owned() };
    for text in typed.get(SET).into_iter().flatten() {
        let pair = text.to_str().and_then(|text| text.split_once('='));
        let Some((key, value)) = pair else {
            draft.refuse(String::new(), &origin, "expected KEY=VALUE", None);
            continue;
        };
        match Target::of(schema, key.trim()) {
            // Whoever wrote the schema kept it from the command line.
            Ok(Target { leaf, .. }) if leaf.field.secret && leaf.flag().is_none() => {
                let message = "a secret that has no flag, as everyone on a machine sees those";
                let help = format!("set the variable {}, or a file", leaf.env(prefix));
                draft.refuse(leaf.key(), &origin, message, Some(help));
            }
            Ok(Target { leaf, path, kind }) => {
                draft.put(&path, kind, leaf.field.secret, &Node::text(value), &origin);
                draft.choose(&leaf, &origin);
            }
            Err(unknown) => {
                for problem in &unknown {
                    let (key, help) = (problem.key.clone(), problem.help.clone());
                    draft.refuse(key, &origin, &*problem.message, help);
                }
            }
        }
    }
    draft.finish("--set")
}

fn entries(
    draft: &mut Draft<'_>,
    path: &[String],
    kind: Kind,
    secret: bool,
    texts: &[&str],
    origin: &Origin,
) {
    for text in texts {
        let Some((key, value)) = text.split_once('=') else {
            draft.refuse(path.join("."), origin, "expected key=value", None);
            continue;
        };
        let path: Vec<String> = path.iter().cloned().chain([key.to_owned()]).collect();
        draft.put(&path, kind, secret, &Node::text(value), origin);
    }
}
