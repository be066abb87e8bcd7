//! What prost-build is told: the user's options, under the names of the plan, and what it must see.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use prost::Message as _;
use prost::bytes::Buf;
use prost::encoding::{DecodeContext, decode_key, skip_field};
use prost_build::Config;
use prost_types::{DescriptorProto, FileDescriptorProto, FileDescriptorSet, MessageOptions};
use quote::quote;

use super::matchers::Matchers;
use crate::emit::Options;
use crate::model::Schema;
use crate::model::path::Paths;

/// The field of a file descriptor that holds comments and positions.
const SOURCE_CODE_INFO: u32 = 9;

/// The options, with types of the plan's names.
pub(super) fn config(
    set: &FileDescriptorSet,
    schema: &Schema,
    options: &Options,
    paths: &Paths<'_>,
) -> Config {
    let types = &options.types;
    let matchers = Matchers::new(schema, paths, !types.retain_enum_prefix);
    let named = |path: &str| match paths.is_plain() {
        true => path.to_owned(),
        false => matchers.rooted(path),
    };
    let all = |paths: &[String]| -> Vec<String> {
        paths.iter().flat_map(|path| matchers.of(path)).collect()
    };
    let pairs = |pairs: &[(String, String)]| -> Vec<(String, String)> {
        let each = pairs.iter().map(|(path, text)| (matchers.of(path), text));
        let each = each.map(|(paths, text)| paths.into_iter().map(|path| (path, text.clone())));
        each.flatten().collect()
    };
    let mut config = Config::new();
    // Its own rows stand in `externs`.
    config.compile_well_known_types();
    for (id, path) in schema.externs.rows() {
        config.extern_path(named(&id), path);
    }
    for id in left_out(set, schema) {
        config.extern_path(named(&id), "()");
    }
    config.bytes(all(&types.bytes));
    config.btree_map(all(&types.btree_map));
    config.disable_comments(all(&types.disable_comments));
    config.skip_debug(all(&types.skip_debug));
    for path in all(&types.boxed) {
        config.boxed(path);
    }
    for (path, attribute) in pairs(&types.type_attributes) {
        config.type_attribute(path, attribute);
    }
    for (path, attribute) in pairs(&types.message_attributes) {
        config.message_attribute(path, attribute);
    }
    for (path, attribute) in pairs(&types.enum_attributes) {
        config.enum_attribute(path, attribute);
    }
    for (path, attribute) in pairs(&types.field_attributes) {
        config.field_attribute(path, attribute);
    }
    if types.retain_enum_prefix {
        config.retain_enum_prefix();
    }
    if types.enable_type_names {
        config.enable_type_names();
    }
    for (path, domain) in pairs(&types.type_name_domains) {
        config.type_name_domain([path], domain);
    }
    config
}

/// The files that are wanted, and those whose types they use: prost-build asks every type that a
/// message names whether it is `Copy` or `Eq`.
pub(super) fn seen(set: &FileDescriptorSet, wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut owner: BTreeMap<String, &str> = BTreeMap::new();
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in &set.file {
        for_each_message(file, &mut |id, message| {
            owner.insert(format!(".{id}"), file.name());
            let used = message.field.iter().filter_map(|field| field.type_name.as_deref());
            uses.entry(file.name()).or_default().extend(used);
        });
    }
    let mut queue: Vec<&str> =
        set.file.iter().map(FileDescriptorProto::name).filter(|f| wanted(f)).collect();
    let mut seen = BTreeSet::new();
    while let Some(file) = queue.pop() {
        if seen.insert(file.to_owned()) {
            let used = uses.get(file).into_iter().flatten();
            queue.extend(used.filter_map(|id| owner.get(*id)));
        }
    }
    seen
}

