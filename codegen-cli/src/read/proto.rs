//! Compiles `.proto` files in this process.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use typewright_compiler::Problem;
use typewright_core::diag::nearest;
use typewright_core::source::proto::Input;

use super::roots::Roots;
use super::{foreign, missing, parent};
use crate::error::{CommandError, Kind, Mistake, Place};
use crate::recipe::path_between;
use crate::settings::Compiler;
use crate::stage;

/// Compiled files, and where they came from.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// What the engine reads.
    pub(crate) input: Input,
    /// The folders that imports count from.
    pub(crate) includes: Vec<PathBuf>,
    /// The files on disk by import name; those that ship with the compiler are not among them.
    pub(crate) files: BTreeMap<String, PathBuf>,
}

/// Compiles sources (files, or folders for all files in them) with everything they import.
///
/// Without `includes`, the folders that imports count from are found by looking.
///
/// # Errors
/// Missing files, and the mistakes in them, each at its place.
pub(crate) fn compile(
    sources: &[PathBuf],
    includes: &[PathBuf],
    compiler: Compiler,
) -> Result<Compiled, CommandError> {
    let mut includes = includes.to_vec();
    let files = source_files(sources, &mut includes)?;
    let names = names(&files, &includes)?;
    if compiler != Compiler::Embedded {
        return foreign::compile(compiler, names, includes);
    }
    let mut on_disk = BTreeMap::new();
    let mut open = |name: &str| {
        let Some(path) = find(name, &includes) else { return Ok(None) };
        let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
        on_disk.insert(name.to_owned(), path);
        Ok(Some(text))
    };
    let roots: Vec<&str> = names.iter().map(String::as_str).collect();
    let compiled = typewright_compiler::compile(&roots, &mut open);
    let compiled = compiled.map_err(|problems| explain(&problems, &includes))?;
    let files = compiled.files.into_iter().map(|file| file.descriptor).collect();
    Ok(Compiled { input: Input { files, generate: names }, includes, files: on_disk })
}

impl Compiled {
    /// Puts the user's own path and the source line into mistakes that name a file by its import.
    pub(crate) fn locate(&self, mut error: CommandError) -> CommandError {
        for place in error.mistakes.iter_mut().filter_map(|m| m.place.as_mut()) {
            if let Some(path) = self.files.get(&place.file) {
                let text = std::fs::read_to_string(path).unwrap_or_default();
                let name = path.display().to_string();
                **place = Place::at(name, &text, place.line, place.column);
            }
        }
        error
    }
}

