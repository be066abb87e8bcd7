//! Options and their values. What they mean is found out later, when their names can be looked up.

use super::{Parse, Parser, count};
use crate::ast::Name;
use crate::lexer::{self, Kind};
use crate::locations::LocationId;
use crate::option::{Literal, NamePart, Options, OptionsId, Target, Tree, Value, Written};

impl Parser<'_> {
    /// Reads `option name = value;`. `location` is that of all options of the element.
    pub(super) fn option_statement(
        &mut self,
        options: &mut Option<OptionsId>,
        target: Target,
        location: LocationId,
    ) -> Parse {
        let own = self.open_option(*options, location);
        self.expect("option")?;
        self.option_rest(options, target, location, own)?;
        let result = self.expect_end(";", own);
        self.close(own);
        self.close(location);
        result
    }

    /// Reads `[name = value, …]`.
    pub(super) fn option_list(
        &mut self,
        options: &mut Option<OptionsId>,
        target: Target,
        location: LocationId,
    ) -> Parse {
        self.expect("[")?;
        self.option(options, target, location)?;
        while self.eat(",") {
            self.option(options, target, location)?;
        }
        self.expect("]")?;
        self.close(location);
        Ok(())
    }

    /// Reads `name = value`.
    pub(super) fn option(
        &mut self,
        options: &mut Option<OptionsId>,
        target: Target,
        location: LocationId,
    ) -> Parse {
        let own = self.open_option(*options, location);
        self.option_rest(options, target, location, own)?;
        self.close(own);
        Ok(())
    }

    fn open_option(&mut self, options: Option<OptionsId>, location: LocationId) -> LocationId {
        let index = options.map_or(0, |id| self.file.options[id].written.len());
        self.open(location, &[999, count(index)])
    }

    fn option_rest(
        &mut self,
        options: &mut Option<OptionsId>,
        target: Target,
        location: LocationId,
        own: LocationId,
    ) -> Parse {
        let start = self.token().span;
        let mut name = vec![self.option_name_part()?];
        while self.eat(".") {
            if name.len() >= super::VALUE_DEPTH {
                return self
                    .fail(format!("an option name has at most {} parts", super::VALUE_DEPTH));
            }
            name.push(self.option_name_part()?);
        }
        let name_span = start.to(self.lexer.previous.span);
        self.expect("=")?;
        let value = self.option_value()?;
        self.close(own);
        let path = || self.file.locations.path(location).to_vec();
        let id =
            options.unwrap_or_else(|| Self::no_options(path(), target, &mut self.file.options));
        *options = Some(id);
        self.file.options[id].written.push(Written { name, name_span, value });
        Ok(())
    }

    /// Adds options to which none is written yet.
    pub(super) fn no_options(path: Vec<i32>, target: Target, all: &mut Vec<Options>) -> OptionsId {
        all.push(Options {
            target,
            path: Some(path),
            scope: String::new(),
            written: Vec::new(),
            tree: Tree::default(),
        });
        all.len() - 1
    }

    fn option_name_part(&mut self) -> Parse<NamePart> {
        if !self.eat("(") {
            let name = self.identifier("the name of an option")?;
            return Ok(NamePart { name, is_extension: false });
        }
        let start = self.token().span;
        let mut text = String::new();
        if self.at_kind(Kind::Identifier) || !self.at(".") {
            text = self.identifier("the name of an extension")?.text;
        }
        while self.eat(".") {
            text.push('.');
            text.push_str(&self.identifier("the name of an extension")?.text);
        }
        let span = start.to(self.lexer.previous.span);
        self.expect(")")?;
        Ok(NamePart { name: Name { text, span }, is_extension: true })
    }

    fn option_value(&mut self) -> Parse<Literal> {
        let start = self.token();
        let value = match start.kind {
            Kind::Symbol if self.at("{") => Value::Message(self.aggregate()?),
            Kind::Symbol if !self.at("-") => {
                let found = self.found();
                return self.fail(format!("expected the value of the option, found {found}"));
            }
            _ => self.scalar_value()?,
        };
        Ok(Literal { value, span: start.span.to(self.lexer.previous.span) })
    }

    /// Reads a number, string or identifier; `-` can stand before numbers, `inf` and `nan`.
    pub(super) fn scalar_value(&mut self) -> Parse<Value> {
        let negative = self.eat("-");
        let token = self.token();
        match token.kind {
            Kind::Identifier => {
                self.next();
                Ok(match (negative, token.text) {
                    (true, "inf" | "infinity") => Value::Float(f64::NEG_INFINITY),
                    (true, "nan") => Value::Float(f64::NAN),
                    (true, other) => {
                        return self.fail(format!("`-` cannot stand before `{other}`"));
                    }
                    (false, text) => Value::Identifier(text.into()),
                })
            }
            Kind::Integer => {
                let max = if negative { 1 << 63 } else { u64::MAX };
                if let Some(value) = lexer::integer(token.text, max) {
                    self.next();
                    return Ok(Value::Integer(value, negative));
                }
                let value = self.float("a number")?;
                Ok(Value::Float(if negative { -value } else { value }))
            }
            Kind::Float => {
                let value = self.float("a number")?;
                Ok(Value::Float(if negative { -value } else { value }))
            }
            Kind::String if !negative => Ok(Value::String(self.bytes("a string")?)),
            _ => {
                let found = self.found();
                self.fail(format!("expected a value, found {found}"))
            }
        }
    }

    /// Reads a number, `inf` or `nan`.
    pub(super) fn float(&mut self, what: &str) -> Parse<f64> {
        let token = self.token();
        let value = match token.kind {
            Kind::Integer | Kind::Float => lexer::float(token.text).unwrap_or_else(|| {
                self.mistake("number out of range");
                0.0
            }),
            Kind::Identifier if token.text == "inf" => f64::INFINITY,
            Kind::Identifier if token.text == "nan" => f64::NAN,
            _ => {
                let found = self.found();
                return self.fail(format!("expected {what}, found {found}"));
            }
        };
        self.next();
        Ok(value)
    }
}
