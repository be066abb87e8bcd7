//! Finding the folder that the `import` lines of a `.proto` file count from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use protox::file::File;

use super::parent;

/// Finds import roots, reading each file once.
#[derive(Default)]
pub(super) struct Roots {
    found: Vec<PathBuf>,
    read: BTreeMap<PathBuf, Option<Heading>>,
}

/// What the first lines of a `.proto` file say.
#[derive(Clone)]
struct Heading {
    package: String,
    imports: Vec<String>,
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
        let known = self.found.iter().filter(|root| file.starts_with(root)).cloned();
        let mut candidates: Vec<PathBuf> = known.collect();
        candidates.extend(package_root(file, &package));
        candidates.extend(above(file));
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

    /// `None` for a file that cannot be parsed; the compiler will say why.
    fn heading(&mut self, path: &Path) -> Option<Heading> {
        let read = || {
            let file = File::open("heading.proto", path).ok()?;
            let descriptor = file.file_descriptor_proto();
            Some(Heading {
                package: descriptor.package().to_owned(),
                imports: descriptor.dependency.clone(),
            })
        };
        self.read.entry(path.into()).or_insert_with(read).clone()
    }
}

/// Whether the file ships with the compiler.
pub(crate) fn is_builtin(import: &str) -> bool {
    import.starts_with("google/protobuf/")
}

/// `proto` for `proto/shop/v1/shop.proto` of package `shop.v1`.
fn package_root(file: &Path, package: &str) -> Option<PathBuf> {
    let folder: PathBuf = package.split('.').collect();
    let within = file.parent()?;
    if package.is_empty() || !within.ends_with(&folder) {
        return None;
    }
    let root = within.ancestors().nth(folder.components().count())?;
    Some(if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.into() })
}

/// The folders above a file, the nearest first.
fn above(file: &Path) -> impl Iterator<Item = PathBuf> {
    let mut at = file.to_path_buf();
    std::iter::from_fn(move || {
        if at.as_os_str() == "." {
            return None;
        }
        at = parent(&at)?;
        Some(at.clone())
    })
}
