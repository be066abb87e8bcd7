//! The values of the keys in `#[setting(..)]`.

use proc_macro2::{TokenStream, TokenTree};

use crate::diag::Diagnostics;
use crate::model::name::Casing;
use crate::source::rust::attr::{self, Entry, Value};
use crate::source::rust::grammar::{Arguments, path};
use crate::source::rust::literal::{self, Literal};
use crate::source::rust::meta::ungrouped;
use crate::source::rust::tokens::{is, stream};

/// The text of a default; a number or bool may stand without quotes.
pub(super) fn default(item: &Entry, mistakes: &mut Diagnostics) -> Option<String> {
    if let Value::Tokens(tokens) = &item.value
        && let Some(text) = literal(tokens)
    {
        return Some(text);
    }
    item.wrong("a text, a number or a bool", "write `default = \"…\"`", mistakes);
    None
}

/// One of some words.
pub(super) fn word(item: &Entry, words: &[&str], mistakes: &mut Diagnostics) -> Option<String> {
    let text = item.text(mistakes)?;
    if words.contains(&&*text) {
        return Some(text);
    }
    let help = attr::did_you_mean(&text, "words", words);
    item.wrong(&format!("one of {}", words.join(", ")), &help, mistakes);
    None
}

/// `check = path::of::function`
pub(super) fn function(item: &Entry, mistakes: &mut Diagnostics) -> Option<TokenStream> {
    if let Value::Tokens(tokens) = &item.value
        && path(tokens, Arguments::Type) == tokens.len()
    {
        return Some(stream(tokens.clone()));
    }
    item.wrong("the path of a function", "write `check = function`", mistakes);
    None
}

/// The text that a literal or a number with its sign stands for.
pub(super) fn literal(tokens: &[TokenTree]) -> Option<String> {
    if let [minus, number] = tokens
        && is(Some(minus), '-')
    {
        return literal(std::slice::from_ref(number)).map(|number| format!("-{number}"));
    }
    let [one] = tokens else { return None };
    let one = ungrouped(one);
    match literal::of(&one)? {
        Literal::Text(text) => Some(text),
        Literal::Integer { value, .. } => value.map(|value| value.to_string()),
        Literal::Float { suffix } => {
            let digits = one.to_string().replace('_', "");
            Some(digits.strip_suffix(&*suffix).unwrap_or(&digits).to_owned())
        }
        Literal::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

pub(super) fn name(
    item: &Entry,
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

pub(super) fn letter(item: &Entry, mistakes: &mut Diagnostics) -> Option<char> {
    if let Value::Tokens(tokens) = &item.value
        && let [TokenTree::Literal(letter)] = &tokens[..]
        && let ['\'', letter, '\''] = letter.to_string().chars().collect::<Vec<_>>()[..]
        && letter.is_ascii_alphanumeric()
    {
        return Some(letter);
    }
    item.wrong("one letter or digit", "write `short = 'e'`", mistakes);
    None
}

/// Whether a key stands alone, as it should.
pub(super) fn bare(item: &Entry, mistakes: &mut Diagnostics) -> bool {
    let alone = matches!(item.value, Value::Flag);
    if !alone {
        item.wrong("no value", &format!("write `{}` alone", item.key), mistakes);
    }
    alone
}

/// The key of a setting.
pub(super) fn setting_name(item: &Entry, mistakes: &mut Diagnostics) -> Option<String> {
    let example = "lower-case letters, digits and `_`, such as \"dry_run\"";
    let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name(item, example, valid, mistakes)
}

/// The style of the names of variants.
pub(super) fn casing(item: &Entry, mistakes: &mut Diagnostics) -> Option<Casing> {
    let text = item.text(mistakes)?;
    let casing = Casing::named(&text);
    if casing.is_none() {
        let known: Vec<&str> = Casing::ALL.iter().map(|(name, _)| *name).collect();
        item.wrong("a style", &attr::did_you_mean(&text, "styles", &known), mistakes);
    }
    casing
}
