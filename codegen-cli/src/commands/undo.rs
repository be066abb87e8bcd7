//! `cargo gen undo`: every byte as it was before the last operation.

use std::path::Path;

use serde_json::json;

use super::outcome;
use crate::cli::{Preview, Undo};
use crate::error::CommandError;
use crate::lock;
use crate::recipe::tidy;
use crate::report::Answer;
use crate::settings::Settings;
use crate::snapshot::Snapshot;
use crate::stage;

/// Takes the last operation back.
pub(super) fn run(args: &Undo, settings: &Settings) -> Result<Answer, CommandError> {
    take_back(&tidy(&args.dir), None, args.force, settings)
}

/// Restores what the last operation replaced. It must be `verb`, if one is given; files that were
/// changed since are overwritten only with `force`.
pub(super) fn take_back(
    root: &Path,
    verb: Option<&str>,
    force: bool,
    settings: &Settings,
) -> Result<Answer, CommandError> {
    let turn = stage::take_turn(root)?;
    let undo = Snapshot::read(root, lock::UNDO)?;
    let is_it = |undo: &Snapshot| verb.is_none_or(|verb| undo.note == verb);
    let Some(undo) = undo.filter(is_it) else {
        let what = verb.unwrap_or("operation");
        let message = format!("there is no {what} to take back in `{}`", root.display());
        return Err(CommandError::usage(message).help("only the last one can be taken back"));
    };
    let plan = stage::plan_restore(root, &undo, force)?;
    let json = json!({ "verb": "undo", "undone": undo.note });
    let mut answer = outcome::finish(&plan, &turn, Preview::default(), settings, json)?;
    answer.notes.push_str(&format!("`{}` was taken back\n", undo.note));
    Ok(answer)
}

/// What to say about a folder that nothing was generated in.
pub(super) fn no_lock(root: &Path) -> CommandError {
    CommandError::usage(format!("nothing is generated in `{}`", root.display()))
        .help(format!("a generated folder holds a `{}`; name the folder", lock::NAME))
}
