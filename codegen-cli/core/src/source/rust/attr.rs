//! Attributes of ours: `#[name(key, key = value, key(..))]`.
//!
//! A list is read to its end even where one entry is wrong, so all mistakes show at once.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use super::expression;
use super::grammar::{self, Arguments};
use super::literal::{self, Literal};
use super::meta::Attribute;
use super::tokens::{self, Tokens, is};
use crate::diag::{Diagnostic, Diagnostics, Origin, code, nearest};

/// One entry of an attribute's list.
pub(super) struct Entry {
    /// The key as written; a keyword such as `default` or `type` is allowed.
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) value: Value,
}

/// What stands behind the key.
pub(super) enum Value {
    /// Nothing: `key`.
    Flag,
    /// An expression or a type: `key = "text"`, `key = 10`, `key = some::Path<T>`.
    Tokens(Vec<TokenTree>),
    /// Entries of its own: `key(a, b = 1)`.
    List(Vec<Entry>),
    /// What stands between the commas of `key = [1, 4..=7]`.
    Array(Vec<Vec<TokenTree>>),
    /// What stands between the parentheses of one of the keys in [`VERBATIM`].
    Verbatim(Vec<TokenTree>),
}

/// Keys whose list is not one of ours: it holds attributes of a type that we make.
const VERBATIM: &[(&str, &str)] = &[("stringer", "discriminants"), ("stringer", "flags")];

/// All entries of all attributes called `name`, in order. Unknown and repeated keys are reported
/// and left out, so what is returned can be used without further checks of its keys.
pub(super) fn items(
    attrs: &[Attribute],
    name: &str,
    known: &[&str],
    repeatable: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::new();
    for attr in attrs {
        if !attr.is(name) {
            continue;
        }
        for item in list(attr, name, diagnostics) {
            if !known.contains(&&*item.key) {
                diagnostics.push(unknown_key(name, &item, known));
            } else if let Some(first) = kept.iter().find(|k| k.key == item.key)
                && !repeatable.contains(&&*item.key)
            {
                diagnostics.push(repeated_key(&item, first));
            } else {
                kept.push(item);
            }
        }
    }
    kept
}

/// The entries of a list inside of an attribute, unknown and repeated keys reported and left out.
pub(super) fn checked<'a>(
    list: &'a [Entry],
    name: &str,
    known: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<&'a Entry> {
    let mut kept: Vec<&Entry> = Vec::new();
    for item in list {
        if !known.contains(&&*item.key) {
            diagnostics.push(unknown_key(name, item, known));
        } else if let Some(first) = kept.iter().find(|k| k.key == item.key) {
            diagnostics.push(repeated_key(item, first));
        } else {
            kept.push(item);
        }
    }
    kept
}

/// All entries of attributes that belong to someone else, as far as they can be read.
pub(super) fn all(attrs: &[Attribute], name: &str) -> Vec<Entry> {
    let ignored = &mut Diagnostics::new();
    let mut all = Vec::new();
    for attr in attrs {
        if attr.is(name) {
            all.append(&mut list(attr, name, ignored));
        }
    }
    all
}

fn list(attr: &Attribute, name: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let (span, message) = match (attr.list(), attr.rest().first()) {
        (Some(group), _) => return entries(&mut Tokens::of(group), name, diagnostics),
        (None, None) => (attr.span(), "expected attribute arguments in parentheses"),
        (None, Some(first)) => (first.span(), "expected parentheses"),
    };
    let help = format!("write `#[{name}(key = \"value\")]`");
    diagnostics.push(unreadable(span, format!("{message}: #[{name}(...)]"), help));
    Vec::new()
}

pub(super) fn entries(input: &mut Tokens, name: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let mut list = Vec::new();
    while !input.is_empty() {
        match entry(input, name, diagnostics) {
            Ok(entry) if input.is_empty() || is(input.rest().first(), ',') => list.push(entry),
            Ok(entry) => diagnostics.push(unreadable(
                input.span(),
                format!("expected `,` after `{}`", entry.key),
                format!("write `#[{name}(key = \"value\", other = \"value\")]`"),
            )),
            Err(mistake) => diagnostics.push(mistake),
        }
        while let Some(tree) = input.next() {
            if is(Some(&tree), ',') {
                break;
            }
        }
    }
    list
}

