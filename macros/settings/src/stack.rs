//! The layers and figment's merge of them.

use figment::value::{Dict, Value as Tree};
use figment::{Figment, Profile, Provider};

use crate::layer::Layer;
use crate::load::Row;
use crate::problem::Origin;
use crate::schema::Section;
use crate::value::Value;

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
    pub(crate) fn origin(&self, root: &Tree, path: &[String]) -> (usize, Origin) {
        let mut value = Some(root);
        let mut best = (0, Origin::Default);
        for depth in 0..path.len() {
            value = value.and_then(|v| match v {
                Tree::Dict(_, dict) => dict.get(&path[depth]),
                Tree::Array(_, items) => {
                    path[depth].parse::<usize>().ok().and_then(|i| items.get(i))
                }
                _ => None,
            });
            let place = value.and_then(|v| self.place(v, &path[..=depth]));
            best = place.unwrap_or(best);
        }
        best
    }

    pub(crate) fn place(&self, value: &Tree, path: &[String]) -> Option<(usize, Origin)> {
        let metadata = self.figment.get_metadata(value.tag())?;
        let index = metadata.source.as_ref()?.custom()?.parse().ok()?;
        let layer = self.layers.iter().find(|layer| layer.index == index)?;
        layer.places.get(path).map(|origin| (index, origin.clone()))
    }

    /// One row for each setting, one for each entry of a map.
    pub(crate) fn rows(&self, schema: &'static Section, root: &Tree) -> Vec<Row> {
        let mut rows = Vec::new();
        for leaf in schema.leaves() {
            let path: Vec<String> = leaf.path.iter().map(|&key| key.to_owned()).collect();
            let value = leaf.path.iter().fold(Value(Some(root)), |value, key| value.get(key));
            let mut row = |path: &[String], value: Value<'_>| {
                let origin = self.origin_of_leaf(root, path, value);
                rows.push(Row::new(path.join("."), value, origin, &leaf));
            };
            match value.0 {
                Some(Tree::Dict(_, dict)) if !dict.is_empty() => {
                    for (key, entry) in dict {
                        let path: Vec<String> = path.iter().chain([key]).cloned().collect();
                        row(&path, Value(Some(entry)));
                    }
                }
                _ => row(&path, value),
            }
        }
        rows
    }

    fn origin_of_leaf(&self, root: &Tree, path: &[String], value: Value<'_>) -> Origin {
        match value.0 {
            Some(value) => self.place(value, path).map_or(Origin::Default, |(_, origin)| origin),
            // A section that was cleared with `null` takes its settings with it.
            None => self.origin(root, path).1,
        }
    }
}
