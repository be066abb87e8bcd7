//! The layers and figment's merge of them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use figment::value::{Dict, Value as Tree};
use figment::{Figment, Profile, Provider};

use crate::layer::Layer;
use crate::leaf::dotted;
use crate::loaded::Row;
use crate::merge;
use crate::problem::{Origin, Problem};
use crate::read::Place;
use crate::schema::{Kind, Leaf, Section};
use crate::show;
use crate::snippet::MASK;
use crate::value::{Invalid, Value};

pub(crate) struct Stack {
    layers: Vec<Layer>,
    figment: Figment,
    /// Lists that add up, and maps of which one layer says all.
    added: Vec<Leaf>,
    replaced: Vec<Leaf>,
}

impl Stack {
    pub(crate) fn new(leaves: &[Leaf]) -> Self {
        let (added, replaced) = (merge::added(leaves), merge::replaced(leaves));
        Self { layers: Vec::new(), figment: Figment::new(), added, replaced }
    }

    /// How many layers there are.
    pub(crate) fn len(&self) -> usize {
        self.layers.len()
    }

    /// Adds a layer over those before it. Its index becomes its place among them.
    pub(crate) fn push(&mut self, mut layer: Layer) {
        layer.index = self.layers.len();
        if !self.added.is_empty() {
            merge::add(&mut layer, &self.added, &self.merged(), &self.layers);
        }
        self.figment = std::mem::take(&mut self.figment).merge(layer.clone());
        self.layers.push(layer);
    }

    pub(crate) fn merged(&self) -> Dict {
        let data = self.figment.data();
        let data = data.ok().and_then(|mut data| data.remove(&Profile::Default));
        let mut merged = data.unwrap_or_default();
        for leaf in &self.replaced {
            merge::replace(&mut merged, leaf, &self.layers);
        }
        merged
    }

    /// What is set and should not be any more. The weakest layer is that of the defaults.
    pub(crate) fn warnings(&self, schema: &'static Section) -> Vec<Problem> {
        let mut deprecated = Vec::new();
        deprecated_of(schema, &mut Vec::new(), &mut deprecated);
        let mut warnings = Vec::new();
        for layer in self.layers.iter().skip(1) {
            for (path, instead) in &deprecated {
                if let Some(place) = layer.places.get(path) {
                    let message = format!("is deprecated: {instead}");
                    warnings.push(layer.problem(place, dotted(path), message).warning());
                }
            }
        }
        warnings
    }

    /// Where a merged value was set: the layer by figment's tag, the place by that layer.
    pub(crate) fn place(&self, value: &Tree, path: &[String]) -> Option<(&Layer, &Place)> {
        let metadata = self.figment.get_metadata(value.tag())?;
        let index = metadata.source.as_ref()?.custom()?.parse::<usize>().ok()?;
        let layer = self.layers.get(index)?;
        layer.places.get(path).map(|place| (layer, place))
    }

    /// The strongest layer that set a merged value or anything in it, and where.
    pub(crate) fn strongest(&self, value: &Tree, path: &[String]) -> Option<(&Layer, &Place)> {
        let below = |key: &str| [path, &[key.to_owned()]].concat();
        let inside = value.as_dict().into_iter().flatten();
        let inside = inside.filter_map(|(key, value)| self.strongest(value, &below(key)));
        inside.chain(self.place(value, path)).max_by_key(|(layer, _)| layer.index)
    }

    /// What each layer says at a path, the strongest first.
    pub(crate) fn values(&self, path: &[String]) -> impl Iterator<Item = (&Tree, &Origin)> {
        self.layers.iter().rev().filter_map(|layer| layer.value(path))
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
        let key = dotted(&invalid.path);
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
        let counts = |leaf: &Leaf| root.as_dict().is_some_and(|root| leaf.counts(root));
        for leaf in schema.leaves().into_iter().filter(counts) {
            let path: Vec<String> = leaf.path.iter().map(|&key| key.to_owned()).collect();
            let value = leaf.path.iter().fold(Value(Some(root)), |value, key| value.get(key));
            let mut row = |path: &[String], kind: Kind, value: Value<'_>| {
                let origin = self.origin(root, path, value);
                let shown = value.0.filter(|_| !value.is_empty()).map(|value| {
                    if leaf.field.secret { MASK.to_owned() } else { show::masked(kind, value) }
                });
                rows.push(Row {
                    key: dotted(path),
                    value: shown,
                    origin,
                    docs: leaf.field.docs,
                    reload: leaf.reload,
                    digest: digest(value),
                });
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

fn deprecated_of(
    schema: &'static Section,
    path: &mut Vec<String>,
    into: &mut Vec<(Vec<String>, &'static str)>,
) {
    for field in schema.flat() {
        path.push(field.key.to_owned());
        if let Some(instead) = field.deprecated {
            into.push((path.clone(), instead));
        }
        if let Kind::Section(inner) = field.kind.required() {
            deprecated_of(inner, path, into);
        }
        path.pop();
    }
}

fn digest(value: Value<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.0.map(show::yaml).hash(&mut hasher);
    hasher.finish()
}
