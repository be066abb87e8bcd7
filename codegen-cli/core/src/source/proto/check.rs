//! What a descriptor must be before anything is made of it.
//!
//! Compilers keep these rules, but a request is bytes from outside. What is refused here at its
//! place would otherwise be a panic of prost-build or code that does not compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::descriptor::{
    DescriptorProto, ENUM_VALUES, ENUMS, EnumProto, FieldProto, File, MESSAGE_ENUMS,
    MESSAGE_FIELDS, MESSAGE_MESSAGES, MESSAGE_ONEOFS, MESSAGES, PACKAGE, SERVICE_METHODS, SERVICES,
    ServiceProto,
};
use super::location::Locations;
use super::lower::{child, full_name, index, is_map_entry, single_type};
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::{Scalar, Type};

/// The kinds of `FieldDescriptorProto.Type` that matter here.
const GROUP: i32 = 10;
const MESSAGE: i32 = 11;
const BYTES: i32 = 12;
const ENUM: i32 = 14;

/// Full names and where they were declared, over all files.
pub(super) type Declared = BTreeMap<String, Origin>;

/// Checks one file; `declared` grows by what it declares.
pub(super) fn file(file: &File, declared: &mut Declared, diagnostics: &mut Diagnostics) {
    let locations = Locations::new(file);
    let mut checks = Checks { locations, declared, diagnostics };
    if file.name().is_empty() {
        checks.mistake(&[], "a file has no name");
    }
    let parts = || file.package().split('.');
    if !file.package().is_empty() && !parts().all(is_name) {
        checks.mistake(&[PACKAGE], format!("`{}` is not a package", file.package()));
    }
    for (i, message) in file.messages.iter().enumerate() {
        checks.message(message, file.package(), &[MESSAGES, index(i)]);
    }
    for (i, item) in file.enums.iter().enumerate() {
        checks.enumeration(item, file.package(), &[ENUMS, index(i)]);
    }
    for (i, service) in file.services.iter().enumerate() {
        checks.service(service, file.package(), &[SERVICES, index(i)]);
    }
}

/// A name of which every emitter can make one: letters, digits and `_`, and not `_` alone.
fn is_name(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.chars().any(|c| c != '_')
}

struct Checks<'a> {
    locations: Locations<'a>,
    declared: &'a mut Declared,
    diagnostics: &'a mut Diagnostics,
}

