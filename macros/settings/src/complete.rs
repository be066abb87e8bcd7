//! What no layer says: defaults inside of sections that are there, and settings that must be set.

use std::collections::BTreeSet;

use figment::value::{Dict, Value as Tree};

use crate::layer::{self, Layer};
use crate::leaf::dotted;
use crate::problem::{Origin, Problem};
use crate::read::Place;
use crate::schema::{Field, Kind, Section};
use crate::stack::Stack;

pub(crate) struct Completion<'a> {
    stack: &'a Stack,
    section: &'static Section,
    prefix: &'a str,
    /// Keys whose values were refused: they are set, only wrongly.
    refused: BTreeSet<String>,
    problems: &'a mut Vec<Problem>,
    /// Whether no other layer can set what is missing.
    whole: bool,
}

impl<'a> Completion<'a> {
    pub(crate) fn new(
        stack: &'a Stack,
        section: &'static Section,
        prefix: &'a str,
        problems: &'a mut Vec<Problem>,
    ) -> Self {
        // A file that is broken as a whole, which has no key, may have set anything.
        let set = |p: &&Problem| !p.key.is_empty() || matches!(p.origin, Some(Origin::File { .. }));
        let refused = problems.iter().filter(set).map(|p| p.key.clone()).collect();
        Self { stack, section, prefix, refused, problems, whole: true }
    }

    /// Asks for nothing: other layers may have it.
    pub(crate) fn of_a_part(mut self) -> Self {
        self.whole = false;
        self
    }

    /// Fills in the merged values.
    pub(crate) fn run(mut self, merged: &mut Dict) {
        self.fill(self.section, merged, &mut Vec::new(), None);
    }

    /// `place` is where the section was set, if it is one that might be left out.
    fn fill(
        &mut self,
        section: &'static Section,
        dict: &mut Dict,
        path: &mut Vec<String>,
        place: Option<(&'a Layer, &'a Place)>,
    ) {
        for field in section.fields {
            // The tag of an enum is its first field.
            let chosen = section.tag.and_then(|tag| dict.get(tag)).and_then(Tree::as_str);
            if !field.is_of(chosen) {
                self.put_aside(section, field, dict, path);
                continue;
            }
            let tag = section.tag.filter(|_| !field.variants.is_empty());
            let place = match tag.and_then(|tag| Some((tag, dict.get(tag)?))) {
                Some((tag, value)) => {
                    path.push(tag.to_owned());
                    let chosen = self.stack.place(value, path);
                    path.pop();
                    chosen.or(place)
                }
                None => place,
            };
            if let (true, Kind::Section(inner)) = (field.flatten, field.kind) {
                self.fill(inner, dict, path, place);
                continue;
            }
            path.push(field.key.to_owned());
            match (field.kind, dict.get_mut(field.key)) {
                (Kind::Section(inner), Some(Tree::Dict(_, dict))) => {
                    self.fill(inner, dict, path, place);
                }
                (kind, Some(value)) => self.descend(kind, value, path),
                (Kind::Section(inner), None) => {
                    let mut empty = Dict::new();
                    self.fill(inner, &mut empty, path, place);
                    dict.insert(field.key.to_owned(), empty.into());
                }
                (_, None) => {
                    if let Some(value) = self.absent(field, path, place) {
                        dict.insert(field.key.to_owned(), value);
                    }
                }
            }
            path.pop();
        }
    }

    /// Takes away what is of another variant than the one that is chosen. It is a mistake unless the
    /// choice was made in a stronger layer.
    fn put_aside(
        &mut self,
        section: &'static Section,
        field: &'static Field,
        dict: &mut Dict,
        path: &[String],
    ) {
        let keys: Vec<&str> = match field.kind {
            Kind::Section(inner) if field.flatten => inner.flat().map(|field| field.key).collect(),
            _ => vec![field.key],
        };
        let below = |key: &str| [path, &[key.to_owned()]].concat();
        for key in keys {
            let Some(value) = dict.remove(key) else { continue };
            let Some((tag, chosen)) = section.tag.and_then(|tag| Some((tag, dict.get(tag)?)))
            else {
                continue;
            };
            let (by, at) = match self.stack.place(chosen, &below(tag)) {
                Some((layer, place)) => (layer.index, place.origin.clone()),
                None => (0, Origin::Default),
            };
            let Some((layer, place)) = self.stack.strongest(&value, &below(key)) else { continue };
            if layer.index >= by.max(1) {
                let wanted = field.variants.join("` or `");
                let message = format!(
                    "is a setting of `{wanted}`, but `{}` is chosen ({at})",
                    chosen.as_str().unwrap_or_default()
                );
                let help = format!("remove it, or set `{}` to `{wanted}`", dotted(&below(tag)));
                self.problems.push(layer.problem(place, dotted(&below(key)), message).help(help));
            }
        }
    }

    fn descend(&mut self, kind: Kind, value: &mut Tree, path: &mut Vec<String>) {
        match (kind, value) {
            (Kind::Option(inner), value) => self.descend(*inner, value, path),
            (Kind::Section(section), value) => {
                let place = self.stack.place(value, path);
                if let Tree::Dict(_, dict) = value {
                    self.fill(section, dict, path, place);
                }
            }
            (Kind::List(inner), Tree::Array(_, items)) => {
                for (i, item) in items.iter_mut().enumerate() {
                    path.push(i.to_string());
                    self.descend(*inner, item, path);
                    path.pop();
                }
            }
            (Kind::Map(inner), Tree::Dict(_, entries)) => {
                for (key, entry) in entries {
                    path.push(key.clone());
                    self.descend(*inner, entry, path);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    fn absent(
        &mut self,
        field: &Field,
        path: &[String],
        place: Option<(&'a Layer, &'a Place)>,
    ) -> Option<Tree> {
        match (field.kind, field.default) {
            (_, Some(text)) => layer::default(field, path, text, self.problems),
            (Kind::Option(_) | Kind::List(_) | Kind::Map(_), None) => None,
            _ => {
                self.missing(path, place);
                None
            }
        }
    }

    fn missing(&mut self, path: &[String], place: Option<(&'a Layer, &'a Place)>) {
        let refused = (0..=path.len()).any(|n| self.refused.contains(&dotted(&path[..n])));
        if refused || !self.whole {
            return;
        }
        let leaf = self.section.leaves().into_iter().find(|leaf| leaf.path == path);
        let help = leaf.map(|leaf| {
            let mut ways = vec![format!("`{}` in a file", leaf.key())];
            ways.push(format!("the variable {}", leaf.env(self.prefix)));
            ways.extend(leaf.flag().map(|flag| format!("the flag --{flag}")));
            format!("set {}", ways.join(" or "))
        });
        let mut problem = match place {
            Some((layer, place)) => {
                let message = "must be set, as its section is set here".to_owned();
                layer.problem(place, dotted(path), message)
            }
            None => Problem::new(usize::MAX, dotted(path), "must be set"),
        };
        problem.help = help;
        self.problems.push(problem);
    }
}
