//! What is wrong with a file, where, and what to do next.

use std::fmt;
use std::ops::Range;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name that the file is imported by.
    pub file: String,
    /// Line, from 1; 0 where only the file is known.
    pub line: u32,
    /// Column in characters, from 1; 0 where only the file is known.
    pub col: u32,
    /// The bytes of the file that are meant.
    pub span: Range<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.file),
            line => write!(f, "{}:{line}:{}", self.file, self.col),
        }
    }
}

/// A mistake, or something to reconsider.
///
/// Its text form is `file:line:col: message`, then a line each for the help and the other places:
///
/// ```
/// let open = &mut |_: &str| Ok(Some("syntax = \"proto3\"; message A { B b = 1; }".to_owned()));
/// let problems = typewright_compiler::compile(&["a.proto"], open).unwrap_err();
/// assert_eq!(problems[0].to_string(), "a.proto:1:32: `B` is not defined");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that take part, each with what is there.
    pub related: Vec<(Place, String)>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)?;
        for (place, text) in &self.related {
            write!(f, "\n  {place}: {text}")?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// A range of bytes of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    /// From the start of this one to the end of the other.
    pub(crate) fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end.max(self.end) }
    }
}

/// A mistake in a file that its reader names.
#[derive(Clone, Debug)]
pub(crate) struct Mistake {
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Other places; in this file, or in that of an index.
    pub(crate) related: Vec<(Option<usize>, Span, String)>,
}

impl Mistake {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None, related: Vec::new() }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Suggests the candidate that the name was probably meant to be, if one is near.
    pub(crate) fn meant<'a>(self, name: &str, among: impl Iterator<Item = &'a str>) -> Self {
        match nearest(name, among) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    pub(crate) fn related(
        mut self,
        file: Option<usize>,
        span: Span,
        text: impl Into<String>,
    ) -> Self {
        self.related.push((file, span, text.into()));
        self
    }
}

/// The candidate that a misspelt name was probably meant to be.
pub(crate) fn nearest<'a>(name: &str, among: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Longer ones are not words that someone mistyped, and comparing them takes long.
    const LONGEST: usize = 100;
    let lower = name.to_ascii_lowercase();
    let length = name.chars().count();
    let limit = 1 + length / 4;
    among
        // The distance is at least the difference in length, which is cheap to tell.
        .filter(|other| {
            length <= LONGEST && other.chars().count().abs_diff(length) <= limit && *other != name
        })
        .map(|other| (strsim::osa_distance(&lower, &other.to_ascii_lowercase()), other))
        .filter(|(distance, _)| *distance <= limit && *distance < length)
        .min()
        .map(|(_, other)| other)
}

/// Turns spans of one text into places, in time that does not depend on the number of lines.
pub(crate) struct Lines<'a> {
    file: &'a str,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        let after = |(i, _): (usize, &str)| i + 1;
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(after)).collect();
        Self { file, text, starts }
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        let end = (span.end as usize).min(self.text.len());
        let start = (span.start as usize).min(end);
        let line = self.starts.partition_point(|s| *s <= start).max(1);
        let before = &self.text.as_bytes()[self.starts[line - 1]..start];
        // Bytes that continue a character do not count.
        let col = before.iter().filter(|b| (**b as i8) >= -0x40).count() + 1;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place { file: self.file.into(), line: number(line), col: number(col), span: start..end }
    }
}
