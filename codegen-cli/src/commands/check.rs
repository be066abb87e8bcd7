//! `cargo gen check`: is everything generated as it would be generated now?

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anstyle::Style;
use serde::Serialize;
use serde_json::{Value, json};

use super::{outcome, sarif, update};
use crate::cli::{Check, Diff};
use crate::error::{CommandError, Kind};
use crate::lock::{self, Lock, LockedOwner};
use crate::report::{Answer, BAD, CARE, DIM, GOOD, HELP};
use crate::settings::Settings;
use crate::stage::{self, Action, Plan, Step, Turn};
use crate::{read, recipe};

/// What is wrong with a generated file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Drift {
    /// Someone changed it.
    Edited,
    /// Someone deleted it.
    Missing,
    /// Its input changed.
    Stale,
    /// It is no longer generated.
    Orphaned,
}

/// Checks all generated folders below the given ones, and mends them with `--fix`.
pub(super) fn run(args: &Check, settings: &Settings) -> Result<Answer, CommandError> {
    let mut roots = Vec::new();
    for dir in &args.dirs {
        if !dir.is_dir() {
            return Err(CommandError { kind: Kind::Usage, mistakes: vec![read::missing(dir)] });
        }
        find(&recipe::tidy(dir), &mut roots)?;
    }
    roots.sort();
    roots.dedup();
    if roots.is_empty() {
        let dirs: Vec<String> = args.dirs.iter().map(|d| format!("`{}`", d.display())).collect();
        return Err(CommandError::usage(format!("nothing generated in {}", dirs.join(", ")))
            .help(format!("a generated folder holds a `{}`", lock::NAME)));
    }
    let turns = roots.iter().map(|root| stage::take_turn(root));
    let turns: Vec<Turn> = turns.collect::<Result<_, _>>()?;
    let mut mistakes = Vec::new();
    let mut plans = Vec::new();
    let mut unresolved = Vec::new();
    for root in &roots {
        match plan(root, settings) {
            Ok((plan, left)) => {
                plans.push(plan);
                unresolved.extend(left);
            }
            Err(error) => mistakes.extend(error.mistakes),
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    if args.fix { fix(plans, &turns, args.force) } else { report(args, &plans, &unresolved) }
}

/// The generated folders below `dir`; those that tools make are not looked into.
fn find(dir: &Path, roots: &mut Vec<PathBuf>) -> Result<(), CommandError> {
    let mut names = stage::entries(dir)?;
    if names.iter().any(|name| name == stage::STAGING) {
        // A run that was cut off may have been about to replace the lock.
        drop(stage::take_turn(dir)?);
        names = stage::entries(dir)?;
    }
    for name in names {
        let path = dir.join(&name);
        if name == lock::NAME {
            roots.push(recipe::tidy(dir));
        } else if !(name.starts_with('.') || name == "target" || name == "node_modules")
            && path.is_dir()
            && !path.is_symlink()
        {
            find(&path, roots)?;
        }
    }
    Ok(())
}

/// What generating again would do, and the conflicts that an update left. What else stands in the
/// user's files is none of its business.
fn plan(root: &Path, settings: &Settings) -> Result<(Plan, Vec<String>), CommandError> {
    let Some(before) = Lock::read(root)? else {
        return Err(CommandError::failed(format!("`{}` is gone", root.join(lock::NAME).display())));
    };
    // A file that a newer template gives a block has none before the update.
    let has_block = |path: &str| {
        before.files.get(path).is_some_and(|written| written.owner == LockedOwner::Block)
    };
    let files = before.recipe.make(root, settings)?.made_again(has_block);
    let after = Lock::new(before.recipe.clone(), &files, Some(&before));
    let plan = stage::plan(root, files, Some(&before), after.to_contents()?)?;
    Ok((plan, update::unresolved(root, &before)?))
}

fn drift(step: &Step) -> Option<Drift> {
    match step.action {
        Action::Unchanged => None,
        Action::Create if step.known => Some(Drift::Missing),
        Action::Create | Action::Update | Action::Merge => Some(Drift::Stale),
        Action::Conflict | Action::Unresolved => Some(Drift::Edited),
        Action::Remove | Action::Keep => Some(Drift::Orphaned),
    }
}

/// A step that shows a drift, with its path and its plan.
type Found<'a> = (PathBuf, &'a Step, Drift, &'a Plan);

/// The steps that show a drift.
fn found(plans: &[Plan]) -> Vec<Found<'_>> {
    plans
        .iter()
        .flat_map(|plan| {
            // The lock follows the files; alone it is out of date where a hand put a file right.
            let quiet = plan.shown().any(|step| drift(step).is_some());
            let steps = plan
                .steps
                .iter()
                .map(|step| &**step)
                .filter(move |s| !quiet || &*s.path != lock::NAME);
            steps.filter_map(move |step| {
                let path = recipe::tidy(&plan.root.join(&*step.path));
                Some((path, step, drift(step)?, plan))
            })
        })
        .collect()
}

/// `check --diff` under the name that people look for.
pub(super) fn diff(args: &Diff, settings: &Settings) -> Result<Answer, CommandError> {
    let dirs = args.dirs.clone();
    run(&Check { dirs, diff: true, sarif: false, fix: false, force: false }, settings)
}

fn report(args: &Check, plans: &[Plan], unresolved: &[String]) -> Result<Answer, CommandError> {
    let found = found(plans);
    let checked: usize = plans.iter().map(|plan| plan.shown().count()).sum();
    let ok = found.is_empty() && unresolved.is_empty();
    let mut answer = Answer { exit: u8::from(!ok), ..Answer::default() };
    for path in unresolved {
        let _ = writeln!(answer.data, "{BAD}conflict{BAD:#} {path}");
    }
    for (path, step, drift, plan) in &found {
        let (style, word) = drift.shown();
        let why = step.why.map(|why| format!(" {DIM}({why}){DIM:#}")).unwrap_or_default();
        let _ = writeln!(answer.data, "{style}{word:>8}{style:#} {}{why}", path.display());
        if args.diff {
            answer.data.push_str(&outcome::colored(&plan.diff(step)?));
        }
    }
    let folders = match plans.len() {
        1 => "1 folder".to_owned(),
        many => format!("{many} folders"),
    };
    let mend = mend(&found, unresolved);
    answer.notes = match &mend {
        None => {
            format!("{GOOD}ok{GOOD:#}: {checked} generated files in {folders} are up to date\n")
        }
        Some(mend) => format!(
            "{BAD}error{BAD:#}: {} of {checked} generated files differ{conflicts}\n  \
             {HELP}help{HELP:#}: {mend}\n",
            found.len(),
            conflicts = match unresolved.len() {
                0 => String::new(),
                1 => ", one file holds conflicts of an update".to_owned(),
                count => format!(", {count} files hold conflicts of an update"),
            },
        ),
    };
    let row = |(path, step, drift, plan): &Found<'_>| -> Result<Value, CommandError> {
        let diff = plan.diff(step)?;
        Ok(json!({ "path": path.display().to_string(), "drift": drift, "diff": diff }))
    };
    answer.json = json!({
        "verb": "check",
        "ok": ok,
        "conflicts": unresolved,
        "checked": checked,
        "roots": plans.iter().map(|p| p.root.display().to_string()).collect::<Vec<_>>(),
        "drift": found.iter().map(row).collect::<Result<Vec<_>, _>>()?,
        "help": mend,
    });
    if args.sarif {
        answer.json = sarif::log(&findings(&found, unresolved));
        answer.data = format!("{:#}\n", answer.json);
    }
    Ok(answer)
}

