//! The program: arguments ▶ settings and requests ▶ a call.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, FromArgMatches, Subcommand};
use typewright_settings::{ConfigCommand, Loaded, Loader, Origin, Settings};

use crate::auth;
use crate::builtin::{self, Api};
use crate::call::{self, Plan};
use crate::confirm;
use crate::controls;
use crate::dry_run;
use crate::dynamic::DynamicMessage;
use crate::flags::Flags;
use crate::json::{self, Types};
use crate::manual;
use crate::report::{self, Exit, Report};
use crate::request::{endpoint, headers, requests};
use crate::settings::Options;
use crate::shell;
use crate::table::{Method, Service};
use crate::tree::{self, Selected, Tree};

const CONFIG: &str = "config.yaml";

/// A command-line tool for some services; see the [crate](crate).
#[derive(Debug)]
#[must_use = "a tool does nothing until `.main()`"]
pub struct Tool {
    name: &'static str,
    version: &'static str,
    about: String,
    env_prefix: String,
    services: Vec<&'static Service>,
    build: Vec<(&'static str, String)>,
}

impl Tool {
    /// A tool with the name and version that it shows.
    pub fn new(name: &'static str, version: &'static str) -> Tool {
        let env_prefix = name.to_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        Tool {
            name,
            version,
            about: String::new(),
            env_prefix,
            services: Vec::new(),
            build: Vec::new(),
        }
    }

    /// What it is for, in help.
    pub fn about(mut self, about: impl Into<String>) -> Tool {
        self.about = about.into();
        self
    }

    /// What its environment variables begin with; the name in capitals if not set.
    pub fn env_prefix(mut self, prefix: impl Into<String>) -> Tool {
        self.env_prefix = prefix.into();
        self
    }

