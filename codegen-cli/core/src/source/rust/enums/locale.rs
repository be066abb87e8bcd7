//! What localisation reads: `key = "…"` and `locale(de = "…")`.

use super::attr::{self, Entry, Value};
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::{Places, unraw};
use crate::model::{Enum, LocalText};

/// The pattern of all keys: `key = "colours.{}"`.
pub(super) fn pattern(key: &Entry, mistakes: &mut Diagnostics) -> Option<String> {
    let pattern = key.text(mistakes)?;
    if pattern.contains("{}") {
        return Some(pattern);
    }
    let help = "write `key = \"colours.{}\"`: `{}` is where the name of a variant goes";
    key.wrong("a pattern, as each variant has a key", help, mistakes);
    None
}

/// Adds the texts that `locale(..)` of a variant lists.
pub(super) fn texts(key: &Entry, texts: &mut Vec<LocalText>, mistakes: &mut Diagnostics) {
    let Value::List(list) = &key.value else {
        let help = "write `locale(de = \"Rot\", pt_BR = \"Vermelho\")`";
        key.wrong("texts by language", help, mistakes);
        return;
    };
    for item in list {
        let (tag, origin) = (unraw(&item.key).replace('_', "-"), Origin::Span(item.span));
        let given = texts.iter().find(|known| known.tag.eq_ignore_ascii_case(&tag));
        if let Some(first) = given {
            mistakes.push(attr::repeated(&item.key, origin, first.origin.clone()));
        } else if !is_tag(&tag) {
            let message = format!("`{}` is not the tag of a language", item.key);
            let mistake = Diagnostic::new(code::INVALID_VALUE, origin, message);
            mistakes.push(mistake.help("write `de`, `pt_BR` or `zh_Hant`, with `_` for `-`"));
        } else if let Some(text) = item.text(mistakes) {
            texts.push(LocalText { tag, text, origin });
        }
    }
}

/// Whether a tag has the form that BCP 47 asks for: a language of two to eight letters, then parts
/// of up to eight letters and digits. Source: RFC 5646, 2.1.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Reports keys that two variants have.
pub(super) fn check(model: &Enum, mistakes: &mut Diagnostics) {
    let mut keys = Places::new();
    for (at, variant) in model.variants.iter().enumerate() {
        let key = model.key_of(variant);
        if let Some(first) = keys.insert(key.clone(), at) {
            let first = &model.variants[first];
            let (one, two) = (&first.name, &variant.name);
            let message = format!("the key `{key}` stands for both `{one}` and `{two}`");
            mistakes.push(
                Diagnostic::new(code::NAME_COLLISION, variant.origin.clone(), message)
                    .label(first.origin.clone(), format!("`{key}` is `{one}` first"))
                    .help("give one of them a `key` of its own"),
            );
        }
    }
}
