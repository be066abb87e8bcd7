//! Arguments ▶ settings and the command that was asked for.

use std::ffi::OsString;

use clap::builder::Styles;
use clap::{ArgMatches, Command, FromArgMatches};
use typewright_settings::{ConfigCommand, Loader};

use crate::commands::builtin::{self, Api, context};
use crate::commands::controls;
use crate::commands::doctor;
use crate::commands::early;
use crate::commands::install::{self, Place};
use crate::commands::manual;
use crate::commands::shell;
use crate::commands::tree::{self, Tree};
use crate::output::paint::Paint;
use crate::output::report::{self, ErrorFormat, Exit, Report};
use crate::settings::Output;
use crate::tool::Tool;

impl Tool {
    pub(crate) fn dispatch(
        &self,
        args: &[OsString],
        env: &[(OsString, OsString)],
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let variable = shell::variable(&self.env_prefix);
        if let Some((_, shell)) = env.iter().find(|(name, _)| *name == *variable) {
            return self.complete(args, env, &shell.to_string_lossy(), report);
        }
        let mut tree = self.tree();
        if tree::words(&tree.root, args) == ["help", "exit-codes"] {
            return report.whole(&report::exit_codes()).map(|()| Exit::Ok);
        }
        let args = &self.expanded(&tree, args, env).map_err(|problem| {
            report.error(&problem);
            Exit::Usage
        })?;
        if let Some(outcome) = self.plugin(&tree, args, env, report) {
            return outcome;
        }
        if matches!(*tree::words(&tree.root, args), [] | ["help"]) {
            let added = self.added(&tree, args, (env, report.screen.terminal));
            let command = self.overview(&mut tree, args, &added);
            // Without a command, clap has help or a mistake to tell.
            return self.parse(command, args, report).and(Err(Exit::Usage));
        }
        let (command, branch) = self.pruned(&tree, args, env);
        let matches = self.parse(command, args, report)?;
        if let Some((name, matches)) = matches.subcommand()
            && !self.is_own(name)
            && let Some(outcome) = self.manual((name, matches), (&tree, env), report)
        {
            return outcome;
        }
        let loader = self.loader(&tree, env, path(&matches)).flags(&matches);
        if let Some(outcome) = self.about_settings(&matches, &loader, (&tree, env), report) {
            return outcome;
        }
        let (settings, own) = (self.own.load)(&loader).map_err(|problems| {
            report.say(&problems.to_string());
            Exit::Usage
        })?;
        report.quiet = settings.value.quiet;
        settings.warnings().iter().for_each(|warning| report.note(&warning.to_string()));
        self.warn_of_shadows(&tree, &settings, report);
        report.color(settings.value.color);
        report.scheme = settings.value.exit_scheme;
        report.format = settings.value.error_format;
        report.page_by(settings.value.pager.as_deref());
        if settings.value.no_input {
            report.ask_nobody();
        }
        let types = self.types();
        if let Some(command) = matches.subcommand() {
            let given = (&settings.value, &*own, env);
            if let Some(outcome) = self.handmade(command, given, &types, report) {
                return outcome;
            }
            if let ("operation", matches) = command
                && self.operator().is_some()
            {
                return self.operate(matches, (&settings, env), &types, report);
            }
            let api = Api { tree: &tree, types: &types };
            if let Some(outcome) = builtin::run(command, &api, controls::chosen(&settings), report)
            {
                return outcome;
            }
        }
        match branch {
            Some((selected, flags)) => {
                self.call(selected, (&flags, &matches), (&settings, env), report)
            }
            None => Ok(Exit::Usage),
        }
    }

    /// Reads the arguments; what is wrong with them, and help, is printed.
    fn parse(
        &self,
        command: Command,
        args: &[OsString],
        report: &mut Report<'_>,
    ) -> Result<ArgMatches, Exit> {
        let name = [OsString::from(self.name)];
        let words = name.iter().chain(args);
        // Taking colours out of a text again takes longer than to put none into it.
        let plain = !report.paint().on && !report.messages().on;
        let command = if plain { command.styles(Styles::plain()) } else { command };
        command.try_get_matches_from(words).map_err(|error| {
            let text = error.render();
            let painted = |paint: Paint| match plain {
                true => text.ansi().to_string(),
                false => paint.styled_text(&text),
            };
            if error.use_stderr() {
                if report.format == ErrorFormat::Json {
                    report.say(text.to_string().trim_end());
                    return Exit::Usage;
                }
                let painted = painted(report.messages());
                report.ask(&format!("{}\n", painted.trim_end()));
                return Exit::Usage;
            }
            report.whole(&painted(report.paint())).err().unwrap_or(Exit::Ok)
        })
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
        let tree = self.tree();
        let (command, _) = self.branch(&tree, typed, env);
        let command = self.with_user_names(&tree, command, typed, env);
        let loader = self.loader(&tree, env, early::value(typed, "config").map(str::to_owned));
        let command = typewright_settings::complete(self.own.schema, command, &loader);
        let answer = shell::answer(shell, command, words);
        report.data(&String::from_utf8_lossy(&answer)).map(|()| Exit::Ok)
    }

