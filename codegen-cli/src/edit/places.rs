//! Places in Rust: what stands where, by name.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Item, Pat};

use super::list::List;

/// The first byte of something.
pub(super) fn start(spanned: &impl Spanned) -> usize {
    spanned.span().byte_range().start
}

/// The byte behind something.
pub(super) fn end(spanned: &impl Spanned) -> usize {
    spanned.span().byte_range().end
}

/// What attributes can stand on, by name.
pub(super) fn named(item: &Item) -> Option<(String, &[Attribute], Span)> {
    let (name, attrs): (&syn::Ident, &[Attribute]) = match item {
        Item::Enum(item) => (&item.ident, &item.attrs),
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Fn(item) => (&item.sig.ident, &item.attrs),
        Item::Mod(item) => (&item.ident, &item.attrs),
        Item::Trait(item) => (&item.ident, &item.attrs),
        _ => return None,
    };
    // Behind the docs and attributes, so that they stay together at the top.
    let behind = attrs.len();
    let span = item.to_token_stream().into_iter().nth(attribute_tokens(attrs, behind))?.span();
    Some((name.to_string(), attrs, span))
}

/// How many tokens the attributes of an item are: `#` and its brackets each.
fn attribute_tokens(attrs: &[Attribute], count: usize) -> usize {
    attrs.iter().take(count).map(|attr| attr.to_token_stream().into_iter().count()).sum()
}

/// The path that a pattern starts with.
pub(super) fn leading(pattern: &Pat) -> Option<&syn::Path> {
    match pattern {
        Pat::Path(pattern) => Some(&pattern.path),
        Pat::Struct(pattern) => Some(&pattern.path),
        Pat::TupleStruct(pattern) => Some(&pattern.path),
        Pat::Reference(pattern) => leading(&pattern.pat),
        _ => None,
    }
}

/// The variants of an enum that a pattern names.
pub(super) fn patterns<'a>(pattern: &'a Pat, of: &'a str) -> Box<dyn Iterator<Item = String> + 'a> {
    if let Pat::Or(or) = pattern {
        return Box::new(or.cases.iter().flat_map(move |case| patterns(case, of)));
    }
    let path = leading(pattern).filter(|path| path.segments.len() >= 2).and_then(|path| {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        let (variant, rest) = names.split_last()?;
        (rest.last()? == of).then(|| variant.clone())
    });
    Box::new(path.into_iter())
}

pub(super) fn arm_list(one: &syn::ExprMatch) -> List {
    let wild = |arm: &syn::Arm| matches!(arm.pat, Pat::Wild(_) | Pat::Ident(_));
    let last = one.arms.last();
    List {
        elements: one.arms.iter().map(|arm| (start(arm), end(&arm.body))).collect(),
        comma: last.and_then(|arm| arm.comma.as_ref().map(end)),
        open: one.brace_token.span.open().byte_range().end,
        close: one.brace_token.span.close().byte_range().start,
        before: one.arms.iter().position(wild),
        needs_comma: last.is_some_and(|arm| !matches!(*arm.body, Expr::Block(_))),
    }
}

/// The matches with an arm for the enum; all, where no enum is named.
pub(super) struct Matches<'a> {
    pub(super) on: &'a str,
    pub(super) found: Vec<&'a syn::ExprMatch>,
}

impl<'a> Visit<'a> for Matches<'a> {
    fn visit_expr_match(&mut self, one: &'a syn::ExprMatch) {
        if self.on.is_empty()
            || one.arms.iter().any(|arm| patterns(&arm.pat, self.on).next().is_some())
        {
            self.found.push(one);
        }
        visit::visit_expr_match(self, one);
    }
}

/// The calls of a method.
pub(super) struct Calls<'a> {
    pub(super) on: &'a str,
    pub(super) found: Vec<&'a syn::ExprMethodCall>,
}

impl<'a> Visit<'a> for Calls<'a> {
    fn visit_expr_method_call(&mut self, call: &'a syn::ExprMethodCall) {
        if call.method == self.on {
            self.found.push(call);
        }
        visit::visit_expr_method_call(self, call);
    }
}
