//! Commands that users add: aliases in their settings, plug-ins on their `PATH`.

mod alias;
mod plugin;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use clap::Command;
use typewright_settings::{Loaded, Loader};

use crate::commands::early;
use crate::commands::root::{self, CONFIG};
use crate::commands::shell;
use crate::commands::tree::{self, Full, Tree};
use crate::output::report::{Exit, Report};
use crate::output::terminal::Terminal;
use crate::settings::{Options, Output};
use crate::tool::Tool;

type Variables = [(OsString, OsString)];

impl Tool {
    /// The layers of settings, flags apart.
    pub(crate) fn loader(&self, tree: &Tree, env: &Variables, file: Option<String>) -> Loader {
        // A variable of a field may look like that of a setting, mistyped.
        let env = env.iter().filter(|(name, _)| !self.is_of_field(tree, name)).cloned();
        let loader = Loader::new(&self.env_prefix).env(env);
        match file {
            Some(file) => loader.required_file(file),
            None => loader.discover_user(self.name).file(CONFIG),
        }
    }

    /// Whether a variable sets a field of a request.
    fn is_of_field(&self, tree: &Tree, name: &OsStr) -> bool {
        let name = name.to_str().unwrap_or_default();
        let rest = name.strip_prefix(&self.env_prefix).and_then(|rest| rest.strip_prefix('_'));
        let Some(rest) = rest else { return false };
        let near = |command: &&Full| rest.starts_with(&root::variable(&command.words));
        let commands = tree.commands();
        commands.iter().filter(near).any(|c| self.flags(tree, c.method, &[]).has_variable(name))
    }

    /// Whether something of ours has this name.
    fn is_command(&self, tree: &Tree, name: &str) -> bool {
        let (service, method) = tree.select(&[name]);
        let of_api = method.is_some() || service.is_some() && !tree.is_flat();
        of_api || name == "help" || tree.root.find_subcommand(name).is_some()
    }

    /// The arguments with what an alias in them means.
    ///
    /// # Errors
    /// The alias means nothing, or itself.
    pub(crate) fn expanded(
        &self,
        tree: &Tree,
        args: &[OsString],
        env: &Variables,
    ) -> Result<Vec<OsString>, String> {
        let first = tree::words(&tree.root, args).first().copied();
        let Some(first) = first.filter(|name| !self.is_command(tree, name)) else {
            return Ok(args.to_vec());
        };
        let aliases = self.aliases(tree, args, env);
        if !aliases.contains_key(first) {
            return Ok(args.to_vec());
        }
        alias::expand(args, &aliases, &tree.root, |name| self.is_command(tree, name))
    }

    /// The aliases; none where the settings are broken, which the command then tells.
    pub(crate) fn aliases(
        &self,
        tree: &Tree,
        args: &[OsString],
        env: &Variables,
    ) -> BTreeMap<String, String> {
        let loader = self.loader(tree, env, early::value(args, "config").map(str::to_owned));
        if !loader.has_sources() {
            return BTreeMap::new();
        }
        (self.own.load)(&loader).map(|(settings, _)| settings.value.aliases).unwrap_or_default()
    }

    /// Runs the plug-in that the first word names, if it is no command.
    pub(crate) fn plugin(
        &self,
        tree: &Tree,
        args: &[OsString],
        env: &Variables,
        report: &mut Report<'_>,
    ) -> Option<Result<Exit, Exit>> {
        let name = tree::words(&tree.root, args).first().copied()?;
        if self.is_command(tree, name) {
            return None;
        }
        let program = plugin::find(self.name, name, env)?;
        let words = [OsString::from(self.name)];
        let words = words.iter().chain(args);
        let root = tree.root.clone().allow_external_subcommands(true);
        let matches = root.try_get_matches_from(words).ok()?;
        let (_, below) = matches.subcommand()?;
        let file = matches.get_one::<String>("config").cloned();
        let settings = match (self.own.load)(&self.loader(tree, env, file).flags(&matches)) {
            Ok((settings, _)) => settings,
            Err(problems) => {
                report.say(&problems.to_string());
                return Some(Err(Exit::Usage));
            }
        };
        let args = below.get_many::<OsString>("").into_iter().flatten();
        let run = plugin::Run {
            name,
            program: &program,
            args: args.map(OsString::as_os_str).collect::<Vec<&OsStr>>(),
            env,
            prefix: &self.env_prefix,
            endpoint: self.endpoint(&settings.value),
            settings: &settings,
            schema: self.own.schema,
        };
        Some(Ok(plugin::run(&run, report)))
    }

