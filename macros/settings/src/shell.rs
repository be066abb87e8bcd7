//! Completion of keys and values, for shells that ask the program while somebody types.

use std::ffi::OsString;

use clap::Command;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::flags;
use crate::load::Loader;
use crate::schema::{Kind, Leaf, Section};

/// Completes what the settings know: values of flags, the keys of the `config` commands and the
/// values that `config set` takes, and profiles.
///
/// The flags are those of [`Settings::flags`](crate::Settings::flags) and the commands those of
/// [`ConfigCommand`](crate::ConfigCommand) under any name, one level below `command`. The rest is
/// clap's: `clap_complete::CompleteEnv` asks.
///
/// ```
/// # #[derive(typewright_settings::Settings)]
/// # struct App {
/// #     /// The port.
/// #     #[setting(default = 8080)]
/// #     port: u16,
/// # }
/// use clap::{Command, Subcommand};
/// use typewright_settings::{ConfigCommand, Loader, Settings, complete};
///
/// let config = ConfigCommand::augment_subcommands(Command::new("config"));
/// let command = App::flags(Command::new("app").subcommand(config), "APP");
/// let mut command = complete(App::SCHEMA, command, &Loader::new("APP").file("app.yaml"));
///
/// let words = ["app", "config", "explain", "po"].map(Into::into).to_vec();
/// let found = clap_complete::engine::complete(&mut command, words, 3, None)?;
/// assert_eq!(found[0].get_value(), "port");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn complete(schema: &'static Section, command: Command, loader: &Loader) -> Command {
    let leaves = schema.leaves();
    let mut command = offering(command, |id| {
        let key = id.strip_prefix(flags::ID)?;
        match leaves.iter().find(|leaf| leaf.key() == key) {
            Some(leaf) => values(leaf.field.kind),
            None if key == flags::PROFILE => Some(profiles(schema, loader.clone())),
            None if key == flags::SET => Some(fixed(keys(&leaves, "="))),
            None => None,
        }
    });
    let ours = |command: &Command| {
        ["explain", "set", "unset"].iter().all(|name| command.find_subcommand(name).is_some())
    };
    let config = command.get_subcommands().find(|command| ours(command));
    if let Some(name) = config.map(|config| config.get_name().to_owned()) {
        command = command.mut_subcommand(name, |config| commands(config, &leaves));
    }
    command
}

/// The arguments of the `config` commands.
fn commands(config: Command, leaves: &[Leaf]) -> Command {
    let names = ["get", "explain", "set", "unset"];
    names.into_iter().fold(config, |config, name| {
        config.mut_subcommand(name, |command| {
            offering(command, |id| match id {
                "key" => Some(fixed(keys(leaves, ""))),
                "value" => {
                    let leaves = leaves.to_vec();
                    let asked = move || of_typed_key(&leaves, std::env::args_os());
                    Some(ArgValueCandidates::new(asked))
                }
                _ => None,
            })
        })
    })
}

/// Adds candidates to the arguments of a command.
fn offering(command: Command, candidates: impl Fn(&str) -> Option<ArgValueCandidates>) -> Command {
    let ids: Vec<_> = command.get_arguments().map(|arg| arg.get_id().clone()).collect();
    // clap puts an argument that is changed behind the others, so each of them is.
    ids.iter().fold(command, |command, id| {
        command.mut_arg(id, |arg| match candidates(id.as_str()) {
            Some(candidates) => arg.add(candidates),
            None => arg,
        })
    })
}

/// A word, and what is said of it.
type Word = (String, Option<&'static str>);

/// The keys with what is said of them.
fn keys(leaves: &[Leaf], end: &str) -> Vec<Word> {
    let each =
        leaves.iter().map(|leaf| (format!("{}{end}", leaf.key()), leaf.field.docs.lines().next()));
    each.collect()
}

fn words(words: &[&str]) -> Vec<Word> {
    words.iter().map(|&word| (word.to_owned(), None)).collect()
}

fn fixed(words: Vec<Word>) -> ArgValueCandidates {
    let candidate = |(word, about): &Word| {
        CompletionCandidate::new(word).help(about.map(|about| about.to_owned().into()))
    };
    ArgValueCandidates::new(move || words.iter().map(candidate).collect())
}

/// The values of a kind that has few.
fn names(kind: Kind) -> &'static [&'static str] {
    match kind.required() {
        Kind::Bool => &["true", "false"],
        Kind::Choice(names) => names,
        Kind::List(inner) => names(*inner),
        _ => &[],
    }
}

fn values(kind: Kind) -> Option<ArgValueCandidates> {
    let names = names(kind);
    (!names.is_empty()).then(|| fixed(words(names)))
}

/// What may follow `config set KEY`: the key is among the words that the shell handed over.
fn of_typed_key(
    leaves: &[Leaf],
    words: impl Iterator<Item = OsString>,
) -> Vec<CompletionCandidate> {
    let words: Vec<OsString> = words.collect();
    let after_set = words.iter().rev().skip_while(|word| *word != "set").count();
    let key = words.get(after_set).and_then(|word| word.to_str());
    let leaf = leaves.iter().find(|leaf| Some(&*leaf.key()) == key);
    let names = leaf.map(|leaf| names(leaf.field.kind)).unwrap_or_default();
    names.iter().map(CompletionCandidate::new).collect()
}

/// The profiles of the files as they are when somebody asks.
fn profiles(schema: &'static Section, loader: Loader) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let profiles = loader.profiles(schema).names;
        profiles.into_keys().map(CompletionCandidate::new).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Field;

    #[test]
    fn the_key_is_the_word_behind_set() {
        const FIELDS: &[Field] =
            &[Field::new("level", Kind::Choice(&["low", "high"])), Field::new("set", Kind::Bool)];
        const SCHEMA: &Section = &Section::new("App", "", FIELDS);
        let values = |line: &str| {
            let words = line.split(' ').map(OsString::from);
            let found = of_typed_key(&SCHEMA.leaves(), words);
            found.iter().map(|c| c.get_value().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(values("app complete -- app config set level "), ["low", "high"]);
        assert_eq!(values("app -- app config set nothing "), [""; 0]);
        assert_eq!(values("app -- app config get "), [""; 0]);
    }
}
