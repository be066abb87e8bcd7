//! The values of the keys in `#[setting(..)]`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, Lit};

use crate::diag::Diagnostics;
use crate::model::name::Casing;
use crate::source::rust::attr::{self, Item, Value};

/// The text of a default; a number or bool may stand without quotes.
pub(super) fn default(item: &Item, mistakes: &mut Diagnostics) -> Option<String> {
    if let Value::Expr(expr) = &item.value
        && let Some(text) = literal(attr::ungrouped(expr))
    {
        return Some(text);
    }
    item.wrong("a text, a number or a bool", "write `default = \"…\"`", mistakes);
    None
}

/// One of some words.
pub(super) fn word(item: &Item, words: &[&str], mistakes: &mut Diagnostics) -> Option<String> {
    let text = item.text(mistakes)?;
    if words.contains(&&*text) {
        return Some(text);
    }
    let help = attr::did_you_mean(&text, "words", words);
    item.wrong(&format!("one of {}", words.join(", ")), &help, mistakes);
    None
}

/// `check = path::of::function`
pub(super) fn function(item: &Item, mistakes: &mut Diagnostics) -> Option<TokenStream> {
    if let Value::Expr(expr) = &item.value
        && let Expr::Path(path) = &**expr
    {
        return Some(path.to_token_stream());
    }
    item.wrong("the path of a function", "write `check = function`", mistakes);
    None
}

pub(super) fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Str(text) => Some(text.value()),
            Lit::Int(number) => Some(number.base10_digits().to_owned()),
            Lit::Float(number) => Some(number.base10_digits().to_owned()),
            Lit::Bool(value) => Some(value.value.to_string()),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
            literal(&unary.expr).map(|number| format!("-{number}"))
        }
        _ => None,
    }
}

pub(super) fn name(
    item: &Item,
    example: &str,
    valid: impl Fn(char) -> bool,
    mistakes: &mut Diagnostics,
) -> Option<String> {
    let text = item.text(mistakes)?;
    let edges = text.starts_with(['-', '_']) || text.ends_with(['-', '_']);
    if text.is_empty() || edges || !text.chars().all(valid) {
        item.wrong("a name", &format!("use {example}"), mistakes);
        return None;
    }
    Some(text)
}

pub(super) fn letter(item: &Item, mistakes: &mut Diagnostics) -> Option<char> {
    if let Value::Expr(expr) = &item.value
        && let Expr::Lit(lit) = attr::ungrouped(expr)
        && let Lit::Char(letter) = &lit.lit
        && letter.value().is_ascii_alphanumeric()
    {
        return Some(letter.value());
    }
    item.wrong("one letter or digit", "write `short = 'e'`", mistakes);
    None
}

/// Whether a key stands alone, as it should.
pub(super) fn bare(item: &Item, mistakes: &mut Diagnostics) -> bool {
    let alone = matches!(item.value, Value::Flag);
    if !alone {
        item.wrong("no value", &format!("write `{}` alone", item.key), mistakes);
    }
    alone
}

/// The key of a setting.
pub(super) fn setting_name(item: &Item, mistakes: &mut Diagnostics) -> Option<String> {
    let example = "lower-case letters, digits and `_`, such as \"dry_run\"";
    let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name(item, example, valid, mistakes)
}

/// The style of the names of variants.
pub(super) fn casing(item: &Item, mistakes: &mut Diagnostics) -> Option<Casing> {
    let text = item.text(mistakes)?;
    let casing = Casing::named(&text);
    if casing.is_none() {
        let known: Vec<&str> = Casing::ALL.iter().map(|(name, _)| *name).collect();
        item.wrong("a style", &attr::did_you_mean(&text, "styles", &known), mistakes);
    }
    casing
}
