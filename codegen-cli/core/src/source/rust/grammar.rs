//! How far types, paths and expressions reach, by their tokens.
//!
//! What is asked for is where they end, so what stands between `<` and `>` is passed over; rustc
//! has read or will read it.

use proc_macro2::{Delimiter, Ident, Spacing, TokenTree};

use super::tokens::{is, is_word};
use crate::model::name::is_keyword;

/// How many tokens `<…>` takes; nothing where it has no end.
pub(super) fn angled(tokens: &[TokenTree]) -> Option<usize> {
    let mut depth = 0_usize;
    // Whether the token before may be the first half of `->` or `=>`.
    let mut arrow = false;
    for (at, tree) in tokens.iter().enumerate() {
        let TokenTree::Punct(punct) = tree else {
            arrow = false;
            continue;
        };
        match punct.as_char() {
            '<' => depth += 1,
            '>' if !arrow => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        arrow = matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint;
    }
    None
}

/// How many tokens of a type or of bounds stand before the next of some marks that is not within
/// `<…>`.
pub(super) fn until(tokens: &[TokenTree], marks: &[char]) -> usize {
    let mut at = 0;
    let mut arrow = false;
    while at < tokens.len() {
        let mut length = 1;
        let mut half = false;
        if let TokenTree::Punct(punct) = &tokens[at] {
            let mark = punct.as_char();
            if marks.contains(&mark) && !(arrow && mark == '>') {
                break;
            }
            half = mark == '-' && punct.spacing() == Spacing::Joint;
            if mark == '<' {
                length = angled(&tokens[at..]).unwrap_or(1);
            }
        }
        arrow = half;
        at += length;
    }
    at
}

/// How many tokens stand before the braces of an item or the semicolon that ends it.
pub(super) fn until_body(tokens: &[TokenTree]) -> usize {
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => break,
                '<' => at += angled(&tokens[at..]).unwrap_or(1),
                _ => at += 1,
            },
            _ => at += 1,
        }
    }
    at
}

/// How many tokens of an expression stand before a comma that ends it. In an expression `<` opens
/// arguments behind `::`, in a type behind `as`, and where a value could begin; else it compares.
pub(super) fn until_comma(tokens: &[TokenTree]) -> usize {
    // Whether a value comes next.
    let mut wanted = true;
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' => break,
                '<' if wanted || path_mark(&tokens[..at]) => {
                    at += angled(&tokens[at..]).unwrap_or(1);
                    wanted = false;
                    continue;
                }
                '<' => {
                    // Of `<<` the second opens nothing either.
                    let shifts = punct.spacing() == Spacing::Joint && is(tokens.get(at + 1), '<');
                    at += usize::from(shifts);
                    wanted = true;
                }
                ':' => {}
                '.' | '?' | '\'' => wanted = false,
                _ => wanted = true,
            },
            TokenTree::Ident(word) if word == "as" => {
                at += 1 + ty(&tokens[at + 1..]);
                wanted = false;
                continue;
            }
            _ => wanted = false,
        }
        at += 1;
    }
    at
}

/// Whether tokens end in `::`.
fn path_mark(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [.., first, second] if is(Some(first), ':') && is(Some(second), ':'))
}

/// Whether tokens begin with `::`.
fn colons(tokens: &[TokenTree]) -> bool {
    is(tokens.first(), ':') && is(tokens.get(1), ':')
}

/// Whether paths may hold a word.
fn segment(word: &Ident) -> bool {
    let word = word.to_string();
    matches!(&*word, "self" | "Self" | "super" | "crate") || !is_keyword(&word)
}

/// Where a path has its arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Arguments {
    /// Behind `::`, as in an expression.
    Expression,
    /// Also right behind a name, as in a type: `Vec<u8>`.
    Type,
    /// Also in parentheses, as in a bound: `Fn(u8) -> u8`.
    Bound,
    /// Nowhere, as in an attribute.
    None,
}

/// How many tokens a path takes; 0 where there is none.
pub(super) fn path(tokens: &[TokenTree], arguments: Arguments) -> usize {
    let mut at = 0;
    if is(tokens.first(), '<') && arguments != Arguments::None {
        // `<T as Trait>::Name`
        match angled(tokens) {
            Some(length) if colons(&tokens[length..]) && of_trait(&tokens[1..length - 1]) => {
                at = length;
            }
            _ => return 0,
        }
    }
    if colons(&tokens[at..]) {
        at += 2;
    }
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(word)) if segment(word) => at += 1,
            _ => return 0,
        }
        let behind = &tokens[at..];
        let turbofish = colons(behind) && is(behind.get(2), '<');
        if turbofish && arguments != Arguments::None {
            at += listed(&behind[2..]).map_or(0, |length| 2 + length);
        } else if arguments == Arguments::Type && is(behind.first(), '<') {
            at += listed(behind).unwrap_or(0);
        } else if arguments == Arguments::Bound {
            at += taken(behind).unwrap_or(0);
        }
        if !colons(&tokens[at..]) {
            return at;
        }
        at += 2;
    }
}

/// How many tokens `<…>` or `(…) -> …` takes, if that comes next.
fn taken(tokens: &[TokenTree]) -> Option<usize> {
    if is(tokens.first(), '<') {
        return listed(tokens);
    }
    match tokens.first() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            Some(1 + returned(&tokens[1..]))
        }
        _ => None,
    }
}

/// How many tokens `<…>` takes, if that lists arguments of a path.
fn listed(tokens: &[TokenTree]) -> Option<usize> {
    let length = angled(tokens)?;
    let mut rest = &tokens[1..length - 1];
    while !rest.is_empty() {
        let argument = argument(rest);
        match rest.get(argument) {
            _ if argument == 0 => return None,
            None => break,
            comma if is(comma, ',') => rest = &rest[argument + 1..],
            _ => return None,
        }
    }
    Some(length)
}

