//! Messages and enums ▶ Rust types, by prost-build.

mod config;
mod recursion;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use prost::Message as _;
use prost_build::Module as ProstModule;
use prost_types::field_descriptor_proto::Type;
use prost_types::source_code_info::Location;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FileDescriptorProto, FileDescriptorSet, SourceCodeInfo,
};

use super::Options;
use super::docs::{revealed, shielded};
use super::module::{Code, Module};
use super::rename::{rename, restored};
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

/// The module of what prost-build must see but not emit. No package has the name.
const UNWANTED: &str = "unwanted types";

/// Emits one module a package.
pub(super) fn emit(schema: &Schema, options: &Options) -> Result<Vec<Module>, Diagnostics> {
    let set = FileDescriptorSet::decode(&*schema.descriptors).map_err(|error| {
        let message = format!("the descriptors cannot be read: {error}");
        Diagnostic::new(code::INVALID_DESCRIPTOR, Origin::None, message)
    })?;
    let paths = Paths::new(schema);
    let wanted = |name: &str| schema.documents.iter().any(|d| d.generate && d.name == name);
    let seen = config::seen(&set, wanted);
    let mut config = config::config(&set, schema, options, &paths);
    let mut requests = Vec::new();
    for file in set.file.into_iter().filter(|file| seen.contains(file.name())) {
        let wanted = wanted(file.name());
        let file = prepared(file, &paths, options);
        let module = match wanted {
            true => ProstModule::from_protobuf_package_name(file.package()),
            false => ProstModule::from_parts([UNWANTED]),
        };
        requests.push((module, file));
    }
    for field in recursion::groups(requests.iter().map(|(_, file)| file)) {
        config.boxed(field);
    }
    let generated = config.generate(requests).map_err(internal)?;
    let mut modules = Vec::new();
    for package in schema.packages() {
        let key = ProstModule::from_protobuf_package_name(paths.package(package));
        let text = generated.get(&key).map_or("", String::as_str);
        let documents = schema.documents.iter().filter(|d| d.generate && d.package == package);
        let documents: BTreeSet<String> = documents.map(|d| d.name.clone()).collect();
        let mut text = revealed(&restored(text));
        if options.types.enable_type_names && !paths.is_plain() {
            text = config::true_names(&text, package, schema, &paths);
        }
        let mut tokens: TokenStream = text.parse().map_err(internal)?;
        if options.file_descriptor_set {
            tokens.extend(config::descriptor_set(schema, package, &documents));
        }
        modules.push(Module {
            path: paths.modules(package),
            docs: match package {
                "" => "Messages without a package.".to_owned(),
                _ => format!("Package `{package}`."),
            },
            documents,
            lints: LINTS,
            attributes: Vec::new(),
            code: Code::Tokens(tokens),
        });
    }
    Ok(modules)
}

fn internal(error: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(code::INTERNAL, Origin::None, format!("prost-build: {error}"))
}

/// The descriptors as prost-build can take them: it neither checks nor escapes what it reads.
fn prepared(
    mut file: FileDescriptorProto,
    paths: &Paths<'_>,
    options: &Options,
) -> FileDescriptorProto {
    file.service.clear();
    file.package = file.package.filter(|package| !package.is_empty());
    file.syntax = file.syntax.filter(|syntax| !syntax.is_empty());
    rename(&mut file, paths, !options.types.retain_enum_prefix);
    file.message_type.iter_mut().for_each(spell_defaults);
    file.source_code_info = file.source_code_info.take().map(|info| located(&file, info));
    file
}

/// Compilers disagree on how many digits a real number needs; Rust writes as many as tell it apart.
fn spell_defaults(message: &mut DescriptorProto) {
    message.nested_type.iter_mut().for_each(spell_defaults);
    for field in &mut message.field {
        let Some(text) = &mut field.default_value else { continue };
        match (field.r#type, text.parse::<f64>()) {
            (Some(kind), Ok(number)) if kind == Type::Float as i32 && number.is_finite() => {
                // Narrower on purpose: the field holds no more.
                *text = format!("{:?}", number as f32);
            }
            (Some(kind), Ok(number)) if kind == Type::Double as i32 && number.is_finite() => {
                *text = format!("{number:?}");
            }
            _ => {}
        }
    }
}

/// One location for each item, with comments that do not break rustdoc: prost-build panics where a
/// file has locations but one is missing.
fn located(file: &FileDescriptorProto, info: SourceCodeInfo) -> SourceCodeInfo {
    let mut given = BTreeMap::new();
    for location in info.location {
        given.entry(location.path.clone()).or_insert(location);
    }
    let comment = |text: &str| (!text.trim().is_empty()).then(|| shielded(text));
    let location = |path: Vec<i32>| {
        let given = given.remove(&path).unwrap_or_default();
        Location {
            leading_comments: given.leading_comments.as_deref().and_then(comment),
            trailing_comments: given.trailing_comments.as_deref().and_then(comment),
            path,
            ..Location::default()
        }
    };
    SourceCodeInfo { location: item_paths(file).into_iter().map(location).collect() }
}

/// The path of every item that prost-build documents, by the field numbers of `descriptor.proto`.
fn item_paths(file: &FileDescriptorProto) -> Vec<Vec<i32>> {
    let mut paths = Vec::new();
    for (i, message) in (0..).zip(&file.message_type) {
        message_paths(message, vec![4, i], &mut paths);
    }
    for (i, item) in (0..).zip(&file.enum_type) {
        enum_paths(item, vec![5, i], &mut paths);
    }
    paths
}

fn message_paths(message: &DescriptorProto, path: Vec<i32>, paths: &mut Vec<Vec<i32>>) {
    let inside = |field: i32, i: i32| [&*path, &[field, i]].concat();
    paths.extend((0..).zip(&message.field).map(|(i, _)| inside(2, i)));
    paths.extend((0..).zip(&message.oneof_decl).map(|(i, _)| inside(8, i)));
    for (i, nested) in (0..).zip(&message.nested_type) {
        message_paths(nested, inside(3, i), paths);
    }
    for (i, nested) in (0..).zip(&message.enum_type) {
        enum_paths(nested, inside(4, i), paths);
    }
    paths.push(path);
}

fn enum_paths(item: &EnumDescriptorProto, path: Vec<i32>, paths: &mut Vec<Vec<i32>>) {
    paths.extend((0..).zip(&item.value).map(|(i, _)| [&*path, &[2, i]].concat()));
    paths.push(path);
}
