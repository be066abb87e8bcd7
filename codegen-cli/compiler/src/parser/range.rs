//! Ranges of numbers: extensions and what is reserved.

use super::{Parse, Parser, count};
use crate::ast::{ExtensionRange, Name, Range, Reserved};
use crate::lexer::{Kind, is_identifier};
use crate::locations::LocationId;
use crate::option::Target;
use crate::problem::Mistake;

/// Stands for `max` until the end of the message is read.
pub(super) const MAX: i32 = -1;

impl Parser<'_> {
    pub(super) fn extensions(&mut self, message: usize, location: LocationId) -> Parse {
        self.expect("extensions")?;
        let first = self.file.messages[message].extension_ranges.len();
        loop {
            let index = count(self.file.messages[message].extension_ranges.len());
            let own = self.open(location, &[index]);
            let range = self.message_range(own)?;
            let range = ExtensionRange { range, options: None };
            self.file.messages[message].extension_ranges.push(range);
            if !self.eat(",") {
                break;
            }
        }
        if self.at("[") {
            self.range_options(message, first, location)?;
        }
        self.expect_end(";", location)?;
        self.close(location);
        Ok(())
    }

    /// Reads options once, for all ranges of the statement.
    fn range_options(&mut self, message: usize, first: usize, location: LocationId) -> Parse {
        let depth = self.file.locations.path(location).len();
        let from = self.file.locations.len();
        let own = self.open(location, &[count(first), 3]);
        let mut options = None;
        self.option_list(&mut options, Target::ExtensionRange, own)?;
        let last = self.file.messages[message].extension_ranges.len();
        self.file.locations.repeat(from, depth, count(first + 1)..count(last));
        let Some(id) = options else { return Ok(()) };
        for index in first..last {
            let id = if index == first {
                id
            } else {
                let mut copy = self.file.options[id].clone();
                if let Some(step) = copy.path.as_mut().and_then(|path| path.get_mut(depth)) {
                    *step = count(index);
                }
                self.file.options.push(copy);
                self.file.options.len() - 1
            };
            self.file.messages[message].extension_ranges[index].options = Some(id);
        }
        Ok(())
    }

    pub(super) fn message_reserved(&mut self, message: usize, location: LocationId) -> Parse {
        let mut reserved = std::mem::take(&mut self.file.messages[message].reserved);
        let result = self.reserved(&mut reserved, location, [10, 9], true);
        self.file.messages[message].reserved = reserved;
        result
    }

    pub(super) fn enum_reserved(&mut self, index: usize, location: LocationId) -> Parse {
        let mut reserved = std::mem::take(&mut self.file.enums[index].reserved);
        let result = self.reserved(&mut reserved, location, [5, 4], false);
        self.file.enums[index].reserved = reserved;
        result
    }

    /// Reads names or ranges, whose steps are given in this order.
    fn reserved(
        &mut self,
        reserved: &mut Reserved,
        location: LocationId,
        [names, ranges]: [i32; 2],
        in_message: bool,
    ) -> Parse {
        let start = self.token();
        self.next();
        let modern = self.file.edition.is_modern();
        let is_name = match self.token().kind {
            Kind::String => {
                if modern {
                    self.mistake("a reserved name is an identifier in editions, not a string");
                }
                true
            }
            Kind::Identifier => {
                if !modern {
                    self.mistake("a reserved name is a string before editions");
                    let text = self.token().text;
                    if let Some(last) = self.lexer.mistakes.last_mut() {
                        last.help = Some(format!("write `\"{text}\"`"));
                    }
                }
                true
            }
            _ => false,
        };
        let own = self.open(location, &[if is_name { names } else { ranges }]);
        self.file.locations.start_at(own, &start);
        loop {
            if is_name {
                let part = self.open(own, &[count(reserved.names.len())]);
                let name = self.reserved_name()?;
                self.close(part);
                reserved.names.push(name);
            } else {
                let part = self.open(own, &[count(reserved.ranges.len())]);
                let range = match in_message {
                    true => self.message_range(part)?,
                    false => self.enum_range(part)?,
                };
                reserved.ranges.push(range);
            }
            if !self.eat(",") {
                break;
            }
        }
        self.expect_end(";", own)?;
        self.close(own);
        Ok(())
    }

    fn reserved_name(&mut self) -> Parse<Name> {
        if self.at_kind(Kind::Identifier) {
            return self.identifier("a name");
        }
        let name = self.string("a quoted name")?;
        if !is_identifier(&name.text) {
            let message = format!("the reserved name `{}` is not an identifier", name.text);
            self.warnings.push(Mistake::new(name.span, message));
        }
        Ok(name)
    }

    /// Reads `1`, `1 to 2` or `1 to max`; the end is exclusive.
    fn message_range(&mut self, location: LocationId) -> Parse<Range> {
        let token = self.token();
        let start = self.part(location, &[1], |p| p.int32("a field number"))?;
        let end = self.range_end(location, &token, start, |p| p.int32("a field number"))?;
        let span = token.span.to(self.lexer.previous.span);
        if start == i32::MAX || end == Some(i32::MAX) {
            self.report(Mistake::new(span, "field number out of bounds"));
        }
        Ok(Range { start, end: end.map_or(MAX, |end| end.saturating_add(1)), span })
    }

    /// Reads `-1`, `-1 to 2` or `1 to max`; the end is inclusive.
    fn enum_range(&mut self, location: LocationId) -> Parse<Range> {
        let token = self.token();
        let start = self.part(location, &[1], |p| p.signed_int32("the number of a value"))?;
        let signed = |p: &mut Self| p.signed_int32("the number of a value");
        let end = self.range_end(location, &token, start, signed)?;
        let span = token.span.to(self.lexer.previous.span);
        Ok(Range { start, end: end.unwrap_or(i32::MAX), span })
    }

    /// Reads `to` and the end, `None` for `max`. Without them the end is the start, at its place.
    fn range_end(
        &mut self,
        location: LocationId,
        token: &crate::lexer::Token<'_>,
        start: i32,
        read: impl FnOnce(&mut Self) -> Parse<i32>,
    ) -> Parse<Option<i32>> {
        let has_end = self.eat("to");
        let own = self.open(location, &[2]);
        let end = if !has_end {
            self.file.locations.start_at(own, token);
            self.file.locations.end_at(own, token);
            self.close(location);
            return Ok(Some(start));
        } else if self.eat("max") {
            None
        } else {
            Some(read(self)?)
        };
        self.close(own);
        self.close(location);
        Ok(end)
    }
}
