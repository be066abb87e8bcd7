//! A settings file ▶ its layer, and one layer for each profile in it.

use std::sync::Arc;

use figment::value::{Dict, Value as Tree};

use crate::layer::{Layer, Text};
use crate::problem::{Origin, Problem};
use crate::read::{Places, Reader, Source};
use crate::schema::{Kind, Section, SetBy};
use crate::snippet::Lines;
use crate::yaml::{self, Entry, Node, Pos, Raw};

/// What a file says.
pub(crate) struct File {
    pub(crate) layer: Layer,
    /// Its profiles by name.
    pub(crate) profiles: Vec<(String, Layer)>,
    /// The profile that it selects.
    pub(crate) selects: Option<(String, Origin)>,
}

/// One file before it is read.
pub(crate) struct Contents<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
    /// Whose the file is.
    pub(crate) of: SetBy,
}

/// Reads a file.
pub(crate) fn read(
    index: usize,
    contents: &Contents<'_>,
    schema: &'static Section,
    problems: &mut Vec<Problem>,
) -> File {
    let &Contents { name, text, of } = contents;
    let lines = Lines::of(text);
    let source = || Source::File { name, lines: &lines };
    let reader = || Reader::new(index, source(), of, Vec::new());
    let mut masked = Vec::new();
    let mut take = |mut reader: Reader<'_>, node: Option<&Node>| {
        let data = node.and_then(|node| reader.read(Kind::Section(schema), node, false));
        let notes = reader.finish();
        problems.extend(notes.problems);
        masked.extend(notes.masked);
        (data.and_then(Tree::into_dict).unwrap_or_default(), notes.places)
    };
    let (mut base, mut profiles, mut selects) = ((Dict::new(), Places::new()), Vec::new(), None);
    match yaml::parse(text) {
        Ok(None) => {}
        Ok(Some(node)) if schema.profiles => {
            let parts = Parts::of(&node);
            base = take(reader(), Some(&parts.base));
            for entry in parts.profiles {
                profiles.push((entry.key.to_string(), take(reader(), Some(&entry.value))));
            }
            selects = parts.selects.map(|(profile, pos)| (profile, origin(name, pos)));
        }
        Ok(Some(node)) => base = take(reader(), Some(&node)),
        Err(broken) => {
            let mut reader = reader();
            reader.broken(broken, Kind::Section(schema).may_hide());
            take(reader, None);
        }
    }
    let text = Arc::new(Text { lines, masked });
    let layer = |name: String, (data, places): (Dict, Places)| Layer {
        index,
        name,
        data,
        places: Arc::new(places),
        text: Arc::clone(&text),
    };
    let profiles = profiles.into_iter().map(|(profile, said)| {
        let layer = layer(format!("{name}, profile {profile}"), said);
        (profile, layer)
    });
    File { profiles: profiles.collect(), layer: layer(name.to_owned(), base), selects }
}

fn origin(name: &str, pos: Pos) -> Origin {
    let number = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Origin::File { path: name.to_owned(), line: number(pos.line), col: number(pos.col) }
}

/// A file with profiles, taken apart.
struct Parts {
    base: Node,
    profiles: Vec<Entry>,
    selects: Option<(String, Pos)>,
}

impl Parts {
    fn of(root: &Node) -> Parts {
        let mut parts = Parts { base: root.clone(), profiles: Vec::new(), selects: None };
        let Raw::Map(entries) = &root.raw else { return parts };
        let mut rest = Vec::new();
        for entry in entries.iter() {
            match (&*entry.key, &entry.value.raw) {
                ("profiles", Raw::Map(profiles)) => parts.profiles = profiles.to_vec(),
                ("profile", Raw::Scalar { text, .. }) if !entry.value.is_null() => {
                    parts.selects = Some((text.to_string(), entry.value.pos));
                }
                _ => rest.push(entry.clone()),
            }
        }
        parts.base.raw = Raw::Map(rest.into());
        parts
    }
}
