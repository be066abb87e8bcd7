//! How variants come to their texts.

use proc_macro2::Span;

use super::super::item::DataEnum;
use super::super::meta::Attribute;
use super::attr::{self, Entry, Value};
use super::comments;
use crate::diag::{Diagnostic, Diagnostics, Origin, code};
use crate::model::name::{Casing, Places, unraw};

/// The keys of an enum that say how its variants are named.
pub(super) const KEYS: [&str; 8] =
    ["rename_all", "acronyms", "prefix", "suffix", "trim_prefix", "serde", "docs", "line_comments"];

/// What the attributes of an enum say about the texts of its variants.
pub(super) struct Naming {
    casing: Option<Casing>,
    /// Whether `HTTPServer` is two words, not five.
    acronyms: bool,
    prefix: String,
    suffix: String,
    trim: Option<(String, Span)>,
    /// Whether `#[serde(..)]` counts where `#[stringer(..)]` says nothing.
    serde: bool,
    /// Whether the first line of its docs names a variant.
    docs: bool,
    /// Where it is said that the line comment behind a variant names it.
    line_comments: Option<Origin>,
    /// The places of these comments, by the variants' names.
    comments: Places,
    /// The comments themselves, each at its place.
    named: Vec<String>,
}

/// A text, and the tokens that ask for it.
pub(super) type Spanned = (String, Span);

impl Naming {
    pub(super) fn new() -> Self {
        Self {
            casing: None,
            acronyms: false,
            prefix: String::new(),
            suffix: String::new(),
            trim: None,
            serde: false,
            docs: false,
            line_comments: None,
            comments: Places::new(),
            named: Vec::new(),
        }
    }

    /// Takes one of the [`KEYS`].
    pub(super) fn read(&mut self, key: &Entry, mistakes: &mut Diagnostics) {
        match &*key.key {
            "acronyms" => self.acronyms = key.flag(mistakes),
            "serde" => self.serde = key.flag(mistakes),
            "docs" => self.docs = key.flag(mistakes),
            "line_comments" => {
                self.line_comments = key.flag(mistakes).then_some(Origin::Span(key.span));
            }
            "prefix" => self.prefix = key.text(mistakes).unwrap_or_default(),
            "suffix" => self.suffix = key.text(mistakes).unwrap_or_default(),
            "trim_prefix" => {
                self.trim = key.text(mistakes).map(|trim| (trim, key.value_span()));
            }
            _ => self.casing = style(key, mistakes).or(self.casing),
        }
    }

    /// Adds the line comments, where they count.
    pub(super) fn comments(&mut self, data: &DataEnum, mistakes: &mut Diagnostics) {
        if let Some(key) = &self.line_comments {
            for (variant, comment) in comments::read(data, key, mistakes) {
                self.comments.insert(variant, self.named.len());
                self.named.push(comment);
            }
        }
    }

    /// Adds what serde's attributes of the enum say, where ours do not.
    pub(super) fn serde(
        &mut self,
        attrs: &[Attribute],
        ours: &[Entry],
        mistakes: &mut Diagnostics,
    ) {
        if !self.serde || ours.iter().any(|key| key.key == "rename_all") {
            return;
        }
        for key in serde(attrs, &["rename_all"]) {
            self.casing = style(&key, mistakes).or(self.casing);
        }
    }

    /// What serde calls a variant, and its aliases, if this enum listens to serde.
    pub(super) fn serde_names(&self, attrs: &[Attribute]) -> (Option<Spanned>, Vec<Spanned>) {
        let mut renamed = None;
        let mut aliases = Vec::new();
        let attrs = if self.serde { attrs } else { &[] };
        for key in serde(attrs, &["rename", "alias"]) {
            // What is wrong with it, serde itself reports.
            match (&*key.key, key.text(&mut Diagnostics::new())) {
                ("rename", Some(text)) => renamed = Some((text, key.value_span())),
                (_, Some(text)) => aliases.push((text, key.value_span())),
                (_, None) => {}
            }
        }
        (renamed, aliases)
    }

