//! Linked files ▶ encoded `FileDescriptorProto`, field by field in the order of their numbers.

use std::collections::HashSet;

use crate::ast::{
    Edition, Enum, ExtensionRange, Field, File, ImportKind, Message, Reserved, Scope, Service, Type,
};
use crate::link::Pool;
use crate::link::runtime::Runtime;
use crate::option::{Node, OptionsId, Tree};
use crate::text::json_name;
use crate::wire::Writer;

/// Encodes a file with all options, or as it is at run time.
pub(crate) fn file(pool: &Pool, file: &File, runtime: Option<&Runtime>) -> Vec<u8> {
    let mut writer = Writer::default();
    Encoder { pool, file, runtime }.file(&mut writer);
    writer.bytes
}

/// Encodes the fields of a message.
pub(crate) fn tree(tree: &Tree) -> Vec<u8> {
    let mut writer = Writer::default();
    write_tree(&mut writer, tree);
    writer.bytes
}

fn write_tree(w: &mut Writer, tree: &Tree) {
    for entry in &tree.0 {
        let number = entry.number;
        match &entry.node {
            Node::Varint(_) => w.tag(number, 0),
            Node::Fixed64(_) => w.tag(number, 1),
            Node::Fixed32(_) => w.tag(number, 5),
            Node::Bytes(value) => w.bytes(number, value),
            Node::Message(inner) => w.message(number, |w| write_tree(w, inner)),
            Node::Group(inner) => {
                w.tag(number, 3);
                write_tree(w, inner);
                w.tag(number, 4);
            }
            Node::SetItem(inner) => {
                w.tag(1, 3);
                w.int(2, number);
                w.message(3, |w| write_tree(w, inner));
                w.tag(1, 4);
            }
            Node::Packed(values) => {
                w.message(number, |w| values.iter().for_each(|value| write_fixed(w, value)));
            }
        }
        write_fixed(w, &entry.node);
    }
}

/// Writes a number without its tag.
fn write_fixed(w: &mut Writer, node: &Node) {
    match node {
        Node::Varint(value) => w.varint(*value),
        Node::Fixed32(value) => w.bytes.extend(value.to_le_bytes()),
        Node::Fixed64(value) => w.bytes.extend(value.to_le_bytes()),
        _ => {}
    }
}

#[derive(Clone, Copy)]
struct Encoder<'a> {
    pool: &'a Pool,
    file: &'a File,
    runtime: Option<&'a Runtime>,
}

/// A name in the form that starts with a dot.
fn absolute(name: &str) -> String {
    format!(".{name}")
}

