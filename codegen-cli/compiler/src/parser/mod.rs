//! Tokens ▶ a file as it is written, with the place of each part.
//!
//! A mistake ends its statement, and reading goes on with the next one.

mod aggregate;
mod default;
mod enums;
mod field;
mod file;
mod message;
mod option;
mod range;
mod service;

use crate::ast::{Edition, File, Name};
use crate::lexer::{self, Comments, Kind, Lexer, Token};
use crate::locations::LocationId;
use crate::problem::{Mistake, Span};

/// How deep messages can be nested, as everywhere in the ecosystem.
const MESSAGE_DEPTH: usize = 32;

/// How deep the values of options can be nested.
const VALUE_DEPTH: usize = 100;

/// Reads a file; it is whole only where there are no mistakes.
pub(crate) fn parse(name: &str, text: &str) -> Parsed {
    let mut parser = Parser::new(name, text);
    parser.file();
    let Parser { lexer, file, warnings, .. } = parser;
    Parsed { file, mistakes: lexer.mistakes, warnings }
}

/// A file and what is wrong with it.
pub(crate) struct Parsed {
    pub(crate) file: File,
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) warnings: Vec<Mistake>,
}

/// A statement that could not be read; the mistake is reported already.
#[derive(Debug)]
struct Abort;

type Parse<T = ()> = Result<T, Abort>;