impl Checks<'_> {
    fn mistake(&mut self, path: &[i32], message: impl Display) {
        let origin = self.locations.origin(path);
        let diagnostic = Diagnostic::new(code::INVALID_DESCRIPTOR, origin, message.to_string());
        self.diagnostics.push(diagnostic);
    }

    fn name(&mut self, name: &str, path: &[i32]) {
        if !is_name(name) {
            self.mistake(path, format!("`{name}` is not a name"));
        }
    }

    /// A name that must be new in the whole schema.
    fn declare(&mut self, scope: &str, name: &str, path: &[i32]) -> String {
        self.name(name, path);
        let id = full_name(scope, name);
        let origin = self.locations.origin(path);
        match self.declared.get(&id) {
            Some(first) => self.diagnostics.push(
                Diagnostic::new(
                    code::INVALID_DESCRIPTOR,
                    origin,
                    format!("`{id}` is declared twice"),
                )
                .label(first.clone(), "first declared here"),
            ),
            None => _ = self.declared.insert(id.clone(), origin),
        }
        id
    }

    /// Names or numbers that must be new among their neighbours.
    fn once<T: Display + Ord>(&mut self, what: &str, one: T, seen: &mut BTreeSet<T>, path: &[i32]) {
        if seen.contains(&one) {
            self.mistake(path, format!("the {what} `{one}` is given twice"));
        }
        seen.insert(one);
    }

    fn type_name(&mut self, user: &str, name: &str, path: &[i32]) {
        if !name.starts_with('.') {
            self.mistake(path, format!("`{user}` names the type `{name}`, which is no full name"));
        }
    }

    fn message(&mut self, proto: &DescriptorProto, scope: &str, path: &[i32]) {
        let id = self.declare(scope, proto.name(), path);
        let (mut names, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for (i, field) in proto.fields.iter().enumerate() {
            let path = child(path, MESSAGE_FIELDS, i);
            self.once("field", field.name(), &mut names, &path);
            self.once("field number", field.number(), &mut numbers, &path);
            self.field(field, proto, &path);
        }
        for (i, sum) in proto.oneofs.iter().enumerate() {
            let path = child(path, MESSAGE_ONEOFS, i);
            self.once("oneof", sum.name(), &mut names, &path);
            self.name(sum.name(), &path);
        }
        for (i, nested) in proto.messages.iter().enumerate() {
            self.message(nested, &id, &child(path, MESSAGE_MESSAGES, i));
        }
        for (i, nested) in proto.enums.iter().enumerate() {
            self.enumeration(nested, &id, &child(path, MESSAGE_ENUMS, i));
        }
        if is_map_entry(proto) && !is_whole_entry(proto) {
            self.mistake(path, format!("`{}` is no entry of a map", proto.name()));
        }
    }

    fn field(&mut self, proto: &FieldProto, around: &DescriptorProto, path: &[i32]) {
        let name = proto.name();
        self.name(name, path);
        if !(1..1 << 29).contains(&proto.number()) {
            self.mistake(path, format!("`{name}` has no valid number"));
        }
        if single_type(proto).is_none() {
            self.mistake(path, format!("`{name}` has no valid type"));
        }
        if matches!(proto.kind(), GROUP | MESSAGE | ENUM) {
            self.type_name(name, proto.type_name(), path);
        }
        let sums = 0..index(around.oneofs.len());
        if proto.oneof_index.is_some_and(|i| !sums.contains(&i)) {
            self.mistake(path, format!("`{name}` is in a oneof that is not declared"));
        }
        if proto.kind() == BYTES && !proto.default_value.as_deref().is_none_or(is_escaped) {
            self.mistake(path, format!("the default of `{name}` is not escaped bytes"));
        }
    }

    fn enumeration(&mut self, proto: &EnumProto, scope: &str, path: &[i32]) {
        self.declare(scope, proto.name(), path);
        if proto.values.is_empty() {
            self.mistake(path, format!("the enum `{}` has no values", proto.name()));
        }
        let mut names = BTreeSet::new();
        for (i, value) in proto.values.iter().enumerate() {
            let path = child(path, ENUM_VALUES, i);
            self.once("value", value.name(), &mut names, &path);
            self.name(value.name(), &path);
        }
    }

    fn service(&mut self, proto: &ServiceProto, scope: &str, path: &[i32]) {
        self.declare(scope, proto.name(), path);
        let mut names = BTreeSet::new();
        for (i, method) in proto.methods.iter().enumerate() {
            let path = child(path, SERVICE_METHODS, i);
            self.once("method", method.name(), &mut names, &path);
            self.name(method.name(), &path);
            self.type_name(method.name(), method.input(), &path);
            self.type_name(method.name(), method.output(), &path);
        }
    }
}

/// A key of an integer, bool or string type, then a value.
fn is_whole_entry(entry: &DescriptorProto) -> bool {
    let [key, value] = &*entry.fields else { return false };
    let part = |field: &FieldProto, name: &str, number: i32| {
        field.name() == name && field.number() == number && field.label() != 3
    };
    let hashable = match single_type(key) {
        Some(Type::Scalar(scalar)) => {
            !matches!(scalar, Scalar::Double | Scalar::Float | Scalar::Bytes)
        }
        _ => false,
    };
    part(key, "key", 1) && part(value, "value", 2) && hashable
}

/// Whether bytes are escaped as `descriptor.proto` says for the defaults of such fields.
fn is_escaped(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = match (first, after) {
            (b'\\', [b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v', after @ ..])
            | (b'\\', [b'\\' | b'?' | b'\'' | b'"', after @ ..]) => after,
            (b'\\', [b'x' | b'X', high, low, after @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                after
            }
            (b'\\', _) => {
                let digits = after.iter().take(3).take_while(|c| (b'0'..=b'7').contains(c)).count();
                let value = after[..digits].iter().fold(0, |all, c| all * 8 + u32::from(c - b'0'));
                if digits == 0 || value > 0xff {
                    return false;
                }
                &after[digits..]
            }
            _ => after,
        };
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_escaped;

    #[test]
    fn escaped_bytes() {
        for text in ["", "plain", r"\n\\\'\x0fA", r"\0\07\377z", r"\1234"] {
            assert!(is_escaped(text), "{text}");
        }
        for text in ["\\", r"\q", r"\x1", r"\xg0", r"\400", r"\8"] {
            assert!(!is_escaped(text), "{text}");
        }
    }
}
