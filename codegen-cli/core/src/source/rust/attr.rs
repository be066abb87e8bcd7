//! Attributes of ours: `#[name(key, key = value, key(..))]`.
//!
//! A list is read to its end even where one entry is wrong, so all mistakes show at once.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprPath, Ident, Lit, LitStr, Meta, Token};

use crate::diag::{Diagnostic, Diagnostics, Origin, code, nearest};

/// One entry of an attribute's list.
pub(super) struct Item {
    /// The key as written; a keyword such as `default` or `type` is allowed.
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) value: Value,
}

/// What stands behind the key.
pub(super) enum Value {
    /// Nothing: `key`.
    Flag,
    /// An expression: `key = "text"`, `key = 10`, `key = some::path`.
    Expr(Box<Expr>),
    /// Entries of its own: `key(a, b = 1)`.
    List(Vec<Item>),
    /// What stands between the commas of `key = [1, 4..=7]`.
    Array(Vec<TokenStream>),
    /// What stands between the parentheses of one of the keys in [`VERBATIM`].
    Verbatim(TokenStream),
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
) -> Vec<Item> {
    let mut kept: Vec<Item> = Vec::new();
    for attr in attrs.iter().filter(|a| a.path().is_ident(name)) {
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
    list: &'a [Item],
    name: &str,
    known: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<&'a Item> {
    let mut kept: Vec<&Item> = Vec::new();
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
pub(super) fn all(attrs: &[Attribute], name: &str) -> Vec<Item> {
    let ignored = &mut Diagnostics::new();
    let mut all = Vec::new();
    for attr in attrs {
        if attr.path().is_ident(name) {
            all.append(&mut list(attr, name, ignored));
        }
    }
    all
}

fn list(attr: &Attribute, name: &str, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let before = diagnostics.iter().len();
    let mut list = Vec::new();
    let read = attr.parse_args_with(|input: ParseStream<'_>| {
        list = entries(input, name, diagnostics);
        Ok(())
    });
    // syn also complains about the rest of a group in which an entry was reported already.
    if let Err(error) = read
        && diagnostics.iter().len() == before
    {
        let help = format!("write `#[{name}(key = \"value\")]`");
        diagnostics.push(unreadable(error.span(), error.to_string(), help));
    }
    list
}

fn entries(input: ParseStream<'_>, name: &str, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let mut list = Vec::new();
    while !input.is_empty() {
        match entry(input, name, diagnostics) {
            Ok(item) if input.is_empty() || input.peek(Token![,]) => list.push(item),
            Ok(item) => diagnostics.push(unreadable(
                input.span(),
                format!("expected `,` after `{}`", item.key),
                format!("write `#[{name}(key = \"value\", other = \"value\")]`"),
            )),
            Err(mistake) => diagnostics.push(mistake),
        }
        while let Ok(tree) = input.parse::<TokenTree>() {
            if matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == ',') {
                break;
            }
        }
    }
    list
}

fn entry(
    input: ParseStream<'_>,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Item, Diagnostic> {
    let key = input.call(Ident::parse_any).map_err(|error| {
        let help = format!("write `#[{name}(key = \"value\")]`");
        unreadable(error.span(), "expected a key".to_owned(), help)
    })?;
    let misplaced = |span, message| Err(unreadable(span, message, format!("write `{key} = …`")));
    let value = if input.peek(Token![=]) && input.peek2(syn::token::Bracket) {
        input.parse::<Token![=]>().and_then(|_| array(input)).map(Value::Array).map_err(
            |error| unreadable(error.span(), error.to_string(), format!("write `{key} = [1, 2]`")),
        )?
    } else if input.peek(Token![=]) {
        let expr = input.parse::<Token![=]>().and_then(|_| value(input));
        match expr {
            Ok(expr) => Value::Expr(Box::new(expr)),
            Err(error) => {
                return misplaced(error.span(), format!("`{key}` needs a value after `=`"));
            }
        }
    } else if input.peek(syn::token::Paren) {
        match group(input) {
            Ok(content) if VERBATIM.contains(&(name, &*key.to_string())) => {
                Value::Verbatim(content.parse().unwrap_or_default())
            }
            Ok(content) if content.peek(Lit) => {
                return misplaced(content.span(), format!("the value of `{key}` follows `=`"));
            }
            Ok(content) => Value::List(entries(&content, name, diagnostics)),
            Err(error) => return misplaced(error.span(), error.to_string()),
        }
    } else {
        Value::Flag
    };
    Ok(Item { key: key.to_string(), span: key.span(), value })
}

/// What follows `=`. A path with parameters, `Box<dyn Error>`, would be a comparison as an expression.
fn value(input: ParseStream<'_>) -> syn::Result<Expr> {
    let ahead = input.fork();
    match ahead.parse::<syn::TypePath>() {
        Ok(syn::TypePath { qself, path, attrs }) if ahead.is_empty() || ahead.peek(Token![,]) => {
            input.advance_to(&ahead);
            Ok(Expr::Path(ExprPath { attrs, qself, path }))
        }
        _ => input.parse(),
    }
}