/// An index as paths hold it.
fn count(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    file: File,
    warnings: Vec<Mistake>,
    /// Comments that wait for the next declaration.
    upcoming: Comments,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn new(name: &str, text: &'a str) -> Self {
        let file = File {
            name: name.into(),
            edition: Edition::PROTO2,
            syntax_span: Span::default(),
            package: None,
            imports: Vec::new(),
            messages: Vec::new(),
            enums: Vec::new(),
            fields: Vec::new(),
            services: Vec::new(),
            options: Vec::new(),
            top: crate::ast::Scope::default(),
            own_options: None,
            locations: crate::locations::Locations::default(),
            features: crate::ast::Features::default(),
        };
        let upcoming = Comments::default();
        Self { lexer: Lexer::new(text), file, warnings: Vec::new(), upcoming, depth: 0 }
    }

    fn token(&self) -> Token<'a> {
        self.lexer.current
    }

    fn at(&self, text: &str) -> bool {
        self.lexer.current.is(text)
    }

    fn at_kind(&self, kind: Kind) -> bool {
        self.lexer.current.kind == kind
    }

    fn at_end(&self) -> bool {
        self.at_kind(Kind::End)
    }

    fn next(&mut self) {
        self.lexer.next();
    }

    /// Reports a mistake, unless one was reported in the same place: it is why there is another.
    fn report(&mut self, mistake: Mistake) {
        let last = self.lexer.mistakes.last().map(|last| last.span.start);
        let span = mistake.span.start..=mistake.span.end;
        if !last.is_some_and(|last| span.contains(&last)) {
            self.lexer.mistakes.push(mistake);
        }
    }

    /// Reports a mistake at the current token.
    fn mistake(&mut self, message: impl Into<String>) {
        self.report(Mistake::new(self.token().span, message));
    }

    /// Reports a mistake at the current token that ends the statement.
    fn fail<T>(&mut self, message: impl Into<String>) -> Parse<T> {
        self.mistake(message);
        Err(Abort)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.at(text);
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, text: &str) -> Parse {
        if self.eat(text) {
            return Ok(());
        }
        let found = self.found();
        self.fail(format!("expected `{text}`, found {found}"))
    }

    /// The current token, for a message.
    fn found(&self) -> String {
        match self.token() {
            Token { kind: Kind::End, .. } => "the end of the file".into(),
            Token { text, .. } if text.len() > 40 => "a long token".into(),
            Token { text, .. } => format!("`{text}`"),
        }
    }

    fn identifier(&mut self, what: &str) -> Parse<Name> {
        if !self.at_kind(Kind::Identifier) {
            let found = self.found();
            return self.fail(format!("expected {what}, found {found}"));
        }
        let token = self.token();
        self.next();
        Ok(Name { text: token.text.into(), span: token.span })
    }

    /// Reads an integer that is at most `max`; one out of range is reported and read as 0.
    fn integer(&mut self, max: u64, what: &str) -> Parse<u64> {
        if !self.at_kind(Kind::Integer) {
            let found = self.found();
            return self.fail(format!("expected {what}, found {found}"));
        }
        let value = lexer::integer(self.token().text, max).unwrap_or_else(|| {
            self.mistake("integer out of range");
            0
        });
        self.next();
        Ok(value)
    }

    fn int32(&mut self, what: &str) -> Parse<i32> {
        let value = self.integer(i32::MAX as u64, what)?;
        Ok(i32::try_from(value).unwrap_or_default())
    }

    fn signed_int32(&mut self, what: &str) -> Parse<i32> {
        let negative = self.eat("-");
        let value = self.integer(i32::MAX as u64 + u64::from(negative), what)?;
        let value = i64::try_from(value).unwrap_or_default();
        Ok(i32::try_from(if negative { -value } else { value }).unwrap_or_default())
    }

    /// Reads string literals in a row as one.
    fn bytes(&mut self, what: &str) -> Parse<Vec<u8>> {
        if !self.at_kind(Kind::String) {
            let found = self.found();
            return self.fail(format!("expected {what}, found {found}"));
        }
        let mut value = Vec::new();
        while self.at_kind(Kind::String) {
            lexer::string(self.token().text, &mut value);
            self.next();
        }
        Ok(value)
    }

    /// Reads string literals in a row as one text.
    fn string(&mut self, what: &str) -> Parse<Name> {
        let first = self.token().span;
        let bytes = self.bytes(what)?;
        let span = first.to(self.lexer.previous.span);
        let Ok(text) = String::from_utf8(bytes) else {
            self.report(Mistake::new(span, "this string is not valid UTF-8"));
            return Err(Abort);
        };
        Ok(Name { text, span })
    }

    // Locations

    fn open(&mut self, parent: LocationId, steps: &[i32]) -> LocationId {
        self.file.locations.open(Some(parent), steps, &self.lexer.current)
    }

    /// Ends a location behind the last token that was read.
    fn close(&mut self, id: LocationId) {
        self.file.locations.end_at(id, &self.lexer.previous);
    }

    /// Reads something whose location is `steps` below `parent`.
    fn part<T>(
        &mut self,
        parent: LocationId,
        steps: &[i32],
        read: impl FnOnce(&mut Self) -> Parse<T>,
    ) -> Parse<T> {
        let id = self.open(parent, steps);
        let result = read(self);
        self.close(id);
        result
    }

    // Ends of declarations

    /// Reads `;`, `{` or `}` with the comments around, which belong to `location`.
    fn eat_end(&mut self, text: &str, location: Option<LocationId>) -> bool {
        if !self.at(text) || !self.at_kind(Kind::Symbol) {
            return false;
        }
        let comments = self.lexer.next_with_comments();
        let leading = std::mem::replace(&mut self.upcoming.leading, comments.leading);
        match location {
            Some(location) => {
                let detached = std::mem::replace(&mut self.upcoming.detached, comments.detached);
                let own = Comments { leading, trailing: comments.trailing, detached };
                self.file.locations.attach(location, own);
            }
            // The comments at the end of a block are of nothing.
            None if text == "}" => self.upcoming.detached = comments.detached,
            None => self.upcoming.detached.extend(comments.detached),
        }
        true
    }

    fn expect_end(&mut self, text: &str, location: LocationId) -> Parse {
        if self.eat_end(text, Some(location)) {
            return Ok(());
        }
        let found = self.found();
        let previous = self.lexer.previous.span;
        let mistake = Mistake::new(self.token().span, format!("expected `{text}`, found {found}"));
        // The place to mend is behind the token before, which may be lines above.
        self.report(match text {
            ";" if self.lexer.previous.line < self.token().line => {
                mistake.related(None, previous, "a statement ends with `;`")
            }
            _ => mistake,
        });
        Err(Abort)
    }

    /// Reads statements up to the `}` of a block, going on behind those that are mistaken.
    fn block(&mut self, what: &str, mut statement: impl FnMut(&mut Self) -> Parse) -> Parse {
        let opening = self.lexer.previous.span;
        while !self.eat_end("}", None) {
            if self.at_end() {
                let message = format!("the {what} is not closed: expected `}}`");
                let mistake = Mistake::new(self.token().span, message);
                self.report(mistake.related(None, opening, "it starts here"));
                return Err(Abort);
            }
            if statement(self).is_err() {
                self.skip_statement();
            }
        }
        Ok(())
    }

    /// Moves behind the statement that is mistaken.
    fn skip_statement(&mut self) {
        loop {
            if self.at_end() || self.at("}") || self.eat_end(";", None) {
                return;
            }
            if self.eat("{") {
                return self.skip_block();
            }
            self.next();
        }
    }

    fn skip_block(&mut self) {
        let mut depth = 1;
        while !self.at_end() {
            if self.at("}") {
                depth -= 1;
                if depth == 0 {
                    self.eat_end("}", None);
                    return;
                }
            } else if self.at("{") {
                depth += 1;
            }
            self.next();
        }
    }
}