fn entry(
    input: &mut Tokens,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Entry, Diagnostic> {
    input.open();
    let Some(key) = input.word() else {
        let help = format!("write `#[{name}(key = \"value\")]`");
        return Err(unreadable(input.span(), "expected a key".to_owned(), help));
    };
    let (span, key) = (key.span(), key.to_string());
    let misplaced = |span, message| Err(unreadable(span, message, format!("write `{key} = …`")));
    let value = if input.mark('=') {
        if let Some(group) = input.group(Delimiter::Bracket) {
            let list = array(&mut Tokens::of(&group)).map_err(|(at, message)| {
                unreadable(at, message.to_owned(), format!("write `{key} = [1, 2]`"))
            });
            Value::Array(list?)
        } else {
            match value(input) {
                Ok(tokens) => Value::Tokens(tokens),
                Err(at) => return misplaced(at, format!("`{key}` needs a value after `=`")),
            }
        }
    } else if let Some(group) = input.group(Delimiter::Parenthesis) {
        let mut content = Tokens::of(&group);
        if VERBATIM.contains(&(name, &*key)) {
            Value::Verbatim(content.take(usize::MAX))
        } else if content.rest().first().is_some_and(|first| literal::of(first).is_some()) {
            return misplaced(content.span(), format!("the value of `{key}` follows `=`"));
        } else {
            Value::List(entries(&mut content, name, diagnostics))
        }
    } else {
        Value::Flag
    };
    Ok(Entry { key, span, value })
}

/// What follows `=`. A path with parameters, `Box<dyn Error>`, would be a comparison as an expression.
fn value(input: &mut Tokens) -> Result<Vec<TokenTree>, Span> {
    // `$text:literal` of `macro_rules` stands in an invisible group.
    let alone = |input: &Tokens| input.rest().len() == 1 || is(input.rest().get(1), ',');
    while alone(input) && input.open_where(|_| true) {}
    let rest = input.rest();
    let length = grammar::path(rest, Arguments::Type);
    if length > 0 && (length == rest.len() || is(rest.get(length), ',')) {
        return Ok(input.take(length));
    }
    match expression::end(rest) {
        Ok(length) => Ok(input.take(length)),
        Err(at) => Err(at.unwrap_or_else(|| input.end())),
    }
}

/// The tokens between the commas of `[…]`; a comma may end them.
fn array(content: &mut Tokens) -> tokens::Read<Vec<Vec<TokenTree>>> {
    let mut entries = Vec::new();
    while !content.is_empty() {
        let mut length = 0;
        while length < content.rest().len() && !is(content.rest().get(length), ',') {
            length += 1;
        }
        if length == 0 {
            return content.wrong("expected a value before `,`");
        }
        entries.push(content.take(length));
        content.mark(',');
    }
    Ok(entries)
}

fn unreadable(span: Span, message: String, help: String) -> Diagnostic {
    Diagnostic::new(code::INVALID_VALUE, Origin::Span(span), message).help(help)
}

/// Keys of other derives, each with ours.
const TRANSLATIONS: &[(&str, &str, &str)] = &[
    ("strum", "serialize_all", "rename_all"),
    ("strum", "to_string", "rename"),
    ("strum", "serialize", "alias"),
    ("strum", "detailed_message", "detail"),
    ("strum", "ascii_case_insensitive", "ignore_case"),
    ("strum", "disabled", "skip"),
    ("serde", "other", "catch_all"),
    ("serde", "rename_all", "serialize_all"),
    ("serde", "rename", "to_string"),
    ("serde", "alias", "serialize"),
    ("serde", "skip", "disabled"),
    ("derive_more", "display", "rename"),
    ("parse-display", "style", "rename_all"),
    ("clap", "value", "rename"),
    ("clap", "name", "rename"),
    ("clap", "aliases", "alias"),
    ("num_enum", "alternatives", "numbers"),
    ("enumer", "transform", "rename_all"),
    ("enumer", "addprefix", "prefix"),
    ("enumer", "trimprefix", "trim_prefix"),
];

/// Keys that are written at the wrong place, by where they go.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "on the enum",
        "rename_all acronyms prefix suffix trim_prefix docs line_comments fast safe only also item \
         crate error serde_as",
    ),
    (
        "on a variant",
        "rename alias message detail skip numbers locale display transparent catch_all flatten",
    ),
];

fn unknown_key(name: &str, item: &Entry, known: &[&str]) -> Diagnostic {
    let goes = |keys: &str| name == "stringer" && keys.split(' ').any(|key| key == item.key);
    let elsewhere = ELSEWHERE.iter().find(|(_, keys)| goes(keys));
    let translated =
        TRANSLATIONS.iter().find(|(_, key, ours)| *key == item.key && known.contains(ours));
    let help = match (translated, elsewhere) {
        (Some((whose, key, ours)), _) => format!("{whose}'s `{key}` is `{ours}` here"),
        (None, Some((place, _))) => format!("`{}` goes {place}", item.key),
        (None, None) => did_you_mean(&item.key, "keys", known),
    };
    let message = format!("unknown key `{}` in `#[{name}]`", item.key);
    Diagnostic::new(code::UNKNOWN_ATTRIBUTE, Origin::Span(item.span), message).help(help)
}

