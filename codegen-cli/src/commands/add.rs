//! `cargo gen add` and `cargo gen remove`: parts of a template in a project that stands.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use typewright_core::diag::nearest;

use super::{new, outcome, undo, update};
use crate::cli::{Add, Remove};
use crate::edit::{self, Request};
use crate::error::{CommandError, Kind, Mistake};
use crate::lock::{self, Digest, Lock};
use crate::output::Output;
use crate::recipe::{AppliedPart, PartEdit, Verb, tidy};
use crate::report::{Answer, HELP};
use crate::settings::Settings;
use crate::snapshot::{Entry, Snapshot};
use crate::stage::{self, Parts};
use crate::template::{self, Manifest, Template};

/// Files with their new content.
type Contents = BTreeMap<String, Vec<u8>>;

/// Adds a part: its files, and its lines in files of the user. All of it or nothing.
pub(super) fn add(args: &Add, settings: &Settings) -> Result<Answer, CommandError> {
    let root = tidy(&args.dir);
    let (before, template) = project(&root)?;
    let manifest = template.manifest()?;
    let part = find(&manifest, &args.part)?;
    let mut given = new::given(&args.set, args.values.as_deref())?;
    given.set.push(("name".to_owned(), args.name.clone()));
    let asker = format!("part `{}`", args.part);
    let answers = template::ask(&asker, &part.questions, &given, &new::folder_name(&root))?;
    let answers = template::stored(&part.questions, &answers);
    let mut recipe = before.recipe.clone();
    let there = recipe.parts.iter().position(|one| one.is(&args.part, &args.name));
    if let Some(there) = there.filter(|there| recipe.parts[*there].answers != answers) {
        let said = json!(recipe.parts[there].answers);
        let message = format!("`{} {}` is there with other answers: {said}", args.part, args.name);
        return Err(CommandError::usage(message)
            .help(format!("`cargo gen remove {} {}` takes it out", args.part, args.name)));
    }
    let rendered = template.part(&manifest, &args.part, &answers, &before.recipe.answers)?;
    let made = Output::try_from(rendered.files.clone())?;
    let (edited, edits) = edit_all(&root, &rendered.edits)?;
    if there.is_none() {
        refuse_foreign(&root, &rendered.files)?;
        recipe.parts.push(AppliedPart { part: args.part.clone(), answers, edits });
    }
    let after = Lock::with(recipe, &made, Some(&before));
    let parts = Parts { files: &made, edited: &edited, removed: &[] };
    let mut base = update::base(&root, &before)?;
    for (path, file) in rendered.files.iter() {
        let entry = Entry { contents: file.contents.clone(), executable: file.executable };
        base.files.insert(path.to_owned(), Some(entry));
    }
    let verb = format!("add {} {}", args.part, args.name);
    let mut answer =
        finish(&root, &parts, (&before, &after), &base, &verb, args.preview, settings)?;
    let fresh = !args.preview.dry_run && !args.preview.diff && there.is_none();
    if fresh && !rendered.say.is_empty() {
        answer.notes.push_str(&format!("  {HELP}next{HELP:#}:\n"));
        answer.notes.extend(rendered.say.lines().map(|line| format!("    {line}\n")));
    }
    Ok(answer)
}

