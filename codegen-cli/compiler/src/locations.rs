//! `SourceCodeInfo`: where each part of a file stands, and the comments around it.

use std::collections::HashMap;

use crate::lexer::{Comments, Token};

/// The index of a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LocationId(pub(crate) usize);

/// The locations of a file in the order in which their parts begin.
///
/// Paths lie behind each other in one vector: a large file has hundreds of thousands.
#[derive(Debug, Default)]
pub(crate) struct Locations {
    all: Vec<Location>,
    steps: Vec<i32>,
}

#[derive(Debug, Default)]
struct Location {
    /// The range of its path in `steps`.
    path: (u32, u32),
    /// Line and column of its start, line and column of its end.
    span: [u32; 4],
    comments: Option<Box<Comments>>,
}

/// A location as it is encoded.
pub(crate) struct Entry<'a> {
    pub(crate) path: &'a [i32],
    pub(crate) span: [u32; 4],
    pub(crate) comments: Option<&'a Comments>,
}

impl Locations {
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn path(&self, id: LocationId) -> &[i32] {
        let (start, end) = self.all[id.0].path;
        &self.steps[start as usize..end as usize]
    }

    /// A location of a part of `parent`, from `token` on.
    pub(crate) fn open(
        &mut self,
        parent: Option<LocationId>,
        steps: &[i32],
        token: &Token<'_>,
    ) -> LocationId {
        let span = [token.line, token.col, token.line, token.end_col];
        self.all.push(Location { span, ..Location::default() });
        let id = LocationId(self.all.len() - 1);
        self.set_path(id, parent, steps);
        id
    }

    /// Says which part of `parent` it is.
    pub(crate) fn set_path(&mut self, id: LocationId, parent: Option<LocationId>, steps: &[i32]) {
        let start = self.steps.len();
        if let Some(parent) = parent {
            let (from, to) = self.all[parent.0].path;
            self.steps.extend_from_within(from as usize..to as usize);
        }
        self.steps.extend_from_slice(steps);
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.all[id.0].path = (narrow(start), narrow(self.steps.len()));
    }

    pub(crate) fn start_at(&mut self, id: LocationId, token: &Token<'_>) {
        self.all[id.0].span[..2].copy_from_slice(&[token.line, token.col]);
    }

    /// Starts it where another starts.
    pub(crate) fn start_with(&mut self, id: LocationId, other: LocationId) {
        let [line, col, ..] = self.all[other.0].span;
        self.all[id.0].span[..2].copy_from_slice(&[line, col]);
    }

    pub(crate) fn end_at(&mut self, id: LocationId, token: &Token<'_>) {
        self.all[id.0].span[2..].copy_from_slice(&[token.line, token.end_col]);
    }

    pub(crate) fn attach(&mut self, id: LocationId, comments: Comments) {
        if comments != Comments::default() {
            self.all[id.0].comments = Some(Box::new(comments));
        }
    }

    /// Repeats the locations from `first` on for the other parts that they are also about: the
    /// step at `depth` of their paths becomes each of `indexes`.
    pub(crate) fn repeat(&mut self, first: usize, depth: usize, indexes: std::ops::Range<i32>) {
        let last = self.all.len();
        for index in indexes {
            for id in first..last {
                let (start, end) = self.all[id].path;
                let at = self.steps.len();
                self.steps.extend_from_within(start as usize..end as usize);
                self.steps[at + depth] = index;
                let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let path = (narrow(at), narrow(self.steps.len()));
                self.all.push(Location { path, span: self.all[id].span, comments: None });
            }
        }
    }

    /// Puts the paths of interpreted options in place of those they were written with; the parts
    /// of what was written go away.
    pub(crate) fn interpret(&mut self, paths: &HashMap<Vec<i32>, Vec<i32>>) {
        if paths.is_empty() {
            return;
        }
        let all = std::mem::take(&mut self.all);
        let mut inside: Option<(u32, u32)> = None;
        for mut location in all {
            let path = &self.steps[location.path.0 as usize..location.path.1 as usize];
            if inside.is_some_and(|(a, b)| path.starts_with(&self.steps[a as usize..b as usize])) {
                continue;
            }
            inside = None;
            if let Some(found) = paths.get(path) {
                inside = Some(location.path);
                let start = self.steps.len();
                self.steps.extend_from_slice(found);
                let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                location.path = (narrow(start), narrow(self.steps.len()));
            }
            self.all.push(location);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        self.all.iter().map(|location| Entry {
            path: &self.steps[location.path.0 as usize..location.path.1 as usize],
            span: location.span,
            comments: location.comments.as_deref(),
        })
    }
}
