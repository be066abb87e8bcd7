//! Tokens, read from the first to the last.

use std::vec::IntoIter;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// The tokens of a stream or a group that are not read yet.
///
/// Each is moved to where it belongs and none is copied, as a copy of a group is a call into the
/// compiler.
pub(super) struct Tokens {
    rest: IntoIter<TokenTree>,
    /// What a mistake shows where something is missing at the end.
    end: Span,
}

impl Tokens {
    pub(super) fn new(stream: TokenStream) -> Self {
        Self { rest: trees(stream).into_iter(), end: Span::call_site() }
    }

    /// What a group holds.
    pub(super) fn of(group: &Group) -> Self {
        Self { rest: trees(group.stream()).into_iter(), end: group.span_close() }
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &[TokenTree] {
        self.rest.as_slice()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.as_slice().is_empty()
    }

    /// Where the next token stands; of a group, its beginning.
    pub(super) fn span(&self) -> Span {
        match self.rest().first() {
            Some(TokenTree::Group(group)) => group.span_open(),
            Some(tree) => tree.span(),
            None => self.end,
        }
    }

    /// Where they end.
    pub(super) fn end(&self) -> Span {
        self.end
    }

    pub(super) fn next(&mut self) -> Option<TokenTree> {
        self.rest.next()
    }

    /// Puts what an invisible group holds in its place, until what comes next is none.
    /// `macro_rules` puts them around what stands for `$visibility:vis` and `$attribute:meta`.
    pub(super) fn open(&mut self) {
        while self.open_where(|_| true) {}
    }

    /// Does so once, where what the next group holds is wanted.
    pub(super) fn open_where(&mut self, wanted: fn(&[TokenTree]) -> bool) -> bool {
        let Some(TokenTree::Group(group)) = self.rest().first() else { return false };
        if group.delimiter() != Delimiter::None {
            return false;
        }
        let mut opened = trees(group.stream());
        if !wanted(&opened) {
            return false;
        }
        self.rest.next();
        for tree in self.rest.by_ref() {
            opened.push(tree);
        }
        self.rest = opened.into_iter();
        true
    }

    /// The next word, if one is next.
    pub(super) fn word(&mut self) -> Option<Ident> {
        let Some(TokenTree::Ident(_)) = self.rest().first() else { return None };
        match self.rest.next() {
            Some(TokenTree::Ident(word)) => Some(word),
            _ => None,
        }
    }

    /// The next word.
    pub(super) fn name(&mut self, expected: &'static str) -> Read<Ident> {
        match self.word() {
            Some(word) => Ok(word),
            None => self.wrong(expected),
        }
    }

    /// Whether this word is next; it is passed.
    pub(super) fn pass(&mut self, word: &str) -> bool {
        let is_next = matches!(self.rest().first(), Some(TokenTree::Ident(next)) if next == word);
        if is_next {
            self.rest.next();
        }
        is_next
    }

    /// Whether this mark is next; it is passed.
    pub(super) fn mark(&mut self, mark: char) -> bool {
        let is_next = is(self.rest().first(), mark);
        if is_next {
            self.rest.next();
        }
        is_next
    }

    /// The next group, if one of this kind is next.
    pub(super) fn group(&mut self, delimiter: Delimiter) -> Option<Group> {
        match self.rest().first() {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => {}
            _ => return None,
        }
        match self.rest.next() {
            Some(TokenTree::Group(group)) => Some(group),
            _ => None,
        }
    }

    /// So many of the next tokens.
    pub(super) fn take(&mut self, count: usize) -> Vec<TokenTree> {
        let mut taken = Vec::with_capacity(count.min(self.rest().len()));
        for _ in 0..count {
            match self.rest.next() {
                Some(tree) => taken.push(tree),
                None => break,
            }
        }
        taken
    }

    /// A mistake at the next token.
    pub(super) fn wrong<T>(&self, expected: &'static str) -> Read<T> {
        Err((self.span(), expected))
    }
}

/// What was read, or where that was not possible and what was expected there.
pub(super) type Read<T> = Result<T, (Span, &'static str)>;

/// The tokens of a stream.
pub(super) fn trees(stream: TokenStream) -> Vec<TokenTree> {
    let mut trees = Vec::new();
    for tree in stream {
        trees.push(tree);
    }
    trees
}

/// A stream of tokens.
pub(super) fn stream(trees: Vec<TokenTree>) -> TokenStream {
    let mut stream = TokenStream::new();
    stream.extend(trees);
    stream
}

/// Whether a token is this mark.
pub(super) fn is(tree: Option<&TokenTree>, mark: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Whether a token is this word.
pub(super) fn is_word(tree: Option<&TokenTree>, word: &str) -> bool {
    matches!(tree, Some(TokenTree::Ident(ident)) if ident == word)
}

/// Where tokens stand: from the first to the last where the compiler says so, else the first.
pub(super) fn span(trees: &[TokenTree]) -> Span {
    let Some(first) = trees.first() else { return Span::call_site() };
    let first = first.span();
    match trees {
        [_, .., last] => first.join(last.span()).unwrap_or(first),
        _ => first,
    }
}
