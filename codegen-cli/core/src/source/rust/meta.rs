//! Attributes, of whomever.

use proc_macro2::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};

use super::expression;
use super::grammar::{Arguments, path, until_comma};
use super::literal;
use super::tokens::{Read, Tokens, is, span, stream, trees};

/// An attribute.
///
/// ```
/// use typewright_core::source::rust::Item;
/// let item = "#[derive(Clone, fmt::Debug)] struct Box;".parse::<Item>().unwrap();
/// assert!(item.attrs[0].is("derive"));
/// assert_eq!(item.attrs[0].paths().unwrap(), ["Clone", "fmt::Debug"]);
/// ```
#[derive(Clone, Debug)]
pub struct Attribute {
    pound: Punct,
    group: Group,
    meta: Meta,
}

/// What an attribute says: `path`, `path(…)` or `path = …`.
#[derive(Clone, Debug)]
pub(super) struct Meta {
    /// Its path as text, without spaces: `doc`, `rustfmt::skip`.
    pub(super) name: String,
    path: Vec<TokenTree>,
    rest: Vec<TokenTree>,
}

/// Reads the attributes that come next.
pub(super) fn attributes(tokens: &mut Tokens) -> Read<Vec<Attribute>> {
    let mut attributes = Vec::new();
    while is(tokens.rest().first(), '#') {
        let Some(TokenTree::Punct(pound)) = tokens.next() else { break };
        let Some(group) = tokens.group(Delimiter::Bracket) else {
            return tokens.wrong("expected an attribute in brackets");
        };
        let mut inner = Tokens::of(&group);
        let mut meta = Meta::read(&mut inner)?;
        // What is wrong with it is for whose it is.
        meta.rest.append(&mut inner.take(usize::MAX));
        attributes.push(Attribute { pound, group, meta });
    }
    Ok(attributes)
}

/// The entries of a list, each of which could be an attribute.
pub(super) fn metas(tokens: &mut Tokens) -> Read<Vec<Meta>> {
    let mut metas = Vec::new();
    while !tokens.is_empty() {
        let meta = Meta::read(tokens)?;
        if let Some(value) = meta.value()
            && expression::end(value).ok() != Some(value.len())
        {
            return Err((span(value), "expected an expression"));
        }
        metas.push(meta);
        if !tokens.mark(',') && !tokens.is_empty() {
            return tokens.wrong("expected `,`");
        }
    }
    Ok(metas)
}

/// The paths of a list, as in `derive(…)`.
pub(super) fn paths(tokens: &mut Tokens) -> Read<Vec<Vec<TokenTree>>> {
    let mut paths = Vec::new();
    while !tokens.is_empty() {
        tokens.open();
        let length = path(tokens.rest(), Arguments::Type);
        if length == 0 {
            return tokens.wrong("expected identifier");
        }
        paths.push(tokens.take(length));
        if !tokens.mark(',') && !tokens.is_empty() {
            return tokens.wrong("expected `,`");
        }
    }
    Ok(paths)
}

/// The attribute that says this: `#[…]`.
pub(super) fn attribute(meta: TokenStream) -> TokenStream {
    let pound = Punct::new('#', Spacing::Alone);
    stream(vec![pound.into(), Group::new(Delimiter::Bracket, meta).into()])
}

impl Attribute {
    /// The attributes that a text holds; none where it holds something else, too.
    pub fn parse(text: &str) -> Vec<Attribute> {
        let mut tokens = Tokens::new(text.parse().unwrap_or_default());
        attributes(&mut tokens).unwrap_or_default()
    }

    /// Whether it is called so.
    pub fn is(&self, name: &str) -> bool {
        self.meta.name == name
    }

    /// What it is called, without spaces: `doc`, `rustfmt::skip`.
    pub fn name(&self) -> &str {
        &self.meta.name
    }

    /// Where its `#` stands.
    pub fn pound(&self) -> Span {
        self.pound.span()
    }

