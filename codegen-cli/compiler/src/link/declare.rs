//! Gives everything its full name, and finds names that are declared twice.

use std::collections::hash_map::Entry;

use super::Linker;
use super::pool::{Kind, Symbol};
use crate::ast::{Id, Name};
use crate::problem::{Mistake, Span};

/// A name in a scope.
pub(super) fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

impl Linker {
    pub(super) fn declare(&mut self, file: usize) {
        self.declare_package(file);
        let count = |n: usize| (0..n).map(move |index| Id { file, index });
        let own = &self.pool.files[file];
        let package = own.package().to_owned();
        let counts = (own.messages.len(), own.enums.len(), own.services.len());
        // A message comes behind the one that holds it, so that the scope has its name already.
        for id in count(counts.0) {
            self.declare_message(id, &package);
        }
        let extensions = self.pool.files[file].top.extensions.clone();
        for index in extensions {
            self.declare_field(Id { file, index }, &package, true);
        }
        for id in count(counts.1) {
            self.declare_enum(id, &package);
        }
        for id in count(counts.2) {
            self.declare_service(id, &package);
        }
        let own = &mut self.pool.files[file];
        if let Some(id) = own.own_options {
            own.options[id].scope = join(&package, "file");
        }
    }

    fn declare_package(&mut self, file: usize) {
        let Some(package) = self.pool.files[file].package.clone() else { return };
        let ends = package.text.match_indices('.').map(|(i, _)| i);
        for end in ends.chain([package.text.len()]) {
            let name = &package.text[..end];
            if let Some(symbol) = self.pool.symbols.get(name).copied() {
                let message = format!("`{name}` is declared already, and not as a package");
                self.report(file, already(symbol, package.span, message));
            }
            let files = self.pool.packages.entry(name.to_owned()).or_default();
            files.push(file);
        }
    }

    fn declare_message(&mut self, id: Id, package: &str) {
        let own = &mut self.pool.files[id.file];
        let scope = match own.messages[id.index].parent {
            Some(parent) => own.messages[parent].full_name.clone(),
            None => package.to_owned(),
        };
        let message = &mut own.messages[id.index];
        let full = join(&scope, &message.name.text);
        message.full_name.clone_from(&full);
        let name = message.name.clone();
        let fields = message.fields.clone();
        let extensions = message.inner.extensions.clone();
        let oneofs: Vec<_> = message.oneofs.iter().map(|o| (o.name.clone(), o.options)).collect();
        let options = message.extension_ranges.iter().filter_map(|range| range.options);
        for options in options.chain(message.options) {
            own.options[options].scope.clone_from(&full);
        }
        self.add(id.file, &scope, &name, Kind::Message(id));
        for index in fields {
            self.declare_field(Id { file: id.file, index }, &full, false);
        }
        for index in extensions {
            self.declare_field(Id { file: id.file, index }, &full, true);
        }
        for (name, options) in oneofs {
            let full = self.add(id.file, &full, &name, Kind::Oneof);
            self.scope_options(id.file, options, full);
        }
    }

    fn declare_field(&mut self, id: Id, scope: &str, extension: bool) {
        let own = &self.pool.files[id.file].fields[id.index];
        let (name, options) = (own.name.clone(), own.options);
        let kind = if extension { Kind::Extension(id) } else { Kind::Field(id) };
        let full = self.add(id.file, scope, &name, kind);
        self.pool.files[id.file].fields[id.index].full_name.clone_from(&full);
        self.scope_options(id.file, options, full);
    }

    fn declare_enum(&mut self, id: Id, package: &str) {
        let own = &self.pool.files[id.file];
        let scope = match own.enums[id.index].parent {
            Some(parent) => own.messages[parent].full_name.clone(),
            None => package.to_owned(),
        };
        let own = &own.enums[id.index];
        let (name, options) = (own.name.clone(), own.options);
        let full = self.add(id.file, &scope, &name, Kind::Enum(id));
        self.pool.files[id.file].enums[id.index].full_name.clone_from(&full);
        self.scope_options(id.file, options, full);
        for index in 0..self.pool.files[id.file].enums[id.index].values.len() {
            let value = &self.pool.files[id.file].enums[id.index].values[index];
            let (name, options) = (value.name.clone(), value.options);
            // Values are names beside their enum, not in it: scoping as in C++.
            let full = self.add(id.file, &scope, &name, Kind::EnumValue(id, index));
            self.scope_options(id.file, options, full);
        }
    }

    fn declare_service(&mut self, id: Id, package: &str) {
        let own = &self.pool.files[id.file].services[id.index];
        let (name, options) = (own.name.clone(), own.options);
        let methods: Vec<_> = own.methods.iter().map(|m| (m.name.clone(), m.options)).collect();
        let full = self.add(id.file, package, &name, Kind::Service);
        self.pool.files[id.file].services[id.index].full_name.clone_from(&full);
        for (name, options) in methods {
            let full = self.add(id.file, &full, &name, Kind::Method);
            self.scope_options(id.file, options, full);
        }
        self.scope_options(id.file, options, full);
    }

    fn scope_options(&mut self, file: usize, options: Option<usize>, scope: String) {
        if let Some(id) = options {
            self.pool.files[file].options[id].scope = scope;
        }
    }

    /// Adds a name; its full form.
    fn add(&mut self, file: usize, scope: &str, name: &Name, kind: Kind) -> String {
        let full = join(scope, &name.text);
        let mut mistake = None;
        if let Some(files) = self.pool.packages.get(&full) {
            let other = &self.pool.files[files[0]];
            let message = format!("`{full}` is the name of a package, in `{}`", other.name);
            mistake = Some(Mistake::new(name.span, message));
        }
        match self.pool.symbols.entry(full.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(Symbol { kind, file, span: name.span });
            }
            Entry::Occupied(entry) => {
                let symbol = *entry.get();
                let beside = match (scope, symbol.file == file) {
                    ("", true) => "this file".to_owned(),
                    ("", false) => "this file and one that comes with it".to_owned(),
                    _ => format!("`{scope}`"),
                };
                let text = &name.text;
                let mut found =
                    already(symbol, name.span, format!("`{text}` is declared twice in {beside}"));
                if matches!(kind, Kind::EnumValue(..)) {
                    found = found.help(format!(
                        "the values of an enum are names beside it, in {beside}, so two enums \
                         there cannot share one: write the name of the enum before it"
                    ));
                }
                mistake = Some(found);
            }
        }
        if let Some(mistake) = mistake {
            self.report(file, mistake);
        }
        full
    }
}

fn already(symbol: Symbol, span: Span, message: String) -> Mistake {
    Mistake::new(span, message).related(Some(symbol.file), symbol.span, "it is declared here")
}
