//! `cargo gen remove`: a part taken out of a project.

use super::add::{Contents, finish, project};
use super::edits::Unwound;
use super::{edits, sources, update};
use crate::cli::Remove;
use crate::error::{CommandError, Kind, Mistake};
use crate::lock::Lock;
use crate::output::Output;
use crate::recipe::{AppliedPart, tidy};
use crate::report::Answer;
use crate::settings::Settings;
use crate::stage::{self, Parts};

/// Takes a part out: the bytes that adding it gave, and no others.
pub(super) fn run(args: &Remove, settings: &Settings) -> Result<Answer, CommandError> {
    let root = tidy(&args.dir);
    let (turn, before, template) = project(&root, settings)?;
    let Some(there) = before.recipe.parts.iter().position(|one| one.is(&args.part, &args.name))
    else {
        return Err(not_added(args, &before));
    };
    let manifest = template.manifest()?;
    if manifest.parts.get(&args.part).is_some_and(|part| part.source) {
        return sources::remove(args, (&root, &before, &turn), &template, there, settings);
    }
    let mut recipe = before.recipe.clone();
    let rendered =
        |part: &AppliedPart| template.part(&manifest, &part.part, &part.answers, &recipe.answers);
    let gone = rendered(&recipe.parts[there])?;
    let mut requests = Vec::new();
    for part in &recipe.parts {
        requests.push(rendered(part)?.edits);
    }
    let unwound = edits::take_out(&root, &recipe.parts, there, &requests);
    let Unwound { files: edited, parts, mut mistakes } = unwound;
    recipe.parts = parts;
    if args.force {
        mistakes.clear();
    }
    let mut removed = Vec::new();
    for (path, _) in gone.files.iter() {
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
    for (path, _) in gone.files.iter() {
        after.files.remove(path);
        base.files.remove(path);
    }
    let none = Output::new();
    let edited: Contents =
        edited.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    let parts = Parts { files: &none, edited: &edited, removed: &removed };
    let verb = format!("remove {} {}", args.part, args.name);
    let project = (root.as_path(), &before, &turn);
    finish(project, &parts, &after, &base, &verb, args.preview, settings)
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
