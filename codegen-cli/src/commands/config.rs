//! `cargo gen config`: the settings, and where they come from.

use std::fmt::Write as _;

use serde_json::json;

use crate::report::{Answer, DIM, HELP};
use crate::settings::Loaded;

/// Prints every setting.
pub(super) fn show(settings: &Loaded, origin: bool) -> Answer {
    let mut answer = Answer::default();
    let mut rows = Vec::new();
    for row in settings.origins() {
        let value = row.value.as_deref().unwrap_or("null");
        let _ = write!(answer.data, "{HELP}{}{HELP:#}: {value}", row.key);
        if origin {
            let _ = write!(answer.data, "  {DIM}# {}{DIM:#}", row.origin);
        }
        answer.data.push('\n');
        rows.push(json!({
            "key": row.key,
            "value": row.value,
            "origin": row.origin.to_string(),
            "help": row.docs,
        }));
    }
    answer.json = json!({ "settings": rows });
    answer
}

/// Lists the files that settings are read from, the weakest first.
pub(super) fn path(settings: &Loaded) -> Answer {
    let mut answer = Answer::default();
    let mut rows = Vec::new();
    for (path, scope) in &settings.files {
        let found = path.is_file();
        let state = if found { "read" } else { "not there" };
        let _ = writeln!(answer.data, "{}  {DIM}({scope}, {state}){DIM:#}", path.display());
        rows.push(json!({ "path": path.display().to_string(), "scope": scope, "found": found }));
    }
    if settings.files.is_empty() {
        answer.notes.push_str("no file is read: `--no-config` says so\n");
    }
    answer.json = json!({ "files": rows });
    answer
}
