//! `--update-mask auto`: the mask that an update means.

use std::collections::BTreeSet;

use super::Flag;
use crate::dynamic::{Content, DynamicMessage, Value};
use crate::json;
use crate::table::{Field, Kind, Message, Shape};
use crate::well_known;

/// The names of all fields that the request sets, or that `--unset` takes from it, in the one
/// message beside the mask ([AIP-134](https://google.aip.dev/134)), but those that say which resource
/// it is.
pub(super) fn auto(
    mask: &Flag,
    request: &DynamicMessage,
    given: &[&Flag],
    unset: &[&Flag],
    identity: &BTreeSet<String>,
) -> Result<Content, String> {
    let Some((last, before)) = mask.path.split_last() else { return Err(String::new()) };
    let mut around = Some(request);
    for step in before {
        around = around.and_then(|message| inner(message.get(step.field)?));
    }
    let table = mask.around(request.table(), before.len());
    let bodies: Vec<&Field> = table.fields.iter().filter(|field| body(field).is_some()).collect();
    let [body] = bodies.as_slice() else {
        let found = bodies.len();
        return Err(format!("`auto` needs one message beside it, found {found}; name the fields"));
    };
    let mut paths = Vec::new();
    if let Some(message) = around.and_then(|message| inner(message.get(body)?)) {
        leaves(message, "", &mut paths);
    }
    // What was set to its default, or taken away, is no longer in the message.
    for flag in given.iter().chain(unset) {
        let same = |(a, b): (&super::Step, &super::Step)| a.field.number == b.field.number;
        let beside = flag.path.len() > before.len() + 1 && flag.path.iter().zip(before).all(same);
        if beside && flag.path[before.len()].field.number == body.number {
            let inside = flag.path[before.len() + 1..].iter();
            // A list is named as a whole.
            let end =
                inside.clone().position(|step| step.index.is_some()).map_or(usize::MAX, |i| i + 1);
            let names: Vec<&str> = inside.take(end).map(|step| step.field.name).collect();
            paths.push(names.join("."));
        }
    }
    let outside = before.iter().map(|step| step.field.name).chain([body.name]);
    let outside = outside.collect::<Vec<_>>().join(".");
    paths.retain(|path| !identity.contains(&format!("{outside}.{path}")));
    paths.sort();
    paths.dedup();
    let covered = |path: &String| {
        paths
            .iter()
            .any(|other| path.strip_prefix(other.as_str()).is_some_and(|r| r.starts_with('.')))
    };
    let paths: Vec<String> = paths.iter().filter(|path| !covered(path)).cloned().collect();
    if paths.is_empty() {
        return Err(format!("`auto` finds no field of `{}` that is set", body.name));
    }
    let Kind::Message(table) = last.field.kind else { return Err(String::new()) };
    Ok(Content::One(Value::Message(json::from_paths(table, &paths.join(",")))))
}

fn inner(content: &Content) -> Option<&DynamicMessage> {
    match content {
        Content::One(Value::Message(message)) => Some(message),
        _ => None,
    }
}

/// The message type of a field that an update may be about.
fn body(field: &Field) -> Option<&'static Message> {
    match (field.kind, field.shape) {
        (Kind::Message(_), Shape::Repeated { .. } | Shape::Map(_)) => None,
        (Kind::Message(table), _) if well_known::special(table).is_none() => Some(table),
        _ => None,
    }
}

fn leaves(message: &DynamicMessage, before: &str, paths: &mut Vec<String>) {
    for (field, content) in message.iter() {
        let path = if before.is_empty() {
            field.name.to_owned()
        } else {
            format!("{before}.{}", field.name)
        };
        match inner(content).filter(|_| body(field).is_some()) {
            Some(message) if message.iter().next().is_some() => leaves(message, &path, paths),
            _ => paths.push(path),
        }
    }
}
