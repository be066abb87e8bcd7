//! `cargo gen add`: a part of a template in a project that stands.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use typewright_core::diag::nearest;

use super::{edits, new, outcome, sources, undo, update};
use crate::cli::Add;
use crate::error::{CommandError, Kind, Mistake};
use crate::lock::{self, Lock};
use crate::output::Output;
use crate::recipe::{AppliedPart, Verb, tidy};
use crate::report::{Answer, HELP};
use crate::settings::Settings;
use crate::snapshot::Snapshot;
use crate::stage::{self, Parts, Turn};
use crate::template::{self, Manifest, Template};

/// A project with its lock, and the turn at it.
pub(super) type Project<'a> = (&'a Path, &'a Lock, &'a Turn);

/// Files with their new content.
pub(super) type Contents = BTreeMap<String, Vec<u8>>;

/// Adds a part: its files, and its lines in files of the user. All of it or nothing.
pub(super) fn run(args: &Add, settings: &Settings) -> Result<Answer, CommandError> {
    let root = tidy(&args.dir);
    let (turn, before, template) = project(&root, settings)?;
    let manifest = template.manifest()?;
    let part = find(&manifest, &args.part)?;
    let named = name(args, part)?;
    let args = &Add { name: Some(named.clone()), ..args.clone() };
    let mut given = new::given(&args.answers)?;
    given.set.push(("name".to_owned(), named.clone()));
    let asker = format!("part `{}`", args.part);
    let answers = template::ask(&asker, &part.questions, &given, &new::folder_name(&root))?;
    let answers = template::stored(&part.questions, &answers);
    let mut recipe = before.recipe.clone();
    let there = recipe.parts.iter().position(|one| one.is(&args.part, &named));
    if let Some(there) = there.filter(|there| recipe.parts[*there].answers != answers) {
        let said = json!(recipe.parts[there].answers);
        let message = format!("`{} {named}` is there with other answers: {said}", args.part);
        return Err(CommandError::usage(message)
            .help(format!("`cargo gen remove {} {named}` takes it out", args.part)));
    }
    let rendered = template.part(&manifest, &args.part, &answers, &before.recipe.answers)?;
    if part.source
        && let Some(mut answer) =
            sources::add(args, (&root, &before, &turn), &template, answers.clone(), settings)?
    {
        next_steps(&mut answer, args, &rendered.say);
        return Ok(answer);
    }
    let made = Output::try_from(rendered.files.clone())?;
    let (edited, edits) = edits::put_in(&root, &rendered.edits)?;
    let edited = edited.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    if there.is_none() {
        refuse_foreign(&root, &rendered.files)?;
        let part = args.part.clone();
        recipe.parts.push(AppliedPart { part, answers, edits, ..AppliedPart::default() });
    }
    let after = Lock::with(recipe, &made, Some(&before));
    let parts = Parts { files: &made, edited: &edited, removed: &[] };
    let mut base = update::base(&root, &before)?;
    for (path, file) in rendered.files.iter() {
        base.keep(path, &file.contents, file.executable)?;
    }
    let verb = format!("add {} {named}", args.part);
    let project = (root.as_path(), &before, &turn);
    let mut answer = finish(project, &parts, &after, &base, &verb, args.preview, settings)?;
    if there.is_none() {
        next_steps(&mut answer, args, &rendered.say);
    }
    Ok(answer)
}

fn next_steps(answer: &mut Answer, args: &Add, say: &str) {
    if !args.preview.dry_run && !args.preview.diff && !say.is_empty() {
        answer.notes.push_str(&format!("  {HELP}next{HELP:#}:\n"));
        answer.notes.extend(say.lines().map(|line| format!("    {line}\n")));
    }
}

/// Plans, and writes or shows.
pub(super) fn finish(
    (root, before, turn): Project<'_>,
    parts: &Parts<'_>,
    after: &Lock,
    base: &Snapshot,
    verb: &str,
    preview: crate::cli::Preview,
    settings: &Settings,
) -> Result<Answer, CommandError> {
    let mut plan = stage::plan_parts(root, parts, before, after)?;
    plan.record(lock::BASE, base.to_contents()?)?;
    if plan.writes() {
        plan.remember(verb)?;
    }
    outcome::finish(&plan, turn, preview, settings, json!({ "verb": verb }))
}

/// A project and its template.
pub(super) fn project(
    root: &Path,
    settings: &Settings,
) -> Result<(Turn, Lock, Template), CommandError> {
    let turn = stage::take_turn(root)?;
    let Some(lock) = Lock::read(root)? else { return Err(undo::no_lock(root)) };
    match &lock.recipe.template {
        Some(used) if lock.recipe.verb == Verb::New => {
            let template = Template::used(used, root, settings.offline)?;
            Ok((turn, lock, template))
        }
        _ => {
            let message = format!("`{}` is not made by `cargo gen new`", root.display());
            Err(CommandError::usage(message).help("parts belong to templates of projects"))
        }
    }
}

/// What the part is called: as it was typed, or by its first source.
fn name(args: &Add, part: &template::Part) -> Result<String, CommandError> {
    let title = &args.part;
    match (part.source, args.from.first()) {
        (false, Some(_)) => {
            return Err(CommandError::usage(format!("part `{title}` takes no `--from`")));
        }
        (true, None) => {
            return Err(CommandError::usage(format!("part `{title}` needs its sources"))
                .help("name them: `--from other.proto`, or a folder of .proto files"));
        }
        _ => {}
    }
    let stem = args.from.first().and_then(|source| source.file_stem());
    match (&args.name, stem) {
        (Some(name), _) => Ok(name.clone()),
        (None, Some(stem)) => Ok(stem.to_string_lossy().into_owned()),
        (None, None) => Err(CommandError::usage(format!("part `{title}` needs a name"))
            .help(format!("`cargo gen add {title} NAME`"))),
    }
}

fn find<'a>(manifest: &'a Manifest, name: &str) -> Result<&'a template::Part, CommandError> {
    if let Some(part) = manifest.parts.get(name) {
        return Ok(part);
    }
    let message = match name {
        "" => "say which part to add".to_owned(),
        _ => format!("template `{}` has no part `{name}`", manifest.name),
    };
    let names = || manifest.parts.keys().map(String::as_str);
    let error = match nearest(name, names()) {
        Some(near) => CommandError::usage(message).help(format!("did you mean `{near}`?")),
        None => CommandError::usage(message),
    };
    let list: Vec<String> =
        manifest.parts.iter().map(|(name, part)| format!("{name} ({})", part.help)).collect();
    Err(match list.is_empty() {
        true => error.help("it offers none"),
        false => error.help(format!("parts: {}", list.join(", "))),
    })
}

/// A part brings its own files; what is there already is somebody's.
fn refuse_foreign(root: &Path, files: &typewright_core::files::Files) -> Result<(), CommandError> {
    let mut mistakes = Vec::new();
    for (path, file) in files.iter() {
        if stage::entry(root, path)?.is_some_and(|entry| entry.contents != file.contents) {
            let message = format!("`{}` is there already", root.join(path).display());
            mistakes.push(Mistake::new(message).help("choose another name, or move it away"));
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)
}
