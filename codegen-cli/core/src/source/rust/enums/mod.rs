//! An enum item ▶ [`Enum`].

use proc_macro2::{Group, Ident, Span, TokenTree};

mod comments;
mod companion;
mod fields;
mod flags;
mod form;
mod format;
mod items;
mod locale;
mod naming;
mod number;
mod open;
mod props;
mod texts;

pub use open::{open_runtime, read_open};

use fields::Parameters;
use naming::Naming;
pub(super) use texts::Texts;

use super::attr::{self, Entry, Value};
use super::item::{self, Data, Item};
use super::meta::Attribute;
use super::tokens::{stream, trees};
use super::{expression, rust_item};
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::unraw;
use crate::model::{Companion, Enum, Part, SerdeAs, Variant, VariantForm};

/// Reads an enum and its `#[stringer(..)]` attributes.
///
/// The model is as complete as the item allows, and is fit for impls only where there are no
/// diagnostics; beside diagnostics it serves the fallback.
///
/// ```
/// let item = "#[stringer(rename_all = \"kebab-case\")] enum Mode { ReadOnly }".parse();
/// let (model, mistakes) = typewright_core::source::rust::read_enum(&item.unwrap());
/// assert_eq!(model.variants[0].text, "read-only");
/// assert!(mistakes.finish().is_ok());
/// ```
pub fn read_enum(item: &Item) -> (Enum, Diagnostics) {
    read(item, &item.ident, Part::STRINGER, "Stringer")
}

/// The same for the derive of one part, by the name of the part.
///
/// ```
/// use typewright_core::model::Part;
/// let item = "enum Mode { Read }".parse().unwrap();
/// let (model, _) = typewright_core::source::rust::read_enum_for(&item, "Display");
/// assert_eq!(model.parts, [Part::Display]);
/// ```
pub fn read_enum_for(item: &Item, derive: &str) -> (Enum, Diagnostics) {
    let part = Part::ALL.iter().find(|(name, _)| *name == derive).map(|(_, part)| *part);
    read(item, &item.ident, part.as_slice(), derive)
}

/// The keys of an enum that say how it meets other crates.
const INTEGRATIONS: [&str; 4] = ["error", "serde_as", "serde_crate", "clap_crate"];

/// Keys of an enum whose lists may be given in several attributes.
const REPEATABLE: [&str; 3] = ["item", "props", "discriminants"];

/// What can be said of an enum beside its names.
const OWN: [&str; 11] = [
    "ignore_case",
    "fast",
    "safe",
    "only",
    "also",
    "item",
    "props",
    "key",
    "discriminants",
    "flags",
    "crate",
];

/// A part that is wanted, and where an attribute names it.
struct Asked {
    part: Part,
    at: Option<Span>,
}

