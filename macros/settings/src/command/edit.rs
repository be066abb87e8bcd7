//! `config set` and `config unset`.

use std::io::Read as _;
use std::path::Path;

use super::{Answer, of_file, target, write, written};
use crate::complete::Completion;
use crate::explain::{LayerValue, Target};
use crate::file::{self, Contents};
use crate::input::{Unreadable, read};
use crate::layer::{self, Draft};
use crate::load::Loader;
use crate::problem::{Origin, Problem, Problems};
use crate::schema::{Section, SetBy};
use crate::stack::Stack;
use crate::value::Settings;
use crate::yaml::{Broken, MAX_BYTES, Node};
use crate::{edit, show};

pub(super) fn set<T: Settings>(
    loader: &Loader,
    key: &str,
    value: &str,
    to: Option<&str>,
) -> Result<Answer, Problems> {
    let setting = Target::of(T::SCHEMA, key)?;
    let secret = setting.leaf.field.secret || setting.kind.holds_secret();
    if secret && value != "-" {
        let message = "a secret on the command line can be read by others";
        let problem = Problem::new(usize::MAX, key, message);
        return Err(problem.help("write `-` and give it on standard input").into());
    }
    let value = if value == "-" { standard_input(key)? } else { value.to_owned() };
    let yaml = checked(&setting, &value)?;
    let path = target(loader, to)?;
    let old = contents(&path)?;
    let new = edit::set(&old, &place(T::SCHEMA, loader, &setting), &yaml)
        .map_err(|b| broken(&path, &old, b, secret))?;
    keep_valid(T::SCHEMA, &path, &old, &new)?;
    if new == old {
        return Ok(written(&path, "nothing changes in"));
    }
    write(&path, &new)?;
    let mut answer = written(&path, "changed");
    answer.notes.extend(hidden::<T>(loader, &setting, &path));
    Ok(answer)
}

pub(super) fn unset<T: Settings>(
    loader: &Loader,
    key: &str,
    to: Option<&str>,
) -> Result<Answer, Problems> {
    let setting = Target::of(T::SCHEMA, key)?;
    let path = target(loader, to)?;
    let old = contents(&path)?;
    let secret = setting.leaf.field.secret;
    let new = edit::unset(&old, &place(T::SCHEMA, loader, &setting))
        .map_err(|b| broken(&path, &old, b, secret))?;
    let Some(new) = new else {
        return Ok(written(&path, "it is not set in"));
    };
    write(&path, &new)?;
    Ok(written(&path, "changed"))
}

/// Where the setting stands in the file: in a profile, if one was typed.
fn place(schema: &Section, loader: &Loader, setting: &Target) -> Vec<String> {
    let profile = loader.typed_profile().filter(|_| schema.profiles);
    let around = profile.into_iter().flat_map(|name| ["profiles".to_owned(), name.to_owned()]);
    around.chain(setting.in_file().iter().cloned()).collect()
}

/// The value as the schema reads it, as YAML on one line.
fn checked(setting: &Target, value: &str) -> Result<String, Problems> {
    let mut problems = Vec::new();
    let origin = Origin::Flag { name: "config set".to_owned() };
    let secret = setting.leaf.field.secret;
    let value = Draft::new(usize::MAX, &mut problems).read(
        &setting.path,
        setting.kind,
        secret,
        &Node::text(value),
        &origin,
    );
    value
        .map(|value| show::yaml(&show::written(setting.kind, &value)))
        .ok_or_else(|| Problems::new(problems))
}

/// A secret does not belong on a command line. The line break that ends the input is none of it.
fn standard_input(key: &str) -> Result<String, Problems> {
    let mut text = String::new();
    let read = std::io::stdin().take(MAX_BYTES as u64).read_to_string(&mut text);
    read.map_err(|error| {
        Problem::new(usize::MAX, key, format!("standard input cannot be read: {error}"))
    })?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// The text of a file; a missing one is empty.
pub(crate) fn contents(path: &Path) -> Result<String, Problems> {
    match read(path) {
        Ok(text) => Ok(text),
        Err(Unreadable::Missing) => Ok(String::new()),
        Err(unreadable) => Err(of_file(path, unreadable.to_string()).into()),
    }
}

pub(crate) fn broken(path: &Path, text: &str, broken: Broken, secret: bool) -> Problems {
    let problem = layer::broken(&path.display().to_string(), text, broken, secret);
    Problems::new(problem.into_iter().collect())
}

/// A change must not bring mistakes into the file that it did not have.
fn keep_valid(schema: &'static Section, path: &Path, old: &str, new: &str) -> Result<(), Problems> {
    let (name, leaves) = (path.display().to_string(), schema.leaves());
    let problems = |text| {
        let mut problems = Vec::new();
        let contents = Contents { name: &name, text, of: SetBy::Env };
        let file = file::read(1, &contents, schema, &mut problems);
        let profiles = file.profiles.iter().map(|(_, layer)| Some(layer));
        for profile in std::iter::once(None).chain(profiles) {
            let mut stack = Stack::new(&leaves);
            stack.push(layer::defaults(&leaves, &mut problems));
            stack.push(file.layer.clone());
            profile.into_iter().for_each(|layer| stack.push(layer.clone()));
            let mut merged = stack.merged();
            Completion::new(&stack, schema, "", &mut problems).of_a_part().run(&mut merged);
        }
        problems
    };
    let (before, after) = (problems(old), problems(new));
    if after.len() > before.len() { Err(Problems::new(after)) } else { Ok(()) }
}

/// What another layer says, if it is stronger than the file.
fn hidden<T: Settings>(loader: &Loader, setting: &Target, path: &Path) -> Option<String> {
    let explained = loader.explain(T::SCHEMA, &setting.key()).ok()?;
    let winner = &explained.layers.first()?.origin;
    let name = path.display().to_string();
    let ours =
        |layer: &&LayerValue| matches!(&layer.origin, Origin::File { path, .. } if *path == name);
    // The profile of a file is stronger than what stands beside it.
    let by_profile =
        loader.typed_profile().is_none() && explained.layers.iter().filter(ours).count() > 1;
    match winner {
        Origin::File { path, .. } if *path == name && !by_profile => None,
        winner => Some(format!("it has no effect: {winner} is stronger")),
    }
}
