//! Layers: each source, read through the schema, as a provider for figment.

use std::sync::Arc;

use figment::value::{Dict, Map, Value as Tree};
use figment::{Metadata, Profile, Provider};

use crate::leaf::Leaf;
use crate::problem::{Origin, Problem};
use crate::read::{Place, Places, Reader, Source};
use crate::schema::{Field, Kind, SetBy};
use crate::snippet::{self, Lines};
use crate::yaml::{Broken, Node, Pos};

/// The values of one source and where each stands.
#[derive(Clone)]
pub(crate) struct Layer {
    /// Its strength; the tag of a merged value leads back to it.
    pub(crate) index: usize,
    pub(crate) name: String,
    pub(crate) data: Dict,
    pub(crate) places: Arc<Places>,
    pub(crate) text: Arc<Text>,
}

/// The lines of a file and what of them must not be shown.
#[derive(Default)]
pub(crate) struct Text {
    pub(crate) lines: Lines,
    pub(crate) masked: Vec<Pos>,
}

impl Layer {
    /// What it says at a path, and where.
    pub(crate) fn value(&self, path: &[String]) -> Option<(&Tree, &Origin)> {
        let value = lookup(Some(&self.data), path)?;
        Some((value, &self.places.get(path)?.origin))
    }

    /// A mistake in a value that was read before.
    pub(crate) fn problem(&self, place: &Place, key: String, message: String) -> Problem {
        let mut problem = Problem::new(self.index, key, message).at(place.origin.clone());
        problem.snippet = snippet::cut(&self.text.lines, place.pos, &self.text.masked);
        problem
    }
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        let places = Arc::clone(&self.places);
        Metadata::from(self.name.clone(), self.index.to_string()).interpolater(
            move |_: &Profile, keys: &[&str]| {
                let key: Vec<String> = keys.iter().map(|&k| k.to_owned()).collect();
                match places.get(&key) {
                    Some(place) => format!("{} ({})", key.join("."), place.origin),
                    None => key.join("."),
                }
            },
        )
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        Ok(Map::from([(Profile::Default, self.data.clone())]))
    }
}

/// A layer while it is put together, value by value.
pub(crate) struct Draft<'p> {
    index: usize,
    pub(crate) data: Dict,
    places: Places,
    problems: &'p mut Vec<Problem>,
}

impl<'p> Draft<'p> {
    pub(crate) fn new(index: usize, problems: &'p mut Vec<Problem>) -> Self {
        Self { index, data: Dict::new(), places: Places::new(), problems }
    }

    /// Puts a value that was read at its path.
    pub(crate) fn insert(&mut self, path: &[String], value: Tree, origin: &Origin) {
        let place = Place { origin: origin.clone(), pos: Pos::default() };
        self.places.insert(path.to_vec(), place);
        insert(&mut self.data, path, value);
    }

    /// Reports a mistake in the source itself.
    pub(crate) fn refuse(
        &mut self,
        key: String,
        origin: &Origin,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let mut problem = Problem::new(self.index, key, message).at(origin.clone());
        problem.help = help;
        self.problems.push(problem);
    }

    pub(crate) fn finish(self, name: impl Into<String>) -> Layer {
        let places = Arc::new(self.places);
        Layer {
            index: self.index,
            name: name.into(),
            data: self.data,
            places,
            text: Arc::default(),
        }
    }

    /// Reads a node that came from outside of a file and puts it at its path.
    pub(crate) fn put(
        &mut self,
        path: &[String],
        kind: Kind,
        secret: bool,
        node: &Node,
        origin: &Origin,
    ) {
        if let Some(value) = self.read(path, kind, secret, node, origin) {
            insert(&mut self.data, path, value);
        }
    }

    /// Chooses the variants that a setting is of, where its being set chooses them.
    pub(crate) fn choose(&mut self, leaf: &Leaf, origin: &Origin) {
        for condition in leaf.conditions.iter().filter(|condition| condition.is_external()) {
            let tag = owned(&condition.tag);
            if let (None, [name, ..]) = (lookup(Some(&self.data), &tag), condition.variants) {
                self.insert(&tag, (*name).into(), origin);
            }
        }
    }

    /// Reads such a node.
    pub(crate) fn read(
        &mut self,
        path: &[String],
        kind: Kind,
        secret: bool,
        node: &Node,
        origin: &Origin,
    ) -> Option<Tree> {
        let mut reader =
            Reader::new(self.index, Source::Text(origin.clone()), SetBy::Env, path.to_vec());
        let value = reader.read(kind, node, secret);
        let notes = reader.finish();
        self.places.extend(notes.places);
        self.problems.extend(notes.problems);
        value
    }
}

/// Sets a value below sections, which are made where they are missing.
pub(crate) fn insert(data: &mut Dict, path: &[String], value: Tree) {
    let [key, rest @ ..] = path else { return };
    if rest.is_empty() {
        data.insert(key.clone(), value);
    } else if let Tree::Dict(_, inner) =
        data.entry(key.clone()).or_insert_with(|| Tree::from(Dict::new()))
    {
        insert(inner, rest, value);
    }
}

/// The value at a path below a section.
pub(crate) fn lookup<'a>(data: Option<&'a Dict>, path: &[String]) -> Option<&'a Tree> {
    let (key, rest) = path.split_first()?;
    let value = data?.get(key)?;
    if rest.is_empty() { Some(value) } else { lookup(value.as_dict(), rest) }
}

pub(crate) fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|&key| key.to_owned()).collect()
}

/// The defaults of the settings whose sections cannot be left out.
pub(crate) fn defaults(leaves: &[Leaf], problems: &mut Vec<Problem>) -> Layer {
    let mut draft = Draft::new(0, problems);
    for leaf in leaves.iter().filter(|leaf| !leaf.optional) {
        if let Some(text) = leaf.field.default {
            let Field { kind, secret, .. } = *leaf.field;
            draft.put(&owned(&leaf.path), kind, secret, &Node::text(text), &Origin::Default);
        }
    }
    draft.finish("defaults")
}

/// A default inside of an optional section, list or map, once that is there.
pub(crate) fn default(
    field: &Field,
    path: &[String],
    text: &str,
    problems: &mut Vec<Problem>,
) -> Option<Tree> {
    let node = Node::text(text);
    Draft::new(0, problems).read(path, field.kind, field.secret, &node, &Origin::Default)
}

/// What stops the reading of a file, with its line unless that may hold a secret.
pub(crate) fn broken(name: &str, text: &str, broken: Broken, secrets: bool) -> Option<Problem> {
    let lines = Lines::of(text);
    let mut reader = Reader::new(0, Source::File { name, lines: &lines }, SetBy::Env, Vec::new());
    reader.broken(broken, secrets);
    reader.finish().problems.pop()
}
