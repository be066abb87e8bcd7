//! What went wrong, as people read it in the output of a build.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::ops::Range;
use std::path::PathBuf;

use typewright_compiler::Problem;
use typewright_core::diag::{Diagnostics, Origin};

/// Everything that was wrong, at its place.
///
/// Both forms of its text are the same, so that a `main` which returns it prints what a compiler
/// would print.
pub struct Error(Vec<Mistake>);

#[derive(Default)]
struct Mistake {
    message: String,
    place: Option<Place>,
    notes: Vec<String>,
    help: Option<String>,
}

/// A place in a file of the user's.
struct Place {
    file: String,
    line: u32,
    col: u32,
    /// The line, and how many characters of it are meant.
    text: String,
    width: usize,
}

impl Place {
    fn new(file: String, text: &str, (line, col): (u32, u32), span: Option<Range<usize>>) -> Self {
        let index = usize::try_from(line).unwrap_or(0).wrapping_sub(1);
        let shown = text.lines().nth(index).unwrap_or_default().to_owned();
        let meant = span.and_then(|span| text.get(span)).unwrap_or_default();
        let width = meant.lines().next().unwrap_or_default().chars().count();
        Self { file, line, col, text: shown, width: width.max(1) }
    }
}

impl Error {
    pub(crate) fn outside_of_cargo() -> Self {
        let message = "OUT_DIR is not set".to_owned();
        let help = Some("run this in a build script, or say `out_dir`".to_owned());
        Self(vec![Mistake { message, help, ..Mistake::default() }])
    }

    pub(crate) fn crate_inside() -> Self {
        let message = "`gen_crate` makes a crate, and a build script is part of one".to_owned();
        let help = Some("leave it out: the modules become part of this crate".to_owned());
        Self(vec![Mistake { message, help, ..Mistake::default() }])
    }

    pub(crate) fn io(what: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let message = format!("cannot {what} `{}`: {error}", path.display());
        Self(vec![Mistake { message, ..Mistake::default() }])
    }

    pub(crate) fn unless_empty(problems: Vec<String>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        let mistake = |message| Mistake { message, ..Mistake::default() };
        Err(Self(problems.into_iter().map(mistake).collect()))
    }

    /// What the compiler found, in files by the name that they are imported by.
    pub(crate) fn compiling(problems: &[Problem], read: &BTreeMap<String, PathBuf>) -> Self {
        let mut texts = BTreeMap::new();
        let mut mistakes = Vec::new();
        for problem in problems {
            let at = &problem.place;
            let (file, text) = text_of(&at.file, read, &mut texts);
            let span = (at.line > 0).then(|| at.span.clone());
            let place = Place::new(file, &text, (at.line, at.col), span);
            let mut notes = Vec::new();
            for (other, what) in &problem.related {
                let (file, _) = text_of(&other.file, read, &mut texts);
                notes.push(format!("{file}:{}:{}: {what}", other.line, other.col));
            }
            let (message, help) = (problem.message.clone(), problem.help.clone());
            mistakes.push(Mistake { message, place: Some(place), notes, help });
        }
        Self(mistakes)
    }

    /// What the engine found.
    pub(crate) fn located(found: &Diagnostics, read: &BTreeMap<String, PathBuf>) -> Self {
        let mut texts = BTreeMap::new();
        let mut mistakes = Vec::new();
        for diagnostic in found {
            let place = match &diagnostic.origin {
                Origin::File(at) => {
                    let (file, text) = text_of(&at.file, read, &mut texts);
                    Some(Place::new(file, &text, (at.line, at.col), None))
                }
                _ => None,
            };
            let notes = diagnostic.labels.iter().map(|(origin, what)| match origin {
                Origin::File(at) => {
                    let (file, _) = text_of(&at.file, read, &mut texts);
                    format!("{file}:{}:{}: {what}", at.line, at.col)
                }
                _ => what.clone(),
            });
            let notes = notes.collect();
            let (message, help) = (diagnostic.message.clone(), diagnostic.help.clone());
            mistakes.push(Mistake { message, place, notes, help });
        }
        Self(mistakes)
    }
}

/// The path and the text of a file, read once.
fn text_of(
    name: &str,
    read: &BTreeMap<String, PathBuf>,
    texts: &mut BTreeMap<String, (String, String)>,
) -> (String, String) {
    let open = || match read.get(name) {
        Some(path) => {
            (path.display().to_string(), std::fs::read_to_string(path).unwrap_or_default())
        }
        None => (name.to_owned(), String::new()),
    };
    texts.entry(name.to_owned()).or_insert_with(open).clone()
}

impl From<Diagnostics> for Error {
    fn from(found: Diagnostics) -> Self {
        Self::located(&found, &BTreeMap::new())
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        let mut margin = String::new();
        if let Some(place) = &self.place {
            let number = place.line.to_string();
            margin = " ".repeat(number.len());
            match place.line {
                0 => write!(f, "\n  --> {}", place.file)?,
                line => write!(f, "\n{margin}--> {}:{line}:{}", place.file, place.col)?,
            }
            if !place.text.is_empty() {
                // Tabs stay tabs, so that the marks stand below what they mean.
                let before = place.text.chars().take(place.col.saturating_sub(1) as usize);
                let before: String = before.map(|c| if c == '\t' { c } else { ' ' }).collect();
                let marks = "^".repeat(place.width);
                let text = &place.text;
                write!(f, "\n{margin} |\n{number} | {text}\n{margin} | {before}{marks}")?;
            }
        }
        for note in &self.notes {
            write!(f, "\n{margin} = note: {note}")?;
        }
        match &self.help {
            Some(help) => write!(f, "\n{margin} = help: {help}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, mistake) in self.0.iter().enumerate() {
            f.write_str(if i > 0 { "\n\n" } else { "" })?;
            write!(f, "{mistake}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `main` prints "Error: " in front of it.
        f.write_char('\n')?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
