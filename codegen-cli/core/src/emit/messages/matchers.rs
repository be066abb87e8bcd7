//! Paths of items by the names of the source ▶ the paths by which prost-build finds the same items
//! under the names of the plan.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::emit::path_finds;
use crate::emit::rename::{read_as, value_names_of};
use crate::model::path::{Members, Paths, snake, upper_camel};
use crate::model::{Enum, Message, Schema};

/// What users call items, and what prost-build does.
pub(super) struct Matchers<'a> {
    schema: &'a Schema,
    paths: &'a Paths<'a>,
    /// Whether prost takes the names of enums off their values.
    strip: bool,
    /// Packages and those around them.
    packages: BTreeMap<&'a str, &'a str>,
    items: OnceCell<Vec<Item>>,
}

/// An item by its full name.
struct Item {
    from: String,
    to: String,
    /// Whether there is nothing below it.
    leaf: bool,
}

impl<'a> Matchers<'a> {
    pub(super) fn new(schema: &'a Schema, paths: &'a Paths<'a>, strip: bool) -> Self {
        let mut packages = BTreeMap::new();
        for package in schema.packages() {
            let planned = paths.package(package);
            let around = ends(package).zip(ends(planned));
            packages.extend(around.map(|(from, to)| (&package[..from], &planned[..to])));
        }
        Self { schema, paths, strip, packages, items: OnceCell::new() }
    }

    /// What finds in the plan what a path of prost-build's finds in the source: with a dot in front
    /// an item and all below it, else every item whose name ends so.
    pub(super) fn of(&self, path: &str) -> Vec<String> {
        if path.starts_with('.') {
            return vec![self.rooted(path)];
        }
        let items = self.items.get_or_init(|| self.all());
        let same = |item: &Item| path_finds(path, &item.from) == path_finds(path, &item.to);
        if items.iter().all(same) {
            return vec![path.to_owned()];
        }
        let found = items.iter().filter(|item| path_finds(path, &item.from));
        let found: Vec<String> =
            found.map(|i| format!("{}{}", if i.leaf { "." } else { "" }, i.to)).collect();
        // What finds an item twice gives it an attribute twice.
        let again = |one: &&String| {
            let id = one.trim_start_matches('.');
            found.iter().any(|other| other != *one && path_finds(other, id))
        };
        found.iter().filter(|one| !again(one)).cloned().collect()
    }

    /// A path with a dot in front.
    pub(super) fn rooted(&self, path: &str) -> String {
        let id = path.trim_start_matches('.');
        let ends: Vec<usize> = ends(id).collect();
        for end in ends.into_iter().rev() {
            let (around, rest) = id.split_at(end);
            let message = self.schema.messages.get(around).map(|message| self.members(message));
            let members = message.or_else(|| Some(self.values(self.schema.enums.get(around)?)));
            if let Some(members) = members {
                let rest = rest.trim_start_matches('.');
                let known = members.into_iter().find(|item| item.from == rest);
                let rest = known.map_or_else(|| rest.to_owned(), |item| item.to);
                let gap = if rest.is_empty() { "" } else { "." };
                return format!(".{}{gap}{rest}", self.paths.id(around));
            }
            if let Some(package) = self.packages.get(around) {
                return format!(".{package}{rest}");
            }
        }
        path.to_owned()
    }

    fn all(&self) -> Vec<Item> {
        let Schema { messages, enums, .. } = self.schema;
        let messages = messages.iter().map(|(id, message)| (id, self.members(message)));
        let enums = enums.iter().map(|(id, item)| (id, self.values(item)));
        let mut all = Vec::new();
        for (id, members) in messages.chain(enums) {
            let to = self.paths.id(id);
            let below = |item: Item| Item {
                from: format!("{id}.{}", item.from),
                to: format!("{to}.{}", item.to),
                ..item
            };
            all.extend(members.into_iter().map(below));
            all.push(Item { from: id.clone(), to, leaf: false });
        }
        all
    }

    /// The fields and oneofs of a message from there; a member of a oneof is asked for both ways.
    fn members(&self, message: &Message) -> Vec<Item> {
        let names = self.paths.members(&message.id).unwrap_or_default();
        let sums: Vec<Item> = message.sums.iter().map(|sum| sum_of(&names, &sum.name)).collect();
        let mut all = Vec::new();
        for field in &message.fields {
            let sum = field.sum.and_then(|sum| sums.get(sum));
            let case = if sum.is_some() { upper_camel } else { snake };
            let to = read_as(&field.name, names.field(field.number), case);
            all.extend(sum.map(|sum| Item {
                from: format!("{}.{}", sum.from, field.name),
                to: format!("{}.{to}", sum.to),
                leaf: true,
            }));
            all.push(Item { from: field.name.clone(), to, leaf: true });
        }
        all.extend(sums);
        all
    }

    fn values(&self, item: &Enum) -> Vec<Item> {
        let names = value_names_of(item, self.paths, self.strip);
        let named = item.variants.iter().zip(names).map(|(value, name)| Item {
            from: value.text.clone(),
            to: name.unwrap_or_else(|| value.text.clone()),
            leaf: true,
        });
        named.collect()
    }
}

fn sum_of(names: &Members, name: &str) -> Item {
    Item { from: name.to_owned(), to: read_as(name, names.sum(name), snake), leaf: false }
}

/// Where each part of a name ends.
fn ends(name: &str) -> impl Iterator<Item = usize> {
    name.match_indices('.').map(|(at, _)| at).chain([name.len()])
}
