//! The tree of commands that clap reads the arguments by.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, Subcommand, value_parser};
use typewright_settings::{ConfigCommand, Settings as _};

use crate::commands::builtin;
use crate::commands::controls;
use crate::commands::manual;
use crate::commands::operate;
use crate::commands::shell;
use crate::commands::tree::{self, Selected, Siblings, Tree};
use crate::flags::Flags;
use crate::own::Handmade;
use crate::settings::Options;
use crate::table::Method;
use crate::tool::Tool;

/// The settings file of a folder.
pub(crate) const CONFIG: &str = "config.yaml";

impl Tool {
    /// The tool with the one command built that the words select, its siblings named beside it.
    pub(crate) fn branch(
        &self,
        tree: &Tree,
        args: &[OsString],
        env: &[(OsString, OsString)],
    ) -> (Command, Option<(Selected, Flags)>) {
        self.grown(tree, args, env, Siblings::Named)
    }

    /// The tool with what it takes to read these arguments.
    ///
    /// clap gives a copy of each flag of the settings to every command that it knows, which costs
    /// megabytes where an API has a hundred services. So commands that were not asked for stay out.
    pub(crate) fn pruned(
        &self,
        tree: &Tree,
        args: &[OsString],
        env: &[(OsString, OsString)],
    ) -> (Command, Option<(Selected, Flags)>) {
        self.grown(tree, args, env, Siblings::Left)
    }

    /// The tool where no command was asked for: the services by name, and no flag is one of theirs.
    /// It is made of the tree's own root, as a copy takes a tenth of the time that help takes.
    pub(crate) fn overview(&self, tree: &mut Tree, args: &[OsString], added: &str) -> Command {
        let plain = asks_for_help(args);
        let shown = for_help();
        let root = std::mem::take(&mut tree.root).mut_args(|arg| {
            let arg = arg.global(false);
            if plain { shown(arg) } else { arg }
        });
        let rest = root.get_after_help().map(ToString::to_string).unwrap_or_default();
        tree.build(root.after_help(format!("{added}{rest}")), None, None, Siblings::Left)
    }

    fn grown(
        &self,
        tree: &Tree,
        args: &[OsString],
        env: &[(OsString, OsString)],
        siblings: Siblings,
    ) -> (Command, Option<(Selected, Flags)>) {
        let words = tree::words(&tree.root, args);
        let (service, selected) = tree.select(&words);
        let flags = selected.map(|selected| {
            let mut flags = self.flags(tree, selected.method, env);
            flags.add_items(args.iter().filter_map(|arg| arg.to_str()));
            flags
        });
        let root = tree.root.clone();
        let root = if asks_for_help(args) { root.mut_args(for_help()) } else { root };
        let command = match (siblings, &words[..]) {
            (Siblings::Left, [word, ..]) if root.find_subcommand(word).is_some() => root,
            _ => tree.build(root, service, selected.zip(flags.as_ref()), siblings),
        };
        (command, selected.zip(flags))
    }

    /// The tool with all commands and all flags.
    pub(crate) fn whole(&self, tree: &Tree) -> Command {
        tree.whole(tree.root.clone(), |method| self.flags(tree, method, &[]))
    }

    /// All commands by name, and everything but the services.
    pub(crate) fn tree(&self) -> Tree {
        let (root, mut taken) = self.root();
        taken.extend(self.commands.iter().map(|command| command.name.to_owned()));
        Tree::new(root, &self.services, taken)
    }

