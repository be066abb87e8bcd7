//! Files and texts of settings, and how a file is read.

use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use crate::load::Scope;
use crate::problem::{Origin, Problem};
use crate::schema::SetBy;
use crate::yaml::{MAX_BYTES, too_large};

/// Something to read settings from.
#[derive(Clone)]
pub(crate) enum Input {
    Path { path: PathBuf, scope: Scope },
    Text { name: String, contents: String, scope: Scope },
}

impl Input {
    /// What messages call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Input::Path { path, .. } => path.display().to_string(),
            Input::Text { name, .. } => name.clone(),
        }
    }

    /// Whether it says something, or may: what cannot be looked at is a mistake to report.
    pub(crate) fn is_there(&self) -> bool {
        match self {
            Input::Path { path, scope } => {
                *scope == Scope::Named || !matches!(path.try_exists(), Ok(false))
            }
            Input::Text { .. } => true,
        }
    }

    /// Whom to trust it as.
    pub(crate) fn of(&self) -> SetBy {
        match self {
            Input::Path { scope, .. } | Input::Text { scope, .. } => match scope {
                Scope::Project => SetBy::Any,
                _ => SetBy::User,
            },
        }
    }

    /// Name and text; `None` for a file that is missing, or that cannot be read, which is reported.
    pub(crate) fn text(
        &self,
        layer: usize,
        problems: &mut Vec<Problem>,
    ) -> Option<(String, String)> {
        let (path, required) = match self {
            Input::Text { name, contents, .. } => return Some((name.clone(), contents.clone())),
            Input::Path { path, scope } => (path, *scope == Scope::Named),
        };
        let name = path.display().to_string();
        let message = match read(path) {
            Ok(text) => return Some((name, text)),
            Err(Unreadable::Missing) if !required => return None,
            Err(unreadable) => unreadable.to_string(),
        };
        let origin = Origin::File { path: name, line: 0, col: 0 };
        problems.push(Problem::new(layer, "", message).at(origin));
        None
    }
}

/// Why a file gave no text.
pub(crate) enum Unreadable {
    Missing,
    Other(String),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Missing => f.write_str("the file cannot be read: it is not there"),
            Unreadable::Other(why) => f.write_str(why),
        }
    }
}

/// The text of a file. No more of it is read than what tells that it is too large: it may be a
/// device without an end.
pub(crate) fn read(path: &Path) -> Result<String, Unreadable> {
    let read = || {
        let mut bytes = Vec::new();
        File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error: io::Error| match error.kind() {
        ErrorKind::NotFound => Unreadable::Missing,
        _ => Unreadable::Other(format!("the file cannot be read: {error}")),
    })?;
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::Other(too_large()));
    }
    String::from_utf8(bytes).map_err(|_| Unreadable::Other("the file is not UTF-8 text".to_owned()))
}
