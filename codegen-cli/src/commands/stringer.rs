//! `cargo gen stringer`: the names of enums, as a file.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use super::outcome;
use crate::cli;
use crate::error::CommandError;
use crate::lock::Lock;
use crate::output::Output;
use crate::read;
use crate::recipe::{Recipe, Verb, path_between};
use crate::report::{Answer, HELP};
use crate::settings::Settings;
use crate::stage::{self, Action};
use crate::stringer::Stringer;

/// Makes the file and records it in the lock of its folder, beside what else is generated there.
pub(super) fn run(args: &cli::Stringer, settings: &Settings) -> Result<Answer, CommandError> {
    let (Some(root), Some(name)) = (read::parent(&args.out), args.out.file_name()) else {
        return Err(CommandError::usage(format!("`{}` names no file", args.out.display())));
    };
    let name = name.to_string_lossy().into_owned();
    let stringer = Stringer {
        sources: args.sources.iter().map(|path| path_between(&root, path)).collect(),
        types: args.types.clone(),
        module: args.module.clone(),
        rename_all: args.rename_all.clone(),
        ignore_case: args.ignore_case,
        line_comments: args.line_comments,
    };
    let file = stringer.make(&root)?;
    let turn = stage::take_turn(&root)?;
    let before = Lock::read(&root)?;
    let mut recipe =
        before.as_ref().map_or_else(|| Recipe::new(Verb::Stringer), |l| l.recipe.clone());
    recipe.stringers.insert(name.clone(), stringer);
    let mut files = Output::new();
    files.insert(name, &file)?;
    let lock = Lock::with(recipe, &files, before.as_ref());
    let mut plan = stage::plan_some(&root, files, before.as_ref(), &lock)?;
    if args.force {
        plan.force();
    }
    if args.check {
        return outcome::checked(&plan, "stringer");
    }
    let mut answer =
        outcome::finish(&plan, &turn, args.preview, settings, json!({ "verb": "stringer" }))?;
    if plan.count(Action::Create) > 0 {
        answer.notes.push_str(&next_steps(&args.out, &root, settings));
    }
    Ok(answer)
}

fn next_steps(out: &Path, root: &Path, settings: &Settings) -> String {
    let module = out.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let runtimes: BTreeMap<_, _> = settings.runtimes(root);
    let runtime = runtimes.get("derive").cloned().unwrap_or_default();
    format!(
        "  {HELP}next{HELP:#}: declare it in the module of the enums: `mod {module};`\n  \
         {HELP}next{HELP:#}: it needs this dependency in Cargo.toml\n    \
         typewright = {{ {runtime} }}\n"
    )
}
