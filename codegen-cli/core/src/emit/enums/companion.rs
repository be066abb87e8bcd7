//! What the types beside an enum have in common.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Target;
use crate::model::Companion;
use crate::model::name::{ident, unraw};

/// The name of the type: what its author says, else that of the enum and `suffix`.
pub(super) fn name(target: &Target<'_>, companion: &Companion, suffix: &str) -> Ident {
    let name = companion.name.clone();
    let name = name.unwrap_or_else(|| format!("{}{suffix}", unraw(&target.model.name)));
    ident(&name, Span::call_site())
}

/// The attributes, documentation, derives and visibility that stand before the type. A derive that
/// it has anyway may be asked for again.
pub(super) fn head(
    target: &Target<'_>,
    companion: &Companion,
    docs: &str,
    given: &[TokenStream],
) -> TokenStream {
    let last = |path: &TokenStream| path.clone().into_iter().last().map(|last| last.to_string());
    let names: Vec<_> = given.iter().map(last).collect();
    let others = companion.derives.iter().filter(|path| !names.contains(&last(path)));
    let docs = (!companion.documented).then(|| quote!(#[doc = #docs]));
    let attributes = &companion.attributes;
    let visibility = visibility(target, companion);
    quote! {
        #docs
        #[derive(#(#given),* #(, #others)*)]
        #attributes
        #visibility
    }
}

pub(super) fn visibility(target: &Target<'_>, companion: &Companion) -> TokenStream {
    companion.visibility.clone().unwrap_or_else(|| target.model.rust.visibility.clone())
}
