//! Flags for items of lists: `--items.0.name`.

use std::collections::BTreeSet;

use super::{Flag, Flags, Step};
use crate::table::{Kind, Shape};
use crate::well_known;

impl Flags {
    /// Adds a flag for every argument that names an item of a list: there is one for each index,
    /// so they cannot be known before.
    pub fn add_items<'a>(&mut self, args: impl IntoIterator<Item = &'a str>) {
        for arg in args {
            if arg == "--" {
                break;
            }
            let Some(name) = arg.strip_prefix("--") else { continue };
            let name = name.split_once('=').map_or(name, |(name, _)| name);
            if self.flags.iter().all(|flag| flag.name != name)
                && let Some(path) = self.item(name)
            {
                let flag = Flag { name: name.to_owned(), path, order: Vec::new(), variable: None };
                self.flags.push(flag);
            }
        }
    }

    /// The path of a name with an index in it.
    fn item(&self, name: &str) -> Option<Vec<Step>> {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let mut parts = name.split('.');
        let head: Vec<&str> = parts.by_ref().take_while(|part| !digits(part)).collect();
        let head = head.join(".");
        let index = name.get(head.len() + 1..)?.split('.').next()?.parse().ok()?;
        let tail: Vec<&str> = parts.collect();
        let list = self.flags.iter().find(|flag| flag.name == head)?;
        let field = list.field();
        if !matches!(field.shape, Shape::Repeated { .. }) {
            return None;
        }
        let mut path = list.path.clone();
        path.last_mut()?.index = Some(index);
        if tail.is_empty() {
            return Some(path);
        }
        let (Kind::Message(table) | Kind::Group(table)) = field.kind else { return None };
        if well_known::special(table).is_some() {
            return None;
        }
        let (inner, tail) = (Flags::new(table, &BTreeSet::new()), tail.join("."));
        let found = inner.flags.iter().find(|flag| flag.name == tail);
        let rest = found.map(|flag| flag.path.clone()).or_else(|| inner.item(&tail))?;
        path.extend(rest);
        Some(path)
    }
}
