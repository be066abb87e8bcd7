//! Definitions, in the language of `.proto` files.

use super::Target;
use crate::commands::docs;
use crate::table::{Enum, Field, Kind, Message, Method, Shape};

/// The definition of one thing; with a method those of its request and response.
pub(super) fn text(target: &Target) -> String {
    let mut out = String::new();
    match target {
        Target::Service(service) => {
            comment(&mut out, "", service.docs);
            line(&mut out, "", &format!("service {} {{", service.id));
            for one in service.methods.iter() {
                comment(&mut out, "  ", one.docs);
                line(&mut out, "  ", &rpc(one));
            }
            line(&mut out, "", "}");
        }
        Target::Method(one) => {
            comment(&mut out, "", one.docs);
            line(&mut out, "", &rpc(one));
            out.push('\n');
            message(&mut out, one.input);
            if one.output.id != one.input.id {
                out.push('\n');
                message(&mut out, one.output);
            }
        }
        Target::Message(table) => message(&mut out, table),
        Target::Enum(table) => enumeration(&mut out, table),
    }
    out
}

fn line(out: &mut String, indent: &str, text: &str) {
    out.extend([indent, text, "\n"]);
}

fn comment(out: &mut String, indent: &str, docs: &str) {
    for text in docs::whole(docs).lines() {
        line(out, indent, format!("// {text}").trim_end());
    }
}

fn rpc(method: &Method) -> String {
    let stream = |on: bool| if on { "stream " } else { "" };
    let options = [("idempotent", method.idempotent), ("deprecated", method.deprecated)];
    let options: Vec<&str> = options.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect();
    let options = match options.as_slice() {
        [] => String::new(),
        set => format!(" // {}", set.join(", ")),
    };
    format!(
        "rpc {}({}{}) returns ({}{});{options}",
        method.name,
        stream(method.client_streaming),
        method.input.id,
        stream(method.server_streaming),
        method.output.id
    )
}

fn message(out: &mut String, table: &Message) {
    comment(out, "", table.docs);
    line(out, "", &format!("message {} {{", table.id));
    let mut open = None;
    for one in table.fields {
        // Members of a oneof stand together in every schema.
        if open != one.oneof {
            if open.is_some() {
                line(out, "  ", "}");
            }
            let name = one.oneof.and_then(|index| table.oneofs.get(index));
            name.iter().for_each(|name| line(out, "  ", &format!("oneof {name} {{")));
            open = one.oneof;
        }
        let indent = if open.is_some() { "    " } else { "  " };
        comment(out, indent, one.docs);
        line(out, indent, &field(one));
    }
    if open.is_some() {
        line(out, "  ", "}");
    }
    line(out, "", "}");
}

fn field(field: &Field) -> String {
    let kind = kind(field.kind);
    let kind = match field.shape {
        Shape::Map(key) => format!("map<{}, {kind}>", self::kind(key)),
        Shape::Repeated { .. } => format!("repeated {kind}"),
        Shape::Required => format!("required {kind}"),
        Shape::Explicit if field.oneof.is_none() && !matches!(field.kind, Kind::Message(_)) => {
            format!("optional {kind}")
        }
        Shape::Implicit | Shape::Explicit => kind,
    };
    let notes = [
        ("required", field.required),
        ("output only", field.output_only),
        ("sensitive", field.sensitive),
        ("deprecated", field.deprecated),
    ];
    let notes = notes.iter().filter(|(_, on)| *on).map(|(name, _)| *name);
    let notes = notes.chain(field.patterns.iter().copied()).map(str::to_owned);
    let format = field.format.map(|format| format.to_string());
    let notes: Vec<String> = notes.chain(format).collect();
    let notes = if notes.is_empty() { String::new() } else { format!(" // {}", notes.join(", ")) };
    format!("{kind} {} = {};{notes}", field.name, field.number)
}

fn enumeration(out: &mut String, table: &Enum) {
    line(out, "", &format!("enum {} {{", table.id));
    for (name, number) in table.values {
        line(out, "  ", &format!("{name} = {number};"));
    }
    line(out, "", "}");
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Enum(table) => table.id.to_owned(),
        Kind::Message(table) => table.id.to_owned(),
        Kind::Group(table) => format!("group {}", table.id),
        scalar => format!("{scalar:?}").to_lowercase(),
    }
}