impl Encoder<'_> {
    fn file(self, w: &mut Writer) {
        let file = self.file;
        w.text(1, &file.name);
        w.text(2, file.package());
        let plain = || file.imports.iter().filter(|import| import.kind != ImportKind::Option);
        plain().for_each(|import| w.bytes(3, import.name.text.as_bytes()));
        self.messages(w, 4, &file.top);
        self.enums(w, 5, &file.top);
        file.services.iter().for_each(|service| w.message(6, |w| self.service(w, service)));
        self.fields(w, 7, &file.top.extensions);
        self.options(w, 8, file.own_options);
        w.message(9, |w| self.locations(w));
        for (number, kind) in [(10, ImportKind::Public), (11, ImportKind::Weak)] {
            for (index, _) in (0..).zip(plain()).filter(|(_, import)| import.kind == kind) {
                w.int(number, index);
            }
        }
        match file.edition {
            Edition::PROTO2 => {}
            Edition::PROTO3 => w.text(12, "proto3"),
            Edition(number) => {
                w.text(12, "editions");
                w.int(14, number);
            }
        }
        let options = file.imports.iter().filter(|import| import.kind == ImportKind::Option);
        options.for_each(|import| w.bytes(15, import.name.text.as_bytes()));
    }

    fn locations(self, w: &mut Writer) {
        let stripped: HashSet<&[i32]> =
            self.runtime.iter().flat_map(|r| &r.stripped).map(|path| &**path).collect();
        for location in self.file.locations.iter() {
            let path = location.path;
            if !stripped.is_empty() && (0..=path.len()).any(|n| stripped.contains(&path[..n])) {
                continue;
            }
            w.message(1, |w| {
                if !path.is_empty() {
                    w.packed(1, path.iter().copied());
                }
                let [line, col, end_line, end_col] = location.span.map(|n| n as i32);
                let span = [line, col, end_line, end_col];
                let same_line = line == end_line;
                let parts = span.iter().enumerate().filter(|(i, _)| !same_line || *i != 2);
                w.packed(2, parts.map(|(_, value)| *value));
                let Some(comments) = location.comments else { return };
                w.text(3, &comments.leading);
                w.text(4, &comments.trailing);
                comments.detached.iter().for_each(|comment| w.bytes(6, comment.as_bytes()));
            });
        }
    }

    fn options(self, w: &mut Writer, number: i32, options: Option<OptionsId>) {
        let Some(id) = options else { return };
        let full = &self.file.options[id].tree;
        let tree = self.runtime.map_or(full, |runtime| &runtime.trees[id]);
        // Options that became empty are gone; those that were empty stay.
        if !tree.0.is_empty() || full.0.is_empty() {
            w.message(number, |w| write_tree(w, tree));
        }
    }

    fn messages(self, w: &mut Writer, number: i32, scope: &Scope) {
        for index in &scope.messages {
            w.message(number, |w| self.message(w, &self.file.messages[*index]));
        }
    }

    fn enums(self, w: &mut Writer, number: i32, scope: &Scope) {
        for index in &scope.enums {
            w.message(number, |w| self.enumeration(w, &self.file.enums[*index]));
        }
    }

    fn fields(self, w: &mut Writer, number: i32, fields: &[usize]) {
        for index in fields {
            w.message(number, |w| self.field(w, &self.file.fields[*index]));
        }
    }

    fn message(self, w: &mut Writer, message: &Message) {
        w.bytes(1, message.name.text.as_bytes());
        self.fields(w, 2, &message.fields);
        self.messages(w, 3, &message.inner);
        self.enums(w, 4, &message.inner);
        for range in &message.extension_ranges {
            w.message(5, |w| self.extension_range(w, range));
        }
        self.fields(w, 6, &message.inner.extensions);
        if message.map_entry {
            w.message(7, |w| w.int(7, 1));
        }
        self.options(w, 7, message.options);
        for oneof in &message.oneofs {
            w.message(8, |w| {
                w.bytes(1, oneof.name.text.as_bytes());
                self.options(w, 2, oneof.options);
            });
        }
        reserved(w, [9, 10], &message.reserved);
        if message.visibility != crate::ast::Visibility::Unset {
            w.int(11, message.visibility as i32);
        }
    }

    fn extension_range(self, w: &mut Writer, extension: &ExtensionRange) {
        w.int(1, extension.range.start);
        w.int(2, extension.range.end);
        self.options(w, 3, extension.options);
    }

    fn field(self, w: &mut Writer, field: &Field) {
        w.bytes(1, field.name.text.as_bytes());
        if let (Some(_), Some(of)) = (&field.extendee, field.of) {
            w.text(2, &absolute(&self.pool.message(of).full_name));
        }
        w.int(3, field.number);
        w.int(4, field.label as i32);
        let (kind, name) = match field.kind {
            Type::Scalar(scalar) => (scalar as i32, None),
            Type::Message(id) => (11, Some(&self.pool.message(id).full_name)),
            Type::Group(id) => (10, id.map(|id| &self.pool.message(id).full_name)),
            Type::Enum(id) => (14, Some(&self.pool.enumeration(id).full_name)),
            Type::Named => (11, None),
        };
        w.int(5, kind);
        if let Some(name) = name {
            w.text(6, &absolute(name));
        }
        if let Some(default) = &field.default {
            w.bytes(7, default.text.as_bytes());
        }
        self.options(w, 8, field.options);
        if let Some(oneof) = field.oneof {
            w.int(9, i32::try_from(oneof).unwrap_or(i32::MAX));
        }
        match &field.json_name {
            Some(name) => w.bytes(10, name.text.as_bytes()),
            None => w.bytes(10, json_name(&field.name.text).as_bytes()),
        }
        if field.proto3_optional {
            w.int(17, 1);
        }
    }

    fn enumeration(self, w: &mut Writer, enumeration: &Enum) {
        w.bytes(1, enumeration.name.text.as_bytes());
        for value in &enumeration.values {
            w.message(2, |w| {
                w.bytes(1, value.name.text.as_bytes());
                w.int(2, value.number);
                self.options(w, 3, value.options);
            });
        }
        self.options(w, 3, enumeration.options);
        reserved(w, [4, 5], &enumeration.reserved);
        if enumeration.visibility != crate::ast::Visibility::Unset {
            w.int(6, enumeration.visibility as i32);
        }
    }

    fn service(self, w: &mut Writer, service: &Service) {
        w.bytes(1, service.name.text.as_bytes());
        for method in &service.methods {
            w.message(2, |w| {
                w.bytes(1, method.name.text.as_bytes());
                w.text(2, &absolute(&method.input.text));
                w.text(3, &absolute(&method.output.text));
                self.options(w, 4, method.options);
                for (number, streams) in
                    [(5, method.client_streaming), (6, method.server_streaming)]
                {
                    if streams {
                        w.int(number, 1);
                    }
                }
            });
        }
        self.options(w, 3, service.options);
    }
}

/// Writes ranges and names with the given field numbers.
fn reserved(w: &mut Writer, [ranges, names]: [i32; 2], reserved: &Reserved) {
    for range in &reserved.ranges {
        w.message(ranges, |w| {
            w.int(1, range.start);
            w.int(2, range.end);
        });
    }
    reserved.names.iter().for_each(|name| w.bytes(names, name.text.as_bytes()));
}
