//! Messages, oneofs and extensions.

use super::{MESSAGE_DEPTH, Parse, Parser, count};
use crate::ast::{Edition, Field, Label, Message, Name, Oneof, Scope, Visibility};
use crate::locations::LocationId;
use crate::option::{Target, Value};
use crate::problem::Mistake;

impl Parser<'_> {
    /// The scope of a message, or that of the file.
    pub(super) fn scope(&mut self, message: Option<usize>) -> &mut Scope {
        match message {
            Some(index) => &mut self.file.messages[index].inner,
            None => &mut self.file.top,
        }
    }

    /// Adds a message to a scope; its index.
    pub(super) fn add_message(&mut self, parent: Option<usize>, name: Name) -> usize {
        let index = self.file.messages.len();
        self.file.messages.push(Message { name, parent, ..Message::default() });
        self.scope(parent).messages.push(index);
        index
    }

    pub(super) fn message(
        &mut self,
        parent: Option<usize>,
        visibility: Visibility,
        location: LocationId,
    ) -> Parse {
        self.expect("message")?;
        let name = self.part(location, &[1], |p| p.identifier("the name of a message"))?;
        let message = self.add_message(parent, name);
        self.file.messages[message].visibility = visibility;
        self.message_block(message, location)?;
        self.close(location);
        if self.file.edition == Edition::PROTO3 {
            self.synthetic_oneofs(message);
        }
        Ok(())
    }

    /// Reads from the `{` of a message or a group to its `}`.
    pub(super) fn message_block(&mut self, message: usize, location: LocationId) -> Parse {
        if self.depth + 1 >= MESSAGE_DEPTH {
            let message = format!("messages are nested deeper than {MESSAGE_DEPTH} levels");
            return self.fail(message);
        }
        self.expect_end("{", location)?;
        self.depth += 1;
        let result = self.block("message", |p| p.message_statement(message, location));
        self.depth -= 1;
        self.adjust_max(message);
        result
    }

    fn message_statement(&mut self, message: usize, location: LocationId) -> Parse {
        if self.eat_end(";", None) {
            return Ok(());
        }
        let visibility = self.visibility()?;
        let own = &self.file.messages[message];
        match self.token().text {
            "message" => {
                let location = self.open(location, &[3, count(own.inner.messages.len())]);
                self.message(Some(message), visibility, location)
            }
            "enum" => {
                let location = self.open(location, &[4, count(own.inner.enums.len())]);
                self.enumeration(Some(message), visibility, location)
            }
            "extensions" => {
                let location = self.open(location, &[5]);
                self.extensions(message, location)
            }
            "reserved" => self.message_reserved(message, location),
            "extend" => {
                let own = self.open(location, &[6]);
                self.extend(Some(message), location, own)
            }
            "option" => {
                let mut options = own.options;
                let location = self.open(location, &[7]);
                let result = self.option_statement(&mut options, Target::Message, location);
                self.file.messages[message].options = options;
                self.close(location);
                result
            }
            "oneof" => {
                let own = self.open(location, &[8, count(own.oneofs.len())]);
                self.oneof(message, own, location)
            }
            _ => {
                let own = self.open(location, &[2, count(own.fields.len())]);
                let field = self.add_field(Some(message), None);
                self.labelled_field(field, location, 3, own)
            }
        }
    }

    /// Adds a field to a message, or an extension to a scope; its index.
    fn add_field(&mut self, parent: Option<usize>, extendee: Option<Name>) -> usize {
        let index = self.file.fields.len();
        let is_extension = extendee.is_some();
        self.file.fields.push(Field::new(parent, extendee));
        match parent {
            Some(message) if !is_extension => self.file.messages[message].fields.push(index),
            _ => self.scope(parent).extensions.push(index),
        }
        index
    }

    /// Reads `extend Type { … }` in the file or in a message, whose location `around` is.
    pub(super) fn extend(
        &mut self,
        parent: Option<usize>,
        around: LocationId,
        location: LocationId,
    ) -> Parse {
        self.expect("extend")?;
        let start = self.token();
        let extendee = self.type_name()?;
        let end = self.lexer.previous;
        self.expect_end("{", location)?;
        let nested = if parent.is_some() { 3 } else { 4 };
        if self.at("}") {
            self.mistake("an `extend` block has at least one field");
        }
        self.block("extend block", |p| {
            let index = count(p.scope(parent).extensions.len());
            let own = p.open(location, &[index]);
            let field = p.add_field(parent, Some(extendee.clone()));
            let of = p.open(own, &[2]);
            p.file.locations.start_at(of, &start);
            p.file.locations.end_at(of, &end);
            p.labelled_field(field, around, nested, own)
        })?;
        self.close(location);
        Ok(())
    }

    fn oneof(&mut self, message: usize, location: LocationId, around: LocationId) -> Parse {
        self.expect("oneof")?;
        let name = self.part(location, &[1], |p| p.identifier("the name of a oneof"))?;
        let index = self.file.messages[message].oneofs.len();
        self.file.messages[message].oneofs.push(Oneof { name, ..Oneof::default() });
        self.expect_end("{", location)?;
        self.block("oneof", |p| {
            if p.at("option") {
                let own = p.open(location, &[2]);
                let mut options = p.file.messages[message].oneofs[index].options;
                let result = p.option_statement(&mut options, Target::Oneof, own);
                p.file.messages[message].oneofs[index].options = options;
                p.close(own);
                return result;
            }
            if ["required", "optional", "repeated"].contains(&p.token().text) {
                p.mistake("a field of a oneof has no label");
                if let Some(last) = p.lexer.mistakes.last_mut() {
                    last.help = Some(format!("leave out `{}`", p.lexer.current.text));
                }
                p.next();
            }
            let number = count(p.file.messages[message].fields.len());
            let own = p.open(around, &[2, number]);
            let field = p.add_field(Some(message), None);
            p.file.fields[field].oneof = Some(index);
            p.field(field, Some(Label::Optional), around, 3, own)
        })?;
        self.close(location);
        Ok(())
    }

    /// Gives each proto3 `optional` field a oneof of its own, behind those that are written.
    fn synthetic_oneofs(&mut self, index: usize) {
        let message = &mut self.file.messages[index];
        let fields = &mut self.file.fields;
        if !message.fields.iter().any(|field| fields[*field].proto3_optional) {
            return;
        }
        let own = message.fields.iter().map(|field| fields[*field].name.text.clone());
        let oneofs = message.oneofs.iter().map(|oneof| oneof.name.text.clone());
        let mut taken: std::collections::HashSet<String> = own.chain(oneofs).collect();
        for field in &message.fields {
            let field = &mut fields[*field];
            if !field.proto3_optional {
                continue;
            }
            let underscore = if field.name.text.starts_with('_') { "" } else { "_" };
            let mut text = format!("{underscore}{}", field.name.text);
            while !taken.insert(text.clone()) {
                text.insert(0, 'X');
            }
            field.oneof = Some(message.oneofs.len());
            let name = Name { text, span: field.name.span };
            message.oneofs.push(Oneof { name, synthetic: true, ..Oneof::default() });
        }
    }

    /// Puts the type-specific maximum where a range said `max`, which only now is known.
    fn adjust_max(&mut self, message: usize) {
        let Self { file, .. } = self;
        let message = &mut file.messages[message];
        let written = message.options.map(|id| &file.options[id].written).into_iter().flatten();
        let mut is_message_set = false;
        for option in written {
            let truth = matches!(&option.value.value, Value::Identifier(text) if text == "true");
            is_message_set |= truth && option.is("message_set_wire_format");
            if option.is("map_entry") {
                let mistake = Mistake::new(option.name_span, "`map_entry` cannot be set");
                let mistake = mistake.help("write a field of type `map<KeyType, ValueType>`");
                self.lexer.mistakes.push(mistake);
            }
        }
        let max = if is_message_set { i32::MAX } else { 0x2000_0000 };
        let ranges = message.extension_ranges.iter_mut().map(|extension| &mut extension.range);
        for range in ranges.chain(&mut message.reserved.ranges) {
            if range.end == super::range::MAX {
                range.end = max;
            }
        }
    }
}
