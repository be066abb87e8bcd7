//! Compiles `.proto` files, of every syntax and edition, to the descriptors that protoc gives.
//!
//! There is no I/O: files come through a function, and what is found out goes back as values.
//!
//! ```
//! let source = "syntax = \"proto3\";\npackage shop;\nmessage Item { string name = 1; }\n";
//! let mut open = |name: &str| Ok((name == "shop.proto").then(|| source.to_owned()));
//! let compiled = typewright_compiler::compile(&["shop.proto"], &mut open).unwrap();
//! assert_eq!(compiled.files[0].name, "shop.proto");
//! ```

mod ast;
mod encode;
mod lexer;
mod link;
mod load;
mod locations;
mod option;
mod parser;
mod problem;
mod text;
mod well_known;
mod wire;

pub use problem::{Place, Problem};

use crate::link::Linker;
use crate::load::Loaded;

/// What came of compiling.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The roots and all that they import, each behind its own imports.
    pub files: Vec<CompiledFile>,
    /// What is not wrong, but to be reconsidered, in the roots.
    pub warnings: Vec<Problem>,
}

/// One file, as descriptors.
#[derive(Clone, Debug)]
pub struct CompiledFile {
    /// The name that it is imported by.
    pub name: String,
    /// An encoded `FileDescriptorProto` with all options and `SourceCodeInfo`: what protoc writes
    /// with `--include_source_info --retain_options`.
    pub descriptor: Vec<u8>,
    /// The same without the options that are for compilers only (`RETENTION_SOURCE`): what protoc
    /// writes with `--include_source_info`.
    pub runtime: Vec<u8>,
    /// Whether it is one of the roots.
    pub is_root: bool,
    /// Whether the text was opened; well-known files that were not found ship with the compiler.
    pub is_opened: bool,
}

/// Compiles the roots and all that they import.
///
/// `open` gives the text of a file by the name it is imported by, `None` where there is no such
/// file, or an error where there is one that cannot be read. The files of `google/protobuf` need
/// not be there.
///
/// # Errors
/// All mistakes in all files, in the order of the files and their lines.
pub fn compile(
    roots: &[&str],
    open: &mut dyn FnMut(&str) -> Result<Option<String>, String>,
) -> Result<Compiled, Vec<Problem>> {
    let mut opened = std::collections::HashSet::new();
    let mut loaded = load::load(roots, &mut |name| {
        let text = open(name)?;
        if text.is_some() {
            opened.insert(name.to_owned());
        }
        Ok(text)
    });
    let mut linker = Linker::new(std::mem::take(&mut loaded.files));
    // `descriptor.proto` comes first.
    let options = loaded.order.first().is_some_and(|first| !loaded.broken[*first]);
    for file in loaded.order.iter().filter(|file| !loaded.broken[**file]) {
        linker.link(*file, options);
    }
    let Loaded { texts, mut mistakes, mut warnings, missing, .. } = loaded;
    mistakes.append(&mut linker.mistakes);
    warnings.append(&mut linker.warnings);
    let files = &linker.pool.files;
    if !mistakes.is_empty() || !missing.is_empty() {
        let placed = load::place(files, &texts, mistakes);
        return Err(missing.into_iter().chain(placed).collect());
    }
    let is_root = |file: usize| roots.contains(&files[file].name.as_str());
    warnings.retain(|(file, _)| is_root(*file));
    let compiled = wanted(files, roots).into_iter().map(|index| {
        let file = &files[index];
        let runtime = link::runtime::runtime(&linker.pool, file);
        CompiledFile {
            name: file.name.clone(),
            descriptor: encode::file(&linker.pool, file, None),
            runtime: encode::file(&linker.pool, file, Some(&runtime)),
            is_root: is_root(index),
            is_opened: opened.contains(&file.name),
        }
    });
    Ok(Compiled { files: compiled.collect(), warnings: load::place(files, &texts, warnings) })
}

/// What a file says before it declares anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The package; empty where there is none.
    pub package: String,
    /// The names of the files that it imports, in order.
    pub imports: Vec<String>,
}

/// Reads a text for its package and imports alone, whatever else is wrong with it.
///
/// ```
/// let heading = typewright_compiler::heading("package shop; import \"a.proto\"; message {");
/// assert_eq!((&*heading.package, &*heading.imports[0]), ("shop", "a.proto"));
/// ```
pub fn heading(text: &str) -> Heading {
    let file = parser::parse("", text).file;
    let imports = file.imports.iter().map(|import| import.name.text.clone());
    Heading { package: file.package().to_owned(), imports: imports.collect() }
}

/// The roots and what they import, each behind its imports.
fn wanted(files: &[ast::File], roots: &[&str]) -> Vec<usize> {
    let mut order = Vec::new();
    let mut seen = vec![false; files.len()];
    let named = |root: &&str| files.iter().position(|file| file.name == **root);
    for root in roots.iter().filter_map(named) {
        let mut stack = Vec::new();
        if !std::mem::replace(&mut seen[root], true) {
            stack.push((root, files[root].imports.iter()));
        }
        while let Some((file, imports)) = stack.last_mut() {
            let Some(import) = imports.next() else {
                order.push(*file);
                stack.pop();
                continue;
            };
            let Some(next) = import.file else { continue };
            if !std::mem::replace(&mut seen[next], true) {
                stack.push((next, files[next].imports.iter()));
            }
        }
    }
    order
}