/// Takes a part out: the bytes that adding it gave, and no others.
pub(super) fn remove(args: &Remove, settings: &Settings) -> Result<Answer, CommandError> {
    let root = tidy(&args.dir);
    let (before, template) = project(&root)?;
    let mut recipe = before.recipe.clone();
    let Some(there) = recipe.parts.iter().position(|one| one.is(&args.part, &args.name)) else {
        return Err(not_added(args, &before));
    };
    let part = recipe.parts.remove(there);
    let manifest = template.manifest()?;
    let rendered = template.part(&manifest, &args.part, &part.answers, &recipe.answers)?;
    let mut mistakes = Vec::new();
    let mut edited = Contents::new();
    for edit in part.edits.iter().rev() {
        match revert(&root, edit, edited.get(&edit.file)) {
            Ok(contents) => drop(edited.insert(edit.file.clone(), contents)),
            Err(_) if args.force => {}
            Err(mistake) => mistakes.push(mistake),
        }
    }
    let mut removed = Vec::new();
    for (path, _) in rendered.files.iter() {
        let Some(entry) = stage::entry(&root, path)? else { continue };
        if before.wrote(path, entry.digest()) == Some(false) && !args.force {
            let message = format!("`{}` was edited after it was added", root.join(path).display());
            mistakes.push(Mistake::new(message).help("delete it yourself, or use `--force`"));
        }
        removed.push(path.to_owned());
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    let mut after = Lock::with(recipe, &Output::new(), Some(&before));
    let mut base = update::base(&root, &before)?;
    for (path, _) in rendered.files.iter() {
        after.files.remove(path);
        base.files.remove(path);
    }
    let none = Output::new();
    let parts = Parts { files: &none, edited: &edited, removed: &removed };
    let verb = format!("remove {} {}", args.part, args.name);
    finish(&root, &parts, (&before, &after), &base, &verb, args.preview, settings)
}

fn finish(
    root: &Path,
    parts: &Parts<'_>,
    (before, after): (&Lock, &Lock),
    base: &Snapshot,
    verb: &str,
    preview: crate::cli::Preview,
    settings: &Settings,
) -> Result<Answer, CommandError> {
    let mut plan = stage::plan_parts(root, parts, before, after)?;
    plan.record(lock::BASE, base.to_contents()?)?;
    if plan.steps.iter().any(stage::Step::writes) {
        plan.remember(verb)?;
    }
    outcome::finish(&plan, preview, settings, json!({ "verb": verb }))
}

/// A project and its template.
fn project(root: &Path) -> Result<(Lock, Template), CommandError> {
    stage::recover(root)?;
    let Some(lock) = Lock::read(root)? else { return Err(undo::no_lock(root)) };
    match &lock.recipe.template {
        Some(used) if lock.recipe.verb == Verb::New => {
            let template = Template::used(used, root)?;
            Ok((lock, template))
        }
        _ => {
            let message = format!("`{}` is not made by `cargo gen new`", root.display());
            Err(CommandError::usage(message).help("parts belong to templates of projects"))
        }
    }
}

fn find<'a>(manifest: &'a Manifest, name: &str) -> Result<&'a template::Part, CommandError> {
    if let Some(part) = manifest.parts.get(name) {
        return Ok(part);
    }
    let message = format!("template `{}` has no part `{name}`", manifest.name);
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

/// The files with all edits in them, and what was inserted where.
fn edit_all(root: &Path, requests: &[Request]) -> Result<(Contents, Vec<PartEdit>), CommandError> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut edits = Vec::new();
    let mut mistakes = Vec::new();
    for request in requests {
        let path = root.join(&request.file).display().to_string();
        let text = match texts.get(&request.file) {
            Some(text) => text.clone(),
            None => match text(root, &request.file) {
                Ok(text) => text,
                Err(error) => {
                    mistakes.extend(error.mistakes);
                    continue;
                }
            },
        };
        match request.plan(&path, &text) {
            Ok(insertions) => {
                let text = edit::apply(&text, &insertions);
                if !insertions.is_empty() {
                    let (file, sha256) = (request.file.clone(), Digest::of(text.as_bytes()));
                    edits.push(PartEdit { file, sha256, insertions });
                }
                texts.insert(request.file.clone(), text);
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    let edited = texts.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    Ok((edited, edits))
}

fn text(root: &Path, path: &str) -> Result<String, CommandError> {
    let shown = root.join(path).display().to_string();
    let Some(entry) = stage::entry(root, path)? else {
        return Err(CommandError::failed(format!("`{shown}` does not exist, but is to be edited")));
    };
    String::from_utf8(entry.contents)
        .map_err(|_| CommandError::failed(format!("`{shown}` is not UTF-8 text")))
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

fn revert(root: &Path, edit: &PartEdit, now: Option<&Vec<u8>>) -> Result<Vec<u8>, Mistake> {
    let path = root.join(&edit.file).display().to_string();
    let text = match now {
        Some(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        None => text(root, &edit.file).ok(),
    };
    let reverted = text.and_then(|text| {
        let untouched = Digest::of(text.as_bytes()) == edit.sha256;
        edit::revert(&text, &edit.insertions, untouched)
    });
    reverted.map(String::into_bytes).ok_or_else(|| {
        let texts: Vec<&str> = edit.insertions.iter().map(|i| i.text.trim()).collect();
        Mistake::new(format!("`{path}` was changed where the part was added"))
            .help(format!("remove this by hand, then use `--force`:\n{}", texts.join("\n")))
    })
}

fn not_added(args: &Remove, lock: &Lock) -> CommandError {
    let (part, name) = (&args.part, &args.name);
    let error = CommandError::usage(format!("`{part} {name}` was not added here"));
    let list: Vec<String> = lock.recipe.parts.iter().map(AppliedPart::title).collect();
    match list.is_empty() {
        true => error.help("nothing was added"),
        false => error.help(format!("there is: {}", list.join(", "))),
    }
}
