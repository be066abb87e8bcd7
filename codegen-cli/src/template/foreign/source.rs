//! What was found where a template should be.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::TemplateFiles;
use crate::error::{CommandError, Kind, Mistake};
use crate::stage::Root;
use crate::template::Body;

/// Files of a folder, with what is none.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) files: Vec<(String, Body)>,
    /// The files that can be run, as far as that is known without reading them.
    pub(crate) programs: BTreeSet<String>,
    /// Symbolic links, with where they lead. They are not followed, because that may be anywhere.
    pub(crate) links: BTreeMap<String, String>,
    /// Submodules.
    pub(crate) modules: Vec<String>,
}

impl Found {
    pub(in crate::template) fn holds(&self, path: &str) -> bool {
        self.files.iter().any(|(name, _)| name == path)
    }

    /// Takes note of a link in a folder on the disk.
    pub(in crate::template) fn link(
        &mut self,
        root: &Root,
        path: String,
    ) -> Result<(), CommandError> {
        let to = root.link(&path).map_err(|e| root.refused("read", &path, &e))?;
        self.links.insert(path, to);
        Ok(())
    }

    /// A template of ours holds neither links nor submodules.
    pub(in crate::template) fn refuse_links(&self) -> Result<(), CommandError> {
        let odd = odd(self.links.keys().cloned(), self.modules.iter().cloned());
        CommandError::unless_empty(Kind::Failed, odd)
    }

    /// With the contents of all files.
    pub(in crate::template) fn read(self) -> Result<Raw, CommandError> {
        let Self { files: found, mut programs, links, modules } = self;
        let mut files = TemplateFiles::new();
        for (path, body) in found {
            let bytes = match &body {
                Body::Disk(folder) => folder.entry(&path)?.map(|entry| {
                    if entry.executable {
                        programs.insert(path.clone());
                    }
                    entry.contents.into()
                }),
                _ => None,
            };
            let bytes = match bytes {
                Some(bytes) => bytes,
                None => body.bytes(&path)?,
            };
            files.push((path, bytes));
        }
        Ok(Raw { files, programs, links, modules })
    }
}

/// What is wrong with links and submodules.
fn odd(links: impl Iterator<Item = String>, modules: impl Iterator<Item = String>) -> Vec<Mistake> {
    let mistake = |path: String, what: &str| {
        Mistake::new(format!("`{path}` is a {what}, which a template may not hold"))
    };
    let links = links.map(|path| mistake(path, "symbolic link"));
    links.chain(modules.map(|path| mistake(path, "submodule"))).collect()
}

/// The same, with the contents of all files.
#[derive(Debug, Default)]
pub(in crate::template) struct Raw {
    pub(crate) files: TemplateFiles,
    /// The files that can be run.
    pub(crate) programs: BTreeSet<String>,
    /// Symbolic links, with where they lead. They are not followed, because that may be anywhere.
    pub(crate) links: BTreeMap<String, String>,
    /// Submodules.
    pub(crate) modules: Vec<String>,
}

impl Raw {
    pub(in crate::template) fn holds(&self, path: &str) -> bool {
        self.files.iter().any(|(name, _)| name == path)
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        let (_, bytes) = self.files.iter().find(|(name, _)| name == path)?;
        Some(String::from_utf8_lossy(bytes))
    }

    /// What is wrong with links and submodules that would become part of a project, which `counts`
    /// says.
    pub(super) fn odd(&self, counts: impl Fn(&str) -> bool) -> Vec<Mistake> {
        let links = self.links.keys().filter(|path| counts(path)).cloned();
        odd(links, self.modules.iter().filter(|path| counts(path)).cloned())
    }
}

/// Whether a file is to be copied whatever the template says: it is no text.
pub(super) fn is_binary(path: &str, bytes: &[u8]) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    BINARY.split(' ').any(|known| known == ending)
        || bytes.contains(&0)
        || std::str::from_utf8(bytes).is_err()
}

/// Endings of files that hold no text.
const BINARY: &str = "png jpg jpeg gif bmp ico webp tif tiff psd pdf zip gz tgz bz2 xz 7z rar tar jar \
                      war class pyc pyo so dll dylib exe bin o a lib woff woff2 ttf otf eot mp3 mp4 \
                      avi mov mkv flac ogg wav webm sqlite db";
