//! Groups that hold themselves, directly or through others. prost-build boxes recursive messages,
//! but follows no groups.

use std::collections::{BTreeMap, BTreeSet};

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};

/// The paths of fields to box: `.package.Message.field`, or `.package.Message.oneof.field`.
pub(super) fn groups<'f>(files: impl Iterator<Item = &'f FileDescriptorProto>) -> Vec<String> {
    let mut graph = Graph::default();
    for file in files {
        let scope =
            if file.package().is_empty() { String::new() } else { format!(".{}", file.package()) };
        for message in &file.message_type {
            graph.add(&scope, message);
        }
    }
    let recursive = graph.groups.iter().filter(|group| graph.reaches(group.to, &group.from));
    recursive.map(|group| group.path.clone()).collect()
}

#[derive(Default)]
struct Graph<'f> {
    /// What each message holds one of, by full name.
    holds: BTreeMap<String, Vec<&'f str>>,
    groups: Vec<Group<'f>>,
}

struct Group<'f> {
    from: String,
    to: &'f str,
    path: String,
}

impl<'f> Graph<'f> {
    fn add(&mut self, scope: &str, message: &'f DescriptorProto) {
        let id = format!("{scope}.{}", message.name());
        let single = |field: &&FieldDescriptorProto| {
            field.label() != Label::Repeated
                && matches!(field.r#type(), Type::Message | Type::Group)
        };
        for field in message.field.iter().filter(single) {
            let oneof = field.oneof_index.filter(|_| !field.proto3_optional());
            let oneof = oneof.and_then(|i| message.oneof_decl.get(usize::try_from(i).ok()?));
            if field.r#type() == Type::Group {
                let path = match oneof {
                    Some(oneof) => format!("{id}.{}.{}", oneof.name(), field.name()),
                    None => format!("{id}.{}", field.name()),
                };
                self.groups.push(Group { from: id.clone(), to: field.type_name(), path });
            }
            self.holds.entry(id.clone()).or_default().push(field.type_name());
        }
        for nested in &message.nested_type {
            self.add(&id, nested);
        }
    }

    fn reaches(&self, from: &str, to: &str) -> bool {
        let mut queue = vec![from];
        let mut seen = BTreeSet::new();
        while let Some(at) = queue.pop() {
            if at == to {
                return true;
            }
            if seen.insert(at) {
                queue.extend(self.holds.get(at).into_iter().flatten());
            }
        }
        false
    }
}
