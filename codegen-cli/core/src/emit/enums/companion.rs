//! What the types beside an enum have in common.

use proc_macro2::TokenStream;

use super::Target;
use super::code::{Code, Word, code, word};
use crate::model::Companion;
use crate::model::name::unraw;

/// The name of the type: what its author says, else that of the enum and `suffix`.
pub(super) fn name(target: &Target<'_>, companion: &Companion, suffix: &str) -> Word {
    let name = companion.name.clone();
    let name = name.unwrap_or_else(|| format!("{}{suffix}", unraw(&target.model.name)));
    word(&name)
}

/// The attributes, documentation, derives and visibility that stand before the type. A derive that
/// it has anyway may be asked for again.
pub(super) fn head(target: &Target<'_>, companion: &Companion, docs: &str, given: &[&str]) -> Code {
    let last = |path: &TokenStream| path.clone().into_iter().last().map(|last| last.to_string());
    let named = |name: &String| given.iter().any(|path| path.rsplit(':').next() == Some(name));
    let others = companion.derives.iter().filter(|path| !last(path).is_some_and(|n| named(&n)));
    let given = given.iter().map(|path| path.parse().unwrap_or_default());
    let derives: Vec<TokenStream> = given.chain(others.cloned()).collect();
    let derives = Code::list(&derives);
    let docs = (!companion.documented).then(|| code!(#[doc = #docs]));
    let attributes = &companion.attributes;
    let visibility = visibility(target, companion);
    code! {
        #docs
        #[derive(#derives)]
        #attributes
        #visibility
    }
}

pub(super) fn visibility(target: &Target<'_>, companion: &Companion) -> Code {
    match &companion.visibility {
        Some(visibility) => visibility.clone().into(),
        None => target.rust.visibility.clone(),
    }
}
