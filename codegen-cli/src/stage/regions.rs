//! Plans of files that the user has but for marked regions.

use std::rc::Rc;

use super::root::Root;
use super::{Action, New, Step};
use crate::block;
use crate::error::CommandError;
use crate::lock::Lock;
use crate::output::{Item, Spool};

/// What happens to the regions of a file that are generated; the rest of it stays as it is. `None`
/// for a file that the user deleted.
pub(super) fn in_block(
    root: &Root,
    path: Rc<str>,
    item: &Item,
    before: Option<&Lock>,
    spool: &Rc<Spool>,
) -> Result<Option<Step>, CommandError> {
    let written = before.and_then(|lock| lock.files.get(&path));
    let (owner, known, mode) = (item.owner, written.is_some(), None);
    let Some(entry) = root.entry(&path)? else {
        let (action, new) = (Action::Create, Some(item.into()));
        let step = Step { path, action, owner, why: None, known, mode, old: None, new };
        return Ok(Some(step).filter(|_| !known));
    };
    let shown = root.path().join(&*path).display().to_string();
    let filled = block::fill(&shown, &entry.contents, &item.contents.bytes()?)?;
    let (action, why) = match written.map(|written| written.sha256 == Some(filled.before)) {
        _ if item.sha256 == filled.before => (Action::Unchanged, None),
        Some(true) => (Action::Update, None),
        None if filled.empty => (Action::Update, None),
        _ => (Action::Conflict, Some("what is generated in it was edited")),
    };
    let contents = spool.put(&filled.contents)?;
    let new = New { executable: entry.executable, ..New::plain(contents) };
    let (old, new) = (Some(entry.digest()), Some(new));
    Ok(Some(Step { path, action, owner, why, known, mode, old, new }))
}
