//! Tokens ▶ entries, which know no types yet.

use super::DEPTH;
use super::lex::{Token, problem, tokens};
use crate::json::Problem;

/// One field as it is written.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name; in brackets that of an extension, or the URL of a type.
    pub(super) name: String,
    pub(super) at: usize,
    pub(super) value: Node,
}

/// What stands behind a name.
#[derive(Debug)]
pub(super) enum Node {
    /// A name or a number, its sign in front.
    Plain(String, usize),
    Text(Vec<u8>, usize),
    Message(Vec<Entry>, usize),
    List(Vec<Node>),
}

/// Reads a text from a byte of it to its end.
pub(super) fn entries(text: &str, start: usize) -> Result<Vec<Entry>, Problem> {
    let tokens = tokens(text, start)?;
    let mut parser = Parser { text, tokens: &tokens, next: 0, depth: 0 };
    parser.entries(&Token::End)
}

struct Parser<'p> {
    text: &'p str,
    tokens: &'p [(usize, Token<'p>)],
    next: usize,
    depth: usize,
}

impl<'p> Parser<'p> {
    fn peek(&self) -> (usize, &'p Token<'p>) {
        // The end stands behind everything, and nothing goes beyond it.
        let (at, token) = &self.tokens[self.next.min(self.tokens.len() - 1)];
        (*at, token)
    }

    fn take(&mut self) -> (usize, &'p Token<'p>) {
        let taken = self.peek();
        self.next += 1;
        taken
    }

    fn takes(&mut self, mark: char) -> bool {
        let is = *self.peek().1 == Token::Mark(mark);
        self.next += usize::from(is);
        is
    }

    fn expected(&self, what: &str) -> Problem {
        let (at, token) = self.peek();
        problem(self.text, at, format!("expected {what}, found {}", token.shown()))
    }

    fn entries(&mut self, end: &Token<'_>) -> Result<Vec<Entry>, Problem> {
        let mut entries = Vec::new();
        while self.peek().1 != end {
            let (at, token) = self.peek();
            let name = match token {
                Token::Name(name) => {
                    self.next += 1;
                    (*name).to_owned()
                }
                Token::Mark('[') => self.bracketed()?,
                Token::End => return Err(self.expected(&end.shown())),
                _ => return Err(self.expected("the name of a field")),
            };
            let colon = self.takes(':');
            let value = match self.peek().1 {
                Token::Mark('{' | '<' | '[') => self.node()?,
                _ if colon => self.node()?,
                _ => return Err(self.expected("`:` or `{`")),
            };
            entries.push(Entry { name, at, value });
            if !self.takes(',') {
                self.takes(';');
            }
        }
        self.next += 1;
        Ok(entries)
    }

    /// `[domain/type.name]`, brackets included.
    fn bracketed(&mut self) -> Result<String, Problem> {
        let mut name = String::new();
        loop {
            match self.peek().1 {
                Token::Name(text) | Token::Number(text) => name.push_str(text),
                Token::Mark(mark @ ('[' | ']' | '.' | '/' | '-')) => name.push(*mark),
                _ => return Err(self.expected("`]`")),
            }
            self.next += 1;
            if name.ends_with(']') {
                return Ok(name);
            }
        }
    }

    fn node(&mut self) -> Result<Node, Problem> {
        let (at, token) = self.peek();
        if self.depth > DEPTH {
            return Err(problem(self.text, at, "nested too deep"));
        }
        self.depth += 1;
        let node = match token {
            Token::Mark('{') => self.message('}').map(|entries| Node::Message(entries, at)),
            Token::Mark('<') => self.message('>').map(|entries| Node::Message(entries, at)),
            Token::Mark('[') => self.list(),
            Token::Text(_) => Ok(self.text(at)),
            _ => self.plain(at),
        };
        self.depth -= 1;
        node
    }

    fn message(&mut self, end: char) -> Result<Vec<Entry>, Problem> {
        self.next += 1;
        self.entries(&Token::Mark(end))
    }

    fn list(&mut self) -> Result<Node, Problem> {
        self.next += 1;
        let mut nodes = Vec::new();
        while !self.takes(']') {
            if !nodes.is_empty() && !self.takes(',') {
                return Err(self.expected("`,` or `]`"));
            }
            nodes.push(self.node()?);
        }
        Ok(Node::List(nodes))
    }

    /// Texts side by side are one.
    fn text(&mut self, at: usize) -> Node {
        let mut bytes = Vec::new();
        while let (_, Token::Text(more)) = self.peek() {
            bytes.extend_from_slice(more);
            self.next += 1;
        }
        Node::Text(bytes, at)
    }

    fn plain(&mut self, at: usize) -> Result<Node, Problem> {
        let sign = if self.takes('-') { "-" } else { "" };
        match self.peek().1 {
            Token::Name(text) | Token::Number(text) => {
                self.take();
                Ok(Node::Plain(format!("{sign}{text}"), at))
            }
            _ => Err(self.expected("a value")),
        }
    }
}
