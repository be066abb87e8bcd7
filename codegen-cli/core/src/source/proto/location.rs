//! Where each item of a file stands, and what its author wrote above or beside it.

use std::collections::HashMap;
use std::rc::Rc;

use super::descriptor::{File, Location};
use crate::diag::{Origin, Place};

/// The locations of one file, by the path of field numbers and indexes that `descriptor.proto`
/// defines for `SourceCodeInfo`.
pub(super) struct Locations<'a> {
    file: Rc<str>,
    by_path: HashMap<&'a [i32], &'a Location>,
}

impl<'a> Locations<'a> {
    pub(super) fn new(file: &'a File) -> Self {
        let all = file.source_code_info.iter().flat_map(|info| &info.location);
        // The first location of a path is the declaration; `extend` blocks may repeat a path.
        let mut by_path = HashMap::new();
        for location in all {
            by_path.entry(&*location.path).or_insert(location);
        }
        Self { file: file.name().into(), by_path }
    }

    /// The place of an item; the file alone where the compiler kept no positions.
    pub(super) fn origin(&self, path: &[i32]) -> Origin {
        if self.file.is_empty() {
            return Origin::None;
        }
        let number = |i: usize| {
            let span = self.by_path.get(path).map(|l| &l.span)?;
            u32::try_from(*span.get(i)?).ok()?.checked_add(1)
        };
        let (line, col) = number(0).zip(number(1)).unwrap_or((0, 0));
        Origin::File(Place { file: self.file.clone(), line, col })
    }

    /// The comment above an item, then the one beside it, without the space that follows `//`.
    pub(super) fn docs(&self, path: &[i32]) -> String {
        let Some(location) = self.by_path.get(path) else { return String::new() };
        let parts = [location.leading.as_deref(), location.trailing.as_deref()];
        let parts = parts.into_iter().flatten().map(clean).filter(|text| !text.is_empty());
        parts.collect::<Vec<_>>().join("\n\n")
    }
}

fn clean(comment: &str) -> String {
    let lines = comment.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}