    /// Its services.
    pub fn services(mut self, services: &[&'static Service]) -> Tool {
        self.services.extend_from_slice(services);
        self
    }

    /// A fact about the build for `version`, such as the commit.
    pub fn build(mut self, fact: &'static str, value: impl Into<String>) -> Tool {
        self.build.push((fact, value.into()));
        self
    }

    /// Runs with the arguments, variables and streams of this process.
    pub fn main(self) -> ExitCode {
        let args = std::env::args_os().skip(1);
        let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
        self.run(args, std::env::vars_os(), &mut out, &mut err).into()
    }

    /// Runs with these arguments (without the program's name), variables and streams, and gives
    /// the exit code.
    pub fn run(
        &self,
        args: impl IntoIterator<Item = OsString>,
        env: impl IntoIterator<Item = (OsString, OsString)>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> u8 {
        let args: Vec<OsString> = args.into_iter().collect();
        let mut report = Report::new(out, err);
        let outcome = self.dispatch(&args, env.into_iter().collect(), &mut report);
        outcome.unwrap_or_else(|exit| exit).number()
    }

    fn dispatch(
        &self,
        args: &[OsString],
        env: Vec<(OsString, OsString)>,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let variable = shell::variable(&self.env_prefix);
        if let Some((_, shell)) = env.iter().find(|(name, _)| *name == *variable) {
            return self.complete(args, &env, &shell.to_string_lossy(), report);
        }
        let words = tree::words(&self.root(), args);
        if words == ["help", "exit-codes"] {
            report.data(&report::exit_codes())?;
            return Ok(Exit::Ok);
        }
        let tree = Tree::new(&self.services);
        let (command, branch) = self.branch(&tree, args, &env);
        let name = [OsString::from(self.name)];
        let words = name.iter().chain(args);
        let matches = command.try_get_matches_from(words).map_err(|error| {
            let text = error.render().to_string();
            if error.use_stderr() {
                report.say(text.trim_end());
                return Exit::Usage;
            }
            report.data(&text).err().unwrap_or(Exit::Ok)
        })?;
        if let Some((name, matches)) = matches.subcommand()
            && let Some(outcome) = self.manual(name, matches, &tree, report)
        {
            return outcome;
        }
        let loader = Loader::new(&self.env_prefix).env(env).flags(&matches);
        let loader = match path(&matches) {
            Some(file) => loader.required_file(file),
            None => loader.file(CONFIG),
        };
        if let Some(("config", config)) = matches.subcommand() {
            return self.config(config, &matches, &loader, report);
        }
        let settings: Loaded<Options> = loader.load().map_err(|problems| {
            report.say(&problems.to_string());
            Exit::Usage
        })?;
        settings.warnings().iter().for_each(|warning| report.say(&warning.to_string()));
        let types = self.types();
        if let Some(command) = matches.subcommand() {
            let api = Api { tree: &tree, types: &types };
            if let Some(outcome) = builtin::run(command, &api, controls::chosen(&settings), report)
            {
                return outcome;
            }
        }
        match branch {
            Some((selected, flags)) => self.call(selected, &flags, &matches, &settings, report),
            None => Ok(Exit::Usage),
        }
    }

    /// The tool with the one command built that the words select.
    fn branch(
        &self,
        tree: &Tree,
        args: &[OsString],
        env: &[(OsString, OsString)],
    ) -> (Command, Option<(Selected, Flags)>) {
        let root = self.root();
        let (service, selected) = tree.select(&tree::words(&root, args));
        let flags = selected.map(|selected| {
            let mut flags = self.flags(&root, tree, selected.method, env);
            flags.add_items(args.iter().filter_map(|arg| arg.to_str()));
            flags
        });
        let command = tree.build(root, service, selected.zip(flags.as_ref()));
        (command, selected.zip(flags))
    }

    /// Answers the script of a shell: its words stand behind `--`, the tool's name first.
    fn complete(
        &self,
        args: &[OsString],
        env: &[(OsString, OsString)],
        shell: &str,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let words: Vec<OsString> =
            args.iter().skip_while(|arg| *arg != "--").skip(1).cloned().collect();
        let typed = words.get(1..).unwrap_or_default();
        let (command, _) = self.branch(&Tree::new(&self.services), typed, env);
        let answer = shell::answer(shell, shell::with_choices(command), words);
        report.data(&String::from_utf8_lossy(&answer)).map(|()| Exit::Ok)
    }

    /// Runs the commands that need no settings: they must work where those are broken.
    fn manual(
        &self,
        name: &str,
        matches: &ArgMatches,
        tree: &Tree,
        report: &mut Report<'_>,
    ) -> Option<Result<Exit, Exit>> {
        let texts = |id: &str| matches.get_many::<String>(id).into_iter().flatten();
        let text = match name {
            "completions" => {
                let shell = texts("shell").next()?;
                let script = shell::script(shell, &self.env_prefix, self.name, || self.whole(tree));
                Ok(String::from_utf8_lossy(&script).into_owned())
            }
            "man" => {
                let words: Vec<OsString> = texts("names").map(OsString::from).collect();
                manual::page(self.branch(tree, &words, &[]).0, &words)
            }
            "version" => Ok({
                let output = self.output(matches);
                manual::version(self.name, self.version, &self.build, output.as_deref())
            }),
            _ => return None,
        };
        Some(match text {
            Ok(text) => report.data(&text).map(|()| Exit::Ok),
            Err(problem) => {
                report.error(&problem);
                Err(Exit::Usage)
            }
        })
    }

    /// The tool with all commands and all flags.
    fn whole(&self, tree: &Tree) -> Command {
        let root = self.root();
        tree.whole(root.clone(), |method| self.flags(&root, tree, method, &[]))
    }

    /// The flag `--output`, for commands that must work where the settings are broken.
    fn output(&self, matches: &ArgMatches) -> Option<String> {
        let root = self.root();
        let output = root.get_arguments().find(|arg| arg.get_long() == Some("output"))?;
        let mut texts = matches.try_get_raw(output.get_id().as_str()).ok().flatten()?;
        texts.next().map(|text| text.to_string_lossy().into_owned())
    }

    /// The settings themselves: read, explained, changed.
    fn config(
        &self,
        config: &ArgMatches,
        matches: &ArgMatches,
        loader: &Loader,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let command = ConfigCommand::from_arg_matches(config).map_err(|error| {
            report.say(error.render().to_string().trim_end());
            Exit::Usage
        })?;
        let as_json = self.output(matches).is_some_and(|output| output == "json");
        let answer = command.run::<Options>(loader).map_err(|problems| {
            report.say(&problems.to_string());
            if problems.exit_code() == 1 { Exit::Failed } else { Exit::Usage }
        })?;
        answer.notes.iter().for_each(|note| report.say(note));
        let text = if as_json { format!("{:#}\n", answer.json) } else { answer.text };
        report.data(&text).map(|()| Exit::Ok)
    }

    /// Everything but the services.
    fn root(&self) -> Command {
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
            .subcommands(builtin::commands())
            .subcommands(
                [shell::command(), manual::command(), manual::version_command()]
                    .map(|command| command.display_order(builtin::LAST)),
            )
            .subcommand(settings.display_order(builtin::LAST));
        Options::flags(command, &self.env_prefix)
    }

    fn flags(
        &self,
        root: &Command,
        tree: &Tree,
        method: &'static Method,
        env: &[(OsString, OsString)],
    ) -> Flags {
        let own: Vec<&str> = root.get_arguments().filter_map(Arg::get_long).collect();
        let variable =
            |name: &str| name.to_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let settings = Options::SCHEMA.leaves().into_iter();
        let settings =
            settings.map(|leaf| format!("{}_{}", self.env_prefix, variable(&leaf.path.join("_"))));
        let settings = settings.collect();
        let controls = controls::args(method);
        let controls = controls.iter().filter_map(Arg::get_long);
        let own = own.into_iter().chain(controls).chain(["help", "version"]).map(str::to_owned);
        let command = tree.commands().into_iter().find(|c| std::ptr::eq(c.method, method));
        let words = command.map(|command| variable(&command.words)).unwrap_or_default();
        let prefix = format!("{}_{words}", self.env_prefix);
        let flags = Flags::new(method.input, &own.collect());
        flags.with_variables(&prefix, &settings, env.iter().cloned())
    }

    fn types(&self) -> Types {
        let all = self.services.iter().flat_map(|service| service.methods);
        Types::new(all.flat_map(|method| [method.input, method.output]))
    }

    fn call(
        &self,
        Selected { service, method }: Selected,
        flags: &Flags,
        matches: &ArgMatches,
        settings: &Loaded<Options>,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let types = self.types();
        let leaf = leaf(matches);
        let (requests, headers) =
            (requests(method, flags, leaf, &types), headers(&settings.value.headers));
        let credentials = auth::credentials(&settings.value);
        let printer = controls::printer(method, leaf, settings, &types);
        let all = (requests, headers, credentials, printer);
        let (requests, headers, credentials, printer) = match all {
            (Ok(requests), Ok(headers), Ok(credentials), Ok(printer)) => {
                (requests, headers, credentials, printer)
            }
            (requests, headers, credentials, printer) => {
                let problems = [requests.err(), headers.err(), credentials.err(), printer.err()];
                let problems = problems.into_iter().flatten().flatten();
                problems.for_each(|problem| report.error(&problem));
                return Ok(Exit::Usage);
            }
        };
        let plan = Plan {
            method,
            endpoint: endpoint(service, &settings.value),
            user_agent: format!("{}/{}", self.name, self.version),
            options: &settings.value,
            limit_streams: settings.origin("timeout").is_some_and(|o| *o != Origin::Default),
            headers,
            credentials,
            types: &types,
            printer,
            items: controls::items(leaf),
            poll: controls::poll(leaf),
        };
        if leaf.get_flag("dry-run") {
            report.data(&dry_run::text(&plan, &requests))?;
            return Ok(Exit::Ok);
        }
        let yes = leaf.try_get_one::<bool>("yes").ok().flatten();
        if yes == Some(&false) && !confirm::ask(method, &plan.endpoint, report) {
            return Ok(Exit::Usage);
        }
        if settings.value.verbose {
            report.say(&format!("> {} {}", plan.endpoint, method.path));
            plan.headers.iter().for_each(|(key, _)| report.say(&format!("> {key}: ***")));
            for request in &requests {
                report.say(&format!("> {}", json::masked(request, &types)));
            }
        }
        if let Some(file) = leaf.get_one::<PathBuf>("save") {
            report.save_to(file.clone());
        }
        let requests = requests.iter().map(DynamicMessage::encode).collect();
        Ok(call::run(&plan, requests, report))
    }
}

/// The file that `--config` names.
fn path(matches: &ArgMatches) -> Option<String> {
    matches.get_one::<String>("config").cloned()
}

/// The arguments of the innermost command.
fn leaf(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, inner)| leaf(inner))
}