    /// The text of a variant without one of its own.
    pub(super) fn text(&self, variant: &str, docs: &str) -> String {
        if let Some(comment) = self.comments.get(variant) {
            return self.named[*comment].clone();
        }
        if self.docs
            && let Some(line) = docs.lines().next().filter(|line| !line.is_empty())
        {
            return line.strip_suffix('.').unwrap_or(line).to_owned();
        }
        let name = unraw(variant);
        let trimmed = self.trim.as_ref().and_then(|(trim, _)| name.strip_prefix(trim.as_str()));
        let name = trimmed.filter(|rest| !rest.is_empty()).unwrap_or(name);
        match self.casing {
            Some(casing) if self.acronyms => casing.words(name),
            Some(casing) => casing.variant(name),
            None => name.to_owned(),
        }
    }

    /// A name with what stands around every one.
    pub(super) fn surround(&self, text: &str) -> String {
        format!("{}{text}{}", self.prefix, self.suffix)
    }

    /// Reports a prefix that no variant has.
    pub(super) fn check<'a>(
        &self,
        mut variants: impl Iterator<Item = &'a str>,
        mistakes: &mut Diagnostics,
    ) {
        let Some((trim, span)) = &self.trim else { return };
        if !variants.any(|name| unraw(name).starts_with(trim.as_str())) {
            let message = format!("no variant begins with `{trim}`");
            let diagnostic = Diagnostic::new(code::INVALID_VALUE, Origin::Span(*span), message);
            mistakes.push(diagnostic.help("remove `trim_prefix`, or write the prefix as they do"));
        }
    }
}

/// Styles as others call them, each with our name of it.
const STYLES: &[(&str, &str, &str)] = &[
    ("strum", "title_case", "Title Case"),
    ("strum", "mixed_case", "camelCase"),
    ("strum", "camel_case", "PascalCase"),
    ("strum", "snek_case", "snake_case"),
    ("strum", "shouty_snake_case", "SCREAMING_SNAKE_CASE"),
    ("strum", "shouty_snek_case", "SCREAMING_SNAKE_CASE"),
    ("heck", "UpperCamelCase", "PascalCase"),
    ("heck", "lowerCamelCase", "camelCase"),
    ("enumer", "snake", "snake_case"),
    ("enumer", "snake-upper", "SCREAMING_SNAKE_CASE"),
    ("enumer", "kebab", "kebab-case"),
    ("enumer", "kebab-upper", "SCREAMING-KEBAB-CASE"),
    ("enumer", "lower", "lowercase"),
    ("enumer", "upper", "UPPERCASE"),
];

/// The style that `rename_all` names.
fn style(key: &Entry, mistakes: &mut Diagnostics) -> Option<Casing> {
    let text = key.text(mistakes)?;
    let casing = Casing::named(&text);
    if casing.is_none() {
        let known = attr::names(Casing::ALL);
        let help = match STYLES.iter().find(|(_, theirs, _)| *theirs == text) {
            Some((whose, _, ours)) => format!("{whose}'s `{text}` is `{ours}` here"),
            None => attr::did_you_mean(&text, "styles", &known),
        };
        let origin = Origin::Span(key.value_span());
        let message = format!("unknown style `{text}`");
        mistakes.push(Diagnostic::new(code::INVALID_VALUE, origin, message).help(help));
    }
    casing
}

/// The entries of serde's attributes that have one of these keys; of
/// `rename(serialize = "a", deserialize = "b")`, the text that is printed.
fn serde(attrs: &[Attribute], keys: &[&str]) -> Vec<Entry> {
    let mut items = attr::all(attrs, "serde");
    items.retain(|item| keys.contains(&&*item.key));
    for item in &mut items {
        if let Value::List(list) = &mut item.value {
            let printed = list.iter().position(|part| part.key == "serialize");
            item.value = printed.map_or(Value::Flag, |at| list.swap_remove(at).value);
        }
    }
    items.retain(|item| !matches!(item.value, Value::Flag));
    items
}
