//! Types that stand beside an enum: `discriminants(name = Kind, derive(Hash))`, `flags(name = Rights)`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Expr, ExprLit, Ident, Lit, Meta, Path, Token, Visibility};

use super::attr::{self, Item, Value};
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::{Companion, Enum};

/// Reads what an enum says about a type beside it. What is neither `name` nor `vis` nor `derive` is
/// an attribute of that type.
pub(super) fn read(key: &Item, companion: &mut Companion, mistakes: &mut Diagnostics) {
    for meta in metas(key, mistakes) {
        let known = |word: &str| meta.path().is_ident(word);
        match &meta {
            Meta::NameValue(pair) if known("name") => match name(&pair.value) {
                Some(name) => companion.name = Some(name),
                None => wrong(
                    &pair.value,
                    "`name` takes the name of a type",
                    "write `name = Kind`",
                    mistakes,
                ),
            },
            // Its operators are between both types, so one cannot be more private.
            _ if known("vis") && key.key == "flags" => {
                let message = "sets of flags are as visible as their enum";
                wrong(&meta, message, "remove `vis`", mistakes);
            }
            Meta::NameValue(pair) if known("vis") => match visibility(&pair.value) {
                Some(visibility) => companion.visibility = Some(visibility),
                None => {
                    let help = "write `vis = \"pub(crate)\"`, or `vis = \"\"` for a private one";
                    wrong(&pair.value, "`vis` takes a visibility", help, mistakes);
                }
            },
            _ if known("name") || known("vis") => {
                let help = "write `name = Kind, vis = \"pub(crate)\"`";
                wrong(&meta, "`name` and `vis` are followed by `=`", help, mistakes);
            }
            Meta::List(list) if known("derive") => {
                let paths = Punctuated::<Path, Token![,]>::parse_terminated;
                match list.parse_args_with(paths) {
                    Ok(paths) => {
                        companion.derives.extend(paths.iter().map(ToTokens::to_token_stream));
                    }
                    Err(error) => {
                        let mistake = invalid(error.span(), error.to_string());
                        mistakes.push(mistake.help("write `derive(Hash, serde::Serialize)`"));
                    }
                }
            }
            _ if known("derive") => {
                let help = "write `derive(Hash, serde::Serialize)`";
                wrong(&meta, "`derive` takes a list of derives", help, mistakes);
            }
            _ => take(&meta, companion),
        }
    }
}

/// Reads the attributes that a variant gives its namesake.
pub(super) fn attributes(key: &Item, companion: &mut Companion, mistakes: &mut Diagnostics) {
    for meta in metas(key, mistakes) {
        take(&meta, companion);
    }
}

fn take(meta: &Meta, companion: &mut Companion) {
    companion.documented |= meta.path().is_ident("doc");
    companion.represented |= meta.path().is_ident("repr");
    companion.attributes.extend(quote!(#[#meta]));
}

/// Hands `#[default]` on where the type of the variants alone derives `Default`.
pub(super) fn defaults(item: &DeriveInput, model: &mut Enum) {
    let default = |path: &TokenStream| {
        path.clone().into_iter().last().is_some_and(|last| last.to_string() == "Default")
    };
    let Data::Enum(data) = &item.data else { return };
    if !model.discriminants.derives.iter().any(default) {
        return;
    }
    for (variant, model) in data.variants.iter().zip(&mut model.variants) {
        if variant.attrs.iter().any(|attr| attr.path().is_ident("default")) {
            model.companion.attributes.extend(quote!(#[default]));
        }
    }
}

fn metas(key: &Item, mistakes: &mut Diagnostics) -> Vec<Meta> {
    let help = format!("write `{}(name = Kind, derive(Hash))`", key.key);
    let Value::Verbatim(tokens) = &key.value else {
        key.wrong("a list of settings and attributes", &help, mistakes);
        return Vec::new();
    };
    match Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens.clone()) {
        Ok(metas) => metas.into_iter().collect(),
        Err(error) => {
            let message =
                format!("`{}` takes `name = …`, `derive(..)` and other attributes", key.key);
            mistakes.push(invalid(error.span(), message).help(help));
            Vec::new()
        }
    }
}

fn wrong(at: &impl syn::spanned::Spanned, message: &str, help: &str, mistakes: &mut Diagnostics) {
    mistakes.push(invalid(at.span(), message.to_owned()).help(help));
}

fn invalid(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(code::INVALID_VALUE, Origin::Span(span), message)
}

/// `Kind` or `"Kind"`.
fn name(value: &Expr) -> Option<String> {
    match attr::ungrouped(value) {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            text.parse::<Ident>().ok().map(|name| name.to_string())
        }
        _ => None,
    }
}

fn visibility(value: &Expr) -> Option<TokenStream> {
    match attr::ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            text.parse::<Visibility>().ok().map(ToTokens::into_token_stream)
        }
        _ => None,
    }
}
