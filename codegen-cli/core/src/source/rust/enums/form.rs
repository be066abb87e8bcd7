//! How variants are written and read beside their names: `display`, `transparent`, `catch_all`,
//! `flatten`.

use proc_macro2::{Delimiter, TokenTree};

use super::super::grammar::last_word;
use super::super::item::{self, Field};
use super::super::tokens::{is, trees};
use super::attr::Entry;
use super::format;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::{Caught, Part, Variant, VariantForm};

/// The keys of a variant that say it.
pub(super) const KEYS: [&str; 6] =
    ["display", "transparent", "catch_all", "flatten", "parse", "default"];

/// What else can be said of a variant.
pub(super) const OTHERS: [&str; 12] = [
    "rename",
    "alias",
    "message",
    "detail",
    "props",
    "key",
    "locale",
    "numbers",
    "skip",
    "ignore_case",
    "default_with",
    "discriminants",
];

/// Keys of a variant whose values may be given in several attributes.
pub(super) const REPEATABLE: [&str; 4] = ["alias", "props", "locale", "discriminants"];

/// Takes the keys among the [`KEYS`]; the name and the fields of the variant are read.
pub(super) fn read(
    keys: &[Entry],
    variant: &item::Variant,
    read: &mut Variant,
    mistakes: &mut Diagnostics,
) {
    let mut chosen: Option<&Entry> = None;
    for key in keys.iter().filter(|key| KEYS[..4].contains(&&*key.key)) {
        let form = match &*key.key {
            "display" => display(key, read, mistakes),
            _ if !key.flag(mistakes) => None,
            _ => one_field(key, variant, mistakes).map(|field| match &*key.key {
                "transparent" => VariantForm::Transparent,
                "flatten" => VariantForm::Flatten,
                _ => VariantForm::CatchAll(caught(&field.ty)),
            }),
        };
        if let Some(first) = chosen {
            let message = format!("`{}` and `{}` exclude each other", first.key, key.key);
            let mistake = Diagnostic::new(code::INVALID_VALUE, Origin::Span(key.span), message)
                .label(Origin::Span(first.span), format!("`{}` is given here", first.key));
            mistakes.push(mistake.help("keep one of them"));
        }
        chosen = Some(key);
        read.form = form.unwrap_or_default();
    }
    for key in keys.iter().filter(|key| ["parse", "default"].contains(&&*key.key)) {
        let on = key.flag(mistakes);
        let shown = matches!(read.form, VariantForm::Format(_) | VariantForm::Transparent);
        if !shown && chosen.is_none_or(|chosen| KEYS[2..4].contains(&&*chosen.key)) {
            let (wanted, help) = match &*key.key {
                "parse" => ("a variant with `display` or `transparent`", "write `skip` instead"),
                _ => (
                    "a variant with `display` or `transparent`",
                    "remove it, as fields are their defaults; `catch_all` keeps any text",
                ),
            };
            key.wrong(wanted, help, mistakes);
        }
        match &*key.key {
            "parse" => read.written_only = !on,
            _ => read.named = on,
        }
    }
}

fn display(key: &Entry, read: &mut Variant, mistakes: &mut Diagnostics) -> Option<VariantForm> {
    let text = key.text(mistakes)?;
    let origin = Origin::Span(key.value_span());
    let before = mistakes.iter().len();
    let format = format::read(&text, &read.name, &read.fields, &origin, mistakes);
    (mistakes.iter().len() == before).then_some(VariantForm::Format(format))
}

/// The only field of a variant.
fn one_field<'v>(
    key: &Entry,
    variant: &'v item::Variant,
    mistakes: &mut Diagnostics,
) -> Option<&'v Field> {
    if let [field] = &variant.fields.list[..] {
        return Some(field);
    }
    let message =
        format!("`{}` takes a variant of one field, and `{}` is none", key.key, variant.ident);
    let span = if variant.fields.list.is_empty() { key.span } else { variant.fields.span() };
    let help = format!("write `{}(Type)`", variant.ident);
    mistakes.push(Diagnostic::new(code::INVALID_VALUE, Origin::Span(span), message).help(help));
    None
}

/// What the field of a `catch_all` keeps, as far as its type says.
fn caught(ty: &[TokenTree]) -> Caught {
    const NUMBERS: [&str; 12] =
        ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"];
    if is(ty.first(), '&') {
        return Caught::Borrowed;
    }
    if let [TokenTree::Group(group)] = ty
        && matches!(group.delimiter(), Delimiter::None | Delimiter::Parenthesis)
    {
        return caught(&trees(group.stream()));
    }
    match last_word(ty) {
        Some(last) if NUMBERS.contains(&&*last) => Caught::Number,
        Some(last) if last == "Cow" => Caught::Cow,
        _ => Caught::Text,
    }
}

/// Reports what contradicts itself once all variants and parts are known.
pub(super) fn check(variants: &[Variant], parts: &[Part], mistakes: &mut Diagnostics) {
    let mut all = variants.iter().filter(|v| matches!(v.form, VariantForm::CatchAll(_)));
    if let Some(first) = all.next() {
        for second in all {
            let (one, other) = (&first.name, &second.name);
            let message = format!("both `{one}` and `{other}` are whatever has no name");
            mistakes.push(
                Diagnostic::new(code::INVALID_VALUE, second.origin.clone(), message)
                    .label(first.origin.clone(), format!("`{one}` is `catch_all` first"))
                    .help("remove `catch_all` from one of them"),
            );
        }
    }
    for variant in variants.iter().filter(|v| matches!(v.form, VariantForm::Flatten)) {
        if let Some(field) = variant.fields.list().iter().find(|field| field.generic) {
            let message = "the values of a parameter cannot be counted, so they are not flattened";
            let help = "name an enum, or make the variant `transparent`";
            let mistake = Diagnostic::new(code::INVALID_VALUE, field.origin.clone(), message);
            mistakes.push(mistake.help(help));
        }
    }
    if parts.contains(&Part::FromStr) {
        for variant in variants {
            readable(variant, mistakes);
        }
    }
}

/// Reports a text that is written and cannot be read.
fn readable(variant: &Variant, mistakes: &mut Diagnostics) {
    let VariantForm::Format(format) = &variant.form else { return };
    if variant.written_only || variant.hidden() {
        return;
    }
    let mut wrong = |message: String, help: &str| {
        let help = format!("{help}, or keep the variant from being parsed with `parse = false`");
        mistakes
            .push(Diagnostic::new(code::INVALID_VALUE, format.origin.clone(), message).help(help));
    };
    for (at, hole) in format.holes.iter().enumerate() {
        let source = &hole.source;
        if !hole.readable() {
            let message = format!("`{source}` cannot be read back");
            wrong(message, "show the field as `Display` does");
        }
        if format.holes[..at].iter().any(|before| before.field == hole.field) {
            let name = &variant.fields.list()[hole.field].name;
            wrong(format!("the field `{name}` is shown twice"), "show it once");
        }
        if let Some(next) = format.holes.get(at + 1).filter(|_| hole.after.is_empty()) {
            let message =
                format!("nothing tells where `{source}` ends and `{}` begins", next.source);
            wrong(message, "write something between them");
        }
    }
}
