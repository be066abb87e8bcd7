//! A struct item ▶ [`Settings`].

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Span, TokenTree};
use quote::quote;

use self::value::{bare, casing, default, function, letter, literal, name, setting_name, word};
use super::attr::{self, Entry, Value};
use super::grammar::{angled, last_word, until};
use super::item::{Data, Field, Item};
use super::rust_item;
use super::tokens::{self, is, is_word, stream, trees};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, code};
use crate::model::name::{Casing, unraw};
use crate::model::{Container, NumberRange, RustItem, Setting, SettingFlag, SettingForm, Settings};

mod value;
mod variants;

const KEYS: [&str; 20] = [
    "default",
    "flag",
    "no_flag",
    "short",
    "env",
    "placeholder",
    "secret",
    "choice",
    "section",
    "alias",
    "deprecated",
    "example",
    "merge",
    "scope",
    "flatten",
    "reload",
    "key",
    "min",
    "max",
    "check",
];

/// Values of `merge` and `scope`.
const MERGES: [&str; 3] = ["replace", "append", "by-key"];
const SCOPES: [&str; 3] = ["any", "user", "env"];

/// Reads a struct and its `#[setting(..)]` attributes.
///
/// The model is fit for impls only where there are no diagnostics; beside diagnostics it serves
/// the fallback.
///
/// ```
/// let item = "struct App { #[setting(default = 80)] port: u16 }".parse().unwrap();
/// let (model, mistakes) = typewright_core::source::rust::read_settings(&item);
/// assert_eq!(model.fields[0].default.as_deref(), Some("80"));
/// assert!(mistakes.finish().is_ok());
/// ```
pub fn read_settings(item: &Item) -> (Settings, Diagnostics) {
    let mut mistakes = Diagnostics::new();
    let mut runtime = quote!(::typewright_settings);
    let (mut profiles, mut set) = (false, false);
    let (mut tag, mut style) = (None, Casing::Snake);
    let known: &[&str] = match &item.data {
        Data::Enum(_) => &["crate", "tag", "rename_all"],
        _ => &["crate", "profiles", "set"],
    };
    for key in attr::items(&item.attrs, "settings", known, &[], &mut mistakes) {
        match &*key.key {
            "profiles" => profiles = bare(&key, &mut mistakes),
            "set" => set = bare(&key, &mut mistakes),
            "tag" => tag = setting_name(&key, &mut mistakes),
            "rename_all" => style = casing(&key, &mut mistakes).unwrap_or(style),
            _ => runtime = key.module("typewright_settings", &mut mistakes).unwrap_or(runtime),
        }
    }
    mistakes.extend(unsupported(item));
    let model = Settings {
        name: item.ident.to_string(),
        docs: attr::docs(&item.attrs),
        fields: fields(item, &mut mistakes),
        choice: variants::read(item, tag, style, &mut mistakes),
        profiles,
        set,
        origin: Origin::Span(item.ident.span()),
        rust: RustItem { runtime, ..rust_item(item) },
    };
    (model, mistakes)
}

/// What the item is that a struct of settings is not.
fn unsupported(item: &Item) -> Diagnostics {
    let mut mistakes = Diagnostics::new();
    let mut unsupported = |span: Span, what: &str, help: &str| {
        let message = format!(
            "`Settings` works on structs with named fields and on enums, and `{}` is {what}",
            item.ident
        );
        let diagnostic = Diagnostic::new(code::UNSUPPORTED_ITEM, Origin::Span(span), message);
        mistakes.push(diagnostic.help(help));
    };
    match &item.data {
        Data::Struct(fields, _) => match (fields.is_unit(), fields.is_named()) {
            (true, _) => {
                unsupported(item.ident.span(), "a unit struct", "write `{}` behind it");
            }
            (_, false) => unsupported(fields.span(), "a tuple struct", "give each field a name"),
            (_, true) => {}
        },
        Data::Enum(data) if data.variants.is_empty() => {
            unsupported(data.span, "an enum without variants", "add one");
        }
        Data::Enum(_) => {}
        Data::Union(_, at) => unsupported(*at, "a union", "make it a struct"),
    }
    if let Some(first) = item.generics.params.first() {
        unsupported(first.span, "generic", "settings are known before the program runs");
    }
    mistakes
}

fn fields(item: &Item, mistakes: &mut Diagnostics) -> Vec<Setting> {
    let Data::Struct(fields, _) = &item.data else { return Vec::new() };
    let mut taken = BTreeMap::new();
    fields.list.iter().filter_map(|field| named(field, &mut taken, mistakes)).collect()
}

