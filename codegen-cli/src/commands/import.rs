//! `cargo gen import`: a template of another tool, written down as one of ours.

use serde_json::json;

use super::outcome;
use crate::cli::Import;
use crate::error::{CommandError, Kind, Mistake};
use crate::recipe::tidy;
use crate::report::{self, Answer, HELP};
use crate::settings::Settings;
use crate::stage;

/// Translates a template and writes it into a folder of its own.
pub(super) fn run(args: &Import, settings: &Settings) -> Result<Answer, CommandError> {
    let into = tidy(&args.into);
    let template = settings.template(&args.template)?;
    let Some(foreign) = template.foreign() else {
        let message = format!("`{}` is a template of cargo gen already", args.template);
        return Err(CommandError::usage(message)
            .help("import reads templates of cookiecutter, copier and cargo-generate"));
    };
    let turn = stage::take_turn(&into)?;
    if !stage::entries(&into)?.is_empty() {
        let mistake = Mistake::new(format!("`{}` is not empty", into.display()))
            .help("choose a folder that does not exist, or an empty one");
        return Err(CommandError { kind: Kind::Usage, mistakes: vec![mistake] });
    }
    let imported = template.import()?;
    let notes: Vec<Mistake> = foreign.notes.iter().chain(&imported.notes).cloned().collect();
    let kept = &imported.kept;
    let plan = stage::plan_mirror(&into, &imported.files, &[])?;
    let json = json!({
        "verb": "import", "tool": foreign.tool, "file": foreign.file, "notes": notes,
        "dialect": (!kept.is_empty()).then_some(foreign.tool), "kept_because": kept,
    });
    let mut answer = outcome::finish(&plan, &turn, args.preview, settings, json)?;
    answer.notes.insert_str(0, &format!("`{}` is {}\n", args.template, foreign.title()));
    answer.notes.extend(notes.iter().map(report::warning));
    if !kept.is_empty() {
        let dialect = foreign.tool.name();
        answer.notes.push_str(&format!("it keeps the dialect of {dialect}, because:\n"));
        answer.notes.extend(kept.iter().map(report::warning));
    }
    if !args.preview.dry_run && !args.preview.diff {
        let lint = format!("cargo gen template lint {}", shown(&into));
        answer.notes.push_str(&format!("  {HELP}next{HELP:#}: {lint}\n"));
    }
    Ok(answer)
}

/// The folder, as it is typed for a template.
fn shown(into: &std::path::Path) -> String {
    let text = into.display().to_string();
    if text.contains(['/', '\\']) { text } else { format!("./{text}") }
}
