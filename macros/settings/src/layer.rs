//! Layers: each source, read through the schema, as a provider for figment.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::Arc;

use figment::value::{Dict, Map, Value as Tree};
use figment::{Metadata, Profile, Provider};

use crate::near::nearest;
use crate::problem::{Origin, Problem};
use crate::read::{Place, Places, Reader, Source};
use crate::schema::{Field, Kind, Leaf, Section};
use crate::snippet;
use crate::yaml::{self, Node, Pos};

/// The values of one source and where each stands.
#[derive(Clone)]
pub(crate) struct Layer {
    /// Its strength; the tag of a merged value leads back to it.
    pub(crate) index: usize,
    name: String,
    data: Dict,
    pub(crate) places: Arc<Places>,
    text: Arc<Text>,
}

/// The lines of a file and what of them must not be shown.
#[derive(Default)]
struct Text {
    lines: Vec<String>,
    masked: Vec<Pos>,
}

impl Layer {
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
    data: Dict,
    places: Places,
    problems: &'p mut Vec<Problem>,
}

impl<'p> Draft<'p> {
    pub(crate) fn new(index: usize, problems: &'p mut Vec<Problem>) -> Self {
        Self { index, data: Dict::new(), places: Places::new(), problems }
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
    fn put(&mut self, path: &[String], kind: Kind, secret: bool, node: &Node, origin: &Origin) {
        if let Some(value) = self.read(path, kind, secret, node, origin) {
            insert(&mut self.data, path, value);
        }
    }

    fn read(
        &mut self,
        path: &[String],
        kind: Kind,
        secret: bool,
        node: &Node,
        origin: &Origin,
    ) -> Option<Tree> {
        let mut reader = Reader::new(self.index, Source::Text(origin.clone()), path.to_vec());
        let value = reader.read(kind, node, secret);
        let notes = reader.finish();
        self.places.extend(notes.places);
        self.problems.extend(notes.problems);
        value
    }
}

/// Sets a value below sections, which are made where they are missing.
fn insert(data: &mut Dict, path: &[String], value: Tree) {
    let [key, rest @ ..] = path else { return };
    if rest.is_empty() {
        data.insert(key.clone(), value);
    } else if let Tree::Dict(_, inner) =
        data.entry(key.clone()).or_insert_with(|| Tree::from(Dict::new()))
    {
        insert(inner, rest, value);
    }
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|&key| key.to_owned()).collect()
}

/// The defaults of a section and of those in it that cannot be left out.
pub(crate) fn defaults(section: &'static Section, problems: &mut Vec<Problem>) -> Layer {
    let mut draft = Draft::new(0, problems);
    for leaf in section.leaves().iter().filter(|leaf| !leaf.optional) {
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

/// The text of a file.
pub(crate) fn file(
    index: usize,
    name: &str,
    text: &str,
    section: &'static Section,
    problems: &mut Vec<Problem>,
) -> Layer {
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
    let source = Source::File { name, lines: &lines };
    let mut reader = Reader::new(index, source, Vec::new());
    let data = match yaml::parse(text) {
        Ok(None) => None,
        Ok(Some(node)) => reader.read(Kind::Section(section), &node, false),
        Err(broken) => {
            reader.broken(broken, section.leaves().iter().any(|leaf| leaf.field.secret));
            None
        }
    };
    let notes = reader.finish();
    problems.extend(notes.problems);
    let lines = lines.iter().map(|&line| line.to_owned()).collect();
    Layer {
        index,
        name: name.to_owned(),
        data: data.and_then(Tree::into_dict).unwrap_or_default(),
        places: Arc::new(notes.places),
        text: Arc::new(Text { lines, masked: notes.masked }),
    }
}

/// The variables of one prefix. `below` holds what the weaker layers say, for one item of a list.
pub(crate) fn env(
    mut draft: Draft<'_>,
    prefix: &str,
    variables: &BTreeMap<OsString, OsString>,
    leaves: &[Leaf],
    below: &Dict,
) -> Layer {
    let known: Vec<(String, &Leaf)> = leaves.iter().map(|l| (l.env(prefix), l)).collect();
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|name| is_ours(name, prefix)) else { continue };
        let origin = Origin::Env { name: name.to_owned() };
        let element = || {
            known.iter().find_map(|(n, leaf)| {
                let rest = name.strip_prefix(n.as_str())?.strip_prefix('_')?;
                (!rest.is_empty()).then_some((*leaf, rest))
            })
        };
        let whole = known.iter().find(|(n, _)| n == name).map(|(_, leaf)| *leaf);
        let target = whole.map(|leaf| (leaf, "")).or_else(element);
        match (target, value.to_str()) {
            (Some((leaf, _)), None) => {
                let problem = Problem::new(draft.index, leaf.key(), "the value is not UTF-8");
                draft.problems.push(problem.at(origin));
            }
            (Some((leaf, "")), Some(text)) => {
                let Field { kind, secret, .. } = *leaf.field;
                draft.put(&owned(&leaf.path), kind, secret, &Node::text(text), &origin);
            }
            (Some((leaf, rest)), Some(text)) => {
                if !element_of(&mut draft, leaf, rest, text, &origin, below) {
                    stray(&mut draft, name, &known, origin);
                }
            }
            (None, _) if !prefix.is_empty() => stray(&mut draft, name, &known, origin),
            (None, _) => {}
        }
    }
    draft.finish("environment variables")
}

