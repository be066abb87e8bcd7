//! How single items that are made for an enum are shown: `item(as_str(name = "label"))`.

use proc_macro2::TokenStream;

use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::{Places, is_identifier};
use crate::model::{Enum, ItemSetting, Part, Property};
use crate::source::rust::attr::{self, Entry, Value};
use crate::source::rust::item;
use crate::source::rust::tokens::{Tokens, stream};

/// What can be said about an item.
const KEYS: [&str; 3] = ["name", "vis", "doc"];

/// Adds what `item(..)` says.
pub(super) fn settings(key: &Entry, settings: &mut Vec<ItemSetting>, mistakes: &mut Diagnostics) {
    let Value::List(list) = &key.value else {
        let help = "write `item(as_str(name = \"label\", vis = \"pub\", doc = \"Its label.\"))`";
        key.wrong("a list of items", help, mistakes);
        return;
    };
    for one in list {
        let Some((item, _)) = Part::ITEMS.iter().find(|(item, _)| word(item) == one.key) else {
            let (mut known, mut words) = (Vec::new(), Vec::new());
            for (item, _) in Part::ITEMS {
                known.push(word(item));
            }
            for word in &known {
                words.push(&**word);
            }
            let message = format!("no item `{}` is made for enums", one.key);
            let help = attr::did_you_mean(&one.key, "items", &words);
            let origin = Origin::Span(one.span);
            mistakes.push(Diagnostic::new(code::INVALID_VALUE, origin, message).help(help));
            continue;
        };
        match settings.iter().find(|setting| setting.item == *item) {
            Some(first) => {
                let (second, first) = (Origin::Span(one.span), first.origin.clone());
                mistakes.push(attr::repeated(&one.key, second, first));
            }
            None => settings.push(setting(item, one, mistakes)),
        }
    }
}

/// The name by which attributes call an item.
fn word(item: &str) -> String {
    item.replace("_{}", "")
}

fn setting(item: &str, one: &Entry, mistakes: &mut Diagnostics) -> ItemSetting {
    let mut setting = ItemSetting {
        item: item.to_owned(),
        origin: Origin::Span(one.span),
        ..ItemSetting::default()
    };
    let Value::List(keys) = &one.value else {
        let help = format!("write `{}(name = \"…\", vis = \"…\", doc = \"…\")`", one.key);
        one.wrong("a list of `name`, `vis` and `doc`", &help, mistakes);
        return setting;
    };
    for key in attr::checked(keys, "stringer", &KEYS, mistakes) {
        match &*key.key {
            "name" => setting.name = name(key, item, mistakes),
            "vis" => setting.visibility = visibility(key, mistakes),
            _ => setting.docs = key.text(mistakes),
        }
    }
    setting
}

/// The identifier that an item gets, or its pattern.
fn name(key: &Entry, item: &str, mistakes: &mut Diagnostics) -> Option<String> {
    let name = key.text(mistakes)?;
    let each = item.contains("{}");
    let sample = if each { name.replacen("{}", "x", 1) } else { name.clone() };
    if each && !name.contains("{}") {
        let help = format!("write `name = \"{item}\"`: `{{}}` is where its name goes");
        key.wrong("a pattern, as there is one for each variant", &help, mistakes);
    } else if !is_identifier(&sample) {
        key.wrong("an identifier", &format!("write `name = \"{item}\"`"), mistakes);
    } else {
        return Some(name);
    }
    None
}

/// The visibility that `vis = "…"` names; `""` is private.
pub(super) fn visibility(key: &Entry, mistakes: &mut Diagnostics) -> Option<TokenStream> {
    if let Some(code) = key.code(mistakes)? {
        let mut tokens = Tokens::new(stream(code));
        let visibility = item::visibility(&mut tokens);
        if tokens.is_empty() {
            return Some(visibility);
        }
    }
    let help = "write `vis = \"pub(crate)\"`, or `vis = \"\"` for a private one";
    key.wrong("a visibility", help, mistakes);
    None
}

