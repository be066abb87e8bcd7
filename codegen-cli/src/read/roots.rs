//! Finding the folder that the `import` lines of a `.proto` file count from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use typewright_compiler::Heading;

use crate::recipe::{path_between, tidy};

/// Finds import roots, reading each file once.
#[derive(Default)]
pub(super) struct Roots {
    found: Vec<PathBuf>,
    read: BTreeMap<PathBuf, Option<Heading>>,
}

impl Roots {
    /// The roots of all files that were placed, each once.
    pub(super) fn into_includes(self) -> Vec<PathBuf> {
        self.found
    }

    /// Finds the root of a file: one of those found already, the folder that its package says,
    /// or the nearest folder above it; the first from which all imports resolve. Where none does,
    /// it is the first of them, and the compiler will say what is missing.
    pub(super) fn place(&mut self, file: &Path) {
        let package = self.heading(file).map(|h| h.package).unwrap_or_default();
        let absolute = tidy(&std::path::absolute(file).unwrap_or(file.into()));
        let holds = |root: &&PathBuf| {
            std::path::absolute(root).is_ok_and(|root| absolute.starts_with(tidy(&root)))
        };
        let mut candidates: Vec<PathBuf> = self.found.iter().filter(holds).cloned().collect();
        let near =
            package_root(&absolute, &package).into_iter().chain(absolute.ancestors().skip(1));
        // As the user writes paths: relative ones stay relative.
        candidates.extend(near.map(|root| match file.is_absolute() {
            true => root.to_path_buf(),
            false => path_between(Path::new("."), root).into(),
        }));
        let root = candidates.iter().find(|root| self.resolves(file, root));
        let Some(root) = root.or(candidates.first()).cloned() else { return };
        if !self.found.contains(&root) {
            self.found.push(root);
        }
    }

    /// Whether the file and all that it imports are found from `root` and the roots before it.
    fn resolves(&mut self, file: &Path, root: &Path) -> bool {
        let mut roots = self.found.clone();
        roots.push(root.into());
        let mut seen = BTreeSet::new();
        let mut open = vec![file.to_path_buf()];
        while let Some(path) = open.pop() {
            let imports = self.heading(&path).map(|h| h.imports).unwrap_or_default();
            for import in imports {
                if is_builtin(&import) || !seen.insert(import.clone()) {
                    continue;
                }
                match roots.iter().map(|r| r.join(&import)).find(|p| p.is_file()) {
                    Some(path) => open.push(path),
                    None => return false,
                }
            }
        }
        true
    }

    /// `None` for a file that cannot be read; the compiler will say why.
    fn heading(&mut self, path: &Path) -> Option<Heading> {
        let read = || Some(typewright_compiler::heading(&std::fs::read_to_string(path).ok()?));
        self.read.entry(path.into()).or_insert_with(read).clone()
    }
}

/// Whether the file ships with the compiler.
fn is_builtin(import: &str) -> bool {
    import.starts_with("google/protobuf/")
}

/// `proto` for `proto/shop/v1/shop.proto` of package `shop.v1`.
fn package_root<'a>(file: &'a Path, package: &str) -> Option<&'a Path> {
    let folder: PathBuf = package.split('.').collect();
    let within = file.parent()?;
    if package.is_empty() || !within.ends_with(&folder) {
        return None;
    }
    within.ancestors().nth(folder.components().count())
}
