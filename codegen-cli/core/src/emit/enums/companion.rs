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
    let (mut derives, mut names) = (Vec::new(), Vec::new());
    for path in given {
        derives.push(path.parse::<TokenStream>().unwrap_or_default());
        names.push(path.rsplit(':').next());
    }
    for path in &companion.derives {
        let last = path.clone().into_iter().last().map(|last| last.to_string());
        if !names.contains(&last.as_deref()) {
            derives.push(path.clone());
        }
    }
    let derives = Code::list(&derives);
    let docs = (!companion.documented).then(|| code!([docs] #[doc = #docs]));
    let attributes = &companion.attributes;
    let visibility = visibility(target, companion);
    code! { [docs, derives, attributes, visibility]
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
