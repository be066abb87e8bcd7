//! `cargo gen update`: a project brought to the version that its template has now.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use typewright_core::files::Owner;

use super::{new, outcome, undo};
use crate::cli::Update;
use crate::error::{CommandError, Kind, Mistake};
use crate::lock::{self, Lock};
use crate::merge;
use crate::output::{Contents, Output};
use crate::recipe::{Recipe, Verb, tidy};
use crate::report::{Answer, BAD, HELP};
use crate::settings::Settings;
use crate::snapshot::{self, Snapshot};
use crate::stage::{self, Action};
use crate::template::{self, Given, Manifest, Template};

/// Merges what changed in the template into the project, or takes the last update back.
pub(super) fn run(args: &Update, settings: &Settings) -> Result<Answer, CommandError> {
    let root = tidy(&args.dir);
    if args.abort {
        return undo::take_back(&root, Some("update"), true, settings);
    }
    let turn = stage::take_turn(&root)?;
    let Some(before) = Lock::read(&root)? else { return Err(undo::no_lock(&root)) };
    let Some(used) = before.recipe.template.clone().filter(|_| before.recipe.verb == Verb::New)
    else {
        let message = format!("`{}` is not made by `cargo gen new`", root.display());
        return Err(CommandError::usage(message)
            .help("`cargo gen check --fix` brings generated folders up to date"));
    };
    refuse_unresolved(&root, &before)?;
    let (name, template) = match &args.template {
        Some(name) => {
            let source = settings.template_source(name);
            (new::locked_name(source, &root), settings.template(name)?)
        }
        None => {
            let others = settings.templates.keys();
            (used.name.clone(), Template::find(&used.name, &root, others, settings.offline)?)
        }
    };
    let manifest = template.manifest()?;
    let given = given(args, &manifest, &before, &used.version)?;
    let answers = template::resolve(&manifest, &given, &new::folder_name(&root))?;
    let renames = manifest.renames(&used.version, &answers)?;
    let recipe = Recipe {
        template: Some(template.reference(name, &manifest)),
        answers: template::stored(&manifest.questions, &answers),
        secrets: template::secrets(&manifest.questions, &answers),
        emitters: manifest.api.iter().flat_map(|api| api.emitters.clone()).collect(),
        ..before.recipe.clone()
    };
    let files = recipe.make_with(&root, &template, settings)?;
    let base = base(&root, &before)?;
    let mut after = Lock::updated(recipe, &files, &before);
    let mut plan = stage::plan_update(&root, &files, &base, &before, &mut after, &renames, &[])?;
    if args.force {
        plan.force();
    }
    plan.record(lock::BASE, rendering(&files, &manifest)?)?;
    if plan.writes() {
        plan.remember("update")?;
    }
    let json = json!({
        "verb": "update",
        "template": manifest.name,
        "from": used.version,
        "to": manifest.version,
        "conflicts": after.conflicts,
    });
    let mut answer = outcome::finish(&plan, &turn, args.preview, settings, json)?;
    outcome::redact(&mut answer, &after.recipe.secrets);
    if used.version != manifest.version {
        let (from, to) = (&used.version, &manifest.version);
        answer.notes.insert_str(0, &format!("{}: {from} -> {to}\n", manifest.name));
    }
    if !after.conflicts.is_empty() {
        tell_conflicts(&mut answer, &root, &after, &plan);
    }
    Ok(answer)
}

/// The shared files of a rendering, to be the base of the next update.
pub(super) fn rendering(files: &Output, manifest: &Manifest) -> Result<Contents, CommandError> {
    let shared = || files.iter().filter(|(_, file)| file.owner == Owner::Merged);
    let note = format!("{} {}", manifest.name, manifest.version);
    let mut base = snapshot::Writer::new(&note, shared().count())?;
    for (path, file) in shared() {
        base.content(path, &file.contents.bytes()?, file.executable)?;
    }
    base.finish(&BTreeMap::new())
}

/// The last rendering. Of a project that has none, the files that nobody changed since.
pub(super) fn base(root: &Path, lock: &Lock) -> Result<Snapshot, CommandError> {
    if let Some(snapshot) = Snapshot::read(root, lock::BASE)? {
        return Ok(snapshot);
    }
    let mut base = Snapshot::default();
    for path in lock.files.keys() {
        if let Some(entry) = stage::entry(root, path)?
            && lock.wrote(path, entry.digest()) == Some(true)
        {
            base.keep(&**path, &entry.contents, entry.executable)?;
        }
    }
    Ok(base)
}

/// The answers so far, under those that are given now.
fn given(
    args: &Update,
    manifest: &Manifest,
    before: &Lock,
    version: &str,
) -> Result<Given<'static>, CommandError> {
    let now = new::given(&args.answers)?;
    let mut answers = before.recipe.answers.clone();
    manifest.migrate_answers(version, &mut answers)?;
    let asked = |name: &String| manifest.questions.0.iter().any(|(asked, _)| asked == name);
    let known: BTreeMap<String, Value> =
        answers.into_iter().filter(|(name, _)| asked(name)).collect();
    Ok(Given { before: Some((lock::NAME.to_owned(), known)), ..now })
}

/// An update on top of conflicts would bury them.
pub(super) fn refuse_unresolved(root: &Path, lock: &Lock) -> Result<(), CommandError> {
    let left = unresolved(root, lock)?;
    let mistake = |path: String| {
        Mistake::new(format!("`{path}` still has the conflicts of the last update"))
            .help("resolve them and remove the markers, or `cargo gen update --abort`")
    };
    CommandError::unless_empty(Kind::Failed, left.into_iter().map(mistake).collect())
}

/// The files that hold markers, or the other side's version beside them.
pub(super) fn unresolved(root: &Path, lock: &Lock) -> Result<Vec<String>, CommandError> {
    let mut left = Vec::new();
    for path in &lock.conflicts {
        let entry = stage::entry(root, path)?;
        let marked = entry.is_some_and(|entry| {
            let text = String::from_utf8_lossy(&entry.contents).into_owned();
            let starts = |marker: &str| text.lines().any(|line| line.starts_with(marker));
            starts(merge::OURS) && starts(merge::THEIRS)
        });
        let beside = lock.beside.get(path);
        let other = beside.map_or(Ok(None), |beside| stage::entry(root, beside))?;
        if marked || other.is_some() {
            left.push(root.join(path).display().to_string());
        }
    }
    Ok(left)
}

pub(super) fn tell_conflicts(answer: &mut Answer, root: &Path, after: &Lock, plan: &stage::Plan) {
    answer.exit = 3;
    for path in &after.conflicts {
        let step = plan.shown().find(|step| *step.path == **path);
        let why = step.and_then(|step| step.why).unwrap_or("both sides changed the same lines");
        let other = after.beside.get(path).map(|other| root.join(other));
        let other = other.map(|other| format!("; the template's is `{}`", other.display()));
        let (path, other) = (root.join(path), other.unwrap_or_default());
        answer.notes.push_str(&format!("{BAD}conflict{BAD:#} {}: {why}{other}\n", path.display()));
    }
    let marked = plan.count(Action::Unresolved) > 0;
    let resolve = if marked { "edit the lines between the markers" } else { "decide by hand" };
    answer.notes.push_str(&format!(
        "  {HELP}help{HELP:#}: {resolve}, or take all back with `cargo gen update --abort`\n"
    ));
}