/// The files to generate code for. Fills `includes` where the user gave none.
fn source_files(
    sources: &[PathBuf],
    includes: &mut Vec<PathBuf>,
) -> Result<Vec<PathBuf>, CommandError> {
    let mut mistakes: Vec<Mistake> = includes
        .iter()
        .filter(|dir| !dir.is_dir())
        .map(|dir| missing(dir).note("it is named as an include folder (`-I`)"))
        .collect();
    let given = !includes.is_empty();
    let mut roots = Roots::default();
    let mut files = Vec::new();
    for source in sources {
        if source.is_dir() {
            let inside = protos_below(source)?;
            if inside.is_empty() {
                mistakes.push(Mistake::new(format!("no .proto file in `{}`", source.display())));
            }
            files.extend(inside);
            if !includes.iter().any(|dir| below(source, dir).is_some()) {
                includes.push(source.clone());
            }
        } else if source.is_file() {
            files.push(source.clone());
            if !given {
                roots.place(source);
            }
        } else {
            mistakes.push(missing(source));
        }
    }
    for root in roots.into_includes() {
        if !includes.contains(&root) {
            includes.push(root);
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok(files)
}

/// All `.proto` files below a folder, sorted, hidden folders and build output aside.
fn protos_below(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let mut found = Vec::new();
    for name in stage::entries(folder)? {
        let path = folder.join(&name);
        if path.is_dir() && !name.starts_with('.') && name != "target" {
            found.extend(protos_below(&path)?);
        } else if path.is_file() && name.ends_with(".proto") {
            found.push(path);
        }
    }
    Ok(found)
}

/// The import names of the sources.
fn names(files: &[PathBuf], includes: &[PathBuf]) -> Result<Vec<String>, CommandError> {
    let mut names = Vec::new();
    let mut mistakes = Vec::new();
    for file in files {
        match includes.iter().find_map(|dir| below(file, dir)) {
            Some(name) if !names.contains(&name) => names.push(name),
            Some(_) => {}
            None => mistakes.push(
                Mistake::new(format!("`{}` is in none of the include folders", file.display()))
                    .help(format!(
                        "add `-I {}`, or the folder above it that its imports count from",
                        parent(file).unwrap_or_default().display()
                    )),
            ),
        }
    }
    CommandError::unless_empty(Kind::Usage, mistakes)?;
    Ok(names)
}

/// The `/`-separated path from a folder to something in it.
fn below(path: &Path, folder: &Path) -> Option<String> {
    let relative = match path.strip_prefix(folder) {
        Ok(relative) => relative.to_path_buf(),
        // `.` and `x/..` need the file system's own view.
        Err(_) => {
            let (path, folder) = (path.canonicalize().ok()?, folder.canonicalize().ok()?);
            path.strip_prefix(folder).ok()?.to_path_buf()
        }
    };
    let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// The file on disk of an import name.
pub(super) fn find(name: &str, includes: &[PathBuf]) -> Option<PathBuf> {
    // As the user would write it: `shop.proto`, not `../../shop/v1/shop.proto`.
    let shown = |path: PathBuf| match path.is_absolute() {
        true => path,
        false => path_between(Path::new("."), &path).into(),
    };
    includes.iter().map(|dir| dir.join(name)).find(|path| path.is_file()).map(shown)
}

/// The compiler's mistakes at the user's own places.
fn explain(problems: &[Problem], includes: &[PathBuf]) -> CommandError {
    let mut texts: BTreeMap<&str, (String, String)> = BTreeMap::new();
    for problem in problems {
        for place in problem.related.iter().map(|(place, _)| place).chain([&problem.place]) {
            texts.entry(&place.file).or_insert_with(|| {
                let path = find(&place.file, includes).unwrap_or_else(|| (&place.file).into());
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                (path.display().to_string(), text)
            });
        }
    }
    let shown = |place: &typewright_compiler::Place| match (&texts[&*place.file], place.line) {
        ((name, _), 0) => Place { file: name.clone(), ..Place::default() },
        ((name, text), _) => Place::of(name, text, place.span.clone()),
    };
    let mistakes = problems.iter().map(|problem| {
        let mut mistake = Mistake::new(&problem.message).at(shown(&problem.place));
        for (place, what) in &problem.related {
            let at = shown(place);
            mistake.notes.push(format!("{}:{}:{}: {what}", at.file, at.line, at.column));
        }
        mistake.help.extend(problem.help.clone());
        if problem.help.is_none() && problem.message.ends_with("is not found") {
            mistake.help.push(where_imports_are(&problem.message, includes));
        }
        mistake
    });
    CommandError { kind: Kind::Failed, mistakes: mistakes.collect() }
}

/// What to do about an import that was not found.
fn where_imports_are(message: &str, includes: &[PathBuf]) -> String {
    let import = message.split('`').nth(1).unwrap_or_default();
    let known: Vec<String> = includes
        .iter()
        .filter_map(|dir| Some((dir, protos_below(&parent(&dir.join(import))?).ok()?)))
        .flat_map(|(dir, files)| files.into_iter().filter_map(|f| below(&f, dir)))
        .collect();
    if let Some(near) = nearest(import, known.iter().map(String::as_str)) {
        return format!("did you mean `{near}`?");
    }
    let list: Vec<String> = includes.iter().map(|dir| format!("`{}`", dir.display())).collect();
    format!("it was looked for in {}; add its folder with `-I DIR`", list.join(", "))
}