/// Reads an enum under the name that its author gave it.
fn read(item: &Item, name: &Ident, parts: &[Part], derive: &str) -> (Enum, Diagnostics) {
    let mut mistakes = Diagnostics::new();
    let mut naming = Naming::new();
    let mut rust = rust_item(item);
    let (mut ignore_case, mut fast) = (false, None);
    let mut by_match = aligned(&item.attrs);
    let mut serde_as = SerdeAs::default();
    let mut asked = derived(parts);
    let (mut items, mut properties, mut pattern) = (Vec::new(), Vec::new(), None);
    let (mut discriminants, mut flags) = (Companion::default(), Companion::default());
    let known = [&naming::KEYS[..], &OWN, &INTEGRATIONS].concat();
    let keys = attr::items(&item.attrs, "stringer", &known, &REPEATABLE, &mut mistakes);
    for key in &keys {
        match &*key.key {
            "ignore_case" => ignore_case = key.flag(&mut mistakes),
            "fast" => fast = Some(key.flag(&mut mistakes)),
            "safe" => by_match |= key.flag(&mut mistakes),
            "also" if derive == "open" => asked.extend(open::listed(key, &mut mistakes)),
            // The narrow derives share the attribute, so what it asks for is not for them.
            "only" if derive == "Stringer" => asked = listed(key, &mut mistakes),
            "also" if derive == "Stringer" => asked.extend(listed(key, &mut mistakes)),
            "only" | "also" => drop(listed(key, &mut mistakes)),
            "discriminants" => companion::read(key, &mut discriminants, &mut mistakes),
            "flags" => companion::read(key, &mut flags, &mut mistakes),
            "props" => props::declared(key, &mut properties, &mut mistakes),
            "key" => pattern = locale::pattern(key, &mut mistakes),
            "item" => items::settings(key, &mut items, &mut mistakes),
            "crate" => {
                rust.runtime = key.module("typewright", &mut mistakes).unwrap_or(rust.runtime);
            }
            "error" => rust.error = key.path(&mut mistakes),
            "serde_as" => serde_as = serde_form(key, &mut mistakes).unwrap_or_default(),
            "serde_crate" => rust.serde = key.module("serde", &mut mistakes).unwrap_or(rust.serde),
            "clap_crate" => rust.clap = key.module("clap", &mut mistakes).unwrap_or(rust.clap),
            _ => naming.read(key, &mut mistakes),
        }
    }
    naming.serde(&item.attrs, &keys, &mut mistakes);
    mistakes.extend(unsupported(item, name, derive));
    if let Data::Enum(data) = &item.data {
        naming.comments(data, &mut mistakes);
    }
    let variants = variants(item, &naming, &mut ignore_case, &mut mistakes);
    let parts = fields::fit(asked, serde_as, item, &variants, &mut mistakes);
    form::check(&variants, &parts, &mut mistakes);
    let mut model = Enum {
        document: String::new(),
        id: unraw(&name.to_string()).to_owned(),
        name: name.to_string(),
        docs: attr::docs(&item.attrs),
        variants,
        ignore_case,
        fast,
        by_match,
        serde_as,
        deprecated: attr::deprecated(&item.attrs),
        origin: Origin::Span(name.span()),
        rust,
        repr: repr(&item.attrs),
        parts,
        items,
        properties,
        key: pattern,
        discriminants,
        flags,
        ..Enum::default()
    };
    companion::defaults(item, &mut model);
    companions(&mut model, &mut mistakes);
    mixed(&model, derive, &mut mistakes);
    (model, mistakes)
}

/// Reports variants whose case does not count, where what is made knows one rule for all.
fn mixed(model: &Enum, derive: &str, mistakes: &mut Diagnostics) {
    let name = if model.parts.contains(&Part::Flags) {
        Some("Flags")
    } else if model.parts.contains(&Part::Scan) {
        Some("Scan")
    } else {
        (derive == "open").then_some(derive)
    };
    let variant = model.variants.iter().find(|variant| variant.ignore_case);
    if let (Some(variant), Some(name)) = (variant, name) {
        let message = format!("`{name}` has one rule of case for all texts");
        let mistake = Diagnostic::new(code::INVALID_VALUE, variant.origin.clone(), message);
        mistakes.push(mistake.help("say `ignore_case` of the enum, or of no variant"));
    }
}

/// What can be said about the items of an enum only when all of its variants are known.
fn companions(model: &mut Enum, mistakes: &mut Diagnostics) {
    let mut texts = 0;
    for variant in &model.variants {
        texts += 1 + variant.aliases.len();
    }
    if texts > usize::from(u16::MAX) {
        let message = format!("{texts} names and aliases are more than 65535");
        let mistake = Diagnostic::new(code::UNSUPPORTED_ITEM, model.origin.clone(), message);
        mistakes.push(mistake.help("divide the enum into several"));
    }
    props::check(&mut model.properties, &model.variants, mistakes);
    items::check(model, mistakes);
    if model.parts.contains(&Part::Localize) {
        locale::check(model, mistakes);
    }
    if model.parts.contains(&Part::Flags) {
        flags::check(model, mistakes);
    }
}