    /// Whether somebody wrote the command of this name.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        self.commands.iter().any(|command| command.name == name)
    }

    /// Everything but the services, and the names of the commands that every tool has, or will have
    /// when its API grows.
    fn root(&self) -> (Command, BTreeSet<String>) {
        let config = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .global(true)
            .help_heading("Settings")
            .help(format!("Settings in YAML [default: {CONFIG}, if it is there]"));
        let settings = Command::new("config")
            .about("Shows, explains and changes the settings of this tool")
            .subcommand_required(true)
            .arg_required_else_help(true);
        let settings = ConfigCommand::augment_subcommands(settings);
        let command = Command::new(self.name)
            .version(self.version)
            .about(self.about.clone())
            .subcommand_required(true)
            .arg_required_else_help(true)
            .after_help(format!("Exit codes: {} help exit-codes", self.name))
            .arg(config)
            .subcommands(self.commands.iter().map(Handmade::command));
        let others = [shell::command(), manual::command(), manual::version_command(), settings]
            .map(|command| command.display_order(builtin::LAST));
        let others = builtin::commands().into_iter().chain(others).chain([operate::command()]);
        let mut names = BTreeSet::from(["help".to_owned()]);
        let others = others.filter(|other| {
            let name = other.get_name();
            names.insert(name.to_owned());
            !self.is_own(name) && (name != operate::NAME || self.operator().is_some())
        });
        let command = command.subcommands(others.collect::<Vec<_>>());
        let command = typewright_settings::flags(self.own.schema, command, &self.env_prefix);
        // The last one counts, so that what follows an alias can say it differently. clap knows this
        // by `overrides_with`, too, which debug builds look up in all flags of all commands.
        let command = command.mut_args(|arg| match arg.get_action() {
            ArgAction::Set => arg.action(ArgAction::Append),
            _ => arg,
        });
        (counted(command, "verbose"), names)
    }

    pub(crate) fn flags(
        &self,
        tree: &Tree,
        method: &'static Method,
        env: &[(OsString, OsString)],
    ) -> Flags {
        let own: Vec<&str> = tree.root.get_arguments().filter_map(Arg::get_long).collect();
        let settings = self.own.schema.leaves().into_iter();
        let settings =
            settings.map(|leaf| format!("{}_{}", self.env_prefix, variable(&leaf.path.join("_"))));
        let settings = settings.collect();
        let controls = controls::args(method);
        let controls = controls.iter().filter_map(Arg::get_long);
        let own = own.into_iter().chain(controls).chain(["help", "version"]).map(str::to_owned);
        let command = tree.commands().into_iter().find(|c| std::ptr::eq(c.method, method));
        let words = command.map(|command| variable(&command.words)).unwrap_or_default();
        let prefix = format!("{}_{words}", self.env_prefix);
        let flags = Flags::new(method.input, &own.collect()).identified_by(method.http);
        flags.with_variables(&prefix, &settings, env.iter().cloned())
    }
}

/// The words as a part of a variable's name.
pub(crate) fn variable(words: &str) -> String {
    words.to_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// Lets a flag be given again and again: `-vv`.
fn counted(command: Command, name: &str) -> Command {
    let id = command.get_arguments().find(|arg| arg.get_long() == Some(name));
    let Some(id) = id.map(|arg| arg.get_id().clone()) else { return command };
    command.mut_arg(id, |arg| {
        arg.action(ArgAction::Count)
            .value_parser(value_parser!(u8))
            .num_args(0)
            .allow_hyphen_values(false)
    })
}

/// Whether help is what will be printed.
fn asks_for_help(args: &[OsString]) -> bool {
    let typed = args.iter().take_while(|arg| *arg != "--");
    let texts: Vec<&str> = typed.filter_map(|arg| arg.to_str()).collect();
    // A switch that says so has a value, which must still be read.
    let valued = |text: &&str| text.ends_with("=true") || text.ends_with("=false");
    let wanted = |text: &&str| matches!(*text, "--help" | "-h" | "help" | "man");
    // A word alone is often a service, of which help is what follows.
    (texts.len() < 2 || texts.iter().any(wanted)) && !texts.iter().any(valued)
}

/// What help is short for `-h`: settings that are rarely set stand in `--help` alone.
const EVERYDAY: [&str; 4] = ["endpoint", "output", "timeout", "verbose"];

/// How help shows the flags of the whole tool. Those of its author are all for every day.
fn for_help() -> impl Fn(Arg) -> Arg {
    let rare = Options::SCHEMA.leaves().into_iter().filter_map(|leaf| leaf.flag());
    let rare: BTreeSet<String> = rare.filter(|flag| !EVERYDAY.contains(&&**flag)).collect();
    move |arg| {
        let hidden = arg.get_long().is_some_and(|flag| rare.contains(flag));
        plain_switch(arg).hide_short_help(hidden)
    }
}

/// Switches of the settings take `=false` too, to be stronger than a file. Nobody reads help to
/// learn this at every one of them.
fn plain_switch(arg: Arg) -> Arg {
    if !arg.is_require_equals_set() || !arg.get_action().takes_values() {
        return arg;
    }
    let arg = arg.action(ArgAction::SetTrue).value_parser(value_parser!(bool));
    arg.num_args(0).require_equals(false)
}
