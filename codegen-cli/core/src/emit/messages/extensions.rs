//! Extensions: prost's messages have no room for them, so they are read over, and listed in the
//! documentation of the module of their package.

use std::collections::BTreeSet;

use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};

/// What is said about the extensions of some files below the line about their package; nothing where
/// there are none.
pub(super) fn listed<'f>(
    files: impl Iterator<Item = &'f FileDescriptorProto>,
    documents: &BTreeSet<String>,
) -> String {
    let mut found = Vec::new();
    for file in files.filter(|file| documents.contains(file.name())) {
        collect(file.package(), &file.extension, &file.message_type, &mut found);
    }
    if found.is_empty() {
        return String::new();
    }
    format!("\n\nExtensions, which messages are read without:\n\n{}", found.join("\n"))
}

fn collect(
    scope: &str,
    extensions: &[FieldDescriptorProto],
    messages: &[DescriptorProto],
    found: &mut Vec<String>,
) {
    let inside =
        |name: &str| if scope.is_empty() { name.into() } else { format!("{scope}.{name}") };
    found.extend(extensions.iter().map(|field| {
        let (name, extended) = (inside(field.name()), field.extendee().trim_start_matches('.'));
        format!("- `{name} = {}` of `{extended}`", field.number())
    }));
    for message in messages {
        collect(&inside(message.name()), &message.extension, &message.nested_type, found);
    }
}
