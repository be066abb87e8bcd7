//! Fields, with their types, defaults and groups.

use super::{Abort, Parse, Parser, count};
use crate::ast::{Edition, Features, Field, Label, Name, Scalar, Type};
use crate::lexer::{self, Kind};
use crate::locations::LocationId;
use crate::option::Target;
use crate::problem::{Mistake, Span};

impl Field {
    /// A field without name and number.
    pub(super) fn new(parent: Option<usize>, extendee: Option<Name>) -> Self {
        Self {
            name: Name::default(),
            full_name: String::new(),
            number: 0,
            number_span: Span::default(),
            label: Label::Optional,
            kind: Type::Named,
            type_name: Name::default(),
            parent,
            extendee,
            of: None,
            oneof: None,
            proto3_optional: false,
            default: None,
            json_name: None,
            options: None,
            features: Features::default(),
        }
    }
}

/// The types of the key and the value of a map.
type MapTypes = [(Type, Name); 2];

impl Parser<'_> {
    /// Reads a field with its label, if there is one.
    pub(super) fn labelled_field(
        &mut self,
        field: usize,
        around: LocationId,
        nested: i32,
        location: LocationId,
    ) -> Parse {
        let label = match self.token().text {
            "optional" => Label::Optional,
            "required" => Label::Required,
            "repeated" => Label::Repeated,
            _ => return self.field(field, None, around, nested, location),
        };
        if self.file.edition.is_modern() && label != Label::Repeated {
            let word = self.token().text;
            let mistake =
                Mistake::new(self.token().span, format!("there is no `{word}` in editions"));
            self.report(mistake.help(match label {
                Label::Required => "set `features.field_presence = LEGACY_REQUIRED`",
                _ => "leave it out: fields have presence unless `features.field_presence` says no",
            }));
        }
        self.part(location, &[4], |p| {
            p.next();
            Ok(())
        })?;
        let proto3 = self.file.edition == Edition::PROTO3;
        self.file.fields[field].proto3_optional = proto3 && label == Label::Optional;
        self.field(field, Some(label), around, nested, location)
    }

    /// Reads a field behind its label. `around` is the location of the message or file that holds
    /// it, and `nested` the step from there to messages that it declares.
    pub(super) fn field(
        &mut self,
        field: usize,
        label: Option<Label>,
        around: LocationId,
        nested: i32,
        location: LocationId,
    ) -> Parse {
        let map = self.field_type(field, label, location)?;
        let name_token = self.token();
        let name = self.part(location, &[1], |p| p.identifier("the name of a field"))?;
        self.file.fields[field].name = name;
        if !self.at("=") {
            let found = self.found();
            return self.fail(format!("expected `=` and the number of the field, found {found}"));
        }
        self.next();
        let number_span = self.token().span;
        let number = self.part(location, &[3], |p| p.int32("the number of the field"))?;
        self.file.fields[field].number = number;
        self.file.fields[field].number_span = number_span;
        self.field_options(field, location)?;
        if self.file.fields[field].kind == Type::Group(None) {
            self.group(field, &name_token, around, nested, location)?;
        } else {
            self.expect_end(";", location)?;
        }
        self.close(location);
        if let Some(types) = map {
            self.map_entry(field, types);
        }
        Ok(())
    }

    /// Reads the type of a field; the types in it if it is a map.
    fn field_type(
        &mut self,
        field: usize,
        label: Option<Label>,
        location: LocationId,
    ) -> Parse<Option<MapTypes>> {
        let own = self.file.locations.open(None, &[], &self.lexer.current);
        let start = self.token().span;
        if self.at("map") {
            let name = self.identifier("map")?;
            if self.at("<") {
                let types = self.map_types(field, label, start)?;
                self.file.locations.set_path(own, Some(location), &[6]);
                self.close(own);
                self.file.fields[field].type_name.span = start.to(self.lexer.previous.span);
                return Ok(Some(types));
            }
            // A message or an enum may be called `map`.
            self.set_type(field, label, (Type::Named, name));
            self.file.locations.set_path(own, Some(location), &[6]);
            self.close(own);
            return Ok(None);
        }
        let no_label = label.is_none() && self.file.edition == Edition::PROTO2;
        if no_label && !self.at_kind(Kind::End) {
            let text = self.token().text;
            let message = "expected `required`, `optional` or `repeated`";
            let message = match self.at_kind(Kind::Identifier) {
                true => format!("{message} before `{text}`"),
                false => format!("{message}, found `{text}`"),
            };
            self.mistake(message);
            if !self.at_kind(Kind::Identifier) && !self.at(".") {
                return Err(Abort);
            }
        }
        let kind = self.any_type()?;
        let step = if kind.0 == Type::Named { 6 } else { 5 };
        self.set_type(field, label, kind);
        self.file.locations.set_path(own, Some(location), &[step]);
        self.close(own);
        Ok(None)
    }

    fn set_type(&mut self, field: usize, label: Option<Label>, (kind, name): (Type, Name)) {
        let field = &mut self.file.fields[field];
        field.kind = kind;
        field.type_name = name;
        field.label = label.unwrap_or(Label::Optional);
    }

    /// Reads `<Key, Value>`.
    fn map_types(&mut self, field: usize, label: Option<Label>, start: Span) -> Parse<MapTypes> {
        let in_oneof = self.file.fields[field].oneof.is_some();
        let reason = match label {
            _ if in_oneof => Some("a map cannot be in a oneof"),
            Some(_) => Some("a map has no label"),
            None if self.file.fields[field].extendee.is_some() => {
                Some("an extension cannot be a map")
            }
            None => None,
        };
        if let Some(reason) = reason {
            self.report(Mistake::new(start, reason));
        }
        self.expect("<")?;
        let key = self.any_type()?;
        self.expect(",")?;
        let value = self.any_type()?;
        self.expect(">")?;
        for (_, name) in [&key, &value].iter().filter(|(kind, _)| *kind == Type::Group(None)) {
            self.report(Mistake::new(name.span, "a map cannot hold groups"));
        }
        Ok([key, value])
    }

    /// Reads a scalar type, `group`, or the name of a type.
    fn any_type(&mut self) -> Parse<(Type, Name)> {
        let token = self.token();
        if let Some(scalar) = Scalar::named(token.text) {
            self.next();
            return Ok((Type::Scalar(scalar), Name { text: String::new(), span: token.span }));
        }
        if token.is("group") {
            if self.file.edition.is_modern() {
                let mistake = Mistake::new(token.span, "there are no groups in editions");
                let help = "declare a message, and a field of it with \
                            `features.message_encoding = DELIMITED`";
                self.report(mistake.help(help));
            }
            self.next();
            return Ok((Type::Group(None), Name { text: String::new(), span: token.span }));
        }
        Ok((Type::Named, self.type_name()?))
    }

    /// Reads the name of a message or an enum.
    pub(super) fn type_name(&mut self) -> Parse<Name> {
        let token = self.token();
        if Scalar::named(token.text).is_some() || token.is("group") {
            self.mistake(format!("expected the name of a message, found `{}`", token.text));
            self.next();
            return Ok(Name { text: token.text.into(), span: token.span });
        }
        let dot = self.eat(".");
        let mut name = self.identifier("the name of a type")?;
        if dot {
            name.text.insert(0, '.');
            name.span.start = token.span.start;
        }
        self.qualified_rest(name)
    }

    /// Reads `.name` as often as it comes.
    fn qualified_rest(&mut self, mut name: Name) -> Parse<Name> {
        while self.eat(".") {
            let part = self.identifier("a name")?;
            name.text.push('.');
            name.text.push_str(&part.text);
            name.span = name.span.to(part.span);
        }
        Ok(name)
    }

    /// Reads the body of a group: a message and a field of it, of one name.
    fn group(
        &mut self,
        field: usize,
        name: &lexer::Token<'_>,
        around: LocationId,
        nested: i32,
        location: LocationId,
    ) -> Parse {
        let parent = self.file.fields[field].parent;
        let index = count(self.scope(parent).messages.len());
        let own = self.open(around, &[nested, index]);
        self.file.locations.start_with(own, location);
        for (parent, step) in [(own, 1), (location, 6)] {
            let location = self.open(parent, &[step]);
            self.file.locations.start_at(location, name);
            self.file.locations.end_at(location, name);
        }
        let own_name = self.file.fields[field].name.clone();
        if !own_name.text.starts_with(|c: char| c.is_ascii_uppercase()) {
            let mistake = Mistake::new(own_name.span, "the name of a group starts with a capital");
            self.report(mistake);
        }
        self.file.fields[field].name.text.make_ascii_lowercase();
        self.file.fields[field].type_name = own_name.clone();
        if !self.at("{") {
            let found = self.found();
            return self.fail(format!("expected the body of the group, found {found}"));
        }
        let message = self.add_message(parent, own_name);
        self.message_block(message, own)?;
        self.close(own);
        Ok(())
    }

    /// Adds the message that stands for the entries of a map.
    fn map_entry(&mut self, field: usize, types: MapTypes) {
        let own = &mut self.file.fields[field];
        let text = map_entry_name(&own.name.text);
        own.label = Label::Repeated;
        own.type_name.text.clone_from(&text);
        let (parent, span, options) = (own.parent, own.name.span, own.options);
        let entry = self.add_message(parent, Name { text, span });
        self.file.messages[entry].map_entry = true;
        let features = options.and_then(|id| {
            let mut copy = self.file.options[id].clone();
            copy.path = None;
            copy.written.retain(crate::option::Written::is_feature);
            (!copy.written.is_empty()).then_some(copy)
        });
        for ((number, name), (kind, type_name)) in (1..).zip(["key", "value"]).zip(types) {
            let mut own = Field::new(Some(entry), None);
            own.name = Name { text: name.into(), span: type_name.span };
            (own.number, own.number_span) = (number, type_name.span);
            (own.kind, own.type_name) = (kind, type_name);
            own.options = features.clone().map(|options| {
                self.file.options.push(options);
                self.file.options.len() - 1
            });
            let index = self.file.fields.len();
            self.file.messages[entry].fields.push(index);
            self.file.fields.push(own);
        }
    }

    /// Reads `[default = …, json_name = …, option = …]`.
    fn field_options(&mut self, field: usize, location: LocationId) -> Parse {
        if !self.at("[") {
            return Ok(());
        }
        let own = self.open(location, &[8]);
        self.next();
        loop {
            match self.token().text {
                "default" => self.default_value(field, location)?,
                "json_name" => self.json_name(field, location)?,
                _ => {
                    let mut options = self.file.fields[field].options;
                    let result = self.option(&mut options, Target::Field, own);
                    self.file.fields[field].options = options;
                    result?;
                }
            }
            if !self.eat(",") {
                break;
            }
        }
        self.expect("]")?;
        self.close(own);
        Ok(())
    }

    fn json_name(&mut self, field: usize, location: LocationId) -> Parse {
        if self.file.fields[field].json_name.is_some() {
            self.mistake("`json_name` is set already");
        }
        let own = self.open(location, &[10]);
        self.next();
        self.expect("=")?;
        let value = self.part(own, &[], |p| p.string("a quoted JSON name"))?;
        self.close(own);
        self.file.fields[field].json_name = Some(value);
        Ok(())
    }
}

/// `some_field` ▶ `SomeFieldEntry`
pub(crate) fn map_entry_name(field: &str) -> String {
    let mut name = String::with_capacity(field.len() + 5);
    let mut capital = true;
    for c in field.chars() {
        match c {
            '_' => capital = true,
            c if capital => {
                name.push(c.to_ascii_uppercase());
                capital = false;
            }
            c => name.push(c),
        }
    }
    name + "Entry"
}
