//! What no layer says: defaults inside of sections that are there, and settings that must be set.

use std::collections::BTreeSet;

use figment::value::{Dict, Value as Tree};

use crate::layer::{self, Layer};
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
        Self { stack, section, prefix, refused, problems }
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
        for field in section.flat() {
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
        let refused = (0..=path.len()).any(|n| self.refused.contains(&path[..n].join(".")));
        if refused {
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
                layer.problem(place, path.join("."), message)
            }
            None => Problem::new(usize::MAX, path.join("."), "must be set"),
        };
        problem.help = help;
        self.problems.push(problem);
    }
}
