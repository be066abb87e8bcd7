//! Edits of the user's files, over all files and parts: in, and out again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use crate::edit::{self, Request};
use crate::error::{CommandError, Kind, Mistake};
use crate::lock::Digest;
use crate::recipe::{AppliedPart, PartEdit};
use crate::stage;

/// Files with their new text.
type Texts = BTreeMap<String, String>;

/// The files with all edits in them, and what was inserted where.
pub(super) fn put_in(
    root: &Path,
    requests: &[Request],
) -> Result<(Texts, Vec<PartEdit>), CommandError> {
    let mut texts = Texts::new();
    let mut edits = Vec::new();
    let mut mistakes = Vec::new();
    for request in requests {
        let text = match texts.get(&request.file) {
            Some(text) => text.clone(),
            None => match text(root, &request.file) {
                Ok(text) => text,
                Err(error) => {
                    mistakes.extend(error.mistakes);
                    continue;
                }
            },
        };
        match one(root, request, &text) {
            Ok((text, edit)) => {
                edits.extend(edit);
                texts.insert(request.file.clone(), text);
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok((texts, edits))
}

/// One edit: the text with it, and what was inserted, if anything.
fn one(root: &Path, request: &Request, text: &str) -> Result<(String, Option<PartEdit>), Mistake> {
    let path = root.join(&request.file).display().to_string();
    let insertions = request.plan(&path, text)?;
    let text = edit::apply(text, &insertions);
    let sha256 = Digest::of(text.as_bytes());
    let edit = PartEdit { file: request.file.clone(), sha256, insertions };
    Ok((text, Some(edit).filter(|edit| !edit.insertions.is_empty())))
}

/// What is left when a part is taken out.
pub(super) struct Unwound {
    pub(super) files: Texts,
    /// The other parts, with what belongs to them now.
    pub(super) parts: Vec<AppliedPart>,
    /// What has to be done by hand.
    pub(super) mistakes: Vec<Mistake>,
}

/// Takes the edits of the part `there` out of all files. `requests` are those of each part.
///
/// What several parts need stays until the last of them goes: each file is unwound to the state
/// before the part, and the later parts are put in again. Where the user changed what a later one
/// inserted, the part alone is taken out, if the others still hold then.
pub(super) fn take_out(
    root: &Path,
    parts: &[AppliedPart],
    there: usize,
    requests: &[Vec<Request>],
) -> Unwound {
    let mut left = parts.to_vec();
    let part = left.remove(there);
    let mut requests: Vec<&[Request]> = requests.iter().map(Vec::as_slice).collect();
    requests.remove(there);
    let mut unwound = Unwound { files: Texts::new(), parts: left, mistakes: Vec::new() };
    for file in part.edits.iter().map(|edit| &edit.file).collect::<BTreeSet<_>>() {
        let found = text(root, file).ok().and_then(|text| {
            unwind(root, file, &text, &part, &unwound.parts, there, &requests)
                .or_else(|| alone(root, file, &text, &part, &unwound.parts, &requests))
        });
        match found {
            Some((text, parts)) => {
                unwound.files.insert(file.clone(), text);
                unwound.parts = parts;
            }
            None => unwound.mistakes.push(by_hand(root, file, &part)),
        }
    }
    unwound
}

type Found = Option<(String, Vec<AppliedPart>)>;

/// Everything since the part was added comes out, the last first, and the others go in again.
fn unwind(
    root: &Path,
    file: &str,
    text: &str,
    part: &AppliedPart,
    others: &[AppliedPart],
    there: usize,
    requests: &[&[Request]],
) -> Found {
    let mut text = text.to_owned();
    let later = others[there..].iter().rev().chain([part]);
    for edit in later.flat_map(|part| part.edits.iter().rev()).filter(|edit| edit.file == file) {
        text = revert(edit, &text)?;
    }
    let mut parts = others.to_vec();
    for (part, requests) in parts.iter_mut().zip(requests).skip(there) {
        // In the order of the requests, whatever file they are of.
        let mut old: VecDeque<PartEdit> = std::mem::take(&mut part.edits).into();
        old.retain(|edit| edit.file != file);
        for request in *requests {
            if request.file == file {
                let (with, edit) = one(root, request, &text).ok()?;
                text = with;
                part.edits.extend(edit);
            } else if old.front().is_some_and(|edit| edit.file == request.file) {
                part.edits.extend(old.pop_front());
            }
        }
        part.edits.extend(old);
    }
    Some((text, parts))
}

/// The part alone comes out.
fn alone(
    root: &Path,
    file: &str,
    text: &str,
    part: &AppliedPart,
    others: &[AppliedPart],
    requests: &[&[Request]],
) -> Found {
    let mut without = text.to_owned();
    for edit in part.edits.iter().rev().filter(|edit| edit.file == file) {
        without = revert(edit, &without)?;
    }
    let holds = |request: &&Request, text: &str| {
        one(root, request, text).is_ok_and(|(_, edit)| edit.is_none())
    };
    let all = requests.iter().flat_map(|all| *all).filter(|request| request.file == file);
    // What does not hold now is the user's doing already.
    let mut held = all.filter(|request| holds(request, text));
    held.all(|request| holds(&request, &without)).then(|| (without, others.to_vec()))
}

fn revert(edit: &PartEdit, text: &str) -> Option<String> {
    let untouched = Digest::of(text.as_bytes()) == edit.sha256;
    edit::revert(text, &edit.insertions, untouched)
}

fn by_hand(root: &Path, file: &str, part: &AppliedPart) -> Mistake {
    let path = root.join(file).display().to_string();
    let of_file = part.edits.iter().filter(|edit| edit.file == file);
    let texts: Vec<&str> =
        of_file.flat_map(|edit| &edit.insertions).map(|one| one.text.trim()).collect();
    Mistake::new(format!("`{path}` was changed where the part was added"))
        .help(format!("remove this by hand, then use `--force`:\n{}", texts.join("\n")))
}

fn text(root: &Path, path: &str) -> Result<String, CommandError> {
    let shown = root.join(path).display().to_string();
    let Some(entry) = stage::entry(root, path)? else {
        return Err(CommandError::failed(format!("`{shown}` does not exist, but is to be edited")));
    };
    String::from_utf8(entry.contents)
        .map_err(|_| CommandError::failed(format!("`{shown}` is not UTF-8 text")))
}
