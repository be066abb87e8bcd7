//! What is merged in a way of its own: lists that a stronger layer adds to, maps that it replaces.

use std::sync::Arc;

use figment::value::{Dict, Value as Tree};

use crate::layer::{Layer, insert, lookup, owned};
use crate::read::Places;
use crate::schema::{Kind, Leaf, Merge};

/// The lists of a schema that add up.
pub(crate) fn added(leaves: &[Leaf]) -> Vec<Leaf> {
    let adds = |leaf: &Leaf| matches!(leaf.field.merge, Some(Merge::Append | Merge::ByKey));
    leaves.iter().filter(|leaf| adds(leaf)).cloned().collect()
}

/// The maps of a schema of which one layer says all.
pub(crate) fn replaced(leaves: &[Leaf]) -> Vec<Leaf> {
    let replaces = |leaf: &Leaf| {
        leaf.field.merge == Some(Merge::Replace)
            && matches!(leaf.field.kind.required(), Kind::Map(_))
    };
    leaves.iter().filter(|leaf| replaces(leaf)).cloned().collect()
}

/// Takes away what weaker layers say of a map that the strongest one replaces.
pub(crate) fn replace(merged: &mut Dict, leaf: &Leaf, layers: &[Layer]) {
    let path = owned(&leaf.path);
    let said = layers.iter().rev().find_map(|layer| lookup(Some(&layer.data), &path));
    let Some((last, around)) = path.split_last() else { return };
    let section = around.iter().try_fold(merged, |dict, key| match dict.get_mut(key) {
        Some(Tree::Dict(_, inner)) => Some(inner),
        _ => None,
    });
    if let (Some(value), Some(said)) = (section.and_then(|dict| dict.get_mut(last)), said) {
        keep(value, said);
    }
}

/// Keeps the keys of one layer alone.
fn keep(value: &mut Tree, said: &Tree) {
    if let (Tree::Dict(_, entries), Tree::Dict(_, said)) = (value, said) {
        entries.retain(|key, _| said.contains_key(key));
        for (key, entry) in entries {
            if let Some(said) = said.get(key) {
                keep(entry, said);
            }
        }
    }
}

/// Puts the items of the weaker layers before those of this one.
pub(crate) fn add(layer: &mut Layer, leaves: &[Leaf], below: &Dict, weaker: &[Layer]) {
    for leaf in leaves {
        let path = owned(&leaf.path);
        let list = |data| lookup(Some(data), &path).and_then(Tree::as_array).map(<[Tree]>::to_vec);
        let (Some(own), Some(before)) = (list(&layer.data), list(below)) else { continue };
        let identity = match (leaf.field.merge, leaf.field.kind.required()) {
            (Some(Merge::ByKey), Kind::List(Kind::Section(items))) => {
                items.fields.iter().find(|field| field.identity).map(|field| field.key)
            }
            _ => None,
        };
        let mut places = (*layer.places).clone();
        let moved = take(&mut places, &path);
        for earlier in weaker {
            places.extend(below_path(&earlier.places, &path));
        }
        let mut items = before;
        for (i, item) in own.into_iter().enumerate() {
            let at = position(&items, &item, identity).unwrap_or(items.len());
            if at == items.len() {
                items.push(item);
            } else {
                items[at] = over(items[at].clone(), item);
            }
            places.extend(moved.iter().filter_map(|(keys, place)| {
                let rest = keys.strip_prefix(&*path)?;
                let (first, rest) = rest.split_first()?;
                (*first == i.to_string()).then(|| {
                    let keys = [&*path, &[at.to_string()], rest].concat();
                    (keys, place.clone())
                })
            }));
        }
        insert(&mut layer.data, &path, items.into());
        layer.places = Arc::new(places);
    }
}

/// The places of the items of a list.
fn below_path(places: &Places, path: &[String]) -> Places {
    let below = places.iter().filter(|(keys, _)| keys.len() > path.len() && keys.starts_with(path));
    below.map(|(keys, place)| (keys.clone(), place.clone())).collect()
}

fn take(places: &mut Places, path: &[String]) -> Places {
    let taken = below_path(places, path);
    places.retain(|keys, _| !taken.contains_key(keys));
    taken
}

/// The earlier item with the same key.
fn position(items: &[Tree], item: &Tree, identity: Option<&str>) -> Option<usize> {
    let key = |item: &Tree| item.as_dict().and_then(|item| item.get(identity?)).cloned();
    let wanted = key(item)?;
    items.iter().position(|item| key(item).is_some_and(|key| key == wanted))
}

/// A section over a weaker one.
fn over(weak: Tree, strong: Tree) -> Tree {
    match (weak, strong) {
        (Tree::Dict(_, weak), Tree::Dict(tag, strong)) => {
            let mut merged = weak;
            for (key, value) in strong {
                let value = match merged.remove(&key) {
                    Some(below) => over(below, value),
                    None => value,
                };
                merged.insert(key, value);
            }
            Tree::Dict(tag, merged)
        }
        (_, strong) => strong,
    }
}
