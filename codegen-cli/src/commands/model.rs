//! `cargo gen model`: what templates and external generators see of a source.

use crate::cli::Model;
use crate::error::CommandError;
use crate::read;
use crate::report::Answer;
use crate::settings::Settings;

/// Prints the model as JSON, whatever `--format` says.
pub(super) fn run(args: &Model, settings: &Settings) -> Result<Answer, CommandError> {
    let (schema, _) = read::model::read(&args.from, &settings.include, settings.compiler)?;
    let json = serde_json::to_value(&schema)
        .map_err(|e| CommandError::failed(format!("the model cannot be shown: {e}")))?;
    Ok(Answer { data: format!("{json:#}\n"), json, ..Answer::default() })
}
