//! Flags ▶ arguments of clap.

use clap::{Arg, ArgAction};

use super::{Flag, Flags, form, text, unwrapped};
use crate::commands::docs;
use crate::commands::shell;
use crate::table::{Kind, Message, Shape};
use crate::well_known::{self, Special};

const HEADING: &str = "Request";

impl Flags {
    /// One argument a flag. Their values are text: it is read, and its mistakes are reported, by
    /// [`Flags::request`].
    pub fn args(&self) -> Vec<Arg> {
        self.flags.iter().map(|flag| arg(flag, self.table)).collect()
    }
}

fn arg(flag: &Flag, table: &'static Message) -> Arg {
    let field = flag.field();
    let kind = unwrapped(field.kind);
    let single = !matches!(flag.shape(), Shape::Map(_) | Shape::Repeated { .. });
    let short = [docs::first_sentence(field.docs), notes(flag, table)].join(" ");
    let variable = flag.variable.as_ref().map(|name| format!("[env: {name}]"));
    let notes = [Some(notes(flag, table)), variable].into_iter().flatten();
    let notes: Vec<String> = notes.filter(|note| !note.is_empty()).collect();
    let long = [docs::whole(field.docs), notes.join(" ")].join("\n\n");
    let arg = Arg::new(flag.id())
        .long(flag.name.clone())
        .help(short.trim().to_owned())
        .long_help(long.trim().to_owned())
        .help_heading(HEADING)
        .value_name(placeholder(flag.shape(), kind))
        .allow_negative_numbers(true)
        .action(if single { ArgAction::Set } else { ArgAction::Append });
    let arg = match kind {
        Kind::Enum(table) => arg.add(shell::candidates(text::short_names(table))),
        Kind::Bool => arg.add(shell::candidates(["true", "false"])),
        _ => arg,
    };
    let alone = match kind {
        Kind::Bool => "true",
        Kind::Message(table) if table.fields.is_empty() => "{}",
        _ => return arg,
    };
    if single { arg.num_args(0..=1).require_equals(true).default_missing_value(alone) } else { arg }
}

fn notes(flag: &Flag, table: &'static Message) -> String {
    let field = flag.field();
    let mut notes = Vec::new();
    if let Kind::Enum(table) = field.kind {
        let names = text::short_names(table);
        if names.len() <= 16 {
            notes.push(format!("[one of: {}]", names.join(", ")));
        }
    }
    let around = flag.around(table, flag.path.len() - 1);
    if let Some(oneof) = field.oneof.and_then(|index| around.oneofs.get(index)) {
        notes.push(format!("[at most one of `{oneof}`]"));
    }
    if let Some(name) = flag.name.strip_prefix("field.")
        && flag.path.len() == name.split('.').count()
    {
        notes.push(format!("[`--{name}` is the tool's own]"));
    }
    notes.extend(form::shown(field).map(|form| format!("[form: {form}]")));
    if field.required || matches!(field.shape, Shape::Required) {
        notes.push("[required]".to_owned());
    }
    if field.deprecated {
        notes.push("[deprecated]".to_owned());
    }
    notes.join(" ")
}

fn placeholder(shape: Shape, kind: Kind) -> String {
    let value = match kind {
        Kind::Bool => "BOOL",
        Kind::String => "TEXT",
        Kind::Bytes => "BYTES",
        Kind::Enum(_) => "NAME",
        Kind::Message(table) | Kind::Group(table) => match well_known::special(table) {
            Some(Special::Timestamp) => "TIME",
            Some(Special::Duration) => "DURATION",
            Some(Special::FieldMask) => "FIELDS",
            _ => "JSON",
        },
        _ => "NUMBER",
    };
    if matches!(shape, Shape::Map(_)) { format!("KEY={value}") } else { value.to_owned() }
}
