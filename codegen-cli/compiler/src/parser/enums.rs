//! Enums.

use super::{Parse, Parser, count};
use crate::ast::{Enum, EnumValue, Visibility};
use crate::locations::LocationId;
use crate::option::Target;

impl Parser<'_> {
    pub(super) fn enumeration(
        &mut self,
        parent: Option<usize>,
        visibility: Visibility,
        location: LocationId,
    ) -> Parse {
        self.expect("enum")?;
        let name = self.part(location, &[1], |p| p.identifier("the name of an enum"))?;
        let index = self.file.enums.len();
        self.file.enums.push(Enum { name, parent, visibility, ..Enum::default() });
        self.scope(parent).enums.push(index);
        self.expect_end("{", location)?;
        self.block("enum", |p| p.enum_statement(index, location))?;
        self.close(location);
        Ok(())
    }

    fn enum_statement(&mut self, index: usize, location: LocationId) -> Parse {
        if self.eat_end(";", None) {
            return Ok(());
        }
        match self.token().text {
            "option" => {
                let location = self.open(location, &[3]);
                let mut options = self.file.enums[index].options;
                let result = self.option_statement(&mut options, Target::Enum, location);
                self.file.enums[index].options = options;
                self.close(location);
                result
            }
            "reserved" => self.enum_reserved(index, location),
            _ => {
                let number = count(self.file.enums[index].values.len());
                let location = self.open(location, &[2, number]);
                self.enum_value(index, location)
            }
        }
    }

    fn enum_value(&mut self, index: usize, location: LocationId) -> Parse {
        let name = self.part(location, &[1], |p| p.identifier("the name of an enum value"))?;
        if !self.at("=") {
            let found = self.found();
            return self.fail(format!("expected `=` and the number of the value, found {found}"));
        }
        self.next();
        let start = self.token().span;
        let number = self.part(location, &[2], |p| p.signed_int32("the number of the value"))?;
        let number_span = start.to(self.lexer.previous.span);
        let mut options = None;
        if self.at("[") {
            let own = self.open(location, &[3]);
            self.option_list(&mut options, Target::EnumValue, own)?;
        }
        self.file.enums[index].values.push(EnumValue { name, number, number_span, options });
        self.expect_end(";", location)?;
        self.close(location);
        Ok(())
    }
}
