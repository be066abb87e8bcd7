//! Expressions, as far as they are numbers.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, Spacing, Span, TokenTree};

use super::grammar::{self, Arguments};
use super::literal::{self, Literal};
use super::tokens::{is, is_word, trees};

/// The value of an expression of integer literals, as Rust computes it in an integer that holds
/// these values; nothing where a constant or the rest of the type decides. An overflow is an error
/// of the compiler's, but for shifts, which lose bits and say nothing.
///
/// What is above `i128::MAX` is left to the compiler, too.
pub(super) fn integer(tokens: &[TokenTree], holds: &RangeInclusive<i128>) -> Option<i128> {
    let mut reader = Reader { tokens, at: 0, holds };
    let value = reader.binary(0).ok()?;
    value.filter(|_| reader.at == tokens.len())
}

/// How many tokens an expression takes.
///
/// # Errors
/// Where it stops to be one; nothing where tokens are missing at its end.
pub(super) fn end(tokens: &[TokenTree]) -> Result<usize, Option<Span>> {
    let mut reader = Reader { tokens, at: 0, holds: &(i128::MIN..=i128::MAX) };
    reader.binary(0)?;
    Ok(reader.at)
}

struct Reader<'a> {
    tokens: &'a [TokenTree],
    at: usize,
    holds: &'a RangeInclusive<i128>,
}

/// An operator between two values: how many tokens it takes, and how strong it binds.
#[derive(Clone, Copy)]
struct Operator {
    kind: char,
    length: usize,
    strength: u8,
}