    /// Writes it as it was read.
    pub fn write(&self, tokens: &mut TokenStream) {
        tokens.extend([TokenTree::from(self.pound.clone()), self.group.clone().into()]);
    }

    /// The paths that it lists; nothing where it lists something else.
    pub fn paths(&self) -> Option<Vec<String>> {
        let paths = paths(&mut Tokens::of(self.list()?)).ok()?;
        let mut texts = Vec::new();
        for path in paths {
            texts.push(text(&path));
        }
        Some(texts)
    }

    /// What stands between the parentheses behind its path, brackets or braces.
    pub fn list(&self) -> Option<&Group> {
        self.meta.list()
    }

    /// The entries of its list, each as an attribute of its own; nothing where it has none.
    pub fn entries(&self) -> Option<Vec<Attribute>> {
        let metas = metas(&mut Tokens::of(self.list()?)).ok()?;
        let mut entries = Vec::new();
        for meta in metas {
            entries.extend(attributes(&mut Tokens::new(attribute(meta.into_tokens()))).ok()?);
        }
        Some(entries)
    }

    /// What stands behind its path.
    pub(super) fn rest(&self) -> &[TokenTree] {
        &self.meta.rest
    }

    /// Where its path stands.
    pub(super) fn span(&self) -> Span {
        span(&self.meta.path)
    }

    /// The line of documentation that it is.
    pub(super) fn doc(&self) -> Option<String> {
        if !self.is("doc") {
            return None;
        }
        match self.meta.value() {
            Some([text]) => literal::text(&ungrouped(text)),
            _ => None,
        }
    }
}

/// A token without the invisible group that `macro_rules` puts around `$text:literal`.
pub(super) fn ungrouped(tree: &TokenTree) -> TokenTree {
    if let TokenTree::Group(group) = tree
        && group.delimiter() == Delimiter::None
        && let [inner] = &trees(group.stream())[..]
    {
        return ungrouped(inner);
    }
    tree.clone()
}

/// Tokens of a path as text, without spaces.
pub(super) fn text(path: &[TokenTree]) -> String {
    let mut text = String::new();
    for tree in path {
        text.push_str(&tree.to_string());
    }
    text
}

impl Meta {
    fn read(tokens: &mut Tokens) -> Read<Self> {
        tokens.open();
        let length = match tokens.rest() {
            // Also a word that no path holds, as in `unsafe(no_mangle)`.
            [TokenTree::Ident(_), next, ..] if !is(Some(next), ':') => 1,
            [TokenTree::Ident(_)] => 1,
            rest => path(rest, Arguments::None),
        };
        if length == 0 {
            return tokens.wrong("expected identifier");
        }
        let path = tokens.take(length);
        let rest = match tokens.rest().first() {
            Some(TokenTree::Group(group)) if group.delimiter() != Delimiter::None => tokens.take(1),
            tree if is(tree, '=') => {
                let length = until_comma(&tokens.rest()[1..]);
                if length == 0 {
                    tokens.next();
                    return tokens.wrong("expected a value");
                }
                tokens.take(1 + length)
            }
            _ => Vec::new(),
        };
        Ok(Self { name: text(&path), path, rest })
    }

    /// What stands between the parentheses behind its path, brackets or braces.
    pub(super) fn list(&self) -> Option<&Group> {
        match &self.rest[..] {
            [TokenTree::Group(group)] => Some(group),
            _ => None,
        }
    }

    /// What stands behind `=`.
    pub(super) fn value(&self) -> Option<&[TokenTree]> {
        match &self.rest[..] {
            [mark, value @ ..] if is(Some(mark), '=') => Some(value),
            _ => None,
        }
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        let first = span(&self.path);
        match self.rest.last() {
            Some(last) => first.join(last.span()).unwrap_or(first),
            None => first,
        }
    }

    pub(super) fn into_tokens(self) -> TokenStream {
        let mut all = self.path;
        all.extend(self.rest);
        stream(all)
    }
}
