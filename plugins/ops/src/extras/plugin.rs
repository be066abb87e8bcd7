//! Plug-ins: the program `TOOL-NAME` on the `PATH` is the command `TOOL NAME`.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value as Json, json};
use typewright_settings::{Loaded, Origin, Section};

use crate::output::paint::Paint;
use crate::output::print;
use crate::output::report::{Exit, Report};
use crate::output::yaml;
use crate::settings::{Options, Output};

/// The plug-ins by name, of each name the one that runs.
pub(crate) fn all(tool: &str, env: &[(OsString, OsString)]) -> BTreeMap<String, PathBuf> {
    let prefix = format!("{tool}-");
    let mut found = BTreeMap::new();
    for folder in folders(env) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let file = entry.file_name();
            let Some(name) = file.to_str().and_then(|file| file.strip_prefix(&prefix)) else {
                continue;
            };
            let name = name.strip_suffix(std::env::consts::EXE_SUFFIX).unwrap_or(name);
            if !name.is_empty() && is_program(&entry.path()) {
                found.entry(name.to_owned()).or_insert_with(|| entry.path());
            }
        }
    }
    found
}

/// The program of one plug-in.
pub(crate) fn find(tool: &str, name: &str, env: &[(OsString, OsString)]) -> Option<PathBuf> {
    // A name with a path in it would leave the folders.
    if name.contains(['/', '\\']) {
        return None;
    }
    let file = format!("{tool}-{name}{}", std::env::consts::EXE_SUFFIX);
    folders(env).map(|folder| folder.join(&file)).find(|path| is_program(path))
}

fn folders(env: &[(OsString, OsString)]) -> impl Iterator<Item = PathBuf> {
    let path = env.iter().find(|(name, _)| name == "PATH").map(|(_, value)| value.clone());
    let folders: Vec<PathBuf> = std::env::split_paths(&path.unwrap_or_default()).collect();
    // An empty part of PATH means the current folder, which may be a stranger's.
    folders.into_iter().filter(|folder| folder.is_absolute())
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// The list of plug-ins, each with why it cannot be reached, if so.
pub(crate) fn list(
    found: &BTreeMap<String, PathBuf>,
    is_command: impl Fn(&str) -> bool,
    output: Output,
    paint: Paint,
) -> String {
    let hidden = |name: &str| is_command(name).then_some("hidden by the command of this name");
    if matches!(output, Output::Table | Output::Text) {
        let rows = found.iter().map(|(name, path)| {
            let path = print::printable(&path.display().to_string());
            vec![print::printable(name), path, hidden(name).unwrap_or_default().to_owned()]
        });
        let heading = ["NAME", "PROGRAM", "NOTE"].map(str::to_owned).to_vec();
        return print::grid(&[heading].into_iter().chain(rows).collect::<Vec<_>>(), paint);
    }
    let all = found.iter().map(|(name, path)| {
        json!({ "name": name, "program": path.display().to_string(), "note": hidden(name) })
    });
    paint.document(print::document(&all.collect(), output), output)
}

/// What a plug-in is run with.
pub(crate) struct Run<'r> {
    pub(crate) name: &'r str,
    pub(crate) program: &'r Path,
    pub(crate) args: Vec<&'r OsStr>,
    pub(crate) env: &'r [(OsString, OsString)],
    pub(crate) prefix: &'r str,
    pub(crate) endpoint: String,
    pub(crate) settings: &'r Loaded<Options>,
    pub(crate) schema: &'static Section,
}

/// Runs a plug-in to its end. It gets our settings as our variables; those that are secret only if
/// the user trusts it by name.
pub(crate) fn run(run: &Run<'_>, report: &mut Report<'_>) -> Exit {
    let trusted = run.settings.value.trusted_plugins.iter().any(|name| name == run.name);
    let leaves = run.schema.leaves();
    let mut command = Command::new(run.program);
    command.args(&run.args).env_clear().envs(run.env.iter().map(|(name, value)| (name, value)));
    for leaf in &leaves {
        let variable = leaf.env(run.prefix);
        if leaf.field.secret {
            if !trusted {
                // Those of its items too: TOOL_HEADERS_0.
                let items = format!("{variable}_");
                let set = run.env.iter().filter_map(|(name, _)| name.to_str());
                set.filter(|name| *name == variable || name.starts_with(&items)).for_each(|name| {
                    command.env_remove(name);
                });
            } else if let Some(value) = secret(&leaf.key(), &run.settings.value) {
                command.env(variable, value);
            }
            continue;
        }
        let row = run.settings.origins().find(|row| row.key == leaf.key());
        let row = row.filter(|row| row.origin != Origin::Default);
        if let Some(text) = row.and_then(|row| text(row.value.as_deref()?)) {
            command.env(variable, text);
        }
    }
    command.env(format!("{}_ENDPOINT", run.prefix), &run.endpoint);
    match command.status() {
        Ok(status) => Exit::Plugin(status.code().and_then(|code| u8::try_from(code).ok())),
        Err(error) => {
            report.error(&format!("cannot run `{}`: {error}", run.program.display()));
            Exit::Failed
        }
    }
}

/// A value as its variable has it.
fn text(value: &str) -> Option<String> {
    match yaml::documents(value).ok()?.into_iter().next()? {
        Json::Null => None,
        Json::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn secret(key: &str, options: &Options) -> Option<String> {
    match key {
        "token" => options.token.clone(),
        "basic" => options.basic.clone(),
        "headers" if !options.headers.is_empty() => Some(json!(options.headers).to_string()),
        _ => None,
    }
}