/// The integer type that `#[repr(..)]` names; rustc itself reports what is wrong with it.
pub(super) fn repr(attrs: &[Attribute]) -> Option<String> {
    const BITS: [&str; 6] = ["8", "16", "32", "64", "128", "size"];
    let mut repr = None;
    for attr in attrs {
        if !attr.is("repr") {
            continue;
        }
        for tree in attr.list().map_or_else(Vec::new, |list| trees(list.stream())) {
            if let TokenTree::Ident(name) = tree {
                let name = name.to_string();
                if name.strip_prefix(['u', 'i']).is_some_and(|width| BITS.contains(&width)) {
                    repr = Some(name);
                }
            }
        }
    }
    repr
}

/// What the derive itself asks for.
fn derived(parts: &[Part]) -> Vec<Asked> {
    let mut asked = Vec::with_capacity(parts.len());
    for part in parts {
        asked.push(Asked { part: *part, at: None });
    }
    asked
}

/// Whether `#[repr(align(..))]` may give values bytes beside their numbers.
fn aligned(attrs: &[Attribute]) -> bool {
    let named = |list: &Group| list.to_string().contains("align");
    attrs.iter().any(|attr| attr.is("repr") && attr.list().is_some_and(named))
}

/// What the item is that an enum of names is not.
pub(super) fn unsupported(item: &Item, name: &Ident, derive: &str) -> Diagnostics {
    let mut mistakes = Diagnostics::new();
    let mut unsupported = |span: Span, what: &str, help: &str| {
        let message = format!("`{derive}` works on enums, and `{name}` is {what}");
        let diagnostic = Diagnostic::new(code::UNSUPPORTED_ITEM, Origin::Span(span), message);
        mistakes.push(diagnostic.help(help));
    };
    let elsewhere = "remove the derive, or move the choice of names into an enum";
    match &item.data {
        Data::Enum(_) => {}
        Data::Struct(_, at) => unsupported(*at, "a struct", elsewhere),
        Data::Union(_, at) => unsupported(*at, "a union", elsewhere),
    }
    mistakes
}

/// The parts that `only(..)` or `also(..)` lists.
fn listed(key: &Entry, mistakes: &mut Diagnostics) -> Vec<Asked> {
    let Value::List(list) = &key.value else {
        let help = format!("write `{}(Display, FromStr)`", key.key);
        key.wrong("a list of derives", &help, mistakes);
        return Vec::new();
    };
    let mut parts = Vec::new();
    for item in list {
        match Part::ALL.iter().find(|(name, _)| *name == item.key) {
            Some((_, part)) => parts.push(Asked { part: *part, at: Some(item.span) }),
            None => {
                let known = attr::names(Part::ALL);
                let help = attr::did_you_mean(&item.key, "derives", &known);
                let message = format!("there is no derive `{}`", item.key);
                let origin = Origin::Span(item.span);
                mistakes.push(Diagnostic::new(code::INVALID_VALUE, origin, message).help(help));
            }
        }
    }
    parts
}

/// What `serde_as` names.
fn serde_form(key: &Entry, mistakes: &mut Diagnostics) -> Option<SerdeAs> {
    let text = key.text(mistakes)?;
    let form = SerdeAs::ALL.iter().find(|(name, _)| *name == text).map(|(_, form)| *form);
    if form.is_none() {
        let known = attr::names(SerdeAs::ALL);
        let message = format!("`{text}` is no form of serde's data");
        let help = attr::did_you_mean(&text, "forms", &known);
        let origin = Origin::Span(key.value_span());
        mistakes.push(Diagnostic::new(code::INVALID_VALUE, origin, message).help(help));
    }
    form
}

