//! `cargo gen new`: a project from a template.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::json;
use typewright_core::files::{File, Files};

use super::{outcome, update};
use crate::cli::{self, New};
use crate::error::{CommandError, Kind, Mistake};
use crate::git::{self, Address};
use crate::lock::{self, Lock};
use crate::output::Output;
use crate::read::proto::{self, Compiled};
use crate::recipe::{Recipe, Verb, path_between, tidy};
use crate::report::{self, Answer, CARE, HELP};
use crate::settings::Settings;
use crate::template::{self, After, Answers, Foreign, Given, Manifest, Template};
use crate::{read, stage};

/// Makes the project in memory, then writes it whole.
pub(super) fn run(args: &New, settings: &Settings) -> Result<Answer, CommandError> {
    let dir = tidy(&args.dir);
    let template = settings.template(&args.template)?;
    let manifest = template.manifest()?;
    let turn = stage::take_turn(&dir)?;
    let mut mistakes = target(&dir)?;
    mistakes.extend(source_fits(&manifest, &args.from));
    CommandError::unless_empty(Kind::Usage, mistakes)?;
    let given = Given { prompt: report::prompt(args.defaults, settings), ..given(&args.answers)? };
    let answers = template::resolve(&manifest, &given, &folder_name(&dir))?;
    let compiled = match args.from.is_empty() {
        true => None,
        false => Some(proto::compile(&args.from, &settings.include, settings.compiler)?),
    };
    let name = locked_name(settings.template_source(&args.template), &dir);
    let (recipe, files) =
        make(&template, &manifest, name, &dir, &answers, compiled.as_ref(), settings)?;
    let say = template.say(&manifest, &dir, &answers)?;
    let foreign = template.foreign().map(|foreign| told(&args.template, foreign));
    // The list of its files is as long as the project's.
    drop(template);
    let base = update::rendering(&files, &manifest)?;
    let lock = Lock::of_new(&recipe, &files)?;
    let mut plan = stage::plan(&dir, files, None, lock)?;
    plan.record(lock::BASE, base)?;
    plan.ignore()?;
    let json = json!({ "verb": "new", "template": manifest.name, "answers": recipe.answers });
    let mut answer = outcome::finish(&plan, &turn, args.preview, settings, json)?;
    outcome::redact(&mut answer, &recipe.secrets);
    if !args.preview.dry_run && !args.preview.diff {
        answer.notes.push_str(&after(&manifest.after, &dir));
    }
    if let Some((notes, json)) = foreign {
        answer.notes.insert_str(0, &notes);
        answer.json["foreign"] = json;
    }
    answer.json["say"] = say.clone().into();
    if !say.is_empty() && !args.preview.dry_run && !args.preview.diff {
        answer.notes.push_str(&format!("  {HELP}next{HELP:#}:\n"));
        answer.notes.extend(say.lines().map(|line| format!("    {line}\n")));
    }
    Ok(answer)
}

/// Whose template it is, and what of it is not done, for people and machines.
fn told(name: &str, foreign: &Foreign) -> (String, serde_json::Value) {
    let mut text = format!("`{name}` is {}\n", foreign.title());
    text.extend(foreign.notes.iter().map(report::warning));
    let json = json!({ "tool": foreign.tool, "file": foreign.file, "notes": foreign.notes });
    (text, json)
}

/// The project in memory, and what it is made from; `name` is the template's in the lock.
pub(super) fn make(
    template: &Template,
    manifest: &Manifest,
    name: String,
    dir: &Path,
    answers: &Answers,
    compiled: Option<&Compiled>,
    settings: &Settings,
) -> Result<(Recipe, Output), CommandError> {
    let copies = compiled.map(|c| copies(c, &manifest.proto)).transpose()?;
    let sources = compiled.iter().flat_map(|c| &c.input.generate);
    let recipe = Recipe {
        template: Some(template.reference(name, manifest)),
        answers: template::stored(&manifest.questions, answers),
        secrets: template::secrets(&manifest.questions, answers),
        emitters: manifest.api.iter().flat_map(|api| api.emitters.clone()).collect(),
        sources: sources.map(|name| format!("{}/{name}", manifest.proto)).collect(),
        includes: compiled.iter().map(|_| manifest.proto.clone()).collect(),
        ..Recipe::new(Verb::New)
    };
    let mut files = recipe.project(template, dir, compiled, settings)?;
    files.append(&manifest.proto, copies.unwrap_or_default())?;
    Ok((recipe, files))
}