fn group<'a>(input: ParseStream<'a>) -> syn::Result<syn::parse::ParseBuffer<'a>> {
    let content;
    syn::parenthesized!(content in input);
    Ok(content)
}

/// The tokens between the commas of `[…]`; a comma may end them.
fn array(input: ParseStream<'_>) -> syn::Result<Vec<TokenStream>> {
    let content;
    syn::bracketed!(content in input);
    let mut entries = Vec::new();
    while !content.is_empty() {
        let mut entry = TokenStream::new();
        while !content.is_empty() && !content.peek(Token![,]) {
            entry.extend([content.parse::<TokenTree>()?]);
        }
        if entry.is_empty() {
            return Err(content.error("expected a value before `,`"));
        }
        entries.push(entry);
        content.parse::<Option<Token![,]>>()?;
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
        "rename_all acronyms prefix suffix trim_prefix docs line_comments fast only also item crate \
         error serde_as",
    ),
    (
        "on a variant",
        "rename alias message detail skip numbers locale display transparent catch_all flatten",
    ),
];

fn unknown_key(name: &str, item: &Item, known: &[&str]) -> Diagnostic {
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

pub(super) fn repeated_key(item: &Item, first: &Item) -> Diagnostic {
    repeated(&item.key, Origin::Span(item.span), Origin::Span(first.span))
}

/// A key that is given at two places.
pub(super) fn repeated(key: &str, second: Origin, first: Origin) -> Diagnostic {
    Diagnostic::new(code::REPEATED_ATTRIBUTE, second, format!("`{key}` is given twice"))
        .label(first, format!("`{key}` is first given here"))
        .help("keep one of them")
}

impl Item {
    /// The text of `key = "text"`; anything else is reported.
    pub(super) fn text(&self, diagnostics: &mut Diagnostics) -> Option<String> {
        self.literal(diagnostics).map(LitStr::value)
    }

    /// The literal of `key = "text"`, for a text that holds code; anything else is reported.
    pub(super) fn literal(&self, diagnostics: &mut Diagnostics) -> Option<&LitStr> {
        if let Value::Expr(expr) = &self.value
            && let Expr::Lit(lit) = ungrouped(expr)
            && let Lit::Str(text) = &lit.lit
        {
            return Some(text);
        }
        self.wrong("a string", &format!("write `{} = \"…\"`", self.key), diagnostics);
        None
    }

    /// The path of `key = some::path` or `key = "some::path"`; anything else is reported.
    pub(super) fn path(&self, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
        let path = match &self.value {
            Value::Expr(expr) => match ungrouped(expr) {
                Expr::Path(path) => Some(path.to_token_stream()),
                Expr::Lit(lit) => match &lit.lit {
                    Lit::Str(text) => text.parse::<ExprPath>().ok().map(|p| p.to_token_stream()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        };
        if path.is_none() {
            self.wrong("a path", &format!("write `{} = some::path`", self.key), diagnostics);
        }
        path
    }

    /// Whether `key`, `key = true` or `key = false` is given; anything else is reported.
    pub(super) fn flag(&self, diagnostics: &mut Diagnostics) -> bool {
        match &self.value {
            Value::Flag => return true,
            Value::Expr(expr) => {
                if let Expr::Lit(lit) = ungrouped(expr)
                    && let Lit::Bool(on) = &lit.lit
                {
                    return on.value;
                }
            }
            Value::List(_) | Value::Array(_) | Value::Verbatim(_) => {}
        }
        self.wrong("no value", &format!("write `{}` alone", self.key), diagnostics);
        false
    }

    /// Where the value begins; the key where there is none.
    pub(super) fn value_span(&self) -> Span {
        match &self.value {
            Value::Flag => self.span,
            Value::Expr(expr) => expr.span(),
            Value::List(list) => list.first().map_or(self.span, |first| first.span),
            Value::Array(list) => list.first().map_or(self.span, Spanned::span),
            Value::Verbatim(tokens) => tokens.span(),
        }
    }

    /// Reports that the value is not of the wanted kind.
    pub(super) fn wrong(&self, wanted: &str, help: &str, diagnostics: &mut Diagnostics) {
        let message = format!("`{}` takes {wanted}", self.key);
        diagnostics.push(unreadable(self.value_span(), message, help.to_owned()));
    }
}

/// An expression without the invisible group that `macro_rules` puts around `$text:literal`.
pub(super) fn ungrouped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) => ungrouped(&group.expr),
        _ => expr,
    }
}

/// The text of `///` comments, one line each, without the space that follows the slashes.
pub(super) fn docs(attrs: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attr in attrs {
        if attr.path().is_ident("doc")
            && let Meta::NameValue(pair) = &attr.meta
            && let Expr::Lit(lit) = &pair.value
            && let Lit::Str(text) = &lit.lit
        {
            let text = text.value();
            lines.push(text.strip_prefix(' ').unwrap_or(&text).trim_end().to_owned());
        }
    }
    lines.join("\n").trim().to_owned()
}

/// Whether the author advises against the item.
pub(super) fn deprecated(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|a| a.path().is_ident("deprecated"))
}
