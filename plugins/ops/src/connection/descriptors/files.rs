//! Which file a type is declared in.

use std::collections::{BTreeMap, BTreeSet};

use super::proto::{File, Message};
use super::{enumeration, last, message};
use crate::table::{self, Kind, Shape};

type Messages = BTreeMap<&'static str, &'static table::Message>;
type Enums = BTreeMap<&'static str, &'static table::Enum>;

/// Types by the file that declares them. Files must not import each other in circles, so types that
/// need each other share one.
pub(super) struct Layout {
    /// The file of each type that stands in no other.
    files: BTreeMap<String, String>,
}

impl Layout {
    pub(super) fn new(messages: &Messages, enums: impl Iterator<Item = &'static str>) -> Layout {
        let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        needs.extend(enums.map(|id| (group(id), BTreeSet::new())));
        for (id, message) in messages {
            let used = message.fields.iter().filter_map(|field| ty(field.kind)).map(group);
            needs.entry(group(id)).or_default().extend(used);
        }
        let mut search =
            Search { needs: &needs, order: BTreeMap::new(), open: Vec::new(), circles: Vec::new() };
        needs.keys().for_each(|name| {
            search.visit(name);
        });
        let mut files = BTreeMap::new();
        for circle in search.circles {
            let name = circle.iter().min().map_or("", |name| name.as_str());
            let file = format!("{}.proto", name.replace('.', "/"));
            files.extend(circle.iter().map(|name| ((*name).clone(), file.clone())));
        }
        Layout { files }
    }

    /// The file that declares a type.
    pub(super) fn file(&self, id: &str) -> String {
        self.files.get(&group(id)).cloned().unwrap_or_default()
    }

    pub(super) fn files(&self, messages: &Messages, enums: &Enums) -> Vec<File> {
        let mut files: BTreeMap<String, File> = BTreeMap::new();
        let mut inside: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for id in messages.keys().chain(enums.keys()) {
            inside.entry(self.file(id)).or_default().push(id);
        }
        for (name, ids) in inside {
            let old = ids.iter().any(|id| {
                messages.get(id).is_some_and(|message| is_old(message))
                    || enums.get(id).is_some_and(|one| one.values.first().is_some_and(|v| v.1 != 0))
            });
            let syntax = if old { "proto2" } else { "proto3" }.to_owned();
            let mut file = File { name: name.clone(), syntax, ..File::default() };
            for id in &ids {
                file.package = package(id).to_owned();
                let path = id.strip_prefix(&file.package).unwrap_or(id).trim_start_matches('.');
                let around: Vec<&str> = path.split('.').collect();
                let around = &around[..around.len() - 1];
                if let Some(table) = messages.get(id) {
                    let fields = table.fields.iter().filter_map(|field| ty(field.kind));
                    file.imports.extend(fields.map(|id| self.file(id)));
                    put(&mut file.messages, around, message(table, old));
                } else if let Some(one) = enums.get(id) {
                    match around.split_last() {
                        None => file.enums.push(enumeration(one)),
                        Some((inner, outer)) => {
                            let name = (*inner).to_owned();
                            let enums = vec![enumeration(one)];
                            put(
                                &mut file.messages,
                                outer,
                                Message { name, enums, ..Message::default() },
                            );
                        }
                    }
                }
            }
            file.imports.sort();
            file.imports.dedup();
            file.imports.retain(|import| *import != name);
            files.insert(name, file);
        }
        files.into_values().collect()
    }
}

/// Puts a message inside of others, which are made where they are not there yet.
fn put(into: &mut Vec<Message>, around: &[&str], message: Message) {
    let name = around.first().map_or(message.name.clone(), |name| (*name).to_owned());
    let at = into.iter().position(|one| one.name == name).unwrap_or_else(|| {
        into.push(Message { name, ..Message::default() });
        into.len() - 1
    });
    let Some(found) = into.get_mut(at) else { return };
    if let [_, rest @ ..] = around {
        return put(&mut found.nested, rest, message);
    }
    found.fields.extend(message.fields);
    found.enums.extend(message.enums);
    found.oneofs.extend(message.oneofs);
    found.nested.extend(message.nested);
    found.options = message.options.or(found.options);
}

/// Whether only protobuf 2 has what is in the message.
fn is_old(message: &table::Message) -> bool {
    message
        .fields
        .iter()
        .any(|field| matches!(field.kind, Kind::Group(_)) || matches!(field.shape, Shape::Required))
}

fn ty(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Message(message) | Kind::Group(message) => Some(message.id),
        Kind::Enum(one) => Some(one.id),
        _ => None,
    }
}

/// The package of a type: names of types begin with a capital letter, those of packages do not.
fn package(id: &str) -> &str {
    let capital = |part: &str| part.chars().next().is_some_and(char::is_uppercase);
    let mut end = 0;
    for part in id.split('.') {
        if capital(part) {
            break;
        }
        end += part.len() + 1;
    }
    let package = id.get(..end.saturating_sub(1)).unwrap_or_default();
    if package.len() + 1 >= id.len() || end > id.len() {
        // A type in small letters.
        return id.strip_suffix(last(id)).unwrap_or_default().trim_end_matches('.');
    }
    package
}

/// What is declared together in any case: a type with all that stands in it, and what is in one file
/// of the well-known types.
fn group(id: &str) -> String {
    let package = package(id);
    let rest = id.strip_prefix(package).unwrap_or(id).trim_start_matches('.');
    let outer = rest.split('.').next().unwrap_or(rest);
    let well_known = match outer {
        _ if package != "google.protobuf" => None,
        "Any" => Some("any"),
        "Duration" => Some("duration"),
        "Empty" => Some("empty"),
        "FieldMask" => Some("field_mask"),
        "ListValue" | "NullValue" | "Struct" | "Value" => Some("struct"),
        "Timestamp" => Some("timestamp"),
        _ if outer.ends_with("Value") => Some("wrappers"),
        _ => None,
    };
    let name = well_known.unwrap_or(outer);
    if package.is_empty() { name.to_owned() } else { format!("{package}.{name}") }
}

/// Tarjan's search for circles.
struct Search<'n> {
    needs: Needs<'n>,
    order: BTreeMap<&'n str, usize>,
    open: Vec<&'n String>,
    circles: Vec<Vec<&'n String>>,
}

type Needs<'n> = &'n BTreeMap<String, BTreeSet<String>>;

impl<'n> Search<'n> {
    /// The earliest of the open ones that is reached from here.
    fn visit(&mut self, name: &'n String) -> usize {
        if let Some(number) = self.order.get(name.as_str()) {
            // What is closed leads back to nowhere.
            return if self.open.contains(&name) { *number } else { usize::MAX };
        }
        let number = self.order.len();
        self.order.insert(name, number);
        self.open.push(name);
        let needs = self.needs;
        let below = needs.get(name).into_iter().flatten();
        let below = below.filter_map(|need| needs.get_key_value(need));
        let first = below.map(|(need, _)| self.visit(need)).min().unwrap_or(usize::MAX).min(number);
        if first == number {
            let at = self.open.iter().position(|open| *open == name).unwrap_or_default();
            self.circles.push(self.open.split_off(at));
        }
        first
    }
}