fn is_ours(name: &str, prefix: &str) -> bool {
    prefix.is_empty() || name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('_'))
}

/// `APP_LABELS_team` sets one entry of a map, `APP_PORTS_1` one item of a list.
fn element_of(
    draft: &mut Draft<'_>,
    leaf: &Leaf,
    rest: &str,
    text: &str,
    origin: &Origin,
    below: &Dict,
) -> bool {
    let mut path = owned(&leaf.path);
    let secret = leaf.field.secret;
    match leaf.field.kind.required() {
        Kind::Map(inner) => {
            // Most systems want variables in capitals, so those say nothing of the key's case.
            let capitals = !rest.contains(char::is_lowercase);
            path.push(if capitals { rest.to_lowercase() } else { rest.to_owned() });
            draft.put(&path, *inner, secret, &Node::text(text), origin);
            true
        }
        Kind::List(inner) => {
            let Ok(index) = rest.parse::<usize>() else { return false };
            let list = lookup(&draft.data, &path).or_else(|| lookup(below, &path));
            let mut list = list.and_then(Tree::as_array).unwrap_or_default().to_vec();
            if index > list.len() {
                let message = format!("there are {} items before this one", list.len());
                let help = "set the items in order, counted from 0".to_owned();
                let problem = Problem::new(draft.index, leaf.key(), message);
                draft.problems.push(problem.at(origin.clone()).help(help));
                return true;
            }
            let mut item = path.clone();
            item.push(rest.to_owned());
            if let Some(value) = draft.read(&item, *inner, secret, &Node::text(text), origin) {
                list.splice(index..(index + 1).min(list.len()), [value]);
                let place = Place { origin: origin.clone(), pos: Pos::default() };
                draft.places.insert(path.clone(), place);
                insert(&mut draft.data, &path, list.into());
            }
            true
        }
        _ => false,
    }
}

fn lookup<'a>(data: &'a Dict, path: &[String]) -> Option<&'a Tree> {
    let (key, rest) = path.split_first()?;
    let value = data.get(key)?;
    if rest.is_empty() { Some(value) } else { lookup(value.as_dict()?, rest) }
}

/// A variable of ours that sets nothing is a mistake only where it looks like a mistyped one:
/// other programs may share the prefix.
fn stray(draft: &mut Draft<'_>, name: &str, known: &[(String, &Leaf)], origin: Origin) {
    if let Some(near) = nearest(name, known.iter().map(|(n, _)| n.as_str())) {
        let problem = Problem::new(draft.index, "", "there is no such setting");
        draft.problems.push(problem.at(origin).help(format!("did you mean `{near}`?")));
    }
}

/// The flags that were typed, by key. A flag of a list gives one item each time, one of a map one
/// `key=value`; either takes JSON for the whole.
pub(crate) fn flags(
    mut draft: Draft<'_>,
    typed: &BTreeMap<String, Vec<OsString>>,
    leaves: &[Leaf],
) -> Layer {
    for leaf in leaves {
        let (Some(values), Some(flag)) = (typed.get(&leaf.key()), leaf.flag()) else { continue };
        let origin = Origin::Flag { name: format!("--{flag}") };
        let texts: Option<Vec<&str>> = values.iter().map(|v| v.to_str()).collect();
        let Some(texts) = texts else {
            let problem = Problem::new(draft.index, leaf.key(), "the value is not UTF-8");
            draft.problems.push(problem.at(origin));
            continue;
        };
        let Field { kind, secret, .. } = *leaf.field;
        let path = owned(&leaf.path);
        match (kind.required(), &*texts) {
            (Kind::List(_), [one]) if one.starts_with('[') => {
                draft.put(&path, kind, secret, &Node::text(one), &origin);
            }
            (Kind::List(_), many) => {
                draft.put(&path, kind, secret, &Node::texts(many.iter().copied()), &origin);
            }
            (Kind::Map(inner), many) if many.iter().all(|t| !t.starts_with('{')) => {
                entries(&mut draft, &path, *inner, secret, many, &origin);
            }
            (_, many) => {
                for text in many {
                    draft.put(&path, kind, secret, &Node::text(text), &origin);
                }
            }
        }
    }
    draft.finish("flags")
}

fn entries(
    draft: &mut Draft<'_>,
    path: &[String],
    kind: Kind,
    secret: bool,
    texts: &[&str],
    origin: &Origin,
) {
    for text in texts {
        let Some((key, value)) = text.split_once('=') else {
            let problem = Problem::new(draft.index, path.join("."), "expected key=value");
            draft.problems.push(problem.at(origin.clone()));
            continue;
        };
        let path: Vec<String> = path.iter().cloned().chain([key.to_owned()]).collect();
        draft.put(&path, kind, secret, &Node::text(value), origin);
    }
}
