//! `cargo gen NAME`, where `cargo-gen-NAME` is a program of somebody else's.

use std::ffi::OsString;

use clap::{CommandFactory as _, Parser as _};
use serde_json::json;
use typewright_core::diag::nearest;

use super::outcome;
use crate::cli::{Cli, External};
use crate::error::CommandError;
use crate::generator::{self, Generator};
use crate::lock::Lock;
use crate::read;
use crate::recipe::{Recipe, Verb, path_between, tidy};
use crate::report::{Answer, DIM};
use crate::settings::Settings;
use crate::stage;

/// Runs the generator over the model of the sources, and stages what it makes.
pub(super) fn run(words: &[OsString], settings: &Settings) -> Result<Answer, CommandError> {
    let name = words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    if generator::find(&name).is_none() {
        return Err(unknown(&name));
    }
    let bin = format!("cargo gen {name}");
    let words = std::iter::once(OsString::from(bin)).chain(words.iter().skip(1).cloned());
    let args = match External::try_parse_from(words) {
        Ok(args) => args,
        Err(error) => return told(&error, &name),
    };
    let out = tidy(&args.out);
    let turn = stage::take_turn(&out)?;
    let before = Lock::read(&out)?;
    let ours = |lock: &Lock| lock.recipe.generator.as_ref().is_some_and(|g| g.name == name);
    if before.as_ref().is_some_and(|lock| !ours(lock)) {
        let message = format!("`{}` holds what another command generated", out.display());
        return Err(CommandError::usage(message).help("choose another `--out`"));
    }
    let (_, compiled) = read::model::read(&args.from, &settings.include, settings.compiler)?;
    let from_out = |path: &std::path::PathBuf| path_between(&out, path);
    let recipe = Recipe {
        sources: args.from.iter().map(from_out).collect(),
        includes: compiled.iter().flat_map(|c| &c.includes).map(from_out).collect(),
        generator: Some(Generator { name: name.clone(), args: args.args.clone() }),
        ..Recipe::new(Verb::External)
    };
    let files = recipe.make(&out, settings)?;
    let said = files.said.lines().map(|line| format!("{DIM}cargo-gen-{name}{DIM:#}: {line}\n"));
    let said: String = said.collect();
    let lock = Lock::new(recipe, &files, before.as_ref());
    let mut plan = stage::plan(&out, files, before.as_ref(), lock.to_contents()?)?;
    if args.force {
        plan.force();
    }
    let mut answer = match args.check {
        true => outcome::checked(&plan, &name)?,
        false => outcome::finish(&plan, &turn, args.preview, settings, json!({ "verb": name }))?,
    };
    answer.notes.insert_str(0, &said);
    Ok(answer)
}

/// Its help, or a mistake in its flags.
fn told(error: &clap::Error, name: &str) -> Result<Answer, CommandError> {
    let text = error.render().to_string();
    if error.use_stderr() {
        let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
        let told = CommandError::usage(text);
        return Err(match error.kind() {
            clap::error::ErrorKind::UnknownArgument => told.help(format!(
                "settings of cargo gen stand before the name: `cargo gen --quiet {name}`"
            )),
            _ => told,
        });
    }
    Ok(Answer { json: json!({ "help": text }), data: text, ..Answer::default() })
}

/// There is neither such a verb nor such a program.
fn unknown(name: &str) -> CommandError {
    let command = Cli::command();
    let mut names: Vec<String> =
        command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    names.extend(generator::names());
    let error = CommandError::usage(format!("there is no command `{name}`"));
    let error = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`cargo gen --help` lists the commands"),
    };
    error.help(format!("a program `cargo-gen-{name}` on the PATH would be one"))
}
