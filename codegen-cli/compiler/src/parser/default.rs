//! Default values.

use super::{Parse, Parser};
use crate::ast::{Default, Scalar, Type};
use crate::lexer::Kind;
use crate::locations::LocationId;
use crate::text::{escape_bytes, print_double, print_float};

impl Parser<'_> {
    pub(super) fn default_value(&mut self, field: usize, location: LocationId) -> Parse {
        if self.file.fields[field].default.is_some() {
            self.mistake("`default` is set already");
        }
        self.next();
        self.expect("=")?;
        let own = self.open(location, &[7]);
        let start = self.token();
        let text = match self.file.fields[field].kind {
            Type::Scalar(scalar) => self.scalar_default(scalar)?,
            Type::Group(_) => return self.fail("a group has no default value"),
            // Whether it is an enum is known only later.
            _ => {
                self.next();
                start.text.to_owned()
            }
        };
        self.close(own);
        let is_identifier = start.kind == Kind::Identifier;
        let span = start.span.to(self.lexer.previous.span);
        self.file.fields[field].default = Some(Default { text, is_identifier, span });
        Ok(())
    }

    fn scalar_default(&mut self, scalar: Scalar) -> Parse<String> {
        let unsigned_max = match scalar {
            Scalar::Int32 | Scalar::Sint32 | Scalar::Sfixed32 => i32::MAX as u64,
            Scalar::Int64 | Scalar::Sint64 | Scalar::Sfixed64 => i64::MAX as u64,
            Scalar::Uint32 | Scalar::Fixed32 => u64::from(u32::MAX),
            Scalar::Uint64 | Scalar::Fixed64 => u64::MAX,
            Scalar::Float | Scalar::Double => return self.float_default(scalar),
            Scalar::Bool => {
                let text = self.token().text;
                if !self.eat("true") && !self.eat("false") {
                    let found = self.found();
                    return self.fail(format!("expected `true` or `false`, found {found}"));
                }
                return Ok(text.into());
            }
            Scalar::String => return Ok(self.string("a quoted default value")?.text),
            Scalar::Bytes => return Ok(escape_bytes(&self.bytes("a quoted default value")?)),
        };
        let unsigned = unsigned_max == u64::MAX || unsigned_max == u64::from(u32::MAX);
        let negative = self.at("-");
        if negative {
            if unsigned {
                self.mistake("the default of an unsigned field cannot be negative");
            }
            self.next();
        }
        let max = unsigned_max.saturating_add(u64::from(negative && !unsigned));
        let value = self.integer(max, "an integer as default value")?;
        Ok(format!("{}{value}", if negative && value != 0 { "-" } else { "" }))
    }

    fn float_default(&mut self, scalar: Scalar) -> Parse<String> {
        let negative = self.eat("-");
        let value = self.float("a number as default value")?;
        let value = if negative { -value } else { value };
        Ok(match scalar {
            Scalar::Float => print_float(value as f32),
            _ => print_double(value),
        })
    }
}
