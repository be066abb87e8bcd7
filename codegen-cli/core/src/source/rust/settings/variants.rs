//! The variants of an enum of settings.

use std::collections::BTreeMap;

use proc_macro2::Span;

use super::value::{bare, name};
use super::{Taken, mistake, named, setting};
use crate::diag::{Diagnostics, Origin, code};
use crate::model::name::{Casing, unraw};
use crate::model::{Setting, SettingsContent, SettingsEnum, SettingsVariant};
use crate::source::rust::attr;
use crate::source::rust::item::{Data, Item, Variant};
use crate::source::rust::meta::Attribute;
use crate::source::rust::tokens;

/// Reads an enum; `None` where the item is none.
pub(super) fn read(
    item: &Item,
    tag: Option<String>,
    style: Casing,
    mistakes: &mut Diagnostics,
) -> Option<SettingsEnum> {
    let Data::Enum(data) = &item.data else { return None };
    let variants = data.variants.iter();
    let variants: Vec<_> = variants.map(|v| variant(v, tag.as_deref(), style, mistakes)).collect();
    let mut keys: BTreeMap<&str, Span> = BTreeMap::new();
    for variant in &variants {
        let span = variant.origin.span();
        if let Some(first) = keys.insert(&variant.key, span) {
            let message = format!("two variants are called `{}`", variant.key);
            mistakes.push(
                mistake(code::NAME_COLLISION, span, message)
                    .label(Origin::Span(first), format!("`{}` is first used here", variant.key))
                    .help("give one of them another name: `#[setting(rename = \"…\")]`"),
            );
        }
    }
    let mut defaults = variants.iter().filter(|variant| variant.default);
    if let (Some(first), Some(second)) = (defaults.next(), defaults.next()) {
        let message = "two variants are the default";
        mistakes.push(
            mistake(code::INVALID_VALUE, second.origin.span(), message)
                .label(first.origin.clone(), "this one is, too")
                .help("keep one `#[setting(default)]`"),
        );
    }
    let is_unit = |variant: &SettingsVariant| matches!(variant.content, SettingsContent::Unit);
    if tag.is_none()
        && variants.iter().all(is_unit)
        && let Some(default) = variants.iter().find(|variant| variant.default)
    {
        let message = "an enum of names has no default of its own";
        let help = "give it where the enum is used: `#[setting(default = \"…\")]`";
        let span = default.origin.span();
        mistakes.push(mistake(code::INVALID_VALUE, span, message).help(help));
    }
    if let Some(tag) = &tag {
        shared(&variants, tag, mistakes);
    }
    Some(SettingsEnum { tag, variants })
}

fn variant(
    variant: &Variant,
    tag: Option<&str>,
    style: Casing,
    mistakes: &mut Diagnostics,
) -> SettingsVariant {
    let span = variant.ident.span();
    let ident = variant.ident.to_string();
    let (mut key, mut default) = (style.variant(unraw(&ident)), false);
    for item in attr::items(&variant.attrs, "setting", &["default", "rename"], &[], mistakes) {
        if item.key == "default" {
            default = bare(&item, mistakes);
        } else {
            let example = "letters, digits, `-` and `_`, such as \"at-once\"";
            let valid = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            key = name(&item, example, valid, mistakes).unwrap_or(key);
        }
    }
    if !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        let message = format!("`{key}` cannot be the name of a variant in settings");
        let help = "use letters, digits, `-` and `_`: `#[setting(rename = \"…\")]`";
        mistakes.push(mistake(code::INVALID_VALUE, span, message).help(help));
    }
    let docs = attr::docs(&variant.attrs);
    let mut taken = Taken::new();
    let fields = &variant.fields;
    let content = match &fields.list[..] {
        _ if fields.is_unit() => SettingsContent::Unit,
        list if fields.is_named() => SettingsContent::Fields(
            list.iter().filter_map(|field| named(field, &mut taken, mistakes)).collect(),
        ),
        [field] => {
            let at = field.attrs.first().map_or(tokens::span(&field.ty), Attribute::pound);
            let mut one = setting(field, key.clone(), at, &mut taken, mistakes);
            if tag.is_some() {
                one.flatten = true;
            } else if one.docs.is_empty() {
                one.docs.clone_from(&docs);
            }
            SettingsContent::One(Box::new(one))
        }
        _ => {
            let message = "a variant holds one value or fields with names";
            let help = "give each field a name: `{ … }`";
            mistakes.push(mistake(code::UNSUPPORTED_ITEM, fields.span(), message).help(help));
            SettingsContent::Unit
        }
    };
    SettingsVariant { name: ident, key, docs, default, content, origin: Origin::Span(span) }
}

/// Beside a tag the fields of all variants stand side by side: those of one name are one setting.
fn shared(variants: &[SettingsVariant], tag: &str, mistakes: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, &Setting> = BTreeMap::new();
    for variant in variants {
        let SettingsContent::Fields(fields) = &variant.content else { continue };
        for field in fields {
            let name = unraw(&field.name);
            if name == tag {
                let message = format!("`{tag}` is the tag of the enum");
                let help = "give the field or the tag another name";
                mistakes
                    .push(mistake(code::NAME_COLLISION, field.origin.span(), message).help(help));
            }
            let Some(first) = seen.get(name) else {
                seen.insert(name, field);
                continue;
            };
            let ty = |setting: &Setting| setting.rust_type.to_string();
            if ty(first) != ty(field) || !is_bare(field) {
                let message = format!("`{name}` is a setting of another variant too");
                mistakes.push(
                    mistake(code::NAME_COLLISION, field.origin.span(), message)
                        .label(first.origin.clone(), "it is first given here")
                        .help("give both the same type, and the attributes to the first alone"),
                );
            }
        }
    }
}

/// Whether no attribute says anything of a setting.
fn is_bare(setting: &Setting) -> bool {
    let Setting { default, flag, short, env, placeholder, secret, aliases, .. } = setting;
    let Setting { deprecated, example, merge, scope, range, check, form, .. } = setting;
    let texts = [default, env, placeholder, deprecated, example, merge, scope];
    let flags = [*secret, setting.flatten, setting.reload, setting.key];
    texts.into_iter().all(Option::is_none)
        && !flags.contains(&true)
        && aliases.is_empty()
        && short.is_none()
        && range.is_none()
        && check.is_none()
        && *flag == crate::model::SettingFlag::Path
        && *form == crate::model::SettingForm::Typed
}
