//! Edits of the user's own files: a parser says where, and text is inserted there. Bytes outside of
//! the insertions cannot change, and an edit that is there already changes nothing.

mod line;
mod list;
mod places;
mod rust;
mod toml;
mod yaml;

use serde::{Deserialize, Serialize};

use crate::error::Mistake;

/// Text to insert at a byte of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Insertion {
    pub(crate) at: usize,
    pub(crate) text: String,
}

/// What to add to a file; the texts of a manifest are rendered before.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The file, by its path in the project.
    pub(crate) file: String,
    pub(crate) add: Kind,
    /// What it is added to: an enum, a struct, a function, a table or a mapping.
    #[serde(default)]
    pub(crate) to: String,
    /// The enum that arms match, or the method that a call is inserted before.
    #[serde(default)]
    pub(crate) on: String,
    /// What to add.
    pub(crate) item: String,
}

/// What can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A `mod name;` beside the others.
    Mod,
    /// A `use path;` beside the others.
    Use,
    /// A variant of the enum `to`.
    Variant,
    /// An arm of the matches in the function `to` that match the enum `on`, or of its only match
    /// where no enum is named.
    Arm,
    /// A field of the struct `to`.
    Field,
    /// A trait that the type `to` derives.
    Derive,
    /// An attribute of the item `to`.
    Attribute,
    /// A call `.name(…)` in the only chain of the function `to` that calls `on`, before that call.
    Call,
    /// A statement at the start of the function `to`.
    Statement,
    /// A line `key = value` of the table `to` in TOML.
    Toml,
    /// A line `key: value` of the mapping `to` (keys with dots between) in YAML.
    Yaml,
    /// Lines at the end of any text file.
    Line,
}

impl Request {
    /// Finds the insertions into a file; none where all of it is there already. `path` is the file
    /// in messages.
    ///
    /// # Errors
    /// The file cannot be read as what it should be, or the place is missing or ambiguous.
    pub(crate) fn plan(&self, path: &str, content: &str) -> Result<Vec<Insertion>, Mistake> {
        let plan = |content: &str| match self.add {
            Kind::Toml => toml::plan(self, path, content),
            Kind::Yaml => yaml::plan(self, path, content),
            Kind::Line => Ok(line::plan(self, content)),
            _ => rust::plan(self, path, content),
        };
        let by_hand = |mistake: Mistake| mistake.help(self.by_hand(path));
        let insertions = plan(content).map_err(by_hand)?;
        // The result must hold, and hold what was to be added.
        match plan(&apply(content, &insertions)) {
            Ok(again) if again.is_empty() => Ok(insertions),
            _ => Err(by_hand(Mistake::new(format!(
                "`{path}` does not hold together with `{}` in it",
                self.item
            )))),
        }
    }

    /// The edit as a person would make it.
    fn by_hand(&self, path: &str) -> String {
        let place = match (&*self.to, &*self.on) {
            ("", _) => String::new(),
            (to, "") => format!(" to `{to}`"),
            (to, on) => format!(" to `{to}`, for `{on}`"),
        };
        format!(
            "add this{place} in `{path}` by hand, then run the command again:\n{}",
            self.item.trim_end()
        )
    }
}

/// The content with the insertions in it.
pub(crate) fn apply(content: &str, insertions: &[Insertion]) -> String {
    let mut sorted: Vec<&Insertion> = insertions.iter().collect();
    sorted.sort_by_key(|insertion| insertion.at);
    let (mut text, mut done) = (String::with_capacity(content.len() + 80), 0);
    for insertion in sorted {
        text.push_str(&content[done..insertion.at]);
        text.push_str(&insertion.text);
        done = insertion.at;
    }
    text.push_str(&content[done..]);
    text
}

/// The content without insertions that were made into it; `None` where they are not there as they
/// were made. `untouched` says that nobody changed the file since.
pub(crate) fn revert(content: &str, insertions: &[Insertion], untouched: bool) -> Option<String> {
    let mut sorted: Vec<&Insertion> = insertions.iter().collect();
    sorted.sort_by_key(|insertion| insertion.at);
    let (mut text, mut shift, mut done) = (String::new(), 0, 0);
    for insertion in sorted {
        let start = match untouched {
            true => insertion.at + shift,
            false => find(content, done, insertion)?,
        };
        let end = start + insertion.text.len();
        if content.get(start..end) == Some(&insertion.text) {
            text.push_str(content.get(done..start)?);
            done = end;
        } else if untouched {
            return None;
        }
        shift += insertion.text.len();
    }
    text.push_str(&content[done..]);
    Some(text)
}

/// Where an insertion is in a file that changed since: the only place that holds its text. One
/// that says nothing, such as a comma, stays where it is: the place that is given is no match.
fn find(content: &str, from: usize, insertion: &Insertion) -> Option<usize> {
    let text = &insertion.text;
    if !text.contains(|c: char| c.is_alphanumeric()) {
        return Some(content.len());
    }
    let rest = content.get(from..)?;
    let at = rest.find(text.as_str())?;
    let again = rest.get(at + text.len()..).is_some_and(|rest| rest.contains(text.as_str()));
    (!again).then_some(from + at)
}

/// The line end of a file.
fn line_end(content: &str) -> &'static str {
    if content.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where the line of a byte starts.
fn line_start(content: &str, at: usize) -> usize {
    content[..at].rfind('\n').map_or(0, |before| before + 1)
}

/// The blanks at the start of the line of a byte.
fn indent(content: &str, at: usize) -> &str {
    let line = &content[line_start(content, at)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// An item of several lines at an indent.
fn indented(item: &str, indent: &str, line_end: &str) -> String {
    item.trim().lines().collect::<Vec<_>>().join(&format!("{line_end}{indent}"))
}

#[cfg(test)]
mod tests;
