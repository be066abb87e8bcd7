//! Text ▶ tokens, with the comments between them.

mod comments;
mod literal;
mod scan;

pub(crate) use comments::Comments;
use comments::Opening;
pub(crate) use literal::{float, integer, is_identifier, string};

use crate::problem::{Mistake, Span};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Before the first token.
    Start,
    /// After the last one.
    End,
    Identifier,
    Integer,
    Float,
    String,
    Symbol,
}

/// A token: what it is and where, counted as `SourceCodeInfo` does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    pub(crate) span: Span,
    /// Line, from 0.
    pub(crate) line: u32,
    /// Column in bytes, from 0; a tab goes to the next multiple of 8.
    pub(crate) col: u32,
    /// The column after its last byte.
    pub(crate) end_col: u32,
}

impl Token<'_> {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text && self.kind != Kind::String
    }
}

/// Reads tokens one after another.
pub(crate) struct Lexer<'a> {
    text: &'a str,
    pos: usize,
    line: u32,
    col: u32,
    pub(crate) current: Token<'a>,
    pub(crate) previous: Token<'a>,
    pub(crate) mistakes: Vec<Mistake>,
    /// Whether `#` starts a comment, too.
    pub(crate) hash_comments: bool,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let start = Token {
            kind: Kind::Start,
            text: "",
            span: Span::default(),
            line: 0,
            col: 0,
            end_col: 0,
        };
        let mut lexer = Self {
            text,
            pos: 0,
            line: 0,
            col: 0,
            current: start,
            previous: start,
            mistakes: Vec::new(),
            hash_comments: false,
        };
        if text.starts_with('\u{feff}') {
            // A byte order mark takes columns, as any other bytes do.
            (0..3).for_each(|_| lexer.bump());
        }
        lexer
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    fn bump(&mut self) {
        match self.peek() {
            Some(b'\n') => {
                self.line += 1;
                self.col = 0;
            }
            Some(b'\t') => self.col += 8 - self.col % 8,
            Some(_) => self.col += 1,
            None => return,
        }
        self.pos += 1;
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.bump();
        }
        found
    }

    fn eat_if(&mut self, accept: impl Fn(u8) -> bool) -> bool {
        let found = self.peek().is_some_and(accept);
        if found {
            self.bump();
        }
        found
    }

    fn eat_while(&mut self, accept: impl Fn(u8) -> bool + Copy) {
        while self.eat_if(accept) {}
    }

    fn here(&self) -> Span {
        let at = u32::try_from(self.pos).unwrap_or(u32::MAX);
        Span { start: at, end: at + u32::from(self.pos < self.text.len()) }
    }

    fn mistake(&mut self, message: impl Into<String>) {
        let mistake = Mistake::new(self.here(), message);
        self.mistakes.push(mistake);
    }

    /// Moves on to the next token, past comments.
    pub(crate) fn next(&mut self) {
        self.previous = self.current;
        loop {
            self.eat_while(is_space);
            match self.comment_opening() {
                Some(Opening::Line) => self.line_comment(None),
                Some(Opening::Block) => self.block_comment(None),
                None => match self.peek() {
                    Some(b'#') if self.hash_comments => self.line_comment(None),
                    Some(byte) if byte < b' ' || byte == 0x7f => {
                        self.mistake("invalid control character");
                        self.eat_while(|b| (b < b' ' && !is_space(b)) || b == 0x7f);
                    }
                    _ => break,
                },
            }
        }
        self.token();
    }

    /// Reads the token that starts here.
    fn token(&mut self) {
        let (start, line, col) = (self.pos, self.line, self.col);
        let kind = match self.peek() {
            None => Kind::End,
            Some(byte) if is_letter(byte) => {
                self.eat_while(|b| is_letter(b) || b.is_ascii_digit());
                Kind::Identifier
            }
            Some(byte) if byte.is_ascii_digit() => self.number(),
            Some(b'.') if self.text.as_bytes().get(start + 1).is_some_and(u8::is_ascii_digit) => {
                let previous = self.previous.span.end as usize;
                if self.previous.kind == Kind::Identifier && previous == start {
                    self.mistake("a space is needed between an identifier and a decimal point");
                }
                self.number()
            }
            Some(quote @ (b'"' | b'\'')) => {
                self.bump();
                self.string(quote);
                Kind::String
            }
            Some(byte) => {
                if !byte.is_ascii() {
                    let character = self.text[start..].chars().next().unwrap_or_default();
                    self.mistake(format!("unexpected character `{character}`"));
                    (1..character.len_utf8()).for_each(|_| self.bump());
                }
                self.bump();
                Kind::Symbol
            }
        };
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.current = Token {
            kind,
            text: &self.text[start..self.pos],
            span: Span { start: narrow(start), end: narrow(self.pos) },
            line,
            col,
            end_col: self.col,
        };
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0b | 0x0c)
}

fn is_blank(byte: u8) -> bool {
    byte != b'\n' && is_space(byte)
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}
