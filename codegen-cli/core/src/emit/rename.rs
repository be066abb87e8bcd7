//! Names that Rust would not keep apart ▶ names that it does, in the descriptors that prost-build
//! reads. On the wire there are numbers, so nothing else changes.

use std::collections::BTreeSet;

use prost_types::{DescriptorProto, EnumDescriptorProto, FileDescriptorProto};

use crate::model::path::{Paths, snake, upper_camel, variant};
use crate::model::{Enum, Variant};

/// Stands between the name of an enum value and the number that keeps it apart. No name has it, and
/// prost drops it from identifiers, so [`restored`] can give back the name on the wire.
const MARK: char = '\u{1}';

/// Gives packages, types, fields and enum values the names of the plan.
///
/// With `strip`, prost takes the names of enums off their values.
pub(super) fn rename(file: &mut FileDescriptorProto, paths: &Paths<'_>, strip: bool) {
    for message in &mut file.message_type {
        name_defaults(message, paths, strip);
        rename_fields(message, file.package.as_deref().unwrap_or_default(), paths);
    }
    if !paths.is_plain() {
        rename_types(file, paths);
    }
    // prost takes the name of the enum off its values, so that name must be final.
    for message in &mut file.message_type {
        rename_values_in(message, strip);
    }
    file.enum_type.iter_mut().for_each(|item| rename_values(item, strip));
}

/// What prost made of the descriptors, with the names of enum values as they are in the source.
pub(super) fn restored(text: &str) -> String {
    let mut parts = text.split(MARK);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

fn rename_types(file: &mut FileDescriptorProto, paths: &Paths<'_>) {
    let package = file.package().to_owned();
    if file.package.is_some() {
        file.package = Some(paths.package(&package).to_owned());
    }
    for message in &mut file.message_type {
        rename_message(message, &package, paths);
    }
    for item in &mut file.enum_type {
        rename_enum(item, &package, paths);
    }
}

fn rename_message(message: &mut DescriptorProto, scope: &str, paths: &Paths<'_>) {
    let id = inside(scope, message.name());
    for nested in &mut message.nested_type {
        rename_message(nested, &id, paths);
    }
    for nested in &mut message.enum_type {
        rename_enum(nested, &id, paths);
    }
    for field in &mut message.field {
        if let Some(name) = field.type_name.as_deref().and_then(|name| name.strip_prefix('.')) {
            field.type_name = Some(format!(".{}", paths.id(name)));
        }
    }
    message.name = Some(paths.name(&id).to_owned());
}

fn rename_enum(item: &mut EnumDescriptorProto, scope: &str, paths: &Paths<'_>) {
    let id = inside(scope, item.name());
    item.name = Some(paths.name(&id).to_owned());
}

fn inside(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

/// Fields of a struct must differ as Rust spells them, and so must the members of a oneof.
fn rename_fields(message: &mut DescriptorProto, scope: &str, paths: &Paths<'_>) {
    let id = inside(scope, message.name());
    for nested in &mut message.nested_type {
        rename_fields(nested, &id, paths);
    }
    let Some(members) = paths.members(&id) else { return };
    for oneof in &mut message.oneof_decl {
        oneof.name = Some(read_as(oneof.name(), members.sum(oneof.name()), snake));
    }
    for field in &mut message.field {
        let number = u32::try_from(field.number()).ok();
        let given = number.and_then(|number| members.field(number));
        let member = field.oneof_index.is_some() && !field.proto3_optional();
        let case = if member { upper_camel } else { snake };
        field.name = Some(read_as(field.name(), given, case));
    }
}

/// What prost must read to write the name that is given: that, unless it makes it of its own.
pub(super) fn read_as(name: &str, given: Option<&str>, case: fn(&str) -> String) -> String {
    given.filter(|given| *given != case(name)).unwrap_or(name).to_owned()
}

fn rename_values_in(message: &mut DescriptorProto, strip: bool) {
    message.nested_type.iter_mut().for_each(|nested| rename_values_in(nested, strip));
    message.enum_type.iter_mut().for_each(|item| rename_values(item, strip));
}

fn rename_values(item: &mut EnumDescriptorProto, strip: bool) {
    let values: Vec<(&str, i32)> = item.value.iter().map(|v| (v.name(), v.number())).collect();
    let names = value_names(item.name(), &values, strip);
    for (value, name) in item.value.iter_mut().zip(names) {
        value.name = name.or(value.name.take());
    }
}

/// The names of the values of an enum, which must differ as prost spells them; none for the second
/// name of a number, which prost leaves out.
fn value_names(enumeration: &str, values: &[(&str, i32)], strip: bool) -> Vec<Option<String>> {
    let (mut taken, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    let given = values.iter().map(|(wanted, number)| {
        if !numbers.insert(number) {
            return None;
        }
        let mut name = (*wanted).to_owned();
        let mut number = 2;
        while !taken.insert(variant(enumeration, &name, strip)) {
            name = format!("{wanted}{MARK}{number}");
            number += 1;
        }
        Some(name)
    });
    given.collect()
}

/// The default of an enum field is a value by name, and must be one that prost emits.
fn name_defaults(message: &mut DescriptorProto, paths: &Paths<'_>, strip: bool) {
    for nested in &mut message.nested_type {
        name_defaults(nested, paths, strip);
    }
    for field in message.field.iter_mut().filter(|field| field.default_value.is_some()) {
        let id = field.type_name().strip_prefix('.').unwrap_or_default();
        let Some(item) = paths.enumeration(id) else { continue };
        let wanted = item.variants.iter().find(|value| value.text == field.default_value());
        let first = |wanted: &Variant| item.variants.iter().position(|v| v.number == wanted.number);
        let Some(first) = wanted.and_then(first) else { continue };
        let names = value_names_of(item, paths, strip);
        field.default_value = names.into_iter().nth(first).flatten();
    }
}

/// The names of the values of an enum of the schema.
pub(super) fn value_names_of(item: &Enum, paths: &Paths<'_>, strip: bool) -> Vec<Option<String>> {
    let number = |v: &Variant| i32::try_from(v.number.unwrap_or(0)).unwrap_or(0);
    let values: Vec<(&str, i32)> =
        item.variants.iter().map(|v| (v.text.as_str(), number(v))).collect();
    value_names(paths.name(&item.id), &values, strip)
}
