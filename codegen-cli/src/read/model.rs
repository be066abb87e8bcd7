//! Any sources ▶ the model: `.proto` files and folders of them, and Rust files.

use std::path::PathBuf;

use typewright_core::model::{Schema, VERSION};
use typewright_core::source;

use super::proto::{self, Compiled};
use super::rust::RustFile;
use crate::error::{CommandError, Kind};
use crate::settings::Compiler;

/// What sources say, and how those of protobuf were compiled.
pub(crate) fn read(
    sources: &[PathBuf],
    includes: &[PathBuf],
    compiler: Compiler,
) -> Result<(Schema, Option<Compiled>), CommandError> {
    let is_rust = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "rs");
    let protos: Vec<PathBuf> = sources.iter().filter(|path| !is_rust(path)).cloned().collect();
    let (mut schema, compiled) = match protos.is_empty() {
        true => (Schema { version: VERSION, ..Schema::default() }, None),
        false => {
            let compiled = proto::compile(&protos, includes, compiler)?;
            let schema = source::proto::read(&compiled.input)
                .map_err(|e| compiled.locate(CommandError::from(e)))?;
            (schema, Some(compiled))
        }
    };
    let mut mistakes = Vec::new();
    for path in sources.iter().filter(is_rust) {
        match RustFile::read(path) {
            Ok(file) => {
                // The name alone: a path would differ between machines.
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                schema.items.extend(source::rust::read_items(&name, file.syntax));
            }
            Err(error) => mistakes.extend(error.mistakes),
        }
    }
    CommandError::unless_empty(Kind::Failed, mistakes)?;
    Ok((schema, compiled))
}
