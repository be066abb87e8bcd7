//! What strum's attributes say about one variant.

use proc_macro2::{Span, TokenStream, TokenTree};

use super::{All, companion, format};
use crate::diag::{Diagnostics, Origin};
use crate::model::name::unraw;
use crate::model::{StrumProperty, StrumVariant, Variant, VariantField, VariantFields};
use crate::source::rust::attr::{self, Entry, Value};
use crate::source::rust::item::{self, Field, Fields};
use crate::source::rust::literal::{self, Literal};
use crate::source::rust::meta::{Attribute, ungrouped};
use crate::source::rust::tokens::{is, span, stream};

const KEYS: [&str; 10] = [
    "message",
    "detailed_message",
    "serialize",
    "to_string",
    "transparent",
    "disabled",
    "default",
    "default_with",
    "ascii_case_insensitive",
    "props",
];

/// Reads a variant: what every enum has of it, and what strum has.
pub(super) fn read(
    variant: &item::Variant,
    all: &All<'_>,
    mistakes: &mut Diagnostics,
) -> (Variant, StrumVariant) {
    let name = variant.ident.to_string();
    let mut common = Variant {
        fields: fields(&variant.fields, mistakes),
        origin: Origin::Span(variant.ident.span()),
        deprecated: attr::deprecated(&variant.attrs),
        name,
        ..Variant::default()
    };
    let mut strums = StrumVariant {
        docs: docs(&variant.attrs),
        ignore_case: all.ignore_case,
        discriminant: variant.discriminant.clone().map(stream),
        span: Some(variant.ident.span()),
        ..StrumVariant::default()
    };
    if all.derive == "EnumDiscriminants" {
        // The rest is for the derives of the enum itself; strum does not look at it either.
        strums.attributes = companion::variant(&variant.attrs, mistakes);
        return (common, strums);
    }
    let keys = attr::items(&variant.attrs, "strum", &KEYS, &["serialize", "props"], mistakes);
    let mut printed = None;
    let mut serialized: Vec<(String, Span)> = Vec::new();
    for key in &keys {
        match &*key.key {
            "message" => strums.message = key.text(mistakes),
            "detailed_message" => strums.detail = key.text(mistakes),
            "transparent" => strums.transparent = key.flag(mistakes),
            "disabled" => common.skip = key.flag(mistakes),
            "default" => strums.captures = key.flag(mistakes),
            "default_with" => common.default_with = key.path(mistakes),
            "ascii_case_insensitive" => strums.ignore_case = key.flag(mistakes),
            "props" => properties(key, &mut strums.properties, mistakes),
            "to_string" => printed = key.text(mistakes).map(|text| (text, key.value_span())),
            _ => serialized.extend(key.text(mistakes).map(|text| (text, key.value_span()))),
        }
    }
    strums.named = printed.is_some();
    texts(&mut common, &mut strums, all, printed, serialized);
    if all.derive == "Display" && !strums.transparent && !common.skip {
        let span = strums.span.unwrap_or_else(Span::call_site);
        strums.format = format::read(&common, span, mistakes);
    }
    (common, strums)
}

/// The text of a variant, which is `to_string`, else the longest `serialize` (the last one of
/// several), else its name in the style; and all texts that stand for it.
fn texts(
    common: &mut Variant,
    strums: &mut StrumVariant,
    all: &All<'_>,
    printed: Option<(String, Span)>,
    serialized: Vec<(String, Span)>,
) {
    let longest = serialized.iter().max_by_key(|(text, _)| text.len()).cloned();
    let (text, span) = printed.clone().or(longest).unwrap_or_else(|| {
        let name = unraw(&common.name);
        let text = all.style.map_or_else(|| name.to_owned(), |style| style.text(name));
        (text, common.origin.span())
    });
    let listed = serialized.into_iter().map(|(text, _)| text).chain(printed.map(|(text, _)| text));
    strums.serializations = listed.collect();
    if strums.serializations.is_empty() {
        strums.serializations.push(text.clone());
    }
    strums.span = Some(span);
    common.text = format!("{}{text}{}", all.prefix, all.suffix);
    let same =
        |a: &str, b: &str| if strums.ignore_case { a.eq_ignore_ascii_case(b) } else { a == b };
    for text in &strums.serializations {
        let known = std::iter::once(&common.text).chain(&common.aliases);
        if !known.into_iter().any(|known| same(known, text)) {
            common.aliases.push(text.clone());
        }
    }
}

fn fields(fields: &Fields, mistakes: &mut Diagnostics) -> VariantFields {
    let read = |(at, field): (usize, &Field)| {
        let mut default_with = None;
        for key in attr::items(&field.attrs, "strum", &["default_with"], &[], mistakes) {
            default_with = key.path(mistakes);
        }
        VariantField {
            name: field.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string),
            ty: stream(field.ty.clone()),
            generic: false,
            uninhabited: false,
            default_with,
            origin: Origin::Span(span(&field.ty)),
        }
    };
    let list = fields.list.iter().enumerate().map(read).collect();
    match (fields.is_unit(), fields.is_named()) {
        (true, _) => VariantFields::Unit,
        (_, false) => VariantFields::Tuple(list),
        (_, true) => VariantFields::Named(list),
    }
}

/// The doc comment: of one line the line, of several each with its line feed. One space that
/// follows the slashes is no part of a line.
fn docs(attrs: &[Attribute]) -> Option<String> {
    let lines = attrs.iter().filter_map(Attribute::doc);
    let lines: Vec<String> =
        lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect();
    match &lines[..] {
        [] => None,
        [line] => Some(line.clone()),
        several => Some(several.iter().flat_map(|line| [line, "\n"]).collect()),
    }
}

/// The entries of `props(key = value, …)`.
fn properties(key: &Entry, list: &mut Vec<(String, StrumProperty)>, mistakes: &mut Diagnostics) {
    let Value::List(entries) = &key.value else {
        key.wrong("a list of properties", "write `props(key = \"value\")`", mistakes);
        return;
    };
    for entry in entries {
        let value = match &entry.value {
            Value::Tokens(tokens) => property(tokens),
            _ => None,
        };
        match value {
            Some(value) => list.push((entry.key.clone(), value)),
            None => entry.wrong(
                "a string, an integer of 64 bits, `true` or `false`",
                &format!("write `{} = \"value\"`", entry.key),
                mistakes,
            ),
        }
    }
}

fn property(tokens: &[TokenTree]) -> Option<StrumProperty> {
    let (negative, one) = match tokens {
        [minus, one] if is(Some(minus), '-') => (true, ungrouped(one)),
        [one] => (false, ungrouped(one)),
        _ => return None,
    };
    match literal::of(&one)? {
        Literal::Text(text) if !negative => Some(StrumProperty::Str(text)),
        Literal::Bool(bool) if !negative => Some(StrumProperty::Bool(bool)),
        Literal::Integer { value, .. } => {
            let value = i128::try_from(value?).ok()?;
            let value = if negative { -value } else { value };
            Some(StrumProperty::Int(value.try_into().ok()?))
        }
        _ => None,
    }
}

/// An attribute that the same variant of the companion has as well.
pub(super) fn copied(attr: &Attribute) -> Option<TokenStream> {
    let kept = ["doc", "cfg", "allow", "deny", "default"];
    kept.iter().any(|name| attr.is(name)).then(|| {
        let mut tokens = TokenStream::new();
        attr.write(&mut tokens);
        tokens
    })
}
