//! The text format inside of options: `{ name: "a" sizes: [1, 2] inner { … } }`.

use super::{Parse, Parser, VALUE_DEPTH};
use crate::lexer::Kind;
use crate::option::{Literal, TextField, TextName, Value};

impl Parser<'_> {
    /// Reads a message from its `{` or `<` to the end of it.
    pub(super) fn aggregate(&mut self) -> Parse<Vec<TextField>> {
        let close = if self.at("<") { ">" } else { "}" };
        if self.depth >= VALUE_DEPTH {
            return self.fail(format!("values are nested deeper than {VALUE_DEPTH} levels"));
        }
        // The text format has comments of its own.
        let outer = std::mem::replace(&mut self.lexer.hash_comments, true);
        self.next();
        self.depth += 1;
        let mut fields = Vec::new();
        let mut result = Ok(());
        while result.is_ok() && !self.at(close) {
            result = self.text_field().map(|field| fields.push(field));
        }
        self.depth -= 1;
        if result.is_err() {
            self.skip_message(close);
        }
        self.lexer.hash_comments = outer;
        self.next();
        result.map(|()| fields)
    }

    /// Moves to the end of a message that is mistaken.
    fn skip_message(&mut self, close: &str) {
        let open = if close == ">" { "<" } else { "{" };
        let mut depth = 1;
        while !self.at_end() {
            if self.at(open) {
                depth += 1;
            } else if self.at(close) {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
            self.next();
        }
    }

    fn text_field(&mut self) -> Parse<TextField> {
        let start = self.token().span;
        let name = match self.at("[") {
            true => self.bracketed_name()?,
            false => TextName::Field(self.identifier("the name of a field, or `}`")?.text),
        };
        let span = start.to(self.lexer.previous.span);
        let colon = self.eat(":");
        if !colon && !self.at("{") && !self.at("<") {
            let found = self.found();
            return self.fail(format!("expected `:` or a message, found {found}"));
        }
        let value = self.text_value()?;
        let _separator = self.eat(",") || self.eat(";");
        Ok(TextField { name, span, value })
    }

    /// Reads `[extension]` or `[domain/message]`.
    fn bracketed_name(&mut self) -> Parse<TextName> {
        self.expect("[")?;
        let mut text = self.identifier("the name of an extension or a type")?.text;
        let mut domain = None;
        loop {
            if self.eat(".") {
                text.push('.');
            } else if self.eat("-") {
                text.push('-');
            } else if self.eat("/") {
                text.push('/');
                let before = domain.take().unwrap_or_else(String::new);
                domain = Some(before + &std::mem::take(&mut text));
            } else {
                break;
            }
            text.push_str(&self.identifier("a name")?.text);
        }
        self.expect("]")?;
        Ok(match domain {
            Some(domain) => TextName::Any { domain, message: text },
            None => TextName::Extension(text),
        })
    }

    fn text_value(&mut self) -> Parse<Literal> {
        let start = self.token().span;
        let value = if self.at("{") || self.at("<") {
            Value::Message(self.aggregate()?)
        } else if self.at("[") && self.at_kind(Kind::Symbol) {
            Value::List(self.text_list()?)
        } else {
            self.scalar_value()?
        };
        Ok(Literal { value, span: start.to(self.lexer.previous.span) })
    }

    fn text_list(&mut self) -> Parse<Vec<Literal>> {
        self.next();
        let mut items = Vec::new();
        if self.eat("]") {
            return Ok(items);
        }
        loop {
            if self.at("[") {
                return self.fail("a list cannot hold a list");
            }
            items.push(self.text_value()?);
            if self.eat("]") {
                return Ok(items);
            }
            self.expect(",")?;
        }
    }
}
