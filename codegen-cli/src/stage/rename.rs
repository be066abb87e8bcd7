//! Finds where a file went: by what its lines say, not by its name.

use std::collections::HashMap;

use super::root::{Kind, Root};
use crate::error::CommandError;
use crate::lock;
use crate::snapshot::Entry;

/// How much of two files must be alike for one to be the other under a new name; from 0 to 1.
const ALIKE: f64 = 0.6;

/// How alike two contents are, from 0 to 1: the share of bytes in lines that both have. Contents
/// that are no text are alike where they are equal.
fn similarity(a: &[u8], b: &[u8]) -> f64 {
    if a == b {
        // Two empty files say nothing about each other.
        return if a.is_empty() { 0.0 } else { 1.0 };
    }
    let (Ok(a), Ok(b)) = (std::str::from_utf8(a), std::str::from_utf8(b)) else { return 0.0 };
    let mut lines: HashMap<&str, usize> = HashMap::new();
    for line in a.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        *lines.entry(line).or_default() += 1;
    }
    let mut shared = 0;
    for line in b.lines().map(str::trim_end) {
        if let Some(left) = lines.get_mut(line).filter(|left| **left > 0) {
            *left -= 1;
            shared += line.len() + 1;
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    let share = (2 * shared) as f64 / (a.len() + b.len()).max(1) as f64;
    share
}

/// Pairs files that are gone with new ones that are alike, the most alike first.
pub(super) fn pairs<'a>(
    gone: &[(&'a str, &[u8])],
    new: &[(&'a str, &[u8])],
) -> HashMap<&'a str, &'a str> {
    let mut scores = Vec::new();
    for (from, old) in gone {
        for (to, contents) in new {
            let score = similarity(old, contents);
            if score >= ALIKE {
                scores.push((score, *from, *to));
            }
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs = HashMap::new();
    for (_, from, to) in scores {
        if !pairs.contains_key(from) && !pairs.values().any(|taken| *taken == to) {
            pairs.insert(from, to);
        }
    }
    pairs
}

/// Files below `root` that nobody generated, for finding those that the user moved.
pub(super) struct Strangers(Vec<(String, u64)>);

impl Strangers {
    /// All files but hidden ones, those that tools make, and those that `known` names.
    pub(super) fn below(root: &Root, known: &dyn Fn(&str) -> bool) -> Result<Self, CommandError> {
        let mut found = Vec::new();
        walk(root, "", known, &mut found)?;
        Ok(Self(found))
    }

    /// The file that is most like `entry`, and alike enough.
    pub(super) fn nearest(&self, root: &Root, entry: &Entry) -> Option<String> {
        let length = entry.contents.len() as u64;
        let near = |size: u64| size <= length.saturating_mul(2) && length <= size.saturating_mul(2);
        self.0
            .iter()
            .filter(|(_, size)| near(*size))
            .filter_map(|(name, _)| {
                let found = root.entry(name).ok()??;
                let score = similarity(&entry.contents, &found.contents);
                (score >= ALIKE).then_some((score, name))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
            .map(|(_, name)| name.clone())
    }
}

fn walk(
    root: &Root,
    folder: &str,
    known: &dyn Fn(&str) -> bool,
    found: &mut Vec<(String, u64)>,
) -> Result<(), CommandError> {
    for name in root.names(folder)? {
        if name.starts_with('.') || name == "target" || name == "node_modules" {
            continue;
        }
        let below = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        match root.kind(&below) {
            Ok(Some(Kind::File { length })) if !known(&below) => found.push((below, length)),
            // A folder that is generated from something else is none of this project's.
            Ok(Some(Kind::Folder))
                if !matches!(root.kind(&format!("{below}/{}", lock::NAME)), Ok(Some(_))) =>
            {
                walk(root, &below, known, found)?;
            }
            _ => {}
        }
    }
    Ok(())
}
