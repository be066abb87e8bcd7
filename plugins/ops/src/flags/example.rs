//! Flags as somebody might type them, for help.

use heck::ToKebabCase;

use super::{Flag, Flags, Step, text, unwrapped};
use crate::table::{Field, Kind, Shape};
use crate::well_known::{self, Special};

/// So many flags show how it is done, where none must be there.
const ENOUGH: usize = 2;

impl Flags {
    /// The flags that must be there, or the first ones that say something, with values.
    pub(crate) fn example(&self) -> Vec<String> {
        let must = |field: &Field| field.required || matches!(field.shape, Shape::Required);
        let required = |flag: &&Flag| flag.path.iter().all(|step| must(step.field));
        // A message whose own fields are there says nothing new.
        let opened = |flag: &Flag| {
            let inside = |other: &Flag| {
                other.path.len() > flag.path.len() && starts(&other.path, &flag.path)
            };
            self.flags.iter().any(|other| inside(other) && required(&other))
        };
        let words: Vec<String> = self
            .flags
            .iter()
            .filter(required)
            .filter(|flag| !opened(flag))
            .filter_map(|flag| word(flag).or_else(|| Some(format!("--{} @FILE", flag.name))))
            .collect();
        if !words.is_empty() {
            return words;
        }
        let plain = |flag: &&Flag| {
            let field = flag.field();
            let paging = matches!(field.name, "page_size" | "page_token");
            !paging && !field.deprecated && flag.path.len() <= ENOUGH
        };
        let mut chosen: Vec<&Flag> = Vec::new();
        let mut words = Vec::new();
        for flag in self.flags.iter().filter(plain) {
            let free = chosen.iter().all(|other| !excludes(&other.path, &flag.path));
            if let Some(word) = word(flag).filter(|_| free && words.len() < ENOUGH) {
                chosen.push(flag);
                words.push(word);
            }
        }
        words
    }

    /// Whether there is anything to say.
    pub(crate) fn is_empty(&self) -> bool {
        self.flags.is_empty()
    }
}

fn starts(path: &[Step], with: &[Step]) -> bool {
    let same = |(one, other): (&Step, &Step)| one.field.number == other.field.number;
    path.iter().zip(with).all(same)
}

/// Whether two flags go into two members of one oneof.
fn excludes(one: &[Step], other: &[Step]) -> bool {
    let apart = one.iter().zip(other).find(|(a, b)| a.field.number != b.field.number);
    apart.is_some_and(|(a, b)| a.field.oneof.is_some() && a.field.oneof == b.field.oneof)
}

/// The flag with a value; nothing for one that takes a message.
fn word(flag: &Flag) -> Option<String> {
    let field = flag.field();
    let value = match unwrapped(field.kind) {
        Kind::String => field.sample_text().unwrap_or_else(|| field.name.to_kebab_case()),
        Kind::Bytes => "@FILE".to_owned(),
        Kind::Bool => return Some(format!("--{}", flag.name)),
        Kind::Enum(table) => {
            let names = text::short_names(table);
            // The first one often means that nobody says.
            names.get(1).or(names.first())?.clone()
        }
        Kind::Message(table) | Kind::Group(table) => match well_known::special(table)? {
            Special::Timestamp => "now".to_owned(),
            Special::Duration => "90s".to_owned(),
            Special::FieldMask => "auto".to_owned(),
            _ => return None,
        },
        Kind::Float | Kind::Double => "1.5".to_owned(),
        _ => "1".to_owned(),
    };
    let key = if matches!(flag.shape(), Shape::Map(_)) { "key=" } else { "" };
    Some(format!("--{} {key}{value}", flag.name))
}
