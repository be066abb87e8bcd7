//! Finds where a file went: by what its lines say, not by its name.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::root::{Kind, Root};
use crate::error::CommandError;
use crate::lock::{self, Digest};

/// How much of two files must be alike for one to be the other under a new name; from 0 to 1.
const ALIKE: f64 = 0.6;

/// What a file is compared by.
#[derive(Debug)]
pub(super) struct Likeness {
    sha256: Digest,
    length: usize,
    /// Each line that is not empty, as a number and its length, ordered; `None` of what is no text.
    lines: Option<Vec<(u64, usize)>>,
}

impl Likeness {
    pub(super) fn of(contents: &[u8]) -> Self {
        let number = |line: &str| {
            let mut hasher = DefaultHasher::new();
            line.hash(&mut hasher);
            (hasher.finish(), line.len() + 1)
        };
        let lines = std::str::from_utf8(contents).ok().map(|text| {
            let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
            let mut lines: Vec<_> = lines.map(number).collect();
            lines.sort_unstable();
            lines
        });
        Self { sha256: Digest::of(contents), length: contents.len(), lines }
    }

    /// How alike two contents are, from 0 to 1: the share of bytes in lines that both have. Contents
    /// that are no text are alike where they are equal.
    #[allow(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    fn similarity(&self, other: &Self) -> f64 {
        if self.sha256 == other.sha256 {
            // Two empty files say nothing about each other.
            return if self.length == 0 { 0.0 } else { 1.0 };
        }
        let (Some(a), Some(b)) = (&self.lines, &other.lines) else { return 0.0 };
        let both = (self.length + other.length).max(1) as f64;
        // The last line may have no end.
        if 2.0 * (self.length.min(other.length) + 1) as f64 / both < ALIKE {
            return 0.0;
        }
        let (mut a, mut b, mut shared) = (a.as_slice(), b.as_slice(), 0);
        while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b) {
            if x == y {
                shared += x.1;
            }
            (a, b) = (if x <= y { rest_a } else { a }, if y <= x { rest_b } else { b });
        }
        (2 * shared) as f64 / both
    }
}

/// Pairs files that are gone with new ones that are alike, the most alike first.
pub(super) fn pairs<'a>(
    gone: &[(&'a str, Likeness)],
    new: &[(&'a str, Likeness)],
) -> HashMap<&'a str, &'a str> {
    let mut pairs = HashMap::new();
    let mut taken = HashSet::new();
    // Most are as they were, and found without looking at each of the others.
    let mut equal: HashMap<Digest, Vec<&str>> = HashMap::new();
    for (to, like) in new.iter().rev().filter(|(_, like)| like.length > 0) {
        equal.entry(like.sha256).or_default().push(to);
    }
    for (from, like) in gone {
        if let Some(to) = equal.get_mut(&like.sha256).and_then(Vec::pop) {
            pairs.insert(*from, to);
            taken.insert(to);
        }
    }
    let mut scores = Vec::new();
    for (n, (from, old)) in gone.iter().enumerate() {
        if pairs.contains_key(from) {
            continue;
        }
        for (m, (to, contents)) in new.iter().enumerate() {
            let score = old.similarity(contents);
            if score >= ALIKE && !taken.contains(to) {
                scores.push((score, n, m));
            }
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    for (_, n, m) in scores {
        let (from, to) = (gone[n].0, new[m].0);
        if !pairs.contains_key(from) && taken.insert(to) {
            pairs.insert(from, to);
        }
    }
    pairs
}

/// Files below `root` that nobody generated, for finding those that the user moved.
pub(super) struct Strangers(Vec<(String, u64)>, RefCell<Known>);

/// What was found out about strangers, by their paths.
#[derive(Default)]
struct Known {
    likeness: HashMap<String, Option<Likeness>>,
    /// Each of them was one file before.
    taken: BTreeSet<String>,
}

impl Strangers {
    /// All files but hidden ones, those that tools make, and those that `known` names.
    pub(super) fn below(root: &Root, known: &dyn Fn(&str) -> bool) -> Result<Self, CommandError> {
        let mut found = Vec::new();
        walk(root, "", known, &mut found)?;
        Ok(Self(found, RefCell::default()))
    }

    /// The file that is most like these contents, alike enough, and not found before.
    pub(super) fn nearest(&self, root: &Root, contents: &[u8]) -> Option<String> {
        let length = contents.len() as u64;
        let near = |size: u64| size <= length.saturating_mul(2) && length <= size.saturating_mul(2);
        let wanted = Likeness::of(contents);
        let Known { likeness, taken } = &mut *self.1.borrow_mut();
        let found = self
            .0
            .iter()
            .filter(|(name, size)| near(*size) && !taken.contains(name))
            .filter_map(|(name, _)| {
                let found = likeness.entry(name.clone()).or_insert_with(|| {
                    root.entry(name).ok().flatten().map(|entry| Likeness::of(&entry.contents))
                });
                let score = wanted.similarity(found.as_ref()?);
                (score >= ALIKE).then_some((score, name))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
            .map(|(_, name)| name.clone());
        taken.extend(found.clone());
        found
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
