//! What a file of a template holds: read when it is wanted, so that a large template is never in
//! memory as a whole.

use std::borrow::Cow;
use std::rc::Rc;

use crate::error::CommandError;
use crate::output::Contents;
use crate::stage::Root;

/// Where the content of a file is.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// In this program.
    Built(&'static [u8]),
    /// In a folder, under the path of the file.
    Disk(Rc<Root>),
    /// Among what this run keeps, with whether it is a program.
    Kept(Contents, bool),
}

impl Body {
    /// The bytes of the file at `path` of the template.
    ///
    /// # Errors
    /// It cannot be read, or is no longer there.
    pub(crate) fn bytes(&self, path: &str) -> Result<Cow<'static, [u8]>, CommandError> {
        self.file(path).map(|(bytes, _)| bytes)
    }

    /// The same, with whether it is a program.
    ///
    /// # Errors
    /// As for [`Body::bytes`].
    pub(crate) fn file(&self, path: &str) -> Result<(Cow<'static, [u8]>, bool), CommandError> {
        match self {
            Self::Built(bytes) => Ok((Cow::Borrowed(bytes), false)),
            Self::Kept(contents, program) => Ok((Cow::Owned(contents.bytes()?), *program)),
            Self::Disk(folder) => match folder.entry(path)? {
                Some(entry) => Ok((Cow::Owned(entry.contents), entry.executable)),
                None => {
                    let path = folder.path().join(path);
                    Err(CommandError::io("read", &path, "it is no longer there"))
                }
            },
        }
    }
}
