//! Files on disk ▶ what the compiler gives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Where files are looked for, and which were read.
pub(crate) struct Sources {
    includes: Vec<PathBuf>,
    /// The files that were read, by the name that they are imported by.
    pub(crate) read: BTreeMap<String, PathBuf>,
}

impl Sources {
    pub(crate) fn new(includes: &[impl AsRef<Path>]) -> Self {
        let includes = includes.iter().map(|folder| folder.as_ref().to_owned()).collect();
        Self { includes, read: BTreeMap::new() }
    }

    /// The descriptors of the files and of all that they import, and the names of the files.
    pub(crate) fn compile(
        &mut self,
        protos: &[impl AsRef<Path>],
    ) -> Result<(Vec<Vec<u8>>, Vec<String>), Error> {
        let mut problems = Vec::new();
        for folder in self.includes.iter().filter(|folder| !folder.is_dir()) {
            problems.push(format!("the include folder `{}` does not exist", folder.display()));
        }
        let mut names = Vec::new();
        for proto in protos.iter().map(AsRef::as_ref) {
            match self.name(proto) {
                Ok(name) if !names.contains(&name) => names.push(name),
                Ok(_) => {}
                Err(problem) => problems.push(problem),
            }
        }
        Error::unless_empty(problems)?;
        let (includes, read) = (&self.includes, &mut self.read);
        let mut open = |name: &str| {
            let path = includes.iter().map(|folder| folder.join(name)).find(|path| path.is_file());
            let Some(path) = path else { return Ok(None) };
            let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
            read.insert(name.to_owned(), path);
            Ok(Some(text))
        };
        let roots: Vec<&str> = names.iter().map(String::as_str).collect();
        match typewright_compiler::compile(&roots, &mut open) {
            Ok(compiled) => {
                let files = compiled.files.into_iter().map(|file| file.descriptor);
                Ok((files.collect(), names))
            }
            Err(problems) => Err(Error::compiling(&problems, &self.read)),
        }
    }

    /// The name that a file is imported by: where it stands in an include folder.
    fn name(&self, proto: &Path) -> Result<String, String> {
        let here = proto.is_file();
        let found = self.includes.iter().filter(|_| here).find_map(|folder| {
            let below = proto.strip_prefix(folder).map(Path::to_owned).ok();
            below.or_else(|| {
                // `.` and `x/..` need the file system's own view.
                let (proto, folder) = (proto.canonicalize().ok()?, folder.canonicalize().ok()?);
                proto.strip_prefix(folder).ok().map(Path::to_owned)
            })
        });
        // Or as other files import it, as `protoc` takes it, too.
        let inside = |folder: &PathBuf| proto.is_relative() && folder.join(proto).is_file();
        let named = || self.includes.iter().any(inside).then(|| proto.to_owned());
        let name = found.or_else(named).and_then(|name| {
            let parts: Option<Vec<&str>> = name.iter().map(|part| part.to_str()).collect();
            parts.map(|parts| parts.join("/"))
        });
        let shown = proto.display();
        match name {
            Some(name) => Ok(name),
            None if here => Err(format!(
                "`{shown}` is in none of the include folders; add the folder that its imports count from"
            )),
            None => Err(format!("`{shown}` does not exist")),
        }
    }
}
