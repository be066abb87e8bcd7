//! `cargo gen check`: is everything generated as it would be generated now?

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Value, json};
use typewright_core::files::Owner;

use crate::cli::Check;
use crate::error::{CommandError, Kind};
use crate::lock::{self, Lock};
use crate::report::{Answer, BAD, CARE, DIM, GOOD, HELP};
use crate::settings::Settings;
use crate::stage::{self, Action, Plan, Step};
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
    let mut mistakes = Vec::new();
    let mut plans = Vec::new();
    for root in &roots {
        match plan(root, settings) {
            Ok(plan) => plans.push(plan),
            Err(error) => mistakes.extend(error.mistakes),
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    if args.fix { fix(plans, args.force) } else { Ok(report(&plans)) }
}

/// The generated folders below `dir`; those that tools make are not looked into.
fn find(dir: &Path, roots: &mut Vec<PathBuf>) -> Result<(), CommandError> {
    for name in stage::entries(dir)? {
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

/// What generating again would do. The user's files are none of its business.
fn plan(root: &Path, settings: &Settings) -> Result<Plan, CommandError> {
    let Some(before) = Lock::read(root)? else {
        return Err(CommandError::failed(format!("`{}` is gone", root.join(lock::NAME).display())));
    };
    let files = before.recipe.make(root, settings)?.owned_by(Owner::Generated);
    let after = Lock::new(before.recipe.clone(), &files, Some(&before));
    stage::plan(root, &files, Some(&before), &after)
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

fn report(plans: &[Plan]) -> Answer {
    let found: Vec<(PathBuf, &Step, Drift)> = plans
        .iter()
        .flat_map(|plan| {
            // The lock follows the files; alone it is out of date where a hand put a file right.
            let quiet = plan.shown().any(|step| drift(step).is_some());
            let steps = plan.steps.iter().filter(move |s| !quiet || s.path != lock::NAME);
            steps.map(|step| (recipe::tidy(&plan.root.join(&step.path)), step))
        })
        .filter_map(|(path, step)| Some((path, step, drift(step)?)))
        .collect();
    let checked: usize = plans.iter().map(|plan| plan.shown().count()).sum();
    let mut answer = Answer { exit: u8::from(!found.is_empty()), ..Answer::default() };
    for (path, step, drift) in &found {
        let (style, word) = match drift {
            Drift::Edited => (BAD, "edited"),
            Drift::Missing => (BAD, "missing"),
            Drift::Stale => (CARE, "stale"),
            Drift::Orphaned => (CARE, "orphaned"),
        };
        let why = step.why.map(|why| format!(" {DIM}({why}){DIM:#}")).unwrap_or_default();
        let _ = writeln!(answer.data, "{style}{word:>8}{style:#} {}{why}", path.display());
    }
    let folders = match plans.len() {
        1 => "1 folder".to_owned(),
        many => format!("{many} folders"),
    };
    let mend = mend(&found);
    answer.notes = match &mend {
        None => {
            format!("{GOOD}ok{GOOD:#}: {checked} generated files in {folders} are up to date\n")
        }
        Some(mend) => format!(
            "{BAD}error{BAD:#}: {} of {checked} generated files differ\n  \
             {HELP}help{HELP:#}: {mend}\n",
            found.len(),
        ),
    };
    let row = |(path, step, drift): &(PathBuf, &Step, Drift)| -> Value {
        json!({ "path": path.display().to_string(), "drift": drift, "diff": step.diff() })
    };
    answer.json = json!({
        "verb": "check",
        "ok": found.is_empty(),
        "checked": checked,
        "roots": plans.iter().map(|p| p.root.display().to_string()).collect::<Vec<_>>(),
        "drift": found.iter().map(row).collect::<Vec<_>>(),
        "help": mend,
    });
    answer
}

/// The command that mends what was found.
fn mend(found: &[(PathBuf, &Step, Drift)]) -> Option<&'static str> {
    if found.is_empty() {
        None
    } else if found.iter().any(|(_, step, _)| step.action == Action::Conflict) {
        Some("`cargo gen check --fix --force` generates them again; the edits are lost")
    } else {
        Some("`cargo gen check --fix` generates them again")
    }
}

/// Writes every plan, after all of them were found free of conflicts.
fn fix(mut plans: Vec<Plan>, force: bool) -> Result<Answer, CommandError> {
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
    for plan in &plans {
        let changed = plan.shown().filter(|step| step.changes()).collect::<Vec<_>>();
        plan.write()?;
        for step in changed {
            let path = plan.root.join(&step.path).display().to_string();
            let _ = writeln!(answer.notes, "{GOOD}   fixed{GOOD:#} {path}");
            mended.push(path);
        }
    }
    let _ = writeln!(answer.notes, "{GOOD}ok{GOOD:#}: {} files generated again", mended.len());
    answer.json = json!({ "verb": "check", "ok": true, "fixed": mended });
    Ok(answer)
}