/// How many tokens an argument takes; 0 where there is none.
fn argument(tokens: &[TokenTree]) -> usize {
    match tokens {
        [TokenTree::Literal(_), ..] => return 1,
        [minus, TokenTree::Literal(_), ..] if is(Some(minus), '-') => return 2,
        [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace => return 1,
        [TokenTree::Ident(word), ..] if word == "true" || word == "false" => return 1,
        _ => {}
    }
    let lifetime = lifetime(tokens);
    if lifetime > 0 {
        return lifetime;
    }
    let length = ty(tokens);
    let behind = match tokens.get(length) {
        // `Item = Type` and `Item: Bound`
        mark if length > 0 && is(mark, '=') => ty(&tokens[length + 1..]),
        mark if length > 0 && is(mark, ':') => bounds(&tokens[length + 1..]),
        _ => return length,
    };
    if behind == 0 { 0 } else { length + 1 + behind }
}

/// Whether tokens are what stands in `<Type as Trait>::Name`.
fn of_trait(tokens: &[TokenTree]) -> bool {
    match ty(tokens) {
        0 => false,
        length if is_word(tokens.get(length), "as") => {
            let of = &tokens[length + 1..];
            !of.is_empty() && path(of, Arguments::Type) == of.len()
        }
        length => length == tokens.len(),
    }
}

/// How many tokens `-> Type` takes.
fn returned(tokens: &[TokenTree]) -> usize {
    match is(tokens.first(), '-') && is(tokens.get(1), '>') {
        true => 2 + ty(&tokens[2..]),
        false => 0,
    }
}

/// How many tokens a type takes; 0 where there is none.
pub(super) fn ty(tokens: &[TokenTree]) -> usize {
    let mut at = 0;
    loop {
        let before = at;
        if is(tokens.get(at), '&') {
            at += 1;
            at += lifetime(&tokens[at..]);
            at += usize::from(is_word(tokens.get(at), "mut"));
        } else if is(tokens.get(at), '*')
            && (is_word(tokens.get(at + 1), "const") || is_word(tokens.get(at + 1), "mut"))
        {
            at += 2;
        }
        if at == before {
            break;
        }
    }
    let length = match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() != Delimiter::Brace => 1,
        Some(TokenTree::Punct(punct)) if punct.as_char() == '!' => 1,
        Some(TokenTree::Ident(word)) if word == "_" => 1,
        Some(TokenTree::Ident(word)) if word == "dyn" || word == "impl" => {
            match bounds(&tokens[at + 1..]) {
                0 => 0,
                length => 1 + length,
            }
        }
        _ => named(&tokens[at..]),
    };
    if length == 0 { 0 } else { at + length }
}

/// How many tokens a function pointer, a macro or a path takes.
fn named(tokens: &[TokenTree]) -> usize {
    let mut at = binder(tokens);
    at += usize::from(is_word(tokens.get(at), "unsafe"));
    if is_word(tokens.get(at), "extern") {
        at += 1 + usize::from(matches!(tokens.get(at + 1), Some(TokenTree::Literal(_))));
    }
    if is_word(tokens.get(at), "fn") {
        let behind = &tokens[at + 1..];
        return match taken(behind).filter(|_| !is(behind.first(), '<')) {
            Some(length) => at + 1 + length,
            None => 0,
        };
    }
    match path(&tokens[at..], Arguments::Type) {
        0 => 0,
        length if is(tokens.get(at + length), '!') => {
            let group = matches!(tokens.get(at + length + 1), Some(TokenTree::Group(_)));
            if group { at + length + 2 } else { 0 }
        }
        length => at + length,
    }
}

/// How many tokens `for<'a>` takes.
fn binder(tokens: &[TokenTree]) -> usize {
    if !is_word(tokens.first(), "for") {
        return 0;
    }
    angled(&tokens[1..]).map_or(0, |length| 1 + length)
}

/// How many tokens `'a` takes.
pub(super) fn lifetime(tokens: &[TokenTree]) -> usize {
    match is(tokens.first(), '\'') && matches!(tokens.get(1), Some(TokenTree::Ident(_))) {
        true => 2,
        false => 0,
    }
}

/// How many tokens bounds take: `for<'a> Fn(&'a u8) + Send + ?Sized + 'static`.
fn bounds(tokens: &[TokenTree]) -> usize {
    let mut at = 0;
    loop {
        at += usize::from(is(tokens.get(at), '?'));
        let bound = match lifetime(&tokens[at..]) {
            0 => match tokens.get(at) {
                Some(TokenTree::Group(_)) => 1,
                _ => {
                    let binder = binder(&tokens[at..]);
                    match path(&tokens[at + binder..], Arguments::Bound) {
                        0 => 0,
                        length => binder + length,
                    }
                }
            },
            length => length,
        };
        if bound == 0 {
            return 0;
        }
        at += bound;
        if !is(tokens.get(at), '+') {
            return at;
        }
        at += 1;
    }
}

/// The last name of the path that a type is, without its parameters: `Cow` of `std::borrow::Cow<T>`.
pub(super) fn last_word(ty: &[TokenTree]) -> Option<String> {
    if path(ty, Arguments::Type) != ty.len() {
        return None;
    }
    let mut last = None;
    let mut at = 0;
    while at < ty.len() {
        match &ty[at] {
            TokenTree::Ident(word) => last = Some(word),
            TokenTree::Punct(punct) if punct.as_char() == '<' => {
                at += angled(&ty[at..])?;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    last.map(ToString::to_string)
}
