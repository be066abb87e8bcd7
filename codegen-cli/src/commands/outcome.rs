//! What a plan does, for people and machines; shared by the verbs that write.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::cli::Preview;
use crate::error::CommandError;
use crate::report::{Answer, BAD, CARE, DIM, GOOD, HELP};
use crate::settings::{Format, Settings};
use crate::stage::{Action, Plan, SavedPlan, Step, Turn};
use crate::template::Answers;

/// Shows the plan, or writes it, and says what was done. `json` gets the plan added.
pub(super) fn finish(
    plan: &Plan,
    turn: &Turn,
    preview: Preview,
    settings: &Settings,
    mut json: Value,
) -> Result<Answer, CommandError> {
    let dry = preview.dry_run || preview.diff;
    if !dry {
        plan.refuse_conflicts()?;
        plan.write(turn)?;
    }
    json["root"] = plan.root.display().to_string().into();
    json["written"] = (!dry).into();
    // A list of all files takes more memory than all the rest.
    if settings.format == Format::Json {
        if dry {
            json["plan"] = json!(SavedPlan::new(plan)?);
        }
        let files = plan.shown().map(|step| file(plan, step, preview.diff));
        json["files"] = files.collect::<Result<_, _>>()?;
    }
    json["summary"] = COUNTED
        .iter()
        .map(|(action, _, name)| ((*name).to_owned(), plan.count(*action).into()))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let mut answer = Answer { json, ..Answer::default() };
    if preview.diff {
        for step in plan.shown() {
            answer.data.push_str(&colored(&plan.diff(step)?));
        }
    } else if preview.dry_run || settings.verbose {
        answer.data = list(plan);
    }
    let would = if dry { "would be " } else { "" };
    let _ = writeln!(answer.notes, "{}: {would}{}", plan.root.display(), counts(plan));
    Ok(answer)
}

/// Puts `***` in the place of secrets. A plan would hold them, so there is none to apply.
pub(super) fn redact(answer: &mut Answer, secrets: &Answers) {
    let secrets = secrets.values().filter_map(Value::as_str);
    let secrets: Vec<&str> = secrets.filter(|secret| !secret.is_empty()).collect();
    let hidden = |text: &str| {
        secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "***"))
    };
    if secrets.is_empty() {
        return;
    }
    if let Some(object) = answer.json.as_object_mut() {
        object.remove("plan");
    }
    for file in answer.json["files"].as_array_mut().into_iter().flatten() {
        if let Some(diff) = file.get_mut("diff") {
            *diff = hidden(diff.as_str().unwrap_or_default()).into();
        }
    }
    answer.data = hidden(&answer.data);
}

/// Says whether the files are as the plan would make them, and writes nothing.
pub(super) fn checked(plan: &Plan, verb: &str) -> Result<Answer, CommandError> {
    let differs: Vec<&Step> = plan.shown().filter(|step| step.changes()).collect();
    let ok = differs.is_empty();
    let mut answer = Answer { exit: u8::from(!ok), ..Answer::default() };
    for step in &differs {
        answer.data.push_str(&colored(&plan.diff(step)?));
    }
    answer.notes = match ok {
        true => format!("{GOOD}ok{GOOD:#}: {} is up to date\n", plan.root.display()),
        false => format!(
            "{BAD}error{BAD:#}: {} of {} files differ\n  {HELP}help{HELP:#}: run the command \
             without `--check`\n",
            differs.len(),
            plan.shown().count()
        ),
    };
    let files = differs.iter().map(|step| file(plan, step, true));
    let files: Value = files.collect::<Result<_, _>>()?;
    answer.json = json!({ "verb": verb, "ok": ok, "files": files });
    Ok(answer)
}

/// The actions in the order of reports: done, and as a name in JSON.
const COUNTED: &[(Action, &str, &str)] = &[
    (Action::Create, "created", "create"),
    (Action::Update, "updated", "update"),
    (Action::Merge, "merged", "merge"),
    (Action::Unresolved, "with conflicts", "unresolved"),
    (Action::Remove, "removed", "remove"),
    (Action::Unchanged, "unchanged", "unchanged"),
    (Action::Keep, "kept", "keep"),
    (Action::Conflict, "in conflict", "conflict"),
];

/// `3 created, 1 unchanged`
fn counts(plan: &Plan) -> String {
    let counts: Vec<String> = COUNTED
        .iter()
        .map(|(action, done, _)| (plan.count(*action), done))
        .filter(|(count, _)| *count > 0)
        .map(|(count, done)| format!("{count} {done}"))
        .collect();
    if counts.is_empty() { "no files".to_owned() } else { counts.join(", ") }
}

fn list(plan: &Plan) -> String {
    let mut text = String::new();
    for step in plan.shown() {
        let style = match step.action {
            Action::Create => GOOD,
            Action::Update | Action::Remove | Action::Merge => CARE,
            Action::Conflict | Action::Unresolved => BAD,
            Action::Unchanged | Action::Keep => DIM,
        };
        let name = COUNTED.iter().find(|(a, _, _)| *a == step.action).map_or("", |row| row.2);
        let why = step.why.map(|why| format!(" {DIM}({why}){DIM:#}")).unwrap_or_default();
        let _ = writeln!(text, "{style}{name:>9}{style:#} {}{why}", step.path);
    }
    text
}

fn file(plan: &Plan, step: &Step, diff: bool) -> Result<Value, CommandError> {
    let mut value = json!({ "path": step.path, "action": step.action, "owner": step.owner });
    if let Some(why) = step.why {
        value["why"] = why.into();
    }
    if diff && step.changes() {
        value["diff"] = plan.diff(step)?.into();
    }
    Ok(value)
}

/// Colours the lines of a unified diff.
pub(super) fn colored(diff: &str) -> String {
    let line = |line: &str| {
        let style = match line.as_bytes().first() {
            Some(b'+') => GOOD,
            Some(b'-') => BAD,
            Some(b'@') => DIM,
            _ => return format!("{line}\n"),
        };
        format!("{style}{line}{style:#}\n")
    };
    diff.lines().map(line).collect()
}
