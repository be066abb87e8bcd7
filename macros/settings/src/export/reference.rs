//! For people who read, and for shells that complete.

use std::fmt::Write as _;

use super::Setting;
use crate::env::FILE;
use crate::schema::{Kind, Section, SetBy};

pub(super) fn markdown(schema: &Section, name: &str, settings: &[Setting]) -> String {
    let mut out = format!("# Settings of {name}\n");
    if !schema.docs.is_empty() {
        let _ = write!(out, "\n{}\n", schema.docs);
    }
    out.push_str("\n| setting | flag | variable | default | meaning |\n|---|---|---|---|---|\n");
    for setting in settings {
        let code = |text: &str| match text {
            "" => String::new(),
            text => format!("`{}`", text.replace('|', "\\|")),
        };
        let flag = setting.flag.as_ref().map(|flag| format!("--{flag}")).unwrap_or_default();
        let mut meaning = setting.about.replace('|', "\\|");
        if !meaning.is_empty() {
            meaning.push(' ');
        }
        let _ = write!(meaning, "{}.", setting.expects);
        for note in notes(setting) {
            let _ = write!(meaning, " {note}");
        }
        let default = setting.yaml.as_deref().unwrap_or_default();
        let cells = [code(&setting.key), code(&flag), code(&setting.env), code(default), meaning];
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}

/// What is to know of a setting beside its type.
fn notes(setting: &Setting) -> Vec<String> {
    let field = setting.leaf.field;
    let mut notes = Vec::new();
    if setting.needed {
        notes.push("Must be set.".to_owned());
    }
    if setting.is_secret() {
        notes.push("Secret.".to_owned());
    }
    if setting.has_file {
        notes.push(format!("{}{FILE} may name a file that holds it.", setting.env));
    }
    let scope = match field.scope {
        SetBy::Any => None,
        SetBy::User => Some("Not from the file of a project."),
        SetBy::Env => Some("Not from a file."),
    };
    let reload = setting.leaf.reload.then_some("Taken while the program runs.");
    notes.extend(scope.into_iter().chain(reload).map(str::to_owned));
    notes
}

/// Source: `man-pages(7)`, `groff_man(7)`.
pub(super) fn man(settings: &[Setting]) -> String {
    let mut out = ".SH SETTINGS\n".to_owned();
    for setting in settings {
        let _ = writeln!(out, ".TP\n.B {}", roff(&setting.key));
        if !setting.about.is_empty() {
            let _ = writeln!(out, "{}", roff(&setting.about));
        }
        let mut facts = format!("{}.", setting.expects);
        for note in notes(setting) {
            let _ = write!(facts, " {note}");
        }
        if let Some(default) = &setting.yaml {
            let _ = write!(facts, " Default: {default}.");
        }
        let _ = writeln!(out, "{}", roff(&facts));
        let flag = setting.flag.as_ref().map(|flag| format!(", flag --{flag}")).unwrap_or_default();
        let _ = writeln!(out, "Variable {}.", roff(&format!("{}{flag}", setting.env)));
    }
    out
}

/// Text that roff takes for nothing else.
fn roff(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

/// `key`, its values with commas between or nothing, and its doc comment.
pub(super) fn completion(settings: &[Setting]) -> String {
    let mut out = String::new();
    for setting in settings {
        let values = match setting.leaf.field.kind.required() {
            Kind::Bool => "false,true".to_owned(),
            Kind::Choice(names) => names.join(","),
            _ => String::new(),
        };
        let _ = writeln!(out, "{}\t{values}\t{}", setting.key, setting.about);
    }
    out
}
