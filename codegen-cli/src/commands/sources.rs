//! Parts that bring sources: `.proto` files of further services, generated with those of the
//! project.
//!
//! What a template makes of an API depends on the whole of it, so such a part renders the project
//! again and merges, as an update does.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;
use typewright_core::files::Files;

use super::add::Project;
use super::{new, outcome, update};
use crate::cli::{Add, Preview, Remove};
use crate::error::{CommandError, Kind, Mistake};
use crate::lock::{self, Lock};
use crate::read::proto::{self, Compiled};
use crate::recipe::{AppliedPart, Recipe, tidy};
use crate::report::Answer;
use crate::settings::Settings;
use crate::stage;
use crate::template::{Answers, Manifest, Template};

/// Adds sources under the name of a part; `None` where they are there under this name.
pub(super) fn add(
    args: &Add,
    project @ (root, before, _): Project<'_>,
    template: &Template,
    answers: Answers,
    settings: &Settings,
) -> Result<Option<Answer>, CommandError> {
    let name = args.name.as_deref().unwrap_or_default();
    let there = before.recipe.parts.iter().any(|one| one.is(&args.part, name));
    let manifest = template.manifest()?;
    refuse_older(before, &manifest)?;
    let added = proto::compile(&args.from, &settings.include, settings.compiler)?;
    let copies = new_copies(root, &new::copies(&added, &manifest.proto)?, &manifest)?;
    let of_project = |name: &String| format!("{}/{name}", manifest.proto);
    let known = |source: &String| before.recipe.sources.contains(source);
    let sources: Vec<String> = added.input.generate.iter().map(of_project).collect();
    let sources: Vec<String> = sources.into_iter().filter(|source| !known(source)).collect();
    if sources.is_empty() && there {
        return Ok(None);
    }
    if there {
        let message = format!("`{} {name}` is there with other sources", args.part);
        return Err(CommandError::usage(message).help("choose another name, or remove it first"));
    }
    if sources.is_empty() {
        let message = "all these sources are part of the project already".to_owned();
        return Err(CommandError::usage(message).help("after an edit, use `cargo gen check --fix`"));
    }
    let mut recipe = before.recipe.clone();
    let paths: Vec<_> = recipe.sources.iter().map(|source| tidy(&root.join(source))).collect();
    let given = added.input.generate.iter().map(|name| added.files[name].clone());
    let paths: Vec<_> = paths.into_iter().chain(given).collect();
    let includes: Vec<_> = recipe.includes.iter().map(|dir| tidy(&root.join(dir))).collect();
    let includes: Vec<_> = includes.into_iter().chain(added.includes.clone()).collect();
    let compiled = proto::compile(&paths, &includes, settings.compiler)?;
    recipe.sources.extend(sources.iter().cloned());
    let files = copies.iter().map(|(path, _)| path.to_owned()).collect();
    let part = args.part.clone();
    recipe.parts.push(AppliedPart { part, answers, edits: Vec::new(), sources, files });
    let change = Change { template, manifest: &manifest, settings, preview: args.preview };
    let verb = format!("add {} {name}", args.part);
    change.finish(project, recipe, (&compiled, copies, &[]), &verb).map(Some)
}

/// Takes the sources of the part `there` out, with what they alone imported.
pub(super) fn remove(
    args: &Remove,
    project @ (root, before, _): Project<'_>,
    template: &Template,
    there: usize,
    settings: &Settings,
) -> Result<Answer, CommandError> {
    let manifest = template.manifest()?;
    refuse_older(before, &manifest)?;
    let mut recipe = before.recipe.clone();
    let part = recipe.parts.remove(there);
    recipe.sources.retain(|source| !part.sources.contains(source));
    let at = |paths: &[String]| paths.iter().map(|p| tidy(&root.join(p))).collect::<Vec<_>>();
    let (sources, includes) = (at(&recipe.sources), at(&recipe.includes));
    let compiled = proto::compile(&sources, &includes, settings.compiler)?;
    let needed: BTreeSet<String> =
        compiled.files.keys().map(|name| format!("{}/{name}", manifest.proto)).collect();
    // What the rest imports is the rest's from now on.
    let (kept, gone): (Vec<String>, Vec<String>) =
        part.files.into_iter().partition(|path| needed.contains(path));
    let others = recipe.parts.iter_mut().filter(|part| !part.sources.is_empty());
    if let Some(last) = others.last() {
        last.files.extend(kept);
    }
    let mut mistakes = Vec::new();
    for path in gone.iter().filter(|_| !args.force) {
        let Some(entry) = stage::entry(root, path)? else { continue };
        if before.wrote(path, entry.digest()) == Some(false) {
            let message = format!("`{}` was edited after it was added", root.join(path).display());
            mistakes.push(Mistake::new(message).help("delete it yourself, or use `--force`"));
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    let change = Change { template, manifest: &manifest, settings, preview: args.preview };
    let verb = format!("remove {} {}", args.part, args.name);
    change.finish(project, recipe, (&compiled, Files::new(), &gone), &verb)
}

struct Change<'a> {
    template: &'a Template,
    manifest: &'a Manifest,
    settings: &'a Settings,
    preview: Preview,
}

impl Change<'_> {
    /// Makes the project anew, and merges it into what is there.
    fn finish(
        &self,
        (root, before, turn): Project<'_>,
        recipe: Recipe,
        (compiled, copies, gone): (&Compiled, Files, &[String]),
        verb: &str,
    ) -> Result<Answer, CommandError> {
        update::refuse_unresolved(root, before)?;
        let mut files = recipe.project(self.template, root, Some(compiled), self.settings)?;
        files.append("", copies)?;
        let base = update::base(root, before)?;
        let mut after = Lock::updated(recipe, &files, before);
        for path in gone {
            after.files.remove(path.as_str());
        }
        let none = Default::default();
        let mut plan = stage::plan_update(root, &files, &base, before, &mut after, &none, gone)?;
        plan.record(lock::BASE, update::rendering(&files, self.manifest)?)?;
        if plan.writes() {
            plan.remember(verb)?;
        }
        let json = json!({ "verb": verb, "conflicts": after.conflicts });
        let mut answer = outcome::finish(&plan, turn, self.preview, self.settings, json)?;
        if !after.conflicts.is_empty() {
            update::tell_conflicts(&mut answer, root, &after, &plan);
        }
        Ok(answer)
    }
}

/// The copies that are not there yet; a file that is there and says something else is somebody's.
fn new_copies(root: &Path, copies: &Files, manifest: &Manifest) -> Result<Files, CommandError> {
    let mut new = Files::new();
    let mut mistakes = Vec::new();
    for (name, file) in copies.iter() {
        let path = format!("{}/{name}", manifest.proto);
        match stage::entry(root, &path)? {
            None => new.insert(path, file.clone())?,
            Some(entry) if entry.contents == file.contents => {}
            Some(_) => {
                let message =
                    format!("`{}` is there, and is not the same", root.join(&path).display());
                mistakes.push(Mistake::new(message).help(format!(
                    "both are imported as `{name}`, which can be one file only: make them the same"
                )));
            }
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok(new)
}

/// A newer template would bring more than the part.
fn refuse_older(before: &Lock, manifest: &Manifest) -> Result<(), CommandError> {
    let Some(used) = before.recipe.template.as_ref().filter(|t| t.version != manifest.version)
    else {
        return Ok(());
    };
    let (name, old, new) = (&manifest.name, &used.version, &manifest.version);
    let message = format!("the project was made by {name} {old}, and this is {name} {new}");
    Err(CommandError::failed(message).help("bring it up to date first: `cargo gen update`"))
}