/// Names on the command line and in the environment, and where each was given first.
type Taken = BTreeMap<String, Span>;

fn named(field: &Field, taken: &mut Taken, mistakes: &mut Diagnostics) -> Option<Setting> {
    let ident = field.ident.as_ref()?;
    let name = ident.to_string();
    if !unraw(&name).chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        let message = format!("`{name}` cannot be the name of a setting");
        let help = "use lower-case ASCII letters, digits and `_`: variables and flags come from it";
        mistakes.push(mistake(code::INVALID_VALUE, ident.span(), message).help(help));
    }
    Some(setting(field, name, ident.span(), taken, mistakes))
}

/// The setting of a field under a name.
fn setting(
    field: &Field,
    name: String,
    span: Span,
    taken: &mut Taken,
    mistakes: &mut Diagnostics,
) -> Setting {
    let items = attr::items(&field.attrs, "setting", &KEYS, &["alias"], mistakes);
    let mut setting = Setting {
        name,
        docs: attr::docs(&field.attrs),
        form: SettingForm::Typed,
        default: None,
        flag: SettingFlag::Path,
        short: None,
        env: None,
        placeholder: None,
        secret: false,
        aliases: Vec::new(),
        deprecated: None,
        example: None,
        merge: None,
        scope: None,
        flatten: false,
        reload: false,
        key: false,
        range: None,
        check: None,
        rust_type: stream(field.ty.clone()),
        origin: Origin::Span(span),
    };
    for item in &items {
        apply(item, &mut setting, field, mistakes);
    }
    conflicts(&items, field, mistakes);
    unique(&items, &setting, taken, mistakes);
    setting
}

fn mistake(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Origin::Span(span), message)
}

fn apply(item: &Entry, setting: &mut Setting, field: &Field, mistakes: &mut Diagnostics) {
    match &*item.key {
        "default" => setting.default = default(item, mistakes),
        "flag" => {
            let example = "lower-case letters, digits and `-`, such as \"dry-run\"";
            let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if let Some(name) = name(item, example, valid, mistakes) {
                setting.flag = SettingFlag::Named(name);
            }
        }
        "env" => {
            let example = "capitals, digits and `_`, such as \"DRY_RUN\"";
            let valid = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
            setting.env = name(item, example, valid, mistakes);
        }
        "short" => setting.short = letter(item, mistakes),
        "placeholder" => setting.placeholder = item.text(mistakes),
        "no_flag" if bare(item, mistakes) => setting.flag = SettingFlag::None,
        "secret" => setting.secret = bare(item, mistakes),
        "flatten" => setting.flatten = bare(item, mistakes),
        "reload" => setting.reload = bare(item, mistakes),
        "key" => setting.key = bare(item, mistakes),
        "deprecated" => setting.deprecated = item.text(mistakes),
        "example" => setting.example = default(item, mistakes),
        "merge" => setting.merge = word(item, &MERGES, mistakes),
        "scope" => setting.scope = word(item, &SCOPES, mistakes),
        "min" => bound(item, field, setting, mistakes, |range, least| range.least = Some(least)),
        "max" => bound(item, field, setting, mistakes, |range, most| range.greatest = Some(most)),
        "check" => setting.check = function(item, mistakes),
        "alias" => setting.aliases.extend(setting_name(item, mistakes)),
        "choice" if bare(item, mistakes) => {
            let (containers, inner) = peel(&field.ty);
            setting.form = SettingForm::Choice(containers);
            setting.rust_type = stream(inner);
        }
        _ => {
            bare(item, mistakes);
        }
    }
}

/// `min = 1` and `max = 64`
fn bound<N: std::str::FromStr>(
    item: &Entry,
    field: &Field,
    setting: &mut Setting,
    mistakes: &mut Diagnostics,
    put: impl FnOnce(&mut NumberRange, N),
) {
    let number = match &item.value {
        Value::Tokens(tokens) => literal(tokens).and_then(|text| text.parse().ok()),
        _ => None,
    };
    let Some(number) = number else {
        item.wrong("a whole number", &format!("write `{} = 64`", item.key), mistakes);
        return;
    };
    let range = setting.range.get_or_insert_with(|| {
        let (containers, inner) = peel(&field.ty);
        let rust_type = stream(inner);
        NumberRange { least: None, greatest: None, containers, rust_type }
    });
    put(range, number);
}

