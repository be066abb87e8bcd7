//! Comments, and the declarations that they belong to.

use super::{Kind, Lexer, is_blank};
use crate::problem::{Mistake, Span};

/// The comments between two tokens, as they belong to the declarations around them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Comments {
    /// Of the declaration that ended.
    pub(crate) trailing: String,
    /// Between the two, attached to neither.
    pub(crate) detached: Vec<String>,
    /// Of the declaration that begins.
    pub(crate) leading: String,
}

/// How a comment starts.
pub(super) enum Opening {
    Line,
    Block,
}

/// Sorts comments as they are read.
#[derive(Default)]
struct Sorter {
    comments: Comments,
    /// The comment that may still go on, and whether it is one of lines.
    open: Option<(String, bool)>,
    /// How many comments were sorted.
    count: u32,
    has_trailing: bool,
    /// Whether the next comment can no longer trail the declaration before.
    detach: bool,
}

impl Sorter {
    /// Where a line comment goes: lines in a row are one comment.
    fn line(&mut self) -> &mut String {
        if matches!(self.open, Some((_, false))) {
            self.flush();
        }
        &mut self.open.get_or_insert_with(|| (String::new(), true)).0
    }

    /// Where a block comment goes.
    fn block(&mut self) -> &mut String {
        self.flush();
        &mut self.open.insert((String::new(), false)).0
    }

    /// Ends the open comment: it does not lead the next declaration.
    fn flush(&mut self) {
        let Some((text, _)) = self.open.take() else { return };
        if self.detach {
            self.comments.detached.push(text);
        } else {
            self.comments.trailing.push_str(&text);
            self.has_trailing = true;
            self.detach = true;
        }
        self.count += 1;
    }

    /// A single comment between two declarations of one line belongs to neither.
    fn detach_single(&mut self) {
        if self.count + u32::from(self.open.is_some()) == 1 {
            if self.has_trailing {
                let trailing = std::mem::take(&mut self.comments.trailing);
                self.comments.detached.insert(0, trailing);
            }
            self.flush();
        }
    }

    fn finish(mut self) -> Comments {
        self.comments.leading = self.open.take().map(|(text, _)| text).unwrap_or_default();
        self.comments
    }
}

impl Lexer<'_> {
    pub(super) fn comment_opening(&mut self) -> Option<Opening> {
        let rest = &self.text.as_bytes()[self.pos..];
        let opening = match rest {
            [b'/', b'/', ..] => Opening::Line,
            [b'/', b'*', ..] => Opening::Block,
            _ => return None,
        };
        self.bump();
        self.bump();
        Some(opening)
    }

    /// Reads to the end of the line.
    pub(super) fn line_comment(&mut self, content: Option<&mut String>) {
        let start = self.pos;
        self.eat_while(|b| b != b'\n' && b != 0);
        self.eat(b'\n');
        if let Some(content) = content {
            content.push_str(&self.text[start..self.pos]);
        }
    }

    /// Reads to `*/`. White space and one `*` at the start of a line are decoration.
    pub(super) fn block_comment(&mut self, mut content: Option<&mut String>) {
        let opening = Span { start: self.here().start.saturating_sub(2), end: self.here().start };
        let mut start = self.pos;
        let mut keep = |text: &str| {
            if let Some(content) = content.as_deref_mut() {
                content.push_str(text);
            }
        };
        loop {
            self.eat_while(|b| !b"*/\n\0".contains(&b));
            if self.eat(b'\n') {
                keep(&self.text[start..self.pos]);
                self.eat_while(is_blank);
                if self.eat(b'*') && self.eat(b'/') {
                    return;
                }
                start = self.pos;
            } else if self.eat(b'*') {
                if self.eat(b'/') {
                    return keep(&self.text[start..self.pos - 2]);
                }
            } else if self.eat(b'/') {
                if self.peek() == Some(b'*') {
                    self.mistake("`/*` inside a block comment: they cannot be nested");
                }
            } else if !self.eat(0) {
                keep(&self.text[start..self.pos]);
                let mistake = Mistake::new(opening, "this block comment is not closed");
                return self.mistakes.push(mistake.help("end it with `*/`"));
            }
        }
    }

    /// Moves on to the next token behind the end of a declaration and sorts the comments between:
    /// one on the same line, or on the next lines before a blank one, trails the declaration that
    /// ended; one right above the next token leads the one that begins.
    pub(crate) fn next_with_comments(&mut self) -> Comments {
        let mut sorter = Sorter::default();
        let mut previous_line = Some(self.line);
        let mut trailing_end = None;
        if self.current.kind == Kind::Start {
            sorter.detach = true;
            previous_line = None;
        } else {
            self.eat_while(is_blank);
            match self.comment_opening() {
                Some(Opening::Line) => {
                    trailing_end = Some(self.line);
                    self.line_comment(Some(sorter.line()));
                    sorter.flush();
                }
                Some(Opening::Block) => {
                    self.block_comment(Some(sorter.block()));
                    trailing_end = Some(self.line);
                    self.eat_while(is_blank);
                    sorter.flush();
                }
                None if !self.eat(b'\n') => {
                    self.next();
                    return sorter.finish();
                }
                None => {}
            }
        }
        loop {
            self.eat_while(is_blank);
            match self.comment_opening() {
                Some(Opening::Line) => self.line_comment(Some(sorter.line())),
                Some(Opening::Block) => {
                    self.block_comment(Some(sorter.block()));
                    self.eat_while(is_blank);
                    self.eat(b'\n');
                }
                None if self.eat(b'\n') => {
                    sorter.flush();
                    sorter.detach = true;
                }
                None => break,
            }
        }
        self.next();
        let closes = ["}", "]", ")"].contains(&self.current.text);
        if closes || self.current.kind == Kind::End {
            sorter.flush();
        }
        let same = previous_line == Some(self.line) || trailing_end == Some(self.line);
        if same && self.current.kind != Kind::End {
            sorter.detach_single();
        }
        sorter.finish()
    }
}
