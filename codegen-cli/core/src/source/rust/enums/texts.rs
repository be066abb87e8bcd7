//! Collisions of texts.

use proc_macro2::Span;

use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::Places;

/// The texts that variants print or accept so far: where each stands, and for which variant.
#[derive(Default)]
pub(in crate::source::rust) struct Texts {
    /// The last claim of each text in lower case.
    claimed: Places,
    claims: Vec<Claim>,
}

struct Claim {
    text: String,
    span: Span,
    variant: String,
    folded: bool,
    /// The claim before it of a text that differs in case.
    before: Option<usize>,
}

/// Whether two texts are one; `folded` says that case does not count.
pub(super) fn same(folded: bool, one: &str, other: &str) -> bool {
    if folded { one.eq_ignore_ascii_case(other) } else { one == other }
}

impl Texts {
    /// Takes a text for a variant, or reports who has it. Where case does not count for one of two
    /// texts, it tells neither from the other.
    pub(in crate::source::rust) fn claim(
        &mut self,
        text: &str,
        folded: bool,
        span: Span,
        variant: &str,
        mistakes: &mut Diagnostics,
    ) {
        let key = text.to_ascii_lowercase();
        let before = self.claimed.get(&key).copied();
        let mut next = before;
        while let Some(claim) = next.map(|at| &self.claims[at]) {
            if claim.folded || folded || claim.text == text {
                return mistakes.push(collision(claim, text, span, variant));
            }
            next = claim.before;
        }
        let (text, variant) = (text.to_owned(), variant.to_owned());
        self.claimed.insert(key, self.claims.len());
        self.claims.push(Claim { text, span, variant, folded, before });
    }
}

fn collision(first: &Claim, text: &str, span: Span, variant: &str) -> Diagnostic {
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
    Diagnostic::new(code::NAME_COLLISION, Origin::Span(span), message)
        .label(Origin::Span(first.span), format!("`{}` is `{owner}` first", first.text))
        .help(help)
}
