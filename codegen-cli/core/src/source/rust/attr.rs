//! Attributes of ours: `#[name(key, key = value, key(..))]`, read to the end even where one item is wrong.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, Token};

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
    Expr(Expr),
    /// Entries of its own: `key(a, b = 1)`.
    List(Vec<Item>),
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        use syn::ext::IdentExt;
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Value::Expr(input.parse()?)
        } else if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            let list = Punctuated::<Item, Token![,]>::parse_terminated(&content)?;
            Value::List(list.into_iter().collect())
        } else {
            Value::Flag
        };
        Ok(Item { key: key.to_string(), span: key.span(), value })
    }
}

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
        let parsed = attr.parse_args_with(Punctuated::<Item, Token![,]>::parse_terminated);
        let list = match parsed {
            Ok(list) => list,
            Err(error) => {
                let help = format!("write `#[{name}(key = \"value\")]`");
                let origin = Origin::Span(error.span());
                diagnostics.push(
                    Diagnostic::new(code::INVALID_VALUE, origin, error.to_string()).help(help),
                );
                continue;
            }
        };
        for item in list {
            if !known.contains(&&*item.key) {
                diagnostics.push(unknown_key(name, &item, known));
            } else if let Some(first) = kept.iter().find(|k| k.key == item.key)
                && !repeatable.contains(&&*item.key)
            {
                diagnostics.push(
                    Diagnostic::new(
                        code::REPEATED_ATTRIBUTE,
                        Origin::Span(item.span),
                        format!("`{}` is given twice", item.key),
                    )
                    .label(Origin::Span(first.span), "first given here"),
                );
            } else {
                kept.push(item);
            }
        }
    }
    kept
}

fn unknown_key(name: &str, item: &Item, known: &[&str]) -> Diagnostic {
    let help = match nearest(&item.key, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known keys: {}", known.join(", ")),
    };
    let message = format!("unknown key `{}` in `#[{name}]`", item.key);
    Diagnostic::new(code::UNKNOWN_ATTRIBUTE, Origin::Span(item.span), message).help(help)
}

impl Item {
    /// The text of `key = "text"`; anything else is reported.
    pub(super) fn text(&self, diagnostics: &mut Diagnostics) -> Option<String> {
        if let Value::Expr(Expr::Lit(lit)) = &self.value
            && let syn::Lit::Str(text) = &lit.lit
        {
            return Some(text.value());
        }
        self.wrong("a string", &format!("write `{} = \"…\"`", self.key), diagnostics);
        None
    }

    /// Reports that the value is not of the wanted kind.
    pub(super) fn wrong(&self, wanted: &str, help: &str, diagnostics: &mut Diagnostics) {
        let span = match &self.value {
            Value::Expr(expr) => expr.span(),
            _ => self.span,
        };
        let message = format!("`{}` takes {wanted}", self.key);
        diagnostics
            .push(Diagnostic::new(code::INVALID_VALUE, Origin::Span(span), message).help(help));
    }
}

/// The text of `///` comments, one line each, without the space that follows the slashes.
pub(super) fn docs(attrs: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attr in attrs.iter().filter(|a| a.path().is_ident("doc")) {
        if let syn::Meta::NameValue(pair) = &attr.meta
            && let Expr::Lit(lit) = &pair.value
            && let syn::Lit::Str(text) = &lit.lit
        {
            let text = text.value();
            lines.push(text.strip_prefix(' ').unwrap_or(&text).trim_end().to_owned());
        }
    }
    lines.join("\n").trim().to_owned()
}
