//! An enum under strum's attributes ▶ [`Strum`].
//!
//! A front: what strum's keys say fills the model that ours fill, and what they say beyond it
//! stands beside it. The keys are those of strum 0.28. See <https://docs.rs/strum/0.28>.

mod companion;
mod format;
mod style;
mod variant;

use proc_macro2::Span;

use self::style::Style;
use super::attr::{self, Entry};
use super::enums::{Texts, repr, unsupported};
use super::item::{Data, Item};
use super::meta::Attribute;
use super::rust_item;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::unraw;
use crate::model::{Enum, Part, Strum};

const KEYS: [&str; 9] = [
    "serialize_all",
    "ascii_case_insensitive",
    "crate",
    "use_phf",
    "prefix",
    "suffix",
    "parse_err_ty",
    "parse_err_fn",
    "const_into_str",
];

/// What the attributes of an enum say about all its variants.
struct All<'a> {
    /// The derive that reads, by strum's name.
    derive: &'a str,
    style: Option<Style>,
    prefix: String,
    suffix: String,
    ignore_case: bool,
}

/// Whether an item says by an attribute whose derives it means: strum's (`Some(true)`) or ours.
///
/// ```
/// use typewright_core::source::rust::means_strum;
/// let means = |item| means_strum(&str::parse(item).unwrap());
/// assert_eq!(means("#[strum(prefix = \"a\")] enum E { A }"), Some(true));
/// assert_eq!(means("enum E { #[stringer(rename = \"a\")] A }"), Some(false));
/// assert_eq!(means("enum E { A }"), None);
/// ```
pub fn means_strum(item: &Item) -> Option<bool> {
    let mut attrs: Vec<&Attribute> = item.attrs.iter().collect();
    if let Data::Enum(data) = &item.data {
        for variant in &data.variants {
            attrs.extend(&variant.attrs);
            attrs.extend(variant.fields.list.iter().flat_map(|field| &field.attrs));
        }
    }
    let has = |name| attrs.iter().any(|attr| attr.is(name));
    if has("strum") || has("strum_discriminants") {
        return Some(true);
    }
    has("stringer").then_some(false)
}

/// Reads an enum and its `#[strum(..)]` attributes for one of strum's derives. `runtime` is the
/// path of the crate that the impls name where the enum names none.
///
/// ```
/// let item = "#[strum(serialize_all = \"kebab-case\")] enum Mode { ReadOnly }".parse();
/// let (read, mistakes) =
///     typewright_core::source::rust::read_strum(&item.unwrap(), "Display", "::strum");
/// assert_eq!(read.model.variants[0].text, "read-only");
/// assert!(mistakes.finish().is_ok());
/// ```
pub fn read_strum(item: &Item, derive: &str, runtime: &str) -> (Strum, Diagnostics) {
    let mut mistakes = Diagnostics::new();
    let mut all = All {
        derive,
        style: None,
        prefix: String::new(),
        suffix: String::new(),
        ignore_case: false,
    };
    let mut rust = rust_item(item);
    rust.runtime = runtime.parse().unwrap_or_default();
    let mut read = Strum { parameters: item.generics.of_alias(), ..Strum::default() };
    let keys = attr::items(&item.attrs, "strum", &KEYS, &[], &mut mistakes);
    for key in &keys {
        match &*key.key {
            "serialize_all" => all.style = style(key, &mut mistakes),
            "prefix" => all.prefix = key.text(&mut mistakes).unwrap_or_default(),
            "suffix" => all.suffix = key.text(&mut mistakes).unwrap_or_default(),
            "ascii_case_insensitive" => all.ignore_case = key.flag(&mut mistakes),
            "crate" => rust.runtime = key.module("strum", &mut mistakes).unwrap_or(rust.runtime),
            "parse_err_ty" => read.error = key.path(&mut mistakes),
            "parse_err_fn" => read.error_from = key.path(&mut mistakes),
            "const_into_str" => read.const_into_str = key.flag(&mut mistakes),
            // The parser is a perfect hash anyway.
            _ => drop(key.flag(&mut mistakes)),
        }
    }
    mistakes.extend(unsupported(item, &item.ident, derive));
    read.model = Enum {
        id: unraw(&item.ident.to_string()).to_owned(),
        name: item.ident.to_string(),
        docs: attr::docs(&item.attrs),
        deprecated: attr::deprecated(&item.attrs),
        origin: Origin::Span(item.ident.span()),
        rust,
        repr: repr(&item.attrs),
        // Only the parser has a table of texts.
        parts: if derive == "EnumString" { vec![Part::FromStr] } else { Vec::new() },
        ..Enum::default()
    };
    variants(item, &all, &mut read, &mut mistakes);
    if derive == "EnumDiscriminants" {
        read.companion = companion::read(item, &mut mistakes);
    }
    check(item, derive, &read, &keys, &mut mistakes);
    (read, mistakes)
}

