//! Messages and enums ▶ Rust types, by prost-build.

mod comments;
mod config;
mod extensions;
mod matchers;
mod recursion;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use prost::Message as _;
use prost_build::Module as ProstModule;
use prost_types::field_descriptor_proto::Type;
use prost_types::{DescriptorProto, FileDescriptorProto, FileDescriptorSet};

use self::comments::Comments;
use super::Options;
use super::links::Links;
use super::module::{Code, Module, laid_out};
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
    "clippy::len_without_is_empty",
    "clippy::module_inception",
    "clippy::self_named_constructors",
    "rustdoc::invalid_html_tags",
    "rustdoc::redundant_explicit_links",
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
    let links = Links::new(schema, &paths, options);
    let told: BTreeMap<&str, String> = schema
        .packages()
        .into_iter()
        .map(|package| {
            let files = set.file.iter().filter(|file| file.package() == package);
            (package, extensions::listed(files, &documents(schema, package)))
        })
        .collect();
    let mut requests = Vec::new();
    let mut comments = Comments::default();
    for file in set.file.into_iter().filter(|file| seen.contains(file.name())) {
        let wanted = wanted(file.name());
        let mut file = file;
        if !wanted {
            file.source_code_info = None;
        }
        let file = prepared(file, &mut comments, &paths, &links, options);
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
        let documents = documents(schema, package);
        let mut text = restored(text);
        if options.types.enable_type_names && !paths.is_plain() {
            text = config::true_names(&text, package, schema, &paths);
        }
        let mut tokens: TokenStream = text.parse().map_err(internal)?;
        if options.file_descriptor_set {
            tokens.extend(config::descriptor_set(schema, package, &documents));
        }
        // A name that Rust keeps for itself ends in an underscore, and prost goes on behind it.
        let attributes = match text.contains("Self_OneOf") {
            true => vec!["#[allow(non_camel_case_types)]".to_owned()],
            false => Vec::new(),
        };
        let path = paths.modules(package);
        let text = comments.restored(&laid_out(&path, tokens)?);
        modules.push(Module {
            path,
            docs: match package {
                "" => format!("Messages without a package.{}", told[package]),
                _ => format!("Package `{package}`.{}", told[package]),
            },
            documents,
            lints: LINTS,
            attributes,
            code: Code::Text(text),
        });
    }
    Ok(modules)
}

/// The documents of a package that are generated.
fn documents(schema: &Schema, package: &str) -> BTreeSet<String> {
    let documents = schema.documents.iter().filter(|d| d.generate && d.package == package);
    documents.map(|document| document.name.clone()).collect()
}

fn internal(error: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(code::INTERNAL, Origin::None, format!("prost-build: {error}"))
}

/// The descriptors as prost-build can take them: it neither checks nor escapes what it reads.
fn prepared(
    mut file: FileDescriptorProto,
    comments: &mut Comments,
    paths: &Paths<'_>,
    links: &Links<'_>,
    options: &Options,
) -> FileDescriptorProto {
    file.service.clear();
    file.package = file.package.filter(|package| !package.is_empty());
    file.syntax = file.syntax.filter(|syntax| !syntax.is_empty());
    let info = file.source_code_info.take();
    file.source_code_info = info.map(|info| comments.located(&file, info, links, paths));
    rename(&mut file, paths, !options.types.retain_enum_prefix);
    file.message_type.iter_mut().for_each(spell_defaults);
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