/// Keys that contradict each other or the type. What an alias of a type hides from us here, the
/// checks of the schema find.
fn conflicts(items: &[Entry], field: &Field, mistakes: &mut Diagnostics) {
    let find = |key: &str| items.iter().find(|item| item.key == key);
    let mut refuse = |item: &Entry, message: String, help: &str| {
        mistakes.push(mistake(code::INVALID_VALUE, item.span, message).help(help));
    };
    if let (Some(no_flag), Some(other)) = (find("no_flag"), find("flag").or(find("short"))) {
        let message = format!("`no_flag` contradicts `{}`", other.key);
        refuse(no_flag, message, "keep one of them");
    }
    if find("section").or(find("flatten")).is_some() {
        let of_sections = ["section", "flatten", "scope", "deprecated", "alias", "check", "reload"];
        for item in items.iter().filter(|item| !of_sections.contains(&&*item.key)) {
            let message = format!("a section has no `{}` of its own", item.key);
            refuse(item, message, "mark the settings in it");
        }
    } else if let Some(item) = find("default")
        && container(&field.ty).is_some_and(|(container, _)| container == Container::Option)
    {
        let message = "an `Option` has no default".to_owned();
        refuse(item, message, "leave out either the `Option` or the default");
    }
    if find("default").is_none()
        && let [ty] = &ungrouped(&field.ty)[..]
        && is_word(Some(ty), "bool")
    {
        let message = "a `bool` needs a default";
        let help = "add `#[setting(default = false)]`";
        mistakes.push(mistake(code::INVALID_VALUE, tokens::span(&field.ty), message).help(help));
    }
}

/// Two settings of one struct cannot share a name.
fn unique(items: &[Entry], setting: &Setting, taken: &mut Taken, mistakes: &mut Diagnostics) {
    let at = |key: &str| items.iter().find(|i| i.key == key).map(Entry::value_span);
    let own = setting.origin.span();
    let name = unraw(&setting.name);
    let flag = match &setting.flag {
        SettingFlag::Path => Some(name.replace('_', "-")),
        SettingFlag::Named(flag) => Some(flag.clone()),
        SettingFlag::None => None,
    };
    let env = setting.env.clone().unwrap_or_else(|| name.to_uppercase());
    let names = [
        flag.map(|flag| (format!("flag `--{flag}`"), at("flag"))),
        setting.short.map(|letter| (format!("flag `-{letter}`"), at("short"))),
        Some((format!("variable `{env}`"), at("env"))),
    ];
    for (name, span) in names.into_iter().flatten() {
        let span = span.unwrap_or(own);
        if let Some(first) = taken.get(&name) {
            let message = format!("two settings have the {name}");
            mistakes.push(
                mistake(code::NAME_COLLISION, span, message)
                    .label(Origin::Span(*first), format!("the {name} is first used here"))
                    .help("give one of them another name"),
            );
        } else {
            taken.insert(name, span);
        }
    }
}

/// The containers around the type of a choice, the outermost first, and that type.
fn peel(ty: &[TokenTree]) -> (Vec<Container>, Vec<TokenTree>) {
    let (mut containers, mut inner) = (Vec::new(), ungrouped(ty));
    while let Some((container, next)) = container(&inner) {
        containers.push(container);
        inner = ungrouped(&next);
    }
    (containers, inner)
}

fn container(ty: &[TokenTree]) -> Option<(Container, Vec<TokenTree>)> {
    let ty = ungrouped(ty);
    let container = match &*last_word(&ty)? {
        "Option" => Container::Option,
        "Vec" => Container::List,
        _ => return None,
    };
    // What stands between the last `<` that is not within others and the `>` at the end.
    let mut at = 0;
    while !(is(ty.get(at), '<') && angled(&ty[at..])? == ty.len() - at) {
        at += if is(ty.get(at), '<') { angled(&ty[at..])? } else { 1 };
        if at >= ty.len() {
            return None;
        }
    }
    let inner = &ty[at + 1..ty.len() - 1];
    let first = &inner[..until(inner, &[','])];
    (!first.is_empty() && !is(first.first(), '\'')).then(|| (container, first.to_vec()))
}

/// A type without the invisible group that `macro_rules` puts around `$type:ty`.
fn ungrouped(ty: &[TokenTree]) -> Vec<TokenTree> {
    match ty {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            ungrouped(&trees(group.stream()))
        }
        _ => ty.to_vec(),
    }
}
