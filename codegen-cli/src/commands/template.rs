//! `cargo gen template`: what comes with the tool.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;

use crate::error::CommandError;
use crate::report::{Answer, DIM, HELP};
use crate::template::Template;

/// Lists the templates with their questions.
pub(super) fn list() -> Result<Answer, CommandError> {
    let mut answer = Answer::default();
    let mut rows = Vec::new();
    for name in Template::names() {
        let manifest = Template::find(name, Path::new("."))?.manifest()?;
        let source = if manifest.api.is_some() { " (needs --from)" } else { "" };
        let _ = writeln!(
            answer.data,
            "{HELP}{name}{HELP:#} {DIM}{}{source}{DIM:#}\n  {}",
            manifest.version, manifest.summary
        );
        let mut questions = Vec::new();
        for (name, question) in &manifest.questions.0 {
            let _ = writeln!(answer.data, "    --set {name}=…  {DIM}{}{DIM:#}", question.help);
            questions.push(json!({
                "name": name,
                "type": question.kind,
                "help": question.help,
                "default": question.default,
                "choices": question.choices,
            }));
        }
        rows.push(json!({
            "name": name,
            "version": manifest.version,
            "summary": manifest.summary,
            "needs_source": manifest.api.is_some(),
            "questions": questions,
        }));
    }
    answer.json = json!({ "templates": rows });
    Ok(answer)
}
