//! The definitions of options: the editions that they are for.

use super::Checker;
use crate::option::Tree;
use crate::problem::Span;

impl Checker<'_> {
    /// Checks the `feature_support` of all fields and enum values, options 22 and 4 of them.
    pub(super) fn supports(&mut self) {
        let own = self.own;
        let fields = own.fields.iter().map(|field| (field.name.span, field.options, 22));
        let values = own.enums.iter().flat_map(|enumeration| &enumeration.values);
        let values = values.map(|value| (value.name.span, value.options, 4));
        for (span, options, number) in fields.chain(values) {
            let Some(tree) = self.options(options) else { continue };
            if let Some(message) = tree.messages(number).last().and_then(mistake) {
                self.report(span, message);
            }
        }
        self.unknown_features();
    }

    /// Finds features that are set to the value that stands for none.
    fn unknown_features(&mut self) {
        let features = "google.protobuf.FeatureSet";
        let Some(features) = self.pool.message_named(features) else { return };
        let mut found: Vec<(Span, String)> = Vec::new();
        for options in self.own.options.iter().filter(|options| options.path.is_some()) {
            let is_set = |written: &&crate::option::Written| written.is_feature();
            let Some(written) = options.written.iter().find(is_set) else { continue };
            let sets = options.tree.0.iter().filter_map(|entry| match &entry.node {
                crate::option::Node::Message(set) => Some((entry.field, set)),
                _ => None,
            });
            for (field, set) in sets {
                if self.pool.field(field).kind != crate::ast::Type::Message(features) {
                    continue;
                }
                for entry in set.0.iter().filter(|entry| set.number(entry.number) == Some(0)) {
                    let name = &self.pool.field(entry.field).name.text;
                    let message = format!("`{name}` needs a value other than the unknown one");
                    found.push((written.name_span, message));
                }
            }
        }
        for (span, message) in found {
            self.report(span, message);
        }
    }
}

/// What is wrong with a `FeatureSupport`.
fn mistake(support: &Tree) -> Option<&'static str> {
    let [introduced, deprecated, removed] = [1, 2, 4].map(|number| support.number(number));
    let [warning, error] = [3, 5].map(|number| support.get(number).is_some());
    let before = |a: Option<u64>, b: Option<u64>| a.unwrap_or(0) < b.unwrap_or(0);
    if deprecated.is_some() {
        if before(deprecated, introduced) {
            return Some("what this defines was deprecated before it was introduced");
        }
        if !warning {
            return Some("what is deprecated has a `deprecation_warning`");
        }
    } else if warning {
        return Some("only what is deprecated has a `deprecation_warning`");
    }
    match removed {
        Some(_) if !before(deprecated, removed) => {
            Some("what this defines was deprecated after it was removed")
        }
        Some(_) if before(removed, introduced) => {
            Some("what this defines was removed before it was introduced")
        }
        Some(_) if introduced != removed && !error => Some("what is removed has a `removal_error`"),
        None if error => Some("only what is removed has a `removal_error`"),
        _ => None,
    }
}
