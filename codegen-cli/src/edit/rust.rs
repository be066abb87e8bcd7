//! Edits of Rust: syn finds the place by spans.

use proc_macro2::Span;
use quote::ToTokens;
use syn::visit::Visit as _;
use syn::{Attribute, Expr, Fields, Item, Stmt};
use typewright_core::diag::nearest;

use super::list::{self, List};
use super::places::{Calls, Matches, arm_list, end, leading, named, patterns, start};
use super::{Insertion, Kind, Request, indent, indented, line_end};
use crate::error::Mistake;
use crate::read::rust::RustFile;

type Planned = Result<Vec<Insertion>, Mistake>;

pub(super) fn plan(request: &Request, path: &str, content: &str) -> Planned {
    let file = RustFile::parse(path, content)?;
    // Spans count from behind the byte order mark and a first line that starts with `#!`.
    let skipped = content.len() - file.text.len() + file.offset;
    let place = Place { file: &file, text: &file.text[file.offset..], request };
    let mut insertions = match request.add {
        Kind::Mod => place.module(),
        Kind::Use => place.import(),
        Kind::Variant => place.variant(),
        Kind::Arm => place.arms(),
        Kind::Field => place.field(),
        Kind::Derive => place.derive(),
        Kind::Attribute => place.attribute(),
        Kind::Call => place.call(),
        Kind::Statement | Kind::Toml | Kind::Yaml | Kind::Line => place.statement(),
    }?;
    for insertion in &mut insertions {
        insertion.at += skipped;
    }
    Ok(insertions)
}

struct Place<'a> {
    file: &'a RustFile,
    /// What spans count in.
    text: &'a str,
    request: &'a Request,
}

/// Tokens without the blanks that people set differently.
fn tokens(item: &impl ToTokens) -> String {
    item.to_token_stream().to_string()
}

