//! Opens inputs: text, YAML, values in any format, and `.proto` files.

mod foreign;
pub(crate) mod model;
pub(crate) mod proto;
mod roots;
pub(crate) mod rust;
pub(crate) mod values;

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_saphyr::{Error, MessageFormatter as _, UserMessageFormatter};
use typewright_core::diag::nearest;

use crate::error::{CommandError, Mistake, Place};
use crate::stage;

/// The text of a file.
///
/// # Errors
/// It is missing, which names the entry of its folder that is nearest, or it cannot be read.
pub(crate) fn text(path: &Path) -> Result<String, CommandError> {
    String::from_utf8(bytes(path)?)
        .map_err(|_| CommandError::failed(format!("`{}` is not UTF-8 text", path.display())))
}

/// The bytes of a file.
///
/// # Errors
/// As [`text`].
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, CommandError> {
    std::fs::read(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => missing(path).into(),
        _ => CommandError::io("read", path, e),
    })
}

/// What to say about a file or folder that does not exist.
pub(crate) fn missing(path: &Path) -> Mistake {
    let mistake = Mistake::new(format!("`{}` does not exist", path.display()));
    // The deepest folder that exists, and the first name on the way that does not.
    let Some(at) = path.ancestors().find(|p| parent(p).is_some_and(|p| p.is_dir())) else {
        return mistake;
    };
    let (Some(folder), Some(name)) = (parent(at), at.file_name()) else { return mistake };
    let names = stage::entries(&folder).unwrap_or_default();
    match nearest(&name.to_string_lossy(), names.iter().map(String::as_str)) {
        Some(near) => {
            let rest = path.strip_prefix(at).unwrap_or(Path::new(""));
            let mut meant = at.with_file_name(near);
            if !rest.as_os_str().is_empty() {
                meant.push(rest);
            }
            mistake.help(format!("did you mean `{}`?", meant.display()))
        }
        None => mistake,
    }
}

/// The folder that a path is in; `.` for a bare name.
pub(crate) fn parent(path: &Path) -> Option<PathBuf> {
    let parent = path.parent()?;
    Some(if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.into() })
}

/// Reads typed YAML; `name` is the file in messages.
///
/// # Errors
/// The first mistake, at its line and column.
pub(crate) fn yaml<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Mistake> {
    // In YAML 1.2 `no` and `y` are texts.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let at = error.location().map_or((0, 0), |l| (l.line(), l.column()));
        let number = |n: u64| usize::try_from(n).unwrap_or(0);
        let plain = error.without_snippet();
        let message = UserMessageFormatter.format_message(plain).into_owned();
        let mistake = Mistake::new(message).at(Place::at(name, text, number(at.0), number(at.1)));
        let near = match plain {
            Error::SerdeUnknownField { field: word, expected, .. }
            | Error::SerdeUnknownVariant { variant: word, expected, .. } => {
                nearest(word, expected.iter().copied())
            }
            _ => None,
        };
        match near {
            Some(near) => mistake.help(format!("did you mean `{near}`?")),
            None => mistake,
        }
    })
}