/// The names of a table.
pub(super) fn names<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    let mut names = Vec::with_capacity(table.len());
    for (name, _) in table {
        names.push(*name);
    }
    names
}

/// The help for a word that is not among the known ones: the nearest, or all of them.
pub(super) fn did_you_mean(word: &str, what: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known {what}: {}", known.join(", ")),
    }
}

pub(super) fn repeated_key(item: &Entry, first: &Entry) -> Diagnostic {
    repeated(&item.key, Origin::Span(item.span), Origin::Span(first.span))
}

/// A key that is given at two places.
pub(super) fn repeated(key: &str, second: Origin, first: Origin) -> Diagnostic {
    Diagnostic::new(code::REPEATED_ATTRIBUTE, second, format!("`{key}` is given twice"))
        .label(first, format!("`{key}` is first given here"))
        .help("keep one of them")
}

impl Entry {
    /// The text of `key = "text"`; anything else is reported.
    pub(super) fn text(&self, diagnostics: &mut Diagnostics) -> Option<String> {
        if let Value::Tokens(tokens) = &self.value
            && let [text] = &tokens[..]
            && let Some(text) = literal::text(text)
        {
            return Some(text);
        }
        self.wrong("a string", &format!("write `{} = \"…\"`", self.key), diagnostics);
        None
    }

    /// The tokens of `key = "text"`, for a text that holds code; anything else than a text is
    /// reported. What is no code has no tokens.
    pub(super) fn code(&self, diagnostics: &mut Diagnostics) -> Option<Option<Vec<TokenTree>>> {
        let text = self.text(diagnostics)?;
        Some(literal::code(&text, self.value_span()))
    }

    /// The path of a crate in `key = "::path"`; anything else is reported, and what `usual` is.
    pub(super) fn module(&self, usual: &str, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
        let code = self.code(diagnostics)?;
        if let Some(code) = code
            && !code.is_empty()
            && grammar::path(&code, Arguments::None) == code.len()
        {
            return Some(tokens::stream(code));
        }
        let help = format!("write `{} = \"::{usual}\"`", self.key);
        self.wrong("the path of a crate", &help, diagnostics);
        None
    }

    /// The path of `key = some::path` or `key = "some::path"`; anything else is reported.
    pub(super) fn path(&self, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
        if let Value::Tokens(tokens) = &self.value {
            let (mut path, mut arguments) = (tokens.clone(), Arguments::Type);
            if let [text] = &tokens[..]
                && let Some(text) = literal::text(text)
            {
                path = literal::code(&text, self.value_span()).unwrap_or_default();
                arguments = Arguments::Expression;
            }
            if !path.is_empty() && grammar::path(&path, arguments) == path.len() {
                return Some(tokens::stream(path));
            }
        }
        self.wrong("a path", &format!("write `{} = some::path`", self.key), diagnostics);
        None
    }

    /// The literal of `key = literal`.
    pub(super) fn literal(&self) -> Option<Literal> {
        match &self.value {
            Value::Tokens(tokens) => match &tokens[..] {
                [literal] => literal::of(literal),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether `key`, `key = true` or `key = false` is given; anything else is reported.
    pub(super) fn flag(&self, diagnostics: &mut Diagnostics) -> bool {
        if let Value::Flag = self.value {
            return true;
        }
        if let Some(Literal::Bool(on)) = self.literal() {
            return on;
        }
        self.wrong("no value", &format!("write `{}` alone", self.key), diagnostics);
        false
    }

    /// Where the value begins; the key where there is none.
    pub(super) fn value_span(&self) -> Span {
        match &self.value {
            Value::Flag => self.span,
            Value::Tokens(list) => tokens::span(list),
            Value::List(list) => list.first().map_or(self.span, |first| first.span),
            Value::Array(list) => list.first().map_or(self.span, |first| tokens::span(first)),
            Value::Verbatim(list) => tokens::span(list),
        }
    }

    /// Reports that the value is not of the wanted kind.
    pub(super) fn wrong(&self, wanted: &str, help: &str, diagnostics: &mut Diagnostics) {
        let message = format!("`{}` takes {wanted}", self.key);
        diagnostics.push(unreadable(self.value_span(), message, help.to_owned()));
    }
}

/// The text of `///` comments, one line each, without the space that follows the slashes.
pub(super) fn docs(attrs: &[Attribute]) -> String {
    let mut docs = String::new();
    for attr in attrs {
        if let Some(text) = attr.doc() {
            docs.push_str(text.strip_prefix(' ').unwrap_or(&text).trim_end());
            docs.push('\n');
        }
    }
    docs.trim().to_owned()
}

/// Whether the author advises against the item.
pub(super) fn deprecated(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.is("deprecated"))
}
