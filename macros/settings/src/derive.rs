//! What derived code calls. No part of the public interface.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use crate::value::{Invalid, Value};

pub use crate::check::{check, check_field, check_one};
use crate::schema::{Kind, Section};

type Read<T> = Result<T, Vec<Invalid>>;

/// Reads the fields of a section, all of them also where one is wrong.
#[derive(Debug)]
pub struct Fields<'a> {
    section: Value<'a>,
    invalid: Vec<Invalid>,
}

impl<'a> Fields<'a> {
    pub fn new(section: Value<'a>) -> Self {
        Self { section, invalid: Vec::new() }
    }

    pub fn get<T>(&mut self, key: &str, read: impl FnOnce(Value<'a>) -> Read<T>) -> Option<T> {
        match read(self.section.get(key)) {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.invalid.extend(invalid.into_iter().map(|i| i.under(key)));
                None
            }
        }
    }

    /// The fields of a flattened section.
    pub fn beside<T>(&mut self, read: impl FnOnce(Value<'a>) -> Read<T>) -> Option<T> {
        read(self.section).map_err(|invalid| self.invalid.extend(invalid)).ok()
    }

    pub fn invalid(self) -> Vec<Invalid> {
        self.invalid
    }
}

/// The settings of a variant that stand under its name.
///
/// # Errors
/// As `read`.
pub fn variant<'a, T>(
    value: Value<'a>,
    name: &str,
    read: impl FnOnce(Value<'a>) -> Read<T>,
) -> Result<T, Vec<Invalid>> {
    let under = |invalid: Vec<Invalid>| invalid.into_iter().map(|i| i.under(name)).collect();
    read(value.get(name)).map_err(under)
}

/// What no variant is called: layers are read through the names, so it is a mistake in the schema.
pub fn no_variant(name: Option<&str>) -> Vec<Invalid> {
    vec![Invalid::new(format!("`{}` is no variant", name.unwrap_or_default()))]
}

/// The schema of an enum, for the checks while compiling.
///
/// # Panics
/// The kind is not that of a section.
#[must_use]
pub const fn section(kind: Kind) -> &'static Section {
    match kind {
        Kind::Section(section) => section,
        _ => panic!("this type is no section"),
    }
}

/// An enum that reads its own names.
///
/// # Errors
/// The type does not read a name that it lists.
pub fn choice<T: FromStr>(value: Value<'_>) -> Read<T> {
    let name = value.text().unwrap_or_default();
    name.parse().map_err(|_| vec![Invalid::new(format!("`{name}` is listed but cannot be read"))])
}

/// # Errors
/// As `read`, and what `check` refuses.
pub fn checked<'a, T, E: Display>(
    value: Value<'a>,
    read: impl FnOnce(Value<'a>) -> Read<T>,
    check: impl FnOnce(&T) -> Result<(), E>,
) -> Result<T, Vec<Invalid>> {
    let value = read(value)?;
    match check(&value) {
        Ok(()) => Ok(value),
        Err(why) => Err(vec![Invalid::new(why.to_string())]),
    }
}

/// # Errors
/// As `read`.
pub fn optional<'a, T>(
    value: Value<'a>,
    read: impl Fn(Value<'a>) -> Read<T>,
) -> Result<Option<T>, Vec<Invalid>> {
    if value.is_empty() { Ok(None) } else { read(value).map(Some) }
}

/// # Errors
/// As `read`, for each item.
pub fn list<'a, T>(
    value: Value<'a>,
    read: impl Fn(Value<'a>) -> Read<T>,
) -> Result<Vec<T>, Vec<Invalid>> {
    let (mut items, mut invalid) = (Vec::new(), Vec::new());
    for (i, item) in value.items().enumerate() {
        match read(item) {
            Ok(item) => items.push(item),
            Err(more) => invalid.extend(more.into_iter().map(|m| m.under(i.to_string()))),
        }
    }
    if invalid.is_empty() { Ok(items) } else { Err(invalid) }
}

/// # Errors
/// As `read`, for each entry.
pub fn map<'a, T>(
    value: Value<'a>,
    read: impl Fn(Value<'a>) -> Read<T>,
) -> Result<BTreeMap<String, T>, Vec<Invalid>> {
    let (mut entries, mut invalid) = (BTreeMap::new(), Vec::new());
    for (key, entry) in value.entries() {
        match read(entry) {
            Ok(entry) => {
                entries.insert(key.to_owned(), entry);
            }
            Err(more) => invalid.extend(more.into_iter().map(|m| m.under(key))),
        }
    }
    if invalid.is_empty() { Ok(entries) } else { Err(invalid) }
}