impl Place<'_> {
    fn mistake(&self, message: impl Into<String>) -> Mistake {
        Mistake::new(format!("`{}`: {}", self.file.name, message.into()))
    }

    /// The item as syntax.
    fn parse<T: syn::parse::Parse>(&self, what: &str) -> Result<T, Mistake> {
        syn::parse_str(&self.request.item)
            .map_err(|e| self.mistake(format!("`{}` is no {what}: {e}", self.request.item)))
    }

    /// The only one of `found`, all of which are called `name`.
    fn only<T>(&self, found: Vec<T>, names: &[String]) -> Result<T, Mistake> {
        let name = &self.request.to;
        let count = found.len();
        match (found.into_iter().next(), count) {
            (Some(one), 1) => Ok(one),
            (Some(_), _) => Err(self.mistake(format!("`{name}` is declared {count} times"))),
            (None, _) => {
                let mistake = self.mistake(format!("`{name}` is not declared"));
                Err(match nearest(name, names.iter().map(String::as_str)) {
                    Some(near) => mistake.note(format!("there is `{near}`")),
                    None => mistake,
                })
            }
        }
    }

    fn after(&self, at: usize, item: &str) -> Vec<Insertion> {
        let at = list::after_comment(self.text, at);
        let text = format!("{}{}", line_end(self.text), item.trim());
        vec![Insertion { at, text }]
    }

    /// At the top, behind the attributes and docs of the file.
    fn top(&self, item: &str) -> Vec<Insertion> {
        let end = line_end(self.text);
        if let Some(first) = self.file.syntax.items.first() {
            let at = start(first);
            return vec![Insertion { at, text: format!("{}{end}{end}", item.trim()) }];
        }
        let broken = self.text.is_empty() && self.file.offset == 0 || self.text.ends_with('\n');
        let blank = self.text.trim().is_empty() || self.text.ends_with(&end.repeat(2));
        let lead = format!("{}{}", if broken { "" } else { end }, if blank { "" } else { end });
        vec![Insertion { at: self.text.len(), text: format!("{lead}{}{end}", item.trim()) }]
    }

    fn module(&self) -> Planned {
        let wanted: syn::ItemMod = self.parse("module")?;
        let modules = || {
            self.file.syntax.items.iter().filter_map(|item| match item {
                Item::Mod(module) => Some(module),
                _ => None,
            })
        };
        if modules().any(|module| module.ident == wanted.ident) {
            return Ok(Vec::new());
        }
        let files: Vec<_> = modules().filter(|module| module.content.is_none()).collect();
        // Where they are in order, as rustfmt sets them, they stay so.
        let last = match files.is_sorted_by_key(|module| &module.ident) {
            true => files.iter().rfind(|module| module.ident < wanted.ident),
            false => files.last(),
        };
        Ok(match (last, files.first()) {
            (Some(last), _) => self.after(end(*last), &self.request.item),
            (None, Some(first)) => {
                let (at, end) = (start(*first), line_end(self.text));
                vec![Insertion { at, text: format!("{}{end}", self.request.item.trim()) }]
            }
            (None, None) => self.top(&self.request.item),
        })
    }

    fn import(&self) -> Planned {
        let wanted: syn::ItemUse = self.parse("use declaration")?;
        let uses = || {
            self.file.syntax.items.iter().filter_map(|item| match item {
                Item::Use(import) => Some(import),
                _ => None,
            })
        };
        if uses().any(|import| tokens(&import.tree) == tokens(&wanted.tree)) {
            return Ok(Vec::new());
        }
        Ok(match uses().next_back() {
            Some(last) => self.after(end(last), &self.request.item),
            None => self.top(&self.request.item),
        })
    }

    fn items<T>(&self, of: impl Fn(&Item) -> Option<(&syn::Ident, &T)>) -> Result<&T, Mistake> {
        let all: Vec<_> = self.file.syntax.items.iter().filter_map(of).collect();
        let names: Vec<String> = all.iter().map(|(name, _)| name.to_string()).collect();
        let named = all.into_iter().filter(|(name, _)| **name == self.request.to);
        self.only(named.map(|(_, item)| item).collect(), &names)
    }

    fn variant(&self) -> Planned {
        let wanted: syn::Variant = self.parse("variant")?;
        let item: &syn::ItemEnum = self.items(|item| match item {
            Item::Enum(item) => Some((&item.ident, item)),
            _ => None,
        })?;
        if item.variants.iter().any(|variant| variant.ident == wanted.ident) {
            return Ok(Vec::new());
        }
        let braces = item.brace_token.span;
        let list = List {
            elements: item.variants.iter().map(|one| (start(one), end(one))).collect(),
            comma: item
                .variants
                .pairs()
                .next_back()
                .and_then(|pair| pair.punct().copied().map(|c| end(&c))),
            open: braces.open().byte_range().end,
            close: braces.close().byte_range().start,
            before: None,
            needs_comma: true,
        };
        Ok(list::add(self.text, &list, &self.request.item))
    }

    fn field(&self) -> Planned {
        let wanted = syn::parse::Parser::parse_str(syn::Field::parse_named, &self.request.item)
            .map_err(|e| self.mistake(format!("`{}` is no field: {e}", self.request.item)))?;
        let item: &syn::ItemStruct = self.items(|item| match item {
            Item::Struct(item) => Some((&item.ident, item)),
            _ => None,
        })?;
        let Fields::Named(fields) = &item.fields else {
            return Err(self.mistake(format!("`{}` has no named fields", self.request.to)));
        };
        if fields.named.iter().any(|field| field.ident == wanted.ident) {
            return Ok(Vec::new());
        }
        let braces = fields.brace_token.span;
        let list = List {
            elements: fields.named.iter().map(|one| (start(one), end(one))).collect(),
            comma: fields
                .named
                .pairs()
                .next_back()
                .and_then(|pair| pair.punct().copied().map(|c| end(&c))),
            open: braces.open().byte_range().end,
            close: braces.close().byte_range().start,
            before: None,
            needs_comma: true,
        };
        Ok(list::add(self.text, &list, &self.request.item))
    }

    fn annotated(&self) -> Result<(&[Attribute], Span), Mistake> {
        let items = &self.file.syntax.items;
        let names: Vec<String> = items.iter().filter_map(named).map(|(name, ..)| name).collect();
        let found = items.iter().filter_map(named).filter(|(name, ..)| *name == self.request.to);
        self.only(found.map(|(_, attrs, span)| (attrs, span)).collect(), &names)
    }

    fn attribute(&self) -> Planned {
        let (attrs, span) = self.annotated()?;
        let same = |text: &str| text.split_whitespace().collect::<String>();
        let wanted = same(&self.request.item);
        if attrs.iter().any(|attr| same(&tokens(attr)) == wanted) {
            return Ok(Vec::new());
        }
        let at = span.byte_range().start;
        let text =
            format!("{}{}{}", self.request.item.trim(), line_end(self.text), indent(self.text, at));
        Ok(vec![Insertion { at, text }])
    }

    fn derive(&self) -> Planned {
        let wanted: syn::Path = self.parse("trait")?;
        let (attrs, span) = self.annotated()?;
        let mut last = None;
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("derive")) {
            let mut there = false;
            attr.parse_nested_meta(|meta| {
                there |= tokens(&meta.path) == tokens(&wanted);
                Ok(())
            })
            .map_err(|e| self.file.mistake(e.span(), e.to_string()))?;
            if there {
                return Ok(Vec::new());
            }
            last = attr.meta.require_list().ok();
        }
        let Some(list) = last else {
            let at = span.byte_range().start;
            let (end, depth) = (line_end(self.text), indent(self.text, at));
            let text = format!("#[derive({})]{end}{depth}", self.request.item.trim());
            return Ok(vec![Insertion { at, text }]);
        };
        let Some(last) = list.tokens.clone().into_iter().last() else {
            let at = list.delimiter.span().open().byte_range().end;
            return Ok(vec![Insertion { at, text: self.request.item.trim().to_owned() }]);
        };
        let comma = last.to_string() == ",";
        let text = format!("{} {}", if comma { "" } else { "," }, self.request.item.trim());
        Ok(vec![Insertion { at: last.span().byte_range().end, text }])
    }

    fn function(&self) -> Result<&syn::ItemFn, Mistake> {
        self.items(|item| match item {
            Item::Fn(item) => Some((&item.sig.ident, item)),
            _ => None,
        })
    }

    fn arms(&self) -> Planned {
        let wanted: syn::Arm = self.parse("arm")?;
        let (to, on) = (&self.request.to, &self.request.on);
        let variant = leading(&wanted.pat).and_then(|path| path.segments.last());
        let mut matches = Matches { on, found: Vec::new() };
        matches.visit_item_fn(self.function()?);
        if !on.is_empty() && variant.is_none() {
            return Err(self.mistake(format!("`{}` names no variant", self.request.item)));
        }
        match matches.found.len() {
            0 if on.is_empty() => return Err(self.mistake(format!("`{to}` has no match"))),
            0 => return Err(self.mistake(format!("`{to}` has no match on `{on}`"))),
            2.. if on.is_empty() => {
                return Err(self.mistake(format!("`{to}` has several matches")));
            }
            _ => {}
        }
        let mut insertions = Vec::new();
        for one in matches.found {
            let there = |arm: &syn::Arm| match variant.filter(|_| !on.is_empty()) {
                Some(variant) => patterns(&arm.pat, on).any(|name| variant.ident == name),
                None => tokens(&arm.pat) == tokens(&wanted.pat),
            };
            if !one.arms.iter().any(there) {
                insertions.extend(list::add(self.text, &arm_list(one), &self.request.item));
            }
        }
        Ok(insertions)
    }

    fn call(&self) -> Planned {
        let called: Expr = syn::parse_str(&format!("__chain{}", self.request.item.trim()))
            .map_err(|e| self.mistake(format!("`{}` is no call: {e}", self.request.item)))?;
        let Expr::MethodCall(wanted) = called else {
            return Err(self.mistake(format!("`{}` is no call", self.request.item)));
        };
        let mut calls = Calls { on: &self.request.on, found: Vec::new() };
        calls.visit_item_fn(self.function()?);
        let (to, on) = (&self.request.to, &self.request.on);
        let [one] = calls.found[..] else {
            let count = calls.found.len();
            return Err(self.mistake(format!("`{to}` calls `.{on}` {count} times, and not once")));
        };
        let (said, arguments) = (wanted.method.to_string(), tokens(&wanted.args));
        let mut receiver = &*one.receiver;
        while let Expr::MethodCall(call) = receiver {
            if call.method == said && tokens(&call.args) == arguments {
                return Ok(Vec::new());
            }
            receiver = &call.receiver;
        }
        let at = start(&one.dot_token);
        let line = super::line_start(self.text, at);
        let alone = self.text[line..at].trim().is_empty();
        let after = match alone {
            true => format!("{}{}", line_end(self.text), indent(self.text, at)),
            false => String::new(),
        };
        Ok(vec![Insertion { at, text: format!("{}{after}", self.request.item.trim()) }])
    }

    fn statement(&self) -> Planned {
        let wanted = syn::parse::Parser::parse_str(syn::Block::parse_within, &self.request.item)
            .map_err(|e| self.mistake(format!("`{}` is no statement: {e}", self.request.item)))?;
        let block = &self.function()?.block;
        let there = |one: &Stmt| block.stmts.iter().any(|stmt| tokens(stmt) == tokens(one));
        if wanted.iter().all(there) {
            return Ok(Vec::new());
        }
        let end = line_end(self.text);
        let at = block.brace_token.span.open().byte_range().end;
        let depth = match block.stmts.first() {
            Some(first) if self.text[at..start(first)].contains('\n') => {
                indent(self.text, start(first)).to_owned()
            }
            _ => format!("{}    ", indent(self.text, at)),
        };
        let mut text = format!("{end}{depth}{}", indented(&self.request.item, &depth, end));
        if !self.text[at..].trim_start_matches([' ', '\t']).starts_with(['\r', '\n']) {
            text.push_str(&format!("{end}{depth}"));
        }
        Ok(vec![Insertion { at, text }])
    }
}