/// Reports names that two of the items would have, and takes them away again.
pub(super) fn check(model: &mut Enum, mistakes: &mut Diagnostics) {
    // Without names that the author or a variant gives, no two are alike.
    let of_variants =
        |(item, part): &(&str, Part)| model.parts.contains(part) && item.contains("{}");
    let given = !model.items.is_empty() || model.parts.contains(&Part::EnumProperty);
    if !given && !Part::ITEMS.iter().any(of_variants) {
        return;
    }
    let Enum { parts, items: settings, properties, .. } = model;
    let mut names = Places::new();
    for (at, (item, part)) in Part::ITEMS.iter().enumerate() {
        let named = settings.iter().any(|setting| setting.item == *item && setting.name.is_some());
        if parts.contains(part) && !named {
            names.insert((*item).to_owned(), at);
        }
    }
    for (at, (item, part)) in Part::ITEMS.iter().enumerate() {
        if !parts.contains(part) {
            continue;
        }
        let Some(setting) = settings.iter_mut().find(|setting| setting.item == *item) else {
            continue;
        };
        let Some(name) = setting.name.clone() else { continue };
        let Some(other) = names.insert(name.clone(), at) else { continue };
        let other = Part::ITEMS[other].0;
        setting.name = None;
        let message = format!("`{}` and `{}` would both be `{name}`", word(other), word(item));
        let mistake = Diagnostic::new(code::NAME_COLLISION, setting.origin.clone(), message);
        mistakes.push(mistake.help("give one of them another `name`"));
    }
    if parts.contains(&Part::EnumProperty) {
        check_properties(properties, &names, mistakes);
    }
    // Beside errors, all functions have their usual names.
    for item in check_each(model, &names, mistakes) {
        for setting in &mut model.items {
            if setting.item == item {
                setting.name = None;
            }
        }
    }
}

/// Reports properties whose functions are there already.
fn check_properties(properties: &mut Vec<Property>, names: &Places, mistakes: &mut Diagnostics) {
    properties.retain(|property| {
        let Some(item) = names.get(&property.name) else { return true };
        let item = Part::ITEMS[*item].0;
        let message = format!("`{}` is a function of every value already", property.name);
        let help = format!(
            "rename the property, or the function with `item({}(name = \"…\"))`",
            word(item)
        );
        let mistake = Diagnostic::new(code::NAME_COLLISION, property.origin.clone(), message);
        mistakes.push(mistake.help(help));
        false
    });
}

/// Reports functions of variants that others have, or that are there already; gives their items.
fn check_each(model: &Enum, names: &Places, mistakes: &mut Diagnostics) -> Vec<&'static str> {
    let mut wrong = Vec::new();
    let mut functions = Places::new();
    for (item, part) in Part::ITEMS {
        if !item.contains("{}") || !model.parts.contains(part) {
            continue;
        }
        let setting = model.items.iter().find(|setting| setting.item == *item);
        let pattern = setting.and_then(|setting| setting.name.as_deref()).unwrap_or(item);
        let help = format!("rename it, or write `item({}(name = \"…_{{}}\"))`", word(item));
        for (at, variant) in model.variants.iter().enumerate() {
            let holds = matches!(part, Part::EnumTryAs | Part::EnumUnwrap);
            if holds && variant.fields.list().is_empty() {
                continue;
            }
            let name = pattern.replace("{}", &variant.word());
            let mut mistake = |message: String| {
                wrong.push(*item);
                Diagnostic::new(code::NAME_COLLISION, variant.origin.clone(), message)
            };
            if ["self", "Self", "super", "crate", "_"].contains(&&*name) {
                let message = format!("`{name}` cannot be the name of a function");
                mistakes.push(mistake(message).help(&help));
            } else if names.contains_key(&name) {
                let message = format!("`{name}` is a function of every value already");
                mistakes.push(mistake(message).help(&help));
            } else if let Some(first) = functions.insert(name.clone(), at) {
                let first = &model.variants[first];
                let (one, two) = (&first.name, &variant.name);
                let message = format!("`{name}` would be a function of both `{one}` and `{two}`");
                let label = format!("`{name}` is that of `{one}` first");
                let mistake = mistake(message).label(first.origin.clone(), label);
                mistakes.push(mistake.help("rename one of the variants"));
            }
        }
    }
    wrong
}