/// What a part of an expression is: perhaps a number, or no part of one at some place.
type Read = Result<Option<i128>, Option<Span>>;

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<&TokenTree> {
        self.tokens.get(self.at + ahead)
    }

    /// Values with operators between them that bind stronger than `weaker`.
    fn binary(&mut self, weaker: u8) -> Read {
        let mut left = self.unary()?;
        while let Some(operator) = self.operator() {
            if operator.strength <= weaker {
                break;
            }
            self.at += operator.length;
            let right = self.binary(operator.strength)?;
            left = match (left, right) {
                (Some(left), Some(right)) => self.computed(operator.kind, left, right),
                _ => None,
            };
        }
        Ok(left)
    }

    fn computed(&self, operator: char, left: i128, right: i128) -> Option<i128> {
        match operator {
            '+' => left.checked_add(right),
            '-' => left.checked_sub(right),
            '*' => left.checked_mul(right),
            '|' => Some(left | right),
            '&' => Some(left & right),
            '^' => Some(left ^ right),
            '<' => {
                let by = u32::try_from(right).ok()?;
                let shifted = left.checked_mul(2_i128.checked_pow(by)?);
                // By all bits or more it is an error, and the value is for our own.
                shifted.filter(|shifted| by >= bits(self.holds) || self.holds.contains(shifted))
            }
            '>' => left.checked_shr(u32::try_from(right).ok()?),
            _ => None,
        }
    }

    /// The operator that comes next. What no number comes of has the kind `?`.
    fn operator(&self) -> Option<Operator> {
        let Some(TokenTree::Punct(first)) = self.peek(0) else { return None };
        let second = match self.peek(1) {
            Some(TokenTree::Punct(second)) if first.spacing() == Spacing::Joint => second.as_char(),
            _ => ' ',
        };
        let (kind, length, strength) = match (first.as_char(), second) {
            ('<', '<') => ('<', 2, 7),
            ('>', '>') => ('>', 2, 7),
            ('&', '&') => ('?', 2, 2),
            ('|', '|') => ('?', 2, 1),
            ('=' | '!' | '<' | '>', '=') => ('?', 2, 3),
            ('<' | '>', _) => ('?', 1, 3),
            ('+', _) => ('+', 1, 8),
            ('-', _) => ('-', 1, 8),
            ('*', _) => ('*', 1, 9),
            ('/' | '%', _) => ('?', 1, 9),
            ('&', _) => ('&', 1, 6),
            ('^', _) => ('^', 1, 5),
            ('|', _) => ('|', 1, 4),
            _ => return None,
        };
        Some(Operator { kind, length, strength })
    }

    /// A value with what stands before and behind it.
    fn unary(&mut self) -> Read {
        if is(self.peek(0), '-') {
            self.at += 1;
            // The lowest number has no positive counterpart.
            if let Some(number) = self.lowest() {
                return Ok(Some(number));
            }
            return Ok(self.unary()?.and_then(i128::checked_neg));
        }
        if is(self.peek(0), '!') || is(self.peek(0), '*') || is(self.peek(0), '&') {
            self.at += 1;
            self.at += usize::from(is_word(self.peek(0), "mut"));
            self.unary()?;
            return Ok(None);
        }
        let value = self.primary()?;
        let before = self.at;
        self.behind();
        Ok(value.filter(|_| self.at == before))
    }

    /// The number that a minus stands before, if that makes the lowest of all.
    fn lowest(&mut self) -> Option<i128> {
        let number = literal::of(self.peek(0)?)?.lowest()?;
        self.at += 1;
        Some(number)
    }

    fn primary(&mut self) -> Read {
        let tokens = &self.tokens[self.at..];
        let Some(first) = tokens.first() else { return Err(None) };
        if let Some(literal) = literal::of(first) {
            self.at += 1;
            return Ok(match literal {
                Literal::Integer { value, .. } => value.and_then(|value| value.try_into().ok()),
                Literal::Byte(byte) => Some(byte.into()),
                _ => None,
            });
        }
        if let TokenTree::Group(group) = first {
            let inner = trees(group.stream());
            self.at += 1;
            return match group.delimiter() {
                Delimiter::Brace => Err(Some(group.span_open())),
                Delimiter::Bracket => Ok(None),
                _ if inner.is_empty() && group.delimiter() == Delimiter::Parenthesis => Ok(None),
                _ => self.grouped(&inner, group.span_close()),
            };
        }
        match grammar::path(tokens, Arguments::Expression) {
            0 => Err(Some(first.span())),
            length => {
                self.at += length;
                if is(self.peek(0), '!') && matches!(self.peek(1), Some(TokenTree::Group(_))) {
                    self.at += 2;
                }
                Ok(None)
            }
        }
    }

    /// The expression in parentheses or in an invisible group.
    fn grouped(&self, inner: &[TokenTree], close: Span) -> Read {
        let mut reader = Reader { tokens: inner, at: 0, holds: self.holds };
        let value = match reader.binary(0) {
            Err(None) => return Err(Some(close)),
            read => read?,
        };
        match reader.peek(0) {
            None => Ok(value),
            // A tuple.
            Some(tree) if is(Some(tree), ',') => Ok(None),
            Some(tree) => Err(Some(tree.span())),
        }
    }

    /// Calls, fields, places and types behind a value.
    fn behind(&mut self) {
        loop {
            match self.peek(0) {
                Some(TokenTree::Group(group))
                    if matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::Bracket) =>
                {
                    self.at += 1;
                }
                Some(TokenTree::Punct(mark)) if mark.as_char() == '?' => self.at += 1,
                Some(TokenTree::Punct(mark)) if mark.as_char() == '.' => match self.peek(1) {
                    Some(TokenTree::Ident(_) | TokenTree::Literal(_)) => self.at += 2,
                    _ => return,
                },
                Some(TokenTree::Ident(word)) if word == "as" => {
                    let length = grammar::ty(&self.tokens[self.at + 1..]);
                    if length == 0 {
                        return;
                    }
                    self.at += 1 + length;
                }
                _ => return,
            }
        }
    }
}

/// How wide the integer is that holds these values.
fn bits(holds: &RangeInclusive<i128>) -> u32 {
    i128::BITS - holds.end().leading_zeros() + u32::from(*holds.start() < 0)
}
