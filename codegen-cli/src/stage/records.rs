//! What a plan writes for ourselves, beside the files that were asked for.

use std::collections::BTreeMap;
use std::io::Write as _;

use typewright_core::files::Owner;

use super::{Action, New, Plan, Root, Step, step};
use crate::error::CommandError;
use crate::lock;
use crate::output::{Contents, Writer};
use crate::snapshot;

impl Plan {
    /// Adds a record of ours.
    ///
    /// # Errors
    /// Something that is no file is in its place.
    pub(crate) fn record(&mut self, path: &str, contents: Contents) -> Result<(), CommandError> {
        let old = Root::at(&self.root)?.digest(path)?;
        let action = match old {
            None => Action::Create,
            Some(old) if old == contents.digest()? => Action::Unchanged,
            Some(_) => Action::Update,
        };
        let new = Some(New::plain(contents));
        self.steps.push(Box::new(Step { old, new, ..step(path, action, Owner::Generated) }));
        Ok(())
    }

    /// Keeps what is not the project's own out of version control.
    ///
    /// # Errors
    /// As for [`Plan::record`].
    pub(crate) fn ignore(&mut self) -> Result<(), CommandError> {
        let mut text = Writer::default();
        text.write_all(lock::IGNORED.as_bytes()).map_err(|e| CommandError::temporary(&e))?;
        self.record(lock::IGNORE, text.finish())
    }

    /// What the plan replaces, for going back; `note` says what was done.
    ///
    /// # Errors
    /// As for [`Plan::record`].
    pub(crate) fn remember(&mut self, note: &str) -> Result<(), CommandError> {
        let root = Root::for_plan(&self.root)?;
        let steps = || self.steps.iter().filter(|step| step.writes());
        let mut undo = snapshot::Writer::new(note, steps().count())?;
        let mut left = BTreeMap::new();
        for step in steps() {
            match root.entry(&step.path)? {
                Some(old) => undo.entry(&step.path, &old)?,
                None => undo.absent(&step.path)?,
            }
            let new = step.new.as_ref().filter(|_| step.action != Action::Remove);
            let new = new.map(|new| new.contents.digest()).transpose()?;
            left.insert(step.path.to_string(), new);
        }
        self.record(lock::UNDO, undo.finish(&left)?)?;
        self.ignore()
    }
}