/// Types of wanted files that were not selected.
fn left_out(set: &FileDescriptorSet, schema: &Schema) -> Vec<String> {
    let wanted: BTreeSet<&str> =
        schema.documents.iter().filter(|d| d.generate).map(|d| &*d.name).collect();
    let mut found = Vec::new();
    let gone = |id: &str| {
        let kept = schema.messages.contains_key(id) || schema.enums.contains_key(id);
        !kept && schema.externs.path(id).is_none()
    };
    for file in set.file.iter().filter(|file| wanted.contains(file.name())) {
        let inside = |name: &str| full_name(file.package(), name);
        let enums = file.enum_type.iter().map(|item| inside(item.name()));
        found.extend(enums.filter(|id| gone(id)));
        for_each_message(file, &mut |id, message| {
            if message.options.as_ref().is_some_and(MessageOptions::map_entry) {
                return;
            }
            found.extend(gone(id).then(|| id.to_owned()));
            let enums = message.enum_type.iter().map(|item| full_name(id, item.name()));
            found.extend(enums.filter(|id| gone(id)));
        });
    }
    found.iter().map(|id| format!(".{id}")).collect()
}

fn for_each_message<'f>(
    file: &'f FileDescriptorProto,
    act: &mut impl FnMut(&str, &'f DescriptorProto),
) {
    fn walk<'f>(
        scope: &str,
        messages: &'f [DescriptorProto],
        act: &mut impl FnMut(&str, &'f DescriptorProto),
    ) {
        for message in messages {
            let id = full_name(scope, message.name());
            act(&id, message);
            walk(&id, &message.nested_type, act);
        }
    }
    walk(file.package(), &file.message_type, act);
}

fn full_name(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

/// The descriptors of a package as a constant, as they came but without comments.
pub(super) fn descriptor_set(
    schema: &Schema,
    package: &str,
    documents: &BTreeSet<String>,
) -> TokenStream {
    let all = RawSet::decode(&*schema.descriptors).unwrap_or_default();
    let named = |bytes: &[u8]| Named::decode(bytes).unwrap_or_default().name;
    let files = all.file.into_iter().filter_map(|bytes| {
        let name = named(&bytes);
        let bytes = schema.originals.get(&name).cloned().unwrap_or(bytes);
        documents.contains(&name).then(|| without(SOURCE_CODE_INFO, &bytes))
    });
    let bytes = Literal::byte_string(&RawSet { file: files.collect() }.encode_to_vec());
    let docs = match package {
        "" => " The encoded `FileDescriptorSet` of the files without a package.".to_owned(),
        _ => format!(" The encoded `FileDescriptorSet` of the package `{package}`."),
    };
    quote! {
        #[doc = #docs]
        pub const FILE_DESCRIPTOR_SET: &[u8] = #bytes;
    }
}

/// What `prost::Name` says is the name on the wire, whatever the plan calls the type.
pub(super) fn true_names(text: &str, package: &str, schema: &Schema, paths: &Paths<'_>) -> String {
    let planned = paths.package(package);
    let constant = |name: &str, value: &str| format!("const {name}: &'static str = \"{value}\"");
    let mut text = text.replace(&constant("PACKAGE", planned), &constant("PACKAGE", package));
    for id in schema.messages.values().filter(|m| m.package == package).map(|m| &*m.id) {
        let now = paths.id(id);
        if now == id {
            continue;
        }
        let inside = |id: &str, package: &str| {
            id.strip_prefix(package).unwrap_or(id).trim_start_matches('.').to_owned()
        };
        let (before, after) = (inside(&now, planned), inside(id, package));
        text = text.replace(&constant("NAME", &before), &constant("NAME", &after));
        // In quotes, alone or behind the domain of a type URL.
        for start in ['"', '/'] {
            text = text.replace(&format!("{start}{now}\""), &format!("{start}{id}\""));
        }
    }
    text
}

/// A `FileDescriptorSet` whose files stay as they came.
#[derive(Clone, PartialEq, prost::Message)]
struct RawSet {
    #[prost(bytes = "vec", repeated, tag = "1")]
    file: Vec<Vec<u8>>,
}

/// The name of a file, whatever else it holds.
#[derive(Clone, PartialEq, prost::Message)]
struct Named {
    #[prost(string, tag = "1")]
    name: String,
}

/// An encoded message without one of its fields; unknown fields stay.
fn without(field: u32, message: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(message.len());
    let mut rest = message;
    while rest.has_remaining() {
        let start = rest;
        let Ok((number, wire_type)) = decode_key(&mut rest) else { break };
        if skip_field(wire_type, number, &mut rest, DecodeContext::default()).is_err() {
            break;
        }
        if number != field {
            kept.extend_from_slice(&start[..start.len() - rest.len()]);
        }
    }
    kept
}
