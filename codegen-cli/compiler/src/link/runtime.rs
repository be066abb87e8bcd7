//! Options as programs see them at run time: without those that are for compilers only, and in
//! the order of their numbers.

use std::collections::HashMap;

use super::pool::Pool;
use crate::ast::{File, Id, Label};
use crate::option::{Entry, Node, Tree};

/// `RETENTION_SOURCE`
const SOURCE: u64 = 2;

/// The options of a file at run time.
pub(crate) struct Runtime {
    /// The options by their index; empty ones are left out of the descriptor.
    pub(crate) trees: Vec<Tree>,
    /// The paths in `SourceCodeInfo` that are gone.
    pub(crate) stripped: Vec<Vec<i32>>,
}

pub(crate) fn runtime(pool: &Pool, file: &File) -> Runtime {
    let mut stripped = Vec::new();
    let strip = |options: &crate::option::Options| {
        let mut path = options.path.clone().unwrap_or_default();
        let tree = normal(pool, &options.tree);
        let kept = strip(pool, tree, &mut path, &mut stripped);
        if kept.0.is_empty() && !options.tree.0.is_empty() {
            stripped.push(path);
        }
        kept
    };
    let trees = file.options.iter().map(strip).collect();
    Runtime { trees, stripped }
}

/// Merges the parts of each message, and puts fields in the order of their numbers.
fn normal(pool: &Pool, tree: &Tree) -> Tree {
    let mut merged = Tree::default();
    // Where the messages are that may come in parts.
    let mut places: HashMap<Id, usize> = HashMap::new();
    for entry in &tree.0 {
        let singular = pool.field(entry.field).label != Label::Repeated;
        let place = singular.then(|| *places.entry(entry.field).or_insert(merged.0.len()));
        let same = place.and_then(|place| merged.0.get_mut(place));
        match (same.map(|entry| &mut entry.node), &entry.node) {
            (Some(Node::Message(own)), Node::Message(more))
            | (Some(Node::SetItem(own)), Node::SetItem(more))
            | (Some(Node::Group(own)), Node::Group(more)) => own.0.extend(more.0.iter().cloned()),
            _ => merged.0.push(entry.clone()),
        }
    }
    for entry in &mut merged.0 {
        if let Some(inner) = entry.node.tree_mut() {
            *inner = normal(pool, inner);
        }
    }
    merged.0.retain(|entry| pool.field(entry.field).has_presence() || !is_default(pool, entry));
    merged.0.sort_by_key(|entry| entry.number);
    packed(pool, merged)
}

/// Whether a value need not be written, as its field has no presence.
fn is_default(pool: &Pool, entry: &Entry) -> bool {
    let singular = pool.field(entry.field).label != Label::Repeated;
    singular
        && match &entry.node {
            Node::Varint(value) | Node::Fixed64(value) => *value == 0,
            Node::Fixed32(value) => *value == 0,
            Node::Bytes(bytes) => bytes.is_empty(),
            _ => false,
        }
}

/// Puts the values of packed fields together. The fields are in order.
pub(super) fn packed(pool: &Pool, tree: Tree) -> Tree {
    let mut all: Vec<Entry> = Vec::with_capacity(tree.0.len());
    for entry in tree.0 {
        if !pool.field(entry.field).is_packed() {
            all.push(entry);
            continue;
        }
        let values = match entry.node {
            Node::Packed(values) => values,
            single => vec![single],
        };
        match all.last_mut() {
            Some(Entry { field, node: Node::Packed(before), .. }) if *field == entry.field => {
                before.extend(values);
            }
            _ => all.push(Entry { node: Node::Packed(values), ..entry }),
        }
    }
    Tree(all)
}

fn is_source_only(pool: &Pool, field: Id) -> bool {
    let own = pool.field(field);
    let options = own.options.map(|id| &pool.files[field.file].options[id].tree);
    // Number 17 is `retention`.
    options.and_then(|tree| tree.number(17)) == Some(SOURCE)
}

fn strip(pool: &Pool, tree: Tree, path: &mut Vec<i32>, stripped: &mut Vec<Vec<i32>>) -> Tree {
    let mut kept = Tree::default();
    let mut index = 0;
    let mut last = None;
    for mut entry in tree.0 {
        let repeated = pool.field(entry.field).label == Label::Repeated;
        index = if last == Some(entry.field) { index + 1 } else { 0 };
        last = Some(entry.field);
        path.push(entry.number);
        if is_source_only(pool, entry.field) {
            stripped.push(path.clone());
        } else {
            if let Some(inner) = entry.node.tree_mut() {
                let length = path.len();
                path.extend(repeated.then_some(index));
                *inner = strip(pool, std::mem::take(inner), path, stripped);
                path.truncate(length);
            }
            kept.0.push(entry);
        }
        path.pop();
    }
    kept
}