    /// Runs the commands that need no settings: they must work where those are broken.
    fn manual(
        &self,
        (name, matches): (&str, &ArgMatches),
        (tree, env): (&Tree, &[(OsString, OsString)]),
        report: &mut Report<'_>,
    ) -> Option<Result<Exit, Exit>> {
        let texts = |id: &str| matches.get_many::<String>(id).into_iter().flatten();
        let mut place = None;
        let installs = matches.try_get_one("install").ok().flatten() == Some(&true);
        let text = match name {
            "completions" => {
                let shell = texts("shell").next()?;
                let script = shell::script(shell, &self.env_prefix, self.name, || self.whole(tree));
                let script = String::from_utf8_lossy(&script).into_owned();
                place = installs.then(|| install::completions(shell, self.name, env));
                Ok(match (installs, &**shell) {
                    (true, "zsh") => install::as_function(self.name, &script),
                    _ => script,
                })
            }
            "man" => {
                let words: Vec<OsString> = texts("names").map(OsString::from).collect();
                let page = [self.name].into_iter().chain(texts("names").map(String::as_str));
                let page = page.collect::<Vec<_>>().join("-");
                place = installs.then(|| install::page(&page, env));
                manual::page(self.branch(tree, &words, &[]).0, &words)
            }
            "version" => Ok({
                let output = self.output(tree, matches);
                manual::version(self.name, self.version, &self.build, output.as_deref())
            }),
            _ => return None,
        };
        Some(match (text, place.transpose()) {
            (Ok(text), Ok(None)) => report.whole(&text).map(|()| Exit::Ok),
            (Ok(text), Ok(Some(place))) => installed(&text, &place, report),
            (Err(problem), _) | (_, Err(problem)) => {
                report.error(&problem);
                Err(Exit::Usage)
            }
        })
    }

    /// The flag `--output`, for commands that must work where the settings are broken.
    fn output(&self, tree: &Tree, matches: &ArgMatches) -> Option<String> {
        let output = tree.root.get_arguments().find(|arg| arg.get_long() == Some("output"))?;
        let mut texts = matches.try_get_raw(output.get_id().as_str()).ok().flatten()?;
        texts.next_back().map(|text| text.to_string_lossy().into_owned())
    }

    /// Runs the commands that say what the settings are or why they do not work.
    fn about_settings(
        &self,
        matches: &ArgMatches,
        loader: &Loader,
        (tree, env): (&Tree, &[(OsString, OsString)]),
        report: &mut Report<'_>,
    ) -> Option<Result<Exit, Exit>> {
        let (name, command) = matches.subcommand().filter(|(name, _)| !self.is_own(name))?;
        let output = self.output(tree, matches).and_then(|output| output.parse().ok());
        Some(match name {
            "config" => self.config((command, matches), tree, loader, report),
            "context" => {
                let (file, output) = (path(matches), output.unwrap_or(Output::Table));
                context::run((command, &self.own), loader, file.as_deref(), output, report)
            }
            "doctor" => doctor::run(self, (loader, env), output, report),
            "plugin" => self.plugins(tree, env, output, report),
            _ => return None,
        })
    }

    /// The settings themselves: read, explained, changed.
    fn config(
        &self,
        (config, matches): (&ArgMatches, &ArgMatches),
        tree: &Tree,
        loader: &Loader,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let command = ConfigCommand::from_arg_matches(config).map_err(|error| {
            report.say(error.render().to_string().trim_end());
            Exit::Usage
        })?;
        let as_json = self.output(tree, matches).is_some_and(|output| output == "json");
        let answer = (self.own.config)(&command, loader).map_err(|problems| {
            report.say(&problems.to_string());
            if problems.exit_code() == 1 { Exit::Failed } else { Exit::Usage }
        })?;
        answer.notes.iter().for_each(|note| report.note(note));
        let text = if as_json { format!("{:#}\n", answer.json) } else { answer.text };
        report.data(&text).map(|()| Exit::Ok)
    }
}

/// Writes a file for a shell or `man`. Its name is what to remove one day.
fn installed(text: &str, place: &Place, report: &mut Report<'_>) -> Result<Exit, Exit> {
    report::install(&place.file, text).map_err(|problem| {
        report.error(&problem);
        Exit::Failed
    })?;
    report.say(&place.then);
    report.data(&format!("{}\n", place.file.display())).map(|()| Exit::Ok)
}

/// The file that `--config` names.
fn path(matches: &ArgMatches) -> Option<String> {
    matches.get_many::<String>("config")?.next_back().cloned()
}