fn variants(item: &Item, all: &All<'_>, read: &mut Strum, mistakes: &mut Diagnostics) {
    let Data::Enum(data) = &item.data else { return };
    for variant in &data.variants {
        let (common, strums) = variant::read(variant, all, mistakes);
        read.model.variants.push(common);
        read.variants.push(strums);
    }
    let parsed = |at: usize| !read.model.variants[at].skip && !read.variants[at].captures;
    read.model.ignore_case =
        (0..read.variants.len()).any(|at| parsed(at) && read.variants[at].ignore_case);
    if all.derive == "EnumString" {
        let (mut texts, mut folded) = (Texts::default(), Texts::default());
        for (at, variant) in read.model.variants.iter().enumerate().filter(|(at, _)| parsed(*at)) {
            let fold = read.variants[at].ignore_case;
            let same = if fold { &mut folded } else { &mut texts };
            let span = read.variants[at].span();
            for text in std::iter::once(&variant.text).chain(&variant.aliases) {
                same.claim(text, fold, span, unraw(&variant.name), mistakes);
            }
        }
    }
}

/// What a derive asks of the enum as a whole.
fn check(item: &Item, derive: &str, read: &Strum, keys: &[Entry], mistakes: &mut Diagnostics) {
    let mut wrong = |span: Span, message: String, help: &str| {
        let diagnostic = Diagnostic::new(code::INVALID_VALUE, Origin::Span(span), message);
        mistakes.push(diagnostic.help(help));
    };
    let key = |name: &str| keys.iter().find(|key| key.key == name).map(|key| key.span);
    let captures = |at: &usize| read.variants[*at].captures;
    let takers: Vec<usize> = (0..read.variants.len()).filter(captures).collect();
    let fields = |at: usize| read.model.variants[at].fields.list().len();
    if derive == "EnumString" {
        let wanted = (key("parse_err_ty"), key("parse_err_fn"));
        if let (Some(span), None) = wanted
            && takers.is_empty()
        {
            let help = "add `parse_err_fn = path`, a function from `&str` to that type";
            wrong(span, "an error type needs the function that makes it".to_owned(), help);
        }
        if let (None, Some(span)) = wanted {
            let help = "add `parse_err_ty = path`, the type that it returns";
            wrong(span, "an error function needs the type that it makes".to_owned(), help);
        }
        if let [_, second, ..] = takers[..] {
            let message = "`default` is given to two variants".to_owned();
            wrong(span(item, second), message, "one variant takes what no other one is");
        }
    }
    let shown = matches!(derive, "Display" | "ToString" | "EnumString");
    for at in takers.into_iter().filter(|at| shown && fields(*at) != 1) {
        let message = "a `default` variant has one field, which takes the text".to_owned();
        wrong(span(item, at), message, "write it as `Name(String)`");
    }
    let forwards = matches!(derive, "Display" | "AsRefStr" | "IntoStaticStr" | "AsStaticStr");
    for at in (0..read.variants.len()).filter(|at| forwards && read.variants[*at].transparent) {
        if fields(at) != 1 {
            let message = "a `transparent` variant has one field, which stands for it".to_owned();
            wrong(span(item, at), message, "write it as `Name(Inner)`");
        } else if read.const_into_str && derive == "IntoStaticStr" {
            let message = "a `transparent` variant has no text in constants".to_owned();
            wrong(span(item, at), message, "remove `transparent`, or `const_into_str`");
        }
    }
    if !matches!(derive, "VariantArray" | "EnumTable") {
        return;
    }
    for at in 0..read.variants.len() {
        let variant = &read.model.variants[at];
        let left_out = derive == "EnumTable" && variant.skip;
        if !matches!(variant.fields, crate::model::VariantFields::Unit) && !left_out {
            let message = format!("`{derive}` works on variants without data");
            let help = "derive it on the enum that `EnumDiscriminants` makes";
            mistakes.push(
                Diagnostic::new(code::DATA_VARIANT, Origin::Span(span(item, at)), message)
                    .help(help),
            );
        }
    }
    if derive == "EnumTable" {
        table(item, read, mistakes);
    }
}

/// What a table with a field a variant asks of its enum.
fn table(item: &Item, read: &Strum, mistakes: &mut Diagnostics) {
    let mut wrong = |span: Span, message: &str, help: &str| {
        let diagnostic = Diagnostic::new(code::UNSUPPORTED_ITEM, Origin::Span(span), message);
        mistakes.push(diagnostic.help(help));
    };
    if let Some(first) = item.generics.params.first() {
        wrong(first.span, "`EnumTable` takes no parameters", "remove them");
    }
    if read.model.variants.iter().all(|variant| variant.skip) {
        let message = "a table needs at least one variant that is not `disabled`";
        wrong(item.ident.span(), message, "remove the derive, or add a variant");
    }
}

fn span(item: &Item, at: usize) -> Span {
    match &item.data {
        Data::Enum(data) => data.variants[at].ident.span(),
        _ => item.ident.span(),
    }
}

fn style(key: &Entry, mistakes: &mut Diagnostics) -> Option<Style> {
    let text = key.text(mistakes)?;
    let style = Style::named(&text);
    if style.is_none() {
        let help = attr::did_you_mean(&text, "styles", &Style::names());
        let origin = Origin::Span(key.value_span());
        let message = format!("unknown style `{text}`");
        mistakes.push(Diagnostic::new(code::INVALID_VALUE, origin, message).help(help));
    }
    style
}