fn variants(
    item: &Item,
    naming: &Naming,
    ignore_case: &mut bool,
    mistakes: &mut Diagnostics,
) -> Vec<Variant> {
    let Data::Enum(data) = &item.data else { return Vec::new() };
    let parameters = Parameters::new(item);
    let mut texts = Texts::default();
    let holds = number::values(repr(&item.attrs).as_deref());
    let mut next = Some(0);
    let mut variants = Vec::new();
    for variant in &data.variants {
        let number = match &variant.discriminant {
            Some(tokens) => expression::integer(tokens, &holds),
            None => next,
        };
        next = number.and_then(|n: i128| n.checked_add(1));
        let read = read_variant(variant, *ignore_case, naming, &parameters, &mut texts, mistakes);
        variants.push(Variant { number, ..read });
    }
    // What holds for all is said of the enum.
    *ignore_case = !variants.is_empty() && variants.iter().all(|variant| variant.ignore_case);
    if *ignore_case {
        for variant in &mut variants {
            variant.ignore_case = false;
        }
    }
    number::collisions(&variants, mistakes);
    naming.check(variants.iter().map(|v| &*v.name), mistakes);
    variants
}

fn read_variant(
    variant: &item::Variant,
    ignore_case: bool,
    naming: &Naming,
    parameters: &Parameters,
    texts: &mut Texts,
    mistakes: &mut Diagnostics,
) -> Variant {
    let name = variant.ident.to_string();
    let keys = match variant.attrs.is_empty() {
        true => Vec::new(),
        false => {
            let known = [&form::OTHERS[..], &form::KEYS].concat();
            attr::items(&variant.attrs, "stringer", &known, &form::REPEATABLE, mistakes)
        }
    };
    let (mut renamed, mut accepted) = naming.serde_names(&variant.attrs);
    let fields = fields::read(&variant.fields, parameters, mistakes);
    let mut read = Variant { name: name.clone(), fields, ignore_case, ..Variant::default() };
    form::read(&keys, variant, &mut read, mistakes);
    for key in &keys {
        match &*key.key {
            known if form::KEYS.contains(&known) => {}
            "numbers" => read.numbers = number::ranges(key, mistakes),
            "message" => read.message = key.text(mistakes),
            "detail" => read.detail = key.text(mistakes),
            "props" => props::values(key, &mut read.props, mistakes),
            "key" => read.key = key.text(mistakes),
            "locale" => locale::texts(key, &mut read.locales, mistakes),
            "discriminants" => companion::attributes(key, &mut read.companion, mistakes),
            "skip" => read.skip = key.flag(mistakes),
            "ignore_case" => read.ignore_case = key.flag(mistakes),
            "default_with" if variant.fields.list.is_empty() => {
                let help = "remove it; a variant without fields is made as it is";
                key.wrong("a function that fills fields, and there are none", help, mistakes);
            }
            "default_with" => read.default_with = key.path(mistakes),
            word => match (word, key.text(mistakes)) {
                ("rename", Some(text)) => renamed = Some((text, key.value_span())),
                (_, Some(alias)) => accepted.push((alias, key.value_span())),
                (_, None) => {}
            },
        }
    }
    let docs = attr::docs(&variant.attrs);
    let (text, span) = renamed.unwrap_or_else(|| (naming.text(&name, &docs), variant.ident.span()));
    let text = naming.surround(&text);
    if let VariantForm::Format(format) = &read.form
        && let (true, Origin::Span(span)) = (format.holes.is_empty(), &format.origin)
        && !texts::same(read.ignore_case, &format.head, &text)
    {
        accepted.push((format.head.clone(), *span));
    }
    texts.claim(&text, read.ignore_case, span, &name, mistakes);
    let mut aliases = Vec::with_capacity(accepted.len());
    for (alias, span) in accepted {
        texts.claim(&alias, read.ignore_case, span, &name, mistakes);
        aliases.push(alias);
    }
    Variant {
        text,
        aliases,
        discriminant: variant.discriminant.clone().map(stream),
        docs,
        deprecated: attr::deprecated(&variant.attrs),
        origin: Origin::Span(variant.ident.span()),
        ..read
    }
}

#[cfg(test)]
mod tests;
