//! The layers and figment's merge of them.

use figment::value::{Dict, Value as Tree};
use figment::{Figment, Profile, Provider};

use crate::layer::Layer;
use crate::load::Row;
use crate::problem::{Origin, Problem};
use crate::read::Place;
use crate::schema::{Kind, Section};
use crate::show;
use crate::snippet::MASK;
use crate::value::{Invalid, Value};

#[derive(Default)]
pub(crate) struct Stack {
    layers: Vec<Layer>,
    figment: Figment,
}

impl Stack {
    /// How many layers there are.
    pub(crate) fn len(&self) -> usize {
        self.layers.len()
    }

    pub(crate) fn push(&mut self, layer: Layer) {
        self.figment = std::mem::take(&mut self.figment).merge(layer.clone());
        self.layers.push(layer);
    }

    pub(crate) fn merged(&self) -> Dict {
        let data = self.figment.data();
        data.ok().and_then(|mut data| data.remove(&Profile::Default)).unwrap_or_default()
    }

    /// Where a merged value was set: the layer by figment's tag, the place by that layer.
    pub(crate) fn place(&self, value: &Tree, path: &[String]) -> Option<(&Layer, &Place)> {
        let metadata = self.figment.get_metadata(value.tag())?;
        let index = metadata.source.as_ref()?.custom()?.parse::<usize>().ok()?;
        let layer = self.layers.iter().find(|layer| layer.index == index)?;
        layer.places.get(path).map(|place| (layer, place))
    }

    /// The place of the value at that path, or of the nearest section around it that has one.
    pub(crate) fn nearest(&self, root: &Tree, path: &[String]) -> Option<(&Layer, &Place)> {
        let mut value = root;
        let mut best = None;
        for (depth, key) in path.iter().enumerate() {
            let next = match value {
                Tree::Dict(_, dict) => dict.get(key),
                Tree::Array(_, items) => key.parse::<usize>().ok().and_then(|i| items.get(i)),
                _ => None,
            };
            let Some(next) = next else { break };
            best = self.place(next, &path[..=depth]).or(best);
            value = next;
        }
        best
    }

    /// A rule of a type that a value breaks.
    pub(crate) fn problem(&self, root: &Tree, invalid: Invalid) -> Problem {
        let key = invalid.path.join(".");
        match self.nearest(root, &invalid.path) {
            Some((layer, place)) => layer.problem(place, key, invalid.message),
            None => Problem::new(0, key, invalid.message).at(Origin::Default),
        }
    }

    /// The place of the `null` that took a section away, and with it the value at that path.
    fn cleared(&self, root: &Tree, path: &[String]) -> Option<(&Layer, &Place)> {
        let mut value = root;
        for (depth, key) in path.iter().enumerate() {
            value = value.as_dict()?.get(key)?;
            if let Tree::Empty(..) = value {
                return self.place(value, &path[..=depth]);
            }
        }
        None
    }

    /// One row for each setting, one for each entry of a map.
    pub(crate) fn rows(&self, schema: &'static Section, root: &Tree) -> Vec<Row> {
        let mut rows = Vec::new();
        for leaf in schema.leaves() {
            let path: Vec<String> = leaf.path.iter().map(|&key| key.to_owned()).collect();
            let value = leaf.path.iter().fold(Value(Some(root)), |value, key| value.get(key));
            let mut row = |path: &[String], kind: Kind, value: Value<'_>| {
                let origin = self.origin(root, path, value);
                let shown = value.0.filter(|_| !value.is_empty()).map(|value| {
                    if leaf.field.secret { MASK.to_owned() } else { show::masked(kind, value) }
                });
                rows.push(Row { key: path.join("."), value: shown, origin, docs: leaf.field.docs });
            };
            match (leaf.field.kind.required(), value.0) {
                (Kind::Map(inner), Some(Tree::Dict(_, dict))) if !dict.is_empty() => {
                    for (key, entry) in dict {
                        let path: Vec<String> = path.iter().chain([key]).cloned().collect();
                        row(&path, *inner, Value(Some(entry)));
                    }
                }
                (kind, _) => row(&path, kind, value),
            }
        }
        rows
    }

    fn origin(&self, root: &Tree, path: &[String], value: Value<'_>) -> Origin {
        let place = match value.0 {
            Some(value) => self.place(value, path),
            None => self.cleared(root, path),
        };
        place.map_or(Origin::Default, |(_, place)| place.origin.clone())
    }
}
