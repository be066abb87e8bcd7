//! The statics of a module of tables, as they are written.

use std::collections::BTreeSet;

use super::by_name::TABLES;
use super::text::{Shared, Text};

/// What tables share is called so: no name of a message becomes one that ends like this.
pub(super) const TEXTS: &str = "TEXTS__";

/// A static of a module, or what stands between two.
pub(super) enum Item {
    Table {
        /// All before its type.
        head: String,
        kind: &'static str,
        /// The function that makes it, and what it takes before the text.
        constructor: String,
        text: Text,
        /// What its text names; an enum's names nothing.
        types: Option<Types>,
    },
    Code(String),
}

impl Item {
    /// The code, and which types of the library it is `used` for: nothing is imported in vain. A
    /// service may find what it names `by_name`.
    pub(super) fn written(
        &self,
        shared: &Shared<'_>,
        by_name: bool,
        used: &mut BTreeSet<&'static str>,
    ) -> String {
        let (head, kind, constructor, text, types) = match self {
            Item::Code(code) => return code.clone(),
            Item::Table { head, kind, constructor, text, types } => {
                (head, *kind, constructor, text, types)
            }
        };
        used.insert(kind);
        let (text, shares) = text.literal(shared);
        let types = types.as_ref().map_or_else(String::new, |types| {
            used.extend((!types.list.is_empty()).then_some("Type"));
            format!("    {},\n", rows(&types.list).replace('\n', "\n    "))
        });
        let around = match (kind, by_name, shares) {
            ("Service", true, _) => format!("\n.within(&{TABLES})"),
            (.., true) => format!("\n.sharing(&{TEXTS})"),
            (.., false) => String::new(),
        };
        format!("{head}: {kind} = {kind}::{constructor}\n    {text},\n{types}){around};\n")
    }
}

/// The types that a table names, as its expression lists them.
pub(crate) struct Types {
    list: Vec<String>,
    /// The full name of what the table is of, and its package.
    pub(super) within: String,
    pub(super) package: String,
}

impl Types {
    pub(crate) fn of(within: &str, package: &str) -> Self {
        Self { list: Vec::new(), within: within.to_owned(), package: package.to_owned() }
    }

    pub(super) fn add(&mut self, kind: &str, reference: &str) {
        let one = format!("Type::{kind}({reference})");
        if !self.list.contains(&one) {
            self.list.push(one);
        }
    }
}

/// A slice, in one line where it is short.
pub(super) fn rows(items: &[String]) -> String {
    /// So that it fits beside its name and the indentation around it.
    const SHORT: usize = 72;
    let line = format!("&[{}]", items.join(", "));
    if line.len() <= SHORT && !line.contains('\n') {
        return line;
    }
    let items: String = items.iter().map(|item| indented(&format!("{item},\n"))).collect();
    format!("&[\n{items}]")
}

/// Lines of code one level deeper; a literal holds no line break of its own.
fn indented(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + code.len() / 4);
    for line in code.lines() {
        out.extend(["    ", line, "\n"]);
    }
    out
}
