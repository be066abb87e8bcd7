//! What is wrong with a file whose names are all known.

mod enums;
mod features;
mod field;
mod json;
mod message;
mod style;
mod support;

use super::Linker;
use super::pool::Pool;
use crate::ast::{File, Id};
use crate::option::{OptionsId, Tree};
use crate::problem::{Mistake, Span};

/// Collects what is wrong with one file.
struct Checker<'a> {
    pool: &'a Pool,
    file: usize,
    own: &'a File,
    mistakes: Vec<Mistake>,
    warnings: Vec<Mistake>,
}

impl Linker {
    pub(super) fn check(&mut self, file: usize) {
        let own = &self.pool.files[file];
        let (mistakes, warnings) = (Vec::new(), Vec::new());
        let mut checker = Checker { pool: &self.pool, file, own, mistakes, warnings };
        checker.file();
        let Checker { mistakes, warnings, .. } = checker;
        self.mistakes.extend(mistakes.into_iter().map(|mistake| (file, mistake)));
        self.warnings.extend(warnings.into_iter().map(|mistake| (file, mistake)));
    }
}

impl Checker<'_> {
    fn file(&mut self) {
        let own = self.own;
        for index in 0..own.messages.len() {
            self.message(index);
            self.json_names(&own.messages[index]);
        }
        for enumeration in &own.enums {
            self.enumeration(enumeration);
        }
        for index in 0..own.fields.len() {
            self.field(Id { file: self.file, index });
        }
        self.file_features();
        self.styles();
        self.supports();
        self.unused_imports();
    }

    fn report(&mut self, span: Span, message: impl Into<String>) {
        self.mistakes.push(Mistake::new(span, message));
    }

    fn report_help(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.mistakes.push(Mistake::new(span, message).help(help));
    }

    /// The options of something in this file.
    fn options(&self, options: Option<OptionsId>) -> Option<&Tree> {
        options.map(|id| &self.own.options[id].tree)
    }

    /// Whether an option that is true or false is true.
    fn is_on(&self, options: Option<OptionsId>, number: i32) -> bool {
        self.options(options).and_then(|tree| tree.number(number)).is_some_and(|value| value != 0)
    }

    fn unused_imports(&mut self) {
        let used = self.pool.views[self.file].used.borrow();
        for import in &self.own.imports {
            let Some(file) = import.file else { continue };
            let imported = &self.pool.files[file];
            let public =
                |import: &crate::ast::Import| import.kind == crate::ast::ImportKind::Public;
            if !public(import) && !imported.imports.iter().any(public) && !used.contains(&file) {
                let message = format!("the import `{}` is not used", import.name.text);
                self.warnings.push(Mistake::new(import.name.span, message));
            }
        }
    }
}
