//! A plan as a document: shown by a dry run, looked over by somebody, and carried out by
//! `cargo gen apply` exactly as it stands.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use typewright_core::files::Owner;

use super::{Action, New, Plan, Root, Step, Steps, join, step};
use crate::error::{CommandError, Kind, Mistake};
use crate::lock::{self, Digest};
use crate::output::{Output, Spool};

/// Version of the form of the document.
const VERSION: u32 = 1;

/// What a plan writes and removes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SavedPlan {
    version: u32,
    /// The folder, as it was typed.
    root: PathBuf,
    steps: Vec<SavedStep>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedStep {
    path: String,
    action: Action,
    owner: Owner,
    /// SHA-256 of what is there; none where nothing is.
    before: Option<Digest>,
    /// What will be there; none for a file that goes.
    after: Option<Contents>,
    /// Whether a new file is a program.
    executable: bool,
    /// Whether the file becomes a program or no program.
    mode: Option<bool>,
    /// Who may do what with a file that moved: the bits of Unix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    permissions: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Contents {
    Text(String),
    Base64(String),
}

impl SavedPlan {
    /// The document of a plan.
    ///
    /// # Errors
    /// What was made cannot be read any more.
    pub(crate) fn new(plan: &Plan) -> Result<Self, CommandError> {
        let mut steps = Vec::new();
        for step in plan.steps.iter().filter(|step| step.changes()) {
            let after = step.new.as_ref().map(|new| new.contents.bytes()).transpose()?;
            steps.push(SavedStep {
                path: step.path.to_string(),
                action: step.action,
                owner: step.owner,
                before: step.old,
                after: after.map(|bytes| Contents::of(&bytes)),
                executable: step.new.as_ref().is_some_and(|file| file.executable),
                mode: step.mode,
                permissions: step.new.as_ref().and_then(|file| file.permissions),
            });
        }
        Ok(Self { version: VERSION, root: plan.root.clone(), steps })
    }

    /// The folder of the plan.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The plan again, for the folder as it is now.
    ///
    /// # Errors
    /// The document is of another version or leads out of its folder, or a file is no longer what
    /// it was when the plan was made.
    pub(crate) fn into_plan(self) -> Result<Plan, CommandError> {
        if self.version != VERSION {
            let message = format!("plan version {} is not {VERSION}", self.version);
            return Err(CommandError::failed(message).help("make the plan again"));
        }
        let (root, spool) = (Root::for_plan(&self.root)?, Output::new().spool());
        let mut mistakes = Vec::new();
        let mut steps = Steps::new();
        for saved in self.steps {
            match saved.into_step(&root, &spool) {
                Ok(step) => steps.push(Box::new(step)),
                Err(error) => mistakes.extend(error.mistakes),
            }
        }
        CommandError::unless_empty(Kind::Failed, mistakes)?;
        root.is_clear(&steps)?;
        Ok(Plan { root: self.root, steps })
    }
}

impl SavedStep {
    fn into_step(self, root: &Root, spool: &Rc<Spool>) -> Result<Step, CommandError> {
        lock::stays_inside(&self.path)?;
        let old = root.digest(&self.path)?;
        if old != self.before {
            let path = join(root.path(), &self.path);
            let message = format!("`{}` changed since the plan was made", path.display());
            return Err(Mistake::new(message).help("make the plan again").into());
        }
        let contents = self.after.map(|after| after.bytes(&self.path)).transpose()?;
        let contents = contents.map(|bytes| spool.put(&bytes)).transpose()?;
        // What the system does for whoever runs a file is no plan's to say.
        let permissions = self.permissions.map(|bits| bits & 0o777);
        let new = contents.map(|contents| New {
            executable: self.executable,
            permissions,
            ..New::plain(contents)
        });
        Ok(Step { old, new, mode: self.mode, ..step(&self.path, self.action, self.owner) })
    }
}

impl Contents {
    fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    fn bytes(self, path: &str) -> Result<Vec<u8>, CommandError> {
        match self {
            Self::Text(text) => Ok(text.into_bytes()),
            Self::Base64(text) => STANDARD
                .decode(text)
                .map_err(|e| CommandError::failed(format!("`{path}`: `base64`: {e}"))),
        }
    }
}
