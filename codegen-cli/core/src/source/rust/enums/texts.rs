//! Collisions of texts.

use std::collections::BTreeMap;

use proc_macro2::Span;

use crate::diag::{Diagnostic, Diagnostics, Origin, code};

/// The texts that variants print or accept so far: where each stands, and for which variant.
pub(in crate::source::rust) struct Texts {
    claimed: BTreeMap<String, Claim>,
    /// Whether texts that differ in the case of ASCII letters are one.
    folded: bool,
}

struct Claim {
    text: String,
    span: Span,
    variant: String,
}

impl Texts {
    pub(in crate::source::rust) fn new(folded: bool) -> Self {
        Self { claimed: BTreeMap::new(), folded }
    }

    /// Whether two texts are one.
    pub(super) fn same(&self, one: &str, other: &str) -> bool {
        if self.folded { one.eq_ignore_ascii_case(other) } else { one == other }
    }

    /// Takes a text for a variant, or reports who has it.
    pub(in crate::source::rust) fn claim(
        &mut self,
        text: &str,
        span: Span,
        variant: &str,
        mistakes: &mut Diagnostics,
    ) {
        let key = if self.folded { text.to_ascii_lowercase() } else { text.to_owned() };
        let Some(first) = self.claimed.get(&key) else {
            let claim = Claim { text: text.to_owned(), span, variant: variant.to_owned() };
            self.claimed.insert(key, claim);
            return;
        };
        let owner = &first.variant;
        let same = if first.text == text {
            format!("`{text}`")
        } else {
            format!("`{text}`, which is `{}` where case does not count,", first.text)
        };
        let (message, help) = if owner == variant {
            (format!("{same} is given twice for `{variant}`"), "remove one of them")
        } else {
            (format!("{same} stands for both `{owner}` and `{variant}`"), "rename one of them")
        };
        mistakes.push(
            Diagnostic::new(code::NAME_COLLISION, Origin::Span(span), message)
                .label(Origin::Span(first.span), format!("`{}` is `{owner}` first", first.text))
                .help(help),
        );
    }
}
