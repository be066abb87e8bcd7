//! `#[strum_discriminants(..)]`: the enum of the variants without their data.

use proc_macro2::{Group, Span, TokenStream};
use quote::quote;

use super::variant::copied;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::StrumCompanion;
use crate::source::rust::item::{self, Data, Item};
use crate::source::rust::meta::{self, Attribute, Meta};
use crate::source::rust::tokens::{Read, Tokens, stream};

const NAME: &str = "strum_discriminants";

/// Reads what the attributes of an enum say about its companion.
pub(super) fn read(item: &Item, mistakes: &mut Diagnostics) -> StrumCompanion {
    let mut companion = StrumCompanion::default();
    for attr in &item.attrs {
        if attr.is("repr") {
            companion.repr = attr.list().map(Group::stream);
        } else if attr.is(NAME) {
            let entries = match attr.list() {
                Some(list) => meta::metas(&mut Tokens::of(list)),
                None => Err((attr.span(), "expected a list in parentheses")),
            };
            match entries {
                Ok(entries) => {
                    for entry in entries {
                        take(&mut companion, entry, mistakes);
                    }
                }
                Err((at, expected)) => wrong(at, expected.to_owned(), mistakes),
            }
        }
    }
    let defaults = |variant: &item::Variant| variant.attrs.iter().any(|a| a.is("default"));
    let given = companion.derives.iter().any(|path| path.to_string().ends_with("Default"));
    if let Data::Enum(data) = &item.data
        && data.variants.iter().any(defaults)
        && !given
    {
        companion.derives.push(quote!(::core::default::Default));
    }
    companion
}

fn take(companion: &mut StrumCompanion, entry: Meta, mistakes: &mut Diagnostics) {
    let own = ["derive", "name", "vis"].iter().find(|own| entry.name == **own);
    let Some(own) = own else {
        companion.documented |= entry.name == "doc";
        companion.attributes.push(entry.into_tokens());
        return;
    };
    let Some(list) = entry.list() else {
        wrong(entry.span(), format!("`{own}` takes its value in parentheses"), mistakes);
        return;
    };
    if let Err((at, expected)) = own_value(companion, own, &mut Tokens::of(list)) {
        wrong(at, format!("the value of `{own}` cannot be read: {expected}"), mistakes);
    }
}

fn own_value(companion: &mut StrumCompanion, own: &str, tokens: &mut Tokens) -> Read<()> {
    match own {
        "derive" => companion.derives.extend(meta::paths(tokens)?.into_iter().map(stream)),
        "name" => companion.name = Some(tokens.name("expected identifier")?.to_string()),
        _ => companion.visibility = Some(item::visibility(tokens)),
    }
    match tokens.is_empty() {
        true => Ok(()),
        false => tokens.wrong("unexpected token"),
    }
}

/// The attributes of the same variant in the companion.
pub(super) fn variant(attrs: &[Attribute], mistakes: &mut Diagnostics) -> TokenStream {
    let mut kept = TokenStream::new();
    for attr in attrs {
        if attr.is(NAME) {
            match attr.list().map(Group::stream) {
                Some(passed) if !passed.is_empty() => kept.extend(quote!(#[#passed])),
                _ => {
                    let message = "there is no attribute to pass on".to_owned();
                    wrong(attr.pound(), message, mistakes);
                }
            }
        }
        kept.extend(copied(attr));
    }
    kept
}

fn wrong(span: Span, message: String, mistakes: &mut Diagnostics) {
    let help = "write `name(Kind)`, `vis(pub)`, `derive(Hash)` or an attribute of the new enum, \
                such as `strum(serialize_all = \"snake_case\")`";
    let diagnostic = Diagnostic::new(code::INVALID_VALUE, Origin::Span(span), message);
    mistakes.push(diagnostic.help(help));
}
