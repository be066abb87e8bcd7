//! An open enum, as `#[open]` hides it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, DeriveInput, Path, Token};

use super::attr::{self, Item};
use super::{Asked, fields, read, repr};
use crate::diag::{Diagnostic, Diagnostics, code};
use crate::model::{Enum, Part, RustItem};

/// What every open enum has, so that a derive of it would be the second one.
const GIVEN: [&str; 8] = ["Clone", "Copy", "Debug", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];

/// Reads the enum in which `#[open]` hides variants: `#[__open(..)]` holds the type that they are
/// the names of, and on a variant its number.
///
/// ```
/// use typewright_core::source::rust::read_open;
/// let hidden = "#[__open(#[repr(u8)] pub struct Pill;)] enum Hidden { #[__open(3)] Aspirin }";
/// let (model, mistakes) = read_open(&syn::parse_str(hidden).unwrap());
/// assert!(model.open && mistakes.finish().is_ok());
/// assert_eq!((&*model.name, model.repr.as_deref()), ("Pill", Some("u8")));
/// assert_eq!(model.variants[0].discriminant.as_ref().unwrap().to_string(), "3");
/// ```
pub fn read_open(item: &DeriveInput) -> (Enum, Diagnostics) {
    let hidden = item.attrs.iter().find(|attr| attr.path().is_ident("__open"));
    let shown = hidden.and_then(|attr| attr.parse_args::<DeriveInput>().ok());
    let name = shown.as_ref().map_or(&item.ident, |shown| &shown.ident);
    let (mut model, mut mistakes) = read(item, name, &[Part::FromStr], "open");
    fields::refuse(item, name, &mut mistakes);
    model.open = true;
    model.rust = RustItem { runtime: model.rust.runtime, ..RustItem::default() };
    if let Some(shown) = &shown {
        model.docs = attr::docs(&shown.attrs);
        model.deprecated = attr::deprecated(&shown.attrs);
        model.repr = repr(&shown.attrs);
        model.rust.visibility = shown.vis.to_token_stream();
        model.attributes = attributes(&shown.attrs);
    }
    if let syn::Data::Enum(data) = &item.data {
        for (variant, model) in data.variants.iter().zip(&mut model.variants) {
            let number = variant.attrs.iter().find(|attr| attr.path().is_ident("__open"));
            let number = number.and_then(|attr| attr.meta.require_list().ok());
            model.discriminant = number.map(|list| list.tokens.clone());
            model.number = None;
            for numbers in model.numbers.drain(..) {
                let message = "an open enum keeps every number, so `numbers` says nothing";
                mistakes.push(
                    Diagnostic::new(code::INVALID_VALUE, numbers.origin, message)
                        .help("remove it, or give a number a variant of its own"),
                );
            }
            model.attributes = TokenStream::new();
            for attr in &variant.attrs {
                if !attr.path().is_ident("__open") && !attr.path().is_ident("stringer") {
                    attr.to_tokens(&mut model.attributes);
                }
            }
        }
    }
    (model, mistakes)
}

/// What `also(..)` asks for beside what every open enum has.
pub(super) fn listed(key: &Item, mistakes: &mut Diagnostics) -> Vec<Asked> {
    let mut parts = super::listed(key, mistakes);
    let before = parts.len();
    parts.retain(|asked| matches!(asked.part, Part::Serialize | Part::Deserialize));
    if parts.len() < before {
        key.wrong(
            "`Serialize` and `Deserialize` for an open enum",
            "remove the others: it has its own text, iteration and numbers",
            mistakes,
        );
    }
    parts
}

/// The attributes of the type, without its representation and the derives that it has anyway.
fn attributes(attrs: &[Attribute]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for attr in attrs {
        if attr.path().is_ident("repr") {
            continue;
        }
        let derives = attr.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
        match derives {
            Ok(derives) if attr.path().is_ident("derive") => {
                let mut others = Punctuated::<_, Token![,]>::new();
                for path in &derives {
                    let last = path.segments.last();
                    if !last.is_some_and(|last| GIVEN.iter().any(|given| last.ident == given)) {
                        others.push(path);
                    }
                }
                tokens.extend(quote!(#[derive(#others)]));
            }
            _ => attr.to_tokens(&mut tokens),
        }
    }
    tokens
}
