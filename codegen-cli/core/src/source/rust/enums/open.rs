//! An open enum, as `#[open]` hides it.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

use super::super::item::{Data, Item};
use super::super::meta::{self, Attribute};
use super::super::tokens::{Tokens, stream};
use super::attr::{self, Entry};
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
/// let (model, mistakes) = read_open(&hidden.parse().unwrap());
/// assert!(model.open && mistakes.finish().is_ok());
/// assert_eq!((&*model.name, model.repr.as_deref()), ("Pill", Some("u8")));
/// assert_eq!(model.variants[0].discriminant.as_ref().unwrap().to_string(), "3");
/// ```
pub fn read_open(item: &Item) -> (Enum, Diagnostics) {
    let hidden = item.attrs.iter().find(|attr| attr.is("__open"));
    let shown = hidden.and_then(Attribute::list).and_then(|list| Item::read(list.stream()).ok());
    let name = shown.as_ref().map_or(&item.ident, |shown| &shown.ident);
    let (mut model, mut mistakes) = read(item, name, &[Part::FromStr], "open");
    fields::refuse(item, name, &mut mistakes);
    model.open = true;
    model.rust = RustItem { runtime: model.rust.runtime, ..RustItem::default() };
    if let Some(shown) = &shown {
        model.docs = attr::docs(&shown.attrs);
        model.deprecated = attr::deprecated(&shown.attrs);
        model.repr = repr(&shown.attrs);
        model.rust.visibility = shown.visibility.clone();
        model.attributes = attributes(&shown.attrs);
    }
    if let Data::Enum(data) = &item.data {
        for (variant, model) in data.variants.iter().zip(&mut model.variants) {
            let number = variant.attrs.iter().find(|attr| attr.is("__open"));
            model.discriminant = number.and_then(Attribute::list).map(Group::stream);
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
                if !attr.is("__open") && !attr.is("stringer") {
                    attr.write(&mut model.attributes);
                }
            }
        }
    }
    (model, mistakes)
}

/// The path of the crate that the impls call, as `crate = "…"` says among the keys of `#[open]`.
/// What is wrong with it, [`read_open`] reports.
///
/// ```
/// use typewright_core::source::rust::open_runtime;
/// let keys = "ignore_case, crate = \"::enums\"".parse().unwrap();
/// assert_eq!(open_runtime(keys).to_string(), ":: enums");
/// ```
pub fn open_runtime(keys: TokenStream) -> TokenStream {
    let ignored = &mut Diagnostics::new();
    for key in attr::entries(&mut Tokens::new(keys), "stringer", ignored) {
        if key.key == "crate"
            && let Some(path) = key.module("typewright", ignored)
        {
            return path;
        }
    }
    RustItem::default().runtime
}

/// What `also(..)` asks for beside what every open enum has.
pub(super) fn listed(key: &Entry, mistakes: &mut Diagnostics) -> Vec<Asked> {
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
        if attr.is("repr") {
            continue;
        }
        let list = attr.list().filter(|_| attr.is("derive"));
        match list.and_then(|list| meta::paths(&mut Tokens::of(list)).ok()) {
            Some(derives) => tokens.extend(others(derives)),
            None => attr.write(&mut tokens),
        }
    }
    tokens
}

/// The derives that the type does not have anyway, as an attribute.
fn others(derives: Vec<Vec<TokenTree>>) -> TokenStream {
    let mut others = Vec::new();
    for path in derives {
        let given = match path.last() {
            Some(TokenTree::Ident(last)) => GIVEN.iter().any(|given| last == given),
            _ => false,
        };
        if !given {
            others.extend(path);
            others.push(Punct::new(',', Spacing::Alone).into());
        }
    }
    let derive = Ident::new("derive", Span::call_site());
    let list = Group::new(Delimiter::Parenthesis, stream(others));
    meta::attribute(stream(vec![derive.into(), list.into()]))
}
