//! Messages and enums ▶ Rust types, by prost-build.

use prost::Message as _;
use prost_build::{Config, Module as ProstModule};
use prost_types::{FileDescriptorProto, FileDescriptorSet};

use super::docs::safe_comment;
use super::module::Module;
use super::rename::rename;
use super::Options;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::Schema;
use crate::model::path::Paths;

/// What prost's types trip by the names and comments of foreign authors.
const LINTS: &[&str] = &[
    "missing_docs",
    "deprecated",
    "clippy::doc_lazy_continuation",
    "clippy::doc_overindented_list_items",
    "clippy::enum_variant_names",
    "clippy::large_enum_variant",
    "clippy::module_inception",
    "rustdoc::broken_intra_doc_links",
    "rustdoc::invalid_html_tags",
];

/// Emits one module a package.
pub(super) fn emit(schema: &Schema, _options: &Options) -> Result<Vec<Module>, Diagnostics> {
    let set = FileDescriptorSet::decode(&*schema.descriptors).map_err(|error| {
        let message = format!("the descriptors cannot be read: {error}");
        Diagnostic::new(code::INVALID_DESCRIPTOR, Origin::None, message)
    })?;
    let paths = Paths::new(schema);
    let wanted = |name: &str| schema.documents.iter().any(|d| d.generate && d.name == name);
    // prost-build asks every type that a wanted one names whether it is `Copy` or `Eq`, so it must
    // see all files; those that are not wanted go to a module that nobody reads.
    let module = |file: &FileDescriptorProto| match wanted(file.name()) {
        true => ProstModule::from_protobuf_package_name(file.package()),
        false => ProstModule::from_parts(["", "not wanted"]),
    };
    let requests: Vec<(ProstModule, FileDescriptorProto)> = set
        .file
        .into_iter()
        .map(|file| prepared(file, &paths))
        .map(|file| (module(&file), file))
        .collect();
    let generated = Config::new().generate(requests).map_err(internal)?;
    let mut modules = Vec::new();
    for package in schema.packages() {
        let key = ProstModule::from_protobuf_package_name(paths.package(package));
        let text = generated.get(&key).map_or("", String::as_str);
        let documents = schema.documents.iter().filter(|d| d.generate && d.package == package);
        modules.push(Module {
            path: paths.modules(package),
            docs: match package {
                "" => "Messages without a package.".to_owned(),
                _ => format!("Package `{package}`."),
            },
            documents: documents.map(|d| d.name.clone()).collect(),
            lints: LINTS,
            items: text.parse().map_err(internal)?,
        });
    }
    Ok(modules)
}

fn internal(error: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(code::INTERNAL, Origin::None, format!("prost-build: {error}"))
}

/// Services are not its business, and comments must not break rustdoc.
fn prepared(mut file: FileDescriptorProto, paths: &Paths<'_>) -> FileDescriptorProto {
    file.service.clear();
    rename(&mut file, paths);
    for location in file.source_code_info.iter_mut().flat_map(|info| &mut info.location) {
        let comments = [&mut location.leading_comments, &mut location.trailing_comments];
        for comment in comments.into_iter().flatten() {
            *comment = safe_comment(comment);
        }
        // Detached comments are about no item; formatting drops them anyway.
        location.leading_detached_comments.clear();
    }
    file
}