/// Does what the template wants done, and says what came of it.
fn after(actions: &[After], dir: &Path) -> String {
    let absolute = std::path::absolute(dir).unwrap_or(dir.into());
    let has_repository = absolute.ancestors().any(|folder| folder.join(".git").exists());
    let mut notes = String::new();
    for action in actions {
        let done = match action {
            After::GitInit if has_repository => Ok(()),
            After::GitInit => git::init(dir),
        };
        for mistake in done.err().into_iter().flat_map(|error| error.mistakes) {
            let why = mistake.message;
            notes.push_str(&format!("{CARE}warning{CARE:#}: `git init` failed: {why}\n"));
        }
    }
    notes
}

/// What is wrong with the target folder: it must not exist or be empty.
fn target(dir: &Path) -> Result<Vec<Mistake>, CommandError> {
    if dir.exists() && !dir.is_dir() {
        return Ok(vec![Mistake::new(format!("`{}` is a file", dir.display()))]);
    }
    let there = stage::entries(dir)?;
    if there.is_empty() {
        return Ok(Vec::new());
    }
    let mut list: Vec<String> = there.iter().take(3).map(|name| format!("`{name}`")).collect();
    if there.len() > list.len() {
        list.push(format!("{} more", there.len() - list.len()));
    }
    let help = match there.iter().any(|name| name == lock::NAME) {
        true => "it is generated already; `cargo gen check --fix` brings it up to date",
        false => "choose a folder that does not exist, or an empty one",
    };
    let message = format!("`{}` is not empty: it holds {}", dir.display(), list.join(", "));
    Ok(vec![Mistake::new(message).help(help)])
}

/// A template makes use of a source or it does not.
pub(super) fn source_fits(manifest: &Manifest, from: &[PathBuf]) -> Option<Mistake> {
    let name = &manifest.name;
    match (manifest.api.is_some(), from.is_empty()) {
        (true, true) => Some(
            Mistake::new(format!("template `{name}` needs the API that it is made for"))
                .help("name it: `--from api.proto`, or a folder of .proto files"),
        ),
        (false, false) => Some(Mistake::new(format!("template `{name}` takes no `--from`"))),
        _ => None,
    }
}

/// The answers that the user gave.
pub(super) fn given(args: &cli::Answers) -> Result<Given<'static>, CommandError> {
    let file = match &args.values {
        None => None,
        Some(path) => Some((path.display().to_string(), read::values::read(path)?)),
    };
    Ok(Given { set: args.set.clone(), file, variables: variables(), ..Given::default() })
}

/// The answers that the environment gives: `CARGO_GEN_ANSWER_NAME`.
fn variables() -> BTreeMap<String, (String, String)> {
    let answer = |(name, value): (String, String)| {
        let question = name.strip_prefix("CARGO_GEN_ANSWER_")?.to_lowercase();
        Some((question, (name, value)))
    };
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).filter_map(answer).collect()
}

/// The name that the folder has, or will have.
pub(super) fn folder_name(dir: &Path) -> String {
    let absolute = std::path::absolute(dir).map(|dir| tidy(&dir)).unwrap_or_default();
    absolute.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The template's name in the lock: a folder's path counts from the project.
pub(super) fn locked_name(name: &str, dir: &Path) -> String {
    let is_path = name.contains(['/', '\\']) || matches!(name, "." | "..");
    if !is_path || Address::parse(name).is_some() {
        return name.to_owned();
    }
    let path = path_between(dir, Path::new(name));
    if path.contains('/') { path } else { format!("./{path}") }
}

/// The sources and all that they import, at their import paths. They are the user's from now on.
pub(super) fn copies(compiled: &Compiled, into: &str) -> Result<Files, CommandError> {
    let mut files = Files::new();
    for (name, path) in &compiled.files {
        files.insert(name.clone(), File::user(read::bytes(path)?)).map_err(|d| {
            CommandError::from(d)
                .help(format!("`{}` cannot be copied into `{into}`", path.display()))
        })?;
    }
    Ok(files)
}