    /// The list of plug-ins.
    pub(crate) fn plugins(
        &self,
        tree: &Tree,
        env: &Variables,
        output: Option<Output>,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let found = plugin::all(self.name, env);
        if found.is_empty() {
            report.say(&format!("no program called {}-… is on the PATH", self.name));
        }
        let is_command = |name: &str| self.is_command(tree, name);
        let output = output.unwrap_or(Output::Table);
        report.whole(&plugin::list(&found, is_command, output, report.paint())).map(|()| Exit::Ok)
    }

    /// What the user added, for the help of the whole tool. The folders of `PATH` are looked through
    /// only where somebody reads it: that takes longer than all the rest.
    pub(crate) fn added(
        &self,
        tree: &Tree,
        args: &[OsString],
        (env, terminal): (&Variables, Terminal),
    ) -> String {
        let mine = |name: &String| !self.is_command(tree, name);
        let mut aliases = self.aliases(tree, args, env);
        aliases.retain(|name, _| mine(name));
        let looked_for = terminal.output.is_some();
        let mut plugins = if looked_for { plugin::all(self.name, env) } else { BTreeMap::new() };
        plugins.retain(|name, _| mine(name));
        let plugins = plugins.into_iter().map(|(name, path)| (name, path.display().to_string()));
        let mut text = String::new();
        for (heading, list) in [("Aliases", aliases), ("Plug-ins", plugins.collect())] {
            if !list.is_empty() {
                text.push_str(&format!("{heading}:\n{}\n\n", alias::listed(&list)));
            }
        }
        text
    }

    /// Completes the names that users gave: of aliases, plug-ins and contexts.
    pub(crate) fn with_user_names(
        &self,
        tree: &Tree,
        mut command: Command,
        args: &[OsString],
        env: &Variables,
    ) -> Command {
        let plugins = plugin::all(self.name, env).into_iter();
        let plugins = plugins.map(|(name, path)| (name, path.display().to_string()));
        for (name, about) in self.aliases(tree, args, env).into_iter().chain(plugins) {
            if !self.is_command(tree, &name) {
                command = command.subcommand(Command::new(name).about(about));
            }
        }
        let file = early::value(args, "config").map(str::to_owned);
        let contexts: Vec<String> =
            self.loader(tree, env, file).profiles(self.own.schema).names.into_keys().collect();
        command.mut_subcommand("context", |context| {
            ["use", "show"].into_iter().fold(context, |context, verb| {
                let names = shell::candidates(contexts.iter().cloned());
                context.mut_subcommand(verb, |verb| verb.mut_arg("name", |arg| arg.add(names)))
            })
        })
    }

    /// Aliases that will never be used.
    pub(crate) fn warn_of_shadows(
        &self,
        tree: &Tree,
        settings: &Loaded<Options>,
        report: &mut Report<'_>,
    ) {
        if settings.value.aliases.is_empty() {
            return;
        }
        for name in settings.value.aliases.keys() {
            if self.is_command(tree, name) {
                let key = format!("aliases.{name}");
                let place = settings.origin(&key).map(|o| format!("{o}: ")).unwrap_or_default();
                report
                    .note(&format!("warning: {place}{key} is never used: a command has this name"));
            }
        }
    }
}
