//! `cargo gen apply`: a plan that a dry run showed, carried out as it stands.

use std::io::Read as _;
use std::path::Path;

use serde_json::{Value, json};

use super::outcome;
use crate::cli::{Apply, Preview};
use crate::error::{CommandError, Place};
use crate::read;
use crate::report::Answer;
use crate::settings::Settings;
use crate::stage::{self, SavedPlan};

/// Writes what the plan says, if nothing changed since it was made.
pub(super) fn run(args: &Apply, settings: &Settings) -> Result<Answer, CommandError> {
    let name = args.plan.display().to_string();
    let text = match args.plan == Path::new("-") {
        false => read::text(&args.plan)?,
        true => {
            let mut text = String::new();
            let read = std::io::stdin().read_to_string(&mut text);
            read.map_err(|e| CommandError::failed(format!("cannot read the plan: {e}")))?;
            text
        }
    };
    let whole = |message: String| {
        let place = Place { file: name.clone(), ..Place::default() };
        CommandError::from(crate::error::Mistake::new(message).at(place))
            .help("a plan is what a command prints with `--dry-run --format json`")
    };
    let mut document: Value =
        serde_json::from_str(&text).map_err(|e| whole(format!("not a plan: {e}")))?;
    let plan = match document.get_mut("plan") {
        Some(plan) => plan.take(),
        None => document,
    };
    let plan: SavedPlan =
        serde_json::from_value(plan).map_err(|e| whole(format!("not a plan: {e}")))?;
    let turn = stage::take_turn(plan.root())?;
    let plan = plan.into_plan()?;
    outcome::finish(&plan, &turn, Preview::default(), settings, json!({ "verb": "apply" }))
}
