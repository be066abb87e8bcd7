//! What stands where a plan makes something: a file in the place of a folder, or the reverse. It is
//! fine where the same plan takes it away.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, ErrorKind};

use super::root::{Folder, Kind, Root, split};
use super::{Action, Step};
use crate::error::{self, CommandError};

impl Root {
    /// Refuses new files whose place is taken by what stays.
    ///
    /// # Errors
    /// Each thing in the way, once.
    pub(super) fn is_clear(&self, steps: &[Box<Step>]) -> Result<(), CommandError> {
        let (mut gone, mut told) = (None, BTreeSet::new());
        let mut mistakes = Vec::new();
        for step in steps.iter().filter(|step| step.changes() && step.old.is_none()) {
            // Most are where nothing is.
            if step.new.is_none() || matches!(self.kind(&step.path), Ok(None)) {
                continue;
            }
            let Some((at, kind)) = self.obstacle(&step.path) else { continue };
            let gone: &HashSet<&str> = gone.get_or_insert_with(|| {
                let removed = steps.iter().filter(|step| step.action == Action::Remove);
                removed.map(|step| &*step.path).collect()
            });
            let goes = match kind {
                Kind::File { .. } => gone.contains(at),
                Kind::Folder => self.goes(at, gone)?,
                Kind::Link | Kind::Other => false,
            };
            if !goes && told.insert(at) {
                let taken = io::Error::from(ErrorKind::AlreadyExists);
                mistakes.extend(self.refused("write", &step.path, &taken).mistakes);
            }
        }
        CommandError::unless_empty(error::Kind::Failed, mistakes)
    }

    /// Whether all that is in a folder goes.
    fn goes(&self, folder: &str, gone: &HashSet<&str>) -> Result<bool, CommandError> {
        for name in self.names(folder)? {
            let path = format!("{folder}/{name}");
            let goes = match self.kind(&path).map_err(|e| self.refused("look at", &path, &e))? {
                Some(Kind::Folder) => self.goes(&path, gone)?,
                _ => gone.contains(path.as_str()),
            };
            if !goes {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether nothing is at a path; a folder that holds nothing is removed.
    pub(super) fn clear_folder(&self, path: &str) -> io::Result<bool> {
        match self.kind(path)? {
            None => Ok(true),
            Some(Kind::Folder) => {
                let (above, name) = split(path);
                self.forget();
                let cleared = clear(&*self.here(above)?, name);
                self.forget();
                cleared
            }
            Some(_) => Ok(false),
        }
    }
}

/// Removes a folder if there is nothing but folders in it.
fn clear(above: &Folder, name: &str) -> io::Result<bool> {
    let folder = above.below(name)?;
    for name in folder.names()? {
        if folder.kind(&name)? != Some(Kind::Folder) || !clear(&folder, &name)? {
            return Ok(false);
        }
    }
    above.remove_folder(name).map(|()| true)
}
