//! Types that stand beside an enum: `discriminants(name = Kind, derive(Hash))`, `flags(name = Rights)`.

use proc_macro2::{Span, TokenStream, TokenTree};

use super::super::item::{self, Data, Item};
use super::super::literal;
use super::super::meta::{Meta, attribute, metas, paths, ungrouped};
use super::super::tokens::{Tokens, span, stream};
use super::attr::{Entry, Value};
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::is_identifier;
use crate::model::{Companion, Enum};

/// Reads what an enum says about a type beside it. What is neither `name` nor `vis` nor `derive` is
/// an attribute of that type.
pub(super) fn read(key: &Entry, companion: &mut Companion, mistakes: &mut Diagnostics) {
    for meta in listed(key, mistakes) {
        let of_flags = key.key == "flags";
        match (&*meta.name, meta.value()) {
            ("name", Some(value)) => match name(value) {
                Some(name) => companion.name = Some(name),
                None => {
                    let message = "`name` takes the name of a type";
                    wrong(span(value), message, "write `name = Kind`", mistakes);
                }
            },
            // Its operators are between both types, so one cannot be more private.
            ("vis", _) if of_flags => {
                let message = "sets of flags are as visible as their enum";
                wrong(meta.span(), message, "remove `vis`", mistakes);
            }
            ("vis", Some(value)) => match visibility(value) {
                Some(visibility) => companion.visibility = Some(visibility),
                None => {
                    let help = "write `vis = \"pub(crate)\"`, or `vis = \"\"` for a private one";
                    wrong(span(value), "`vis` takes a visibility", help, mistakes);
                }
            },
            ("name" | "vis", None) => {
                let help = "write `name = Kind, vis = \"pub(crate)\"`";
                wrong(meta.span(), "`name` and `vis` are followed by `=`", help, mistakes);
            }
            ("derive", _) => derives(&meta, companion, mistakes),
            _ => take(meta, companion),
        }
    }
}

fn derives(meta: &Meta, companion: &mut Companion, mistakes: &mut Diagnostics) {
    let help = "write `derive(Hash, serde::Serialize)`";
    let Some(list) = meta.list() else {
        return wrong(meta.span(), "`derive` takes a list of derives", help, mistakes);
    };
    match paths(&mut Tokens::of(list)) {
        Ok(paths) => {
            for path in paths {
                companion.derives.push(stream(path));
            }
        }
        Err((at, expected)) => wrong(at, expected, help, mistakes),
    }
}

/// Reads the attributes that a variant gives its namesake.
pub(super) fn attributes(key: &Entry, companion: &mut Companion, mistakes: &mut Diagnostics) {
    for meta in listed(key, mistakes) {
        take(meta, companion);
    }
}

fn take(meta: Meta, companion: &mut Companion) {
    companion.documented |= meta.name == "doc";
    companion.represented |= meta.name == "repr";
    companion.attributes.extend(attribute(meta.into_tokens()));
}

/// Hands `#[default]` on where the type of the variants alone derives `Default`.
pub(super) fn defaults(item: &Item, model: &mut Enum) {
    let default = |path: &TokenStream| {
        path.clone().into_iter().last().is_some_and(|last| last.to_string() == "Default")
    };
    let Data::Enum(data) = &item.data else { return };
    if !model.discriminants.derives.iter().any(default) {
        return;
    }
    for (variant, model) in data.variants.iter().zip(&mut model.variants) {
        for attr in &variant.attrs {
            if attr.is("default") {
                attr.write(&mut model.companion.attributes);
            }
        }
    }
}

fn listed(key: &Entry, mistakes: &mut Diagnostics) -> Vec<Meta> {
    let help = format!("write `{}(name = Kind, derive(Hash))`", key.key);
    let Value::Verbatim(tokens) = &key.value else {
        key.wrong("a list of settings and attributes", &help, mistakes);
        return Vec::new();
    };
    match metas(&mut Tokens::new(stream(tokens.clone()))) {
        Ok(metas) => metas,
        Err((at, _)) => {
            let message =
                format!("`{}` takes `name = …`, `derive(..)` and other attributes", key.key);
            wrong(at, &message, &help, mistakes);
            Vec::new()
        }
    }
}

fn wrong(at: Span, message: &str, help: &str, mistakes: &mut Diagnostics) {
    let mistake = Diagnostic::new(code::INVALID_VALUE, Origin::Span(at), message);
    mistakes.push(mistake.help(help));
}

/// `Kind` or `"Kind"`.
fn name(value: &[TokenTree]) -> Option<String> {
    let [one] = value else { return None };
    let name = match ungrouped(one) {
        TokenTree::Ident(name) => name.to_string(),
        other => literal::text(&other)?.trim().to_owned(),
    };
    is_identifier(&name).then_some(name)
}

fn visibility(value: &[TokenTree]) -> Option<TokenStream> {
    let [one] = value else { return None };
    let text = literal::text(&ungrouped(one))?;
    let mut tokens = Tokens::new(stream(literal::code(&text, one.span())?));
    let visibility = item::visibility(&mut tokens);
    tokens.is_empty().then_some(visibility)
}
