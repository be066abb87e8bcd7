//! What stops a command, and the exit code that it ends with.

use std::fmt::Display;
use std::path::Path;

use serde::Serialize;
use typewright_core::diag::{Diagnostic, Diagnostics, Origin};

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// An input is wrong, or the disk refused: exit 1.
    Failed,
    /// The command line, an answer or a settings file is wrong: exit 2.
    Usage,
}

/// All that is wrong, at once.
#[derive(Debug)]
pub(crate) struct CommandError {
    pub(crate) kind: Kind,
    pub(crate) mistakes: Vec<Mistake>,
}

/// One thing that is wrong, where it stands and what to do next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Mistake {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<Box<Place>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) help: Vec<String>,
}

/// A place in a file of the user's; line and column count from 1, and 0 means the whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The line as it stands in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    /// How many characters are meant.
    pub(crate) width: usize,
}

impl Place {
    /// The place of `range` (bytes) in `text`, the content of `file`.
    pub(crate) fn of(file: impl Into<String>, text: &str, range: std::ops::Range<usize>) -> Self {
        let mut start = range.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let before = &text[..start];
        let from = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text[from..].lines().next().unwrap_or_default();
        let end = range.end.clamp(start, from + line.len().max(start - from));
        Self {
            file: file.into(),
            line: before.matches('\n').count() + 1,
            column: text[from..start].chars().count() + 1,
            text: Some(line.to_owned()),
            width: text.get(start..end).map_or(1, |t| t.chars().count().max(1)),
        }
    }

    /// The place of a key in a map of YAML or JSON; of the file where there is no such key.
    pub(crate) fn of_key(file: &str, text: &str, key: &str) -> Self {
        Self::of_key_from(file, text, 0, key)
    }

    /// The same, for the first one behind a byte of the text.
    pub(crate) fn of_key_from(file: &str, text: &str, from: usize, key: &str) -> Self {
        let is_key = |at: &usize| {
            let before = text[..*at].chars().next_back();
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ',' | '"' | '\''))
        };
        let ends = [format!("{key}:"), format!("{key}\":"), format!("{key}':")];
        let all = ends.iter().flat_map(|key| text.match_indices(key.as_str())).map(|(at, _)| at);
        match all.filter(|at| *at >= from).filter(is_key).min() {
            Some(at) => Self::of(file, text, at..at + key.len()),
            None => Self { file: file.to_owned(), ..Self::default() },
        }
    }

    /// The word at a line and column (both from 1) of `text`, the content of `file`.
    pub(crate) fn at(file: impl Into<String>, text: &str, line: usize, column: usize) -> Self {
        let text = line.checked_sub(1).and_then(|n| text.lines().nth(n)).map(str::to_owned);
        let rest = text.iter().flat_map(|line| line.chars().skip(column.saturating_sub(1)));
        let word = rest.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let width = word.count().max(1);
        Self { file: file.into(), line, column, text, width }
    }
}

impl Mistake {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    #[must_use]
    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    #[must_use]
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

impl CommandError {
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { kind: Kind::Failed, mistakes: vec![Mistake::new(message)] }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, mistakes: vec![Mistake::new(message)] }
    }

    /// The disk refused.
    pub(crate) fn io(doing: &str, path: &Path, why: impl Display) -> Self {
        Self::failed(format!("cannot {doing} `{}`: {why}", path.display()))
    }

    /// What is made cannot wait in a temporary file.
    pub(crate) fn temporary(why: &std::io::Error) -> Self {
        Self::failed(format!("cannot keep what is made in a temporary file: {why}"))
            .help("`TMPDIR` names the folder of temporary files")
    }

    /// Adds what to do next to the last mistake.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        if let Some(last) = self.mistakes.last_mut() {
            last.help.push(help.into());
        }
        self
    }

    /// `Ok` when nothing was wrong; the way to end a phase that collects.
    pub(crate) fn unless_empty(kind: Kind, mistakes: Vec<Mistake>) -> Result<(), Self> {
        if mistakes.is_empty() { Ok(()) } else { Err(Self { kind, mistakes }) }
    }

    /// Puts the lines that are meant into mistakes whose file is named as it is on disk.
    #[must_use]
    pub(crate) fn with_lines(mut self) -> Self {
        for place in self.mistakes.iter_mut().filter_map(|mistake| mistake.place.as_mut()) {
            let text = std::fs::read_to_string(&place.file).unwrap_or_default();
            **place = Place::at(place.file.clone(), &text, place.line, place.column);
        }
        self
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Failed => 1,
            Kind::Usage => 2,
        }
    }
}

impl From<Mistake> for CommandError {
    fn from(mistake: Mistake) -> Self {
        Self { kind: Kind::Failed, mistakes: vec![mistake] }
    }
}

impl From<&Diagnostic> for Mistake {
    fn from(d: &Diagnostic) -> Self {
        let place = |origin: &Origin| match origin {
            Origin::File(at) => Some(Box::new(Place {
                file: at.file.to_string(),
                line: at.line as usize,
                column: at.col as usize,
                text: None,
                width: 1,
            })),
            _ => None,
        };
        let label = |(origin, text): &(Origin, String)| match origin {
            Origin::File(at) => format!("{at}: {text}"),
            _ => text.clone(),
        };
        Self {
            code: Some(d.code.to_string()),
            message: d.message.clone(),
            place: place(&d.origin),
            notes: d.labels.iter().map(label).collect(),
            help: d.help.iter().cloned().collect(),
        }
    }
}

impl From<Diagnostics> for CommandError {
    fn from(all: Diagnostics) -> Self {
        Self { kind: Kind::Failed, mistakes: all.iter().map(Mistake::from).collect() }
    }
}

impl From<Diagnostic> for CommandError {
    fn from(one: Diagnostic) -> Self {
        Diagnostics::from(one).into()
    }
}
