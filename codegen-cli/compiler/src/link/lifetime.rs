//! Options and features that come and go with editions.

use super::pool::Pool;
use crate::ast::{Edition, Id, Type};
use crate::option::{Node, OptionsId, Tree};
use crate::problem::{Mistake, Span};

/// What is to be said about an option in an edition.
pub(super) enum Verdict {
    Mistake(Mistake),
    Warning(Mistake),
}

/// Checks the fields on the way to a value, and the value with all in it.
pub(super) fn check(
    pool: &Pool,
    edition: Edition,
    fields: &[Id],
    node: &Node,
    span: Span,
) -> Vec<Verdict> {
    let mut lifetimes = Lifetimes { pool, edition, span, verdicts: Vec::new() };
    for field in fields {
        lifetimes.field(*field);
    }
    if let Some(last) = fields.last() {
        lifetimes.value(*last, node);
    }
    lifetimes.verdicts
}

struct Lifetimes<'a> {
    pool: &'a Pool,
    edition: Edition,
    span: Span,
    verdicts: Vec<Verdict>,
}

impl Lifetimes<'_> {
    fn field(&mut self, id: Id) {
        let field = self.pool.field(id);
        // Number 22 is `feature_support`.
        self.support(id.file, field.options, 22, &field.full_name);
    }

    fn value(&mut self, field: Id, node: &Node) {
        match (node, self.pool.field(field).kind) {
            (Node::Message(tree) | Node::Group(tree), _) => {
                for entry in &tree.0 {
                    self.field(entry.field);
                    self.value(entry.field, &entry.node);
                }
            }
            (Node::Varint(number), Type::Enum(id)) => {
                let enumeration = self.pool.enumeration(id);
                let mut values = enumeration.values.iter();
                if let Some(value) = values.find(|v| i64::from(v.number) as u64 == *number) {
                    self.support(id.file, value.options, 4, &value.name.text);
                }
            }
            _ => {}
        }
    }

    /// Reads the `FeatureSupport` that options of a field or a value hold.
    fn support(&mut self, file: usize, options: Option<OptionsId>, number: i32, name: &str) {
        let Some(id) = options else { return };
        let tree = &self.pool.files[file].options[id].tree;
        let Some(support) = tree.messages(number).last() else { return };
        let edition = |number| support.number(number).map(|number| Edition(number as i32));
        let shown = |edition: Edition| match edition {
            Edition::PROTO2 => "proto2".to_owned(),
            Edition::PROTO3 => "proto3".to_owned(),
            Edition(number) => format!("edition {}", 1023 + number),
        };
        let own = shown(self.edition);
        let text = |number| Tree::text(support, number);
        if let Some(introduced) = edition(1).filter(|introduced| self.edition < *introduced) {
            let message = format!("`{name}` comes with {}, not with {own}", shown(introduced));
            self.verdicts.push(Verdict::Mistake(Mistake::new(self.span, message)));
        } else if let Some(removed) = edition(4).filter(|removed| self.edition >= *removed) {
            let message = format!("`{name}` is gone from {} on", shown(removed));
            let mistake = Mistake::new(self.span, message);
            self.verdicts.push(Verdict::Mistake(match text(5) {
                Some(reason) => mistake.help(reason),
                None => mistake,
            }));
        } else if let Some(deprecated) = edition(2).filter(|old| self.edition >= *old) {
            let message = format!("`{name}` is deprecated from {} on", shown(deprecated));
            let warning = Mistake::new(self.span, message);
            self.verdicts.push(Verdict::Warning(match text(3) {
                Some(reason) => warning.help(reason),
                None => warning,
            }));
        }
    }
}
