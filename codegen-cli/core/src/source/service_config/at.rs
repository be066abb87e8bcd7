//! JSON whose every value knows where it stands.

use std::fmt;
use std::rc::Rc;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::diag::{Origin, Place};

/// A file of JSON.
#[derive(Clone)]
pub(super) struct Document<'t> {
    name: Rc<str>,
    text: &'t str,
}

/// A value of a document. Its text is a part of the document's, which is how its place is known.
#[derive(Clone)]
pub(super) struct At<'t> {
    document: Document<'t>,
    text: &'t str,
}

/// A name of an object and what stands behind it.
pub(super) struct Entry<'t> {
    pub(super) name: String,
    pub(super) value: At<'t>,
}

impl<'t> Document<'t> {
    /// The document as one value.
    ///
    /// # Errors
    /// Where it is no JSON, and why.
    pub(super) fn parse(name: &str, text: &'t str) -> Result<At<'t>, (Origin, String)> {
        let document = Document { name: name.into(), text };
        match serde_json::from_str::<&RawValue>(text) {
            Ok(value) => Ok(At { text: value.get(), document }),
            Err(error) => {
                let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                // serde's columns count bytes.
                let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
                let before = line.get(..error.column().saturating_sub(1)).unwrap_or(line);
                let (line, col) = (number(error.line()), number(before.chars().count() + 1));
                let place = Place { file: document.name, line, col };
                let why = error.to_string();
                let why = why.rsplit_once(" at line").map_or(&*why, |(why, _)| why);
                Err((Origin::File(place), why.to_owned()))
            }
        }
    }

    fn origin(&self, offset: usize) -> Origin {
        let before = self.text.get(..offset).unwrap_or_default();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let line = number(before.matches('\n').count() + 1);
        let col = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Origin::File(Place { file: self.name.clone(), line, col: number(col) })
    }
}

impl<'t> At<'t> {
    fn offset(&self) -> usize {
        self.text.as_ptr() as usize - self.document.text.as_ptr() as usize
    }

    /// Where it stands.
    pub(super) fn origin(&self) -> Origin {
        self.document.origin(self.offset())
    }

    /// As it is written.
    pub(super) fn written(&self) -> &'t str {
        self.text
    }

    /// As a value of Rust, if it is one of that type.
    pub(super) fn read<T: Deserialize<'t>>(&self) -> Option<T> {
        serde_json::from_str(self.text).ok()
    }

    fn inside(&self, text: &'t RawValue) -> At<'t> {
        At { document: self.document.clone(), text: text.get() }
    }

    /// The items, if it is a list.
    pub(super) fn items(&self) -> Option<Vec<At<'t>>> {
        let items: Vec<&RawValue> = self.read()?;
        Some(items.into_iter().map(|item| self.inside(item)).collect())
    }

    /// The entries in order, if it is an object; those that are `null` are as good as absent.
    pub(super) fn entries(&self) -> Option<Vec<Entry<'t>>> {
        let Entries(entries) = self.read()?;
        let entry = |(name, value): (String, &'t RawValue)| {
            (value.get() != "null").then(|| Entry { name, value: self.inside(value) })
        };
        Some(entries.into_iter().filter_map(entry).collect())
    }
}

impl Entry<'_> {
    /// Where its name stands.
    pub(super) fn origin(&self) -> Origin {
        let document = &self.value.document;
        let before = document.text.get(..self.value.offset()).unwrap_or_default().trim_end();
        let name = before.strip_suffix(':').unwrap_or(before).trim_end();
        let name = name.strip_suffix('"').unwrap_or(name);
        // A quote inside of the name has a backslash in front.
        let start = name.rmatch_indices('"').map(|(at, _)| at);
        let start = start.into_iter().find(|at| !name[..*at].ends_with('\\'));
        document.origin(start.unwrap_or_default())
    }
}

/// The entries of an object, in order.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(All)
    }
}
