//! The types that an `Any` may hold.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::table::{Kind, Message};
use crate::well_known;

/// The messages that an `Any` may hold: all that some roots reach, and the well-known ones.
///
/// ```
/// use typewright_json::{Types, well_known::STRUCT};
///
/// static TYPES: Types = Types::of(&[&STRUCT]);
/// assert!(TYPES.get("google.protobuf.Value").is_some());
/// assert!(TYPES.get("no.Such").is_none());
/// ```
#[derive(Debug, Default)]
pub struct Types {
    fixed: &'static [&'static Message],
    roots: Vec<&'static Message>,
    // Most texts never have an `Any`, so the walk waits for the first one.
    known: OnceLock<BTreeMap<&'static str, &'static Message>>,
}

impl Types {
    /// The types that these messages reach.
    pub fn new(roots: impl IntoIterator<Item = &'static Message>) -> Types {
        Types { fixed: &[], roots: roots.into_iter().collect(), known: OnceLock::new() }
    }

    /// [`Types::new`] for a `static`, such as that of all messages which generated code declares.
    pub const fn of(roots: &'static [&'static Message]) -> Types {
        Types { fixed: roots, roots: Vec::new(), known: OnceLock::new() }
    }

    /// A type by its full name.
    pub fn get(&self, id: &str) -> Option<&'static Message> {
        self.known().get(id).copied()
    }

    /// All types, by their names.
    pub fn all(&self) -> impl Iterator<Item = &'static Message> {
        self.known().values().copied()
    }

    fn known(&self) -> &BTreeMap<&'static str, &'static Message> {
        self.known.get_or_init(|| self.walk())
    }

    fn walk(&self) -> BTreeMap<&'static str, &'static Message> {
        let mut known = BTreeMap::new();
        let roots = self.fixed.iter().chain(&self.roots).chain(&well_known::ALL);
        let mut pending: Vec<&'static Message> = roots.copied().collect();
        while let Some(message) = pending.pop() {
            if known.insert(message.id, message).is_none() {
                pending.extend(message.fields.iter().filter_map(|field| match field.kind {
                    Kind::Message(inner) | Kind::Group(inner) => Some(inner),
                    _ => None,
                }));
            }
        }
        known
    }
}