fn findings(found: &[Found<'_>], unresolved: &[String]) -> Vec<sarif::Finding> {
    let conflicts = unresolved.iter().map(|path| sarif::Finding {
        rule: "conflict",
        path: path.clone(),
        message: "it holds conflicts that an update left".to_owned(),
    });
    let drifts = found.iter().map(|(path, step, drift, _)| {
        let (_, rule) = drift.shown();
        let message = match step.why {
            Some(why) => format!("{rule}: {why}"),
            None => format!("{rule}: generating it again would change it"),
        };
        sarif::Finding { rule, path: path.display().to_string(), message }
    });
    conflicts.chain(drifts).collect()
}

impl Drift {
    /// How it is printed.
    fn shown(self) -> (Style, &'static str) {
        match self {
            Self::Edited => (BAD, "edited"),
            Self::Missing => (BAD, "missing"),
            Self::Stale => (CARE, "stale"),
            Self::Orphaned => (CARE, "orphaned"),
        }
    }
}

/// The command that mends what was found.
fn mend(found: &[Found<'_>], unresolved: &[String]) -> Option<&'static str> {
    if !unresolved.is_empty() {
        Some("resolve the conflicts and remove the markers, or `cargo gen update --abort`")
    } else if found.is_empty() {
        None
    } else if found.iter().any(|(_, step, ..)| step.action == Action::Conflict) {
        Some("`cargo gen check --fix --force` generates them again; the edits are lost")
    } else {
        Some("`cargo gen check --fix` generates them again")
    }
}

/// Writes every plan, after all of them were found free of conflicts.
fn fix(mut plans: Vec<Plan>, turns: &[Turn], force: bool) -> Result<Answer, CommandError> {
    let mut mistakes = Vec::new();
    for plan in &mut plans {
        if force {
            plan.force();
        }
        mistakes.extend(plan.refuse_conflicts().err().into_iter().flat_map(|e| e.mistakes));
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    let mut answer = Answer::default();
    let mut mended = Vec::new();
    for (plan, turn) in plans.iter().zip(turns) {
        let changed = plan.shown().filter(|step| step.changes()).collect::<Vec<_>>();
        plan.write(turn)?;
        for step in changed {
            let path = plan.root.join(&*step.path).display().to_string();
            let _ = writeln!(answer.notes, "{GOOD}   fixed{GOOD:#} {path}");
            mended.push(path);
        }
    }
    let files = if mended.len() == 1 { "file" } else { "files" };
    let count = mended.len();
    let _ = writeln!(answer.notes, "{GOOD}ok{GOOD:#}: {count} {files} generated again");
    answer.json = json!({ "verb": "check", "ok": true, "fixed": mended });
    Ok(answer)
}
