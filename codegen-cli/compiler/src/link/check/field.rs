//! Fields and extensions.

use super::Checker;
use super::message::{Declaration, holds};
use crate::ast::{Edition, Field, Id, Label, Scalar, Type};
use crate::link::features::{CLOSED, Feature};
use crate::link::text_format::is_message_set;
use crate::problem::Mistake;

/// The greatest field number.
const MAX: i32 = 0x1fff_ffff;

impl Checker<'_> {
    pub(super) fn field(&mut self, id: Id) {
        let field = &self.own.fields[id.index];
        let Some(of) = field.of else { return };
        let message_set = is_message_set(self.pool, of);
        let number = field.number;
        if number <= 0 {
            self.report(field.number_span, "field numbers are positive");
        } else if number > MAX && !message_set {
            self.report(field.number_span, format!("field numbers are at most {MAX}"));
        } else if (19_000..20_000).contains(&number) {
            self.report(field.number_span, "the numbers 19000 to 19999 are for protobuf itself");
        }
        if field.extendee.is_some() {
            self.extension(id, field, of);
        } else if message_set {
            self.report(field.name.span, "a `MessageSet` has no fields, only extensions");
        }
        self.field_options(field);
        self.map(field);
        if self.own.edition == Edition::PROTO3 {
            self.proto3(field, of);
        }
        if self.own.edition.is_modern() {
            self.field_features(field);
        }
        self.visible_type(field);
    }

    fn extension(&mut self, id: Id, field: &Field, of: Id) {
        let message = self.pool.message(of);
        let (number, span, full) = (field.number, field.number_span, &message.full_name);
        let mut ranges = message.extension_ranges.iter();
        let Some(range) = ranges.find(|extension| holds(&extension.range, number)) else {
            let help = match message.extension_ranges.first() {
                Some(first) => {
                    let range = first.range;
                    format!("it has {} to {}", range.start, range.end - 1)
                }
                None => "it has no `extensions` range".into(),
            };
            return self.report_help(
                span,
                format!("`{full}` has no extension number {number}"),
                help,
            );
        };
        if let Some(other) = self.pool.extensions.get(&(of, number)).filter(|other| **other != id) {
            let first = self.pool.field(*other);
            let message = format!("the extension number {number} of `{full}` is used twice");
            let what = format!("`{}` has it", first.full_name);
            let mistake = Mistake::new(span, message);
            self.mistakes.push(mistake.related(Some(other.file), first.number_span, what));
        }
        if field.label == Label::Required {
            self.report(field.name.span, "an extension cannot be required");
        }
        if is_message_set(self.pool, of)
            && (field.label != Label::Optional || !matches!(field.kind, Type::Message(_)))
        {
            self.report(field.name.span, "an extension of a `MessageSet` is an optional message");
        }
        if let Some(name) = &field.json_name
            && name.text != crate::text::json_name(&field.name.text)
        {
            self.report(name.span, "an extension has no `json_name`");
        }
        let Some(options) = range.options else { return };
        let options = &self.pool.files[of.file].options[options].tree;
        let declarations: Vec<_> = options.messages(2).map(Declaration::new).collect();
        let verified = !declarations.is_empty() || options.number(3) == Some(0);
        match declarations.iter().find(|declaration| declaration.number == number) {
            Some(declaration) => self.declared(field, declaration),
            None if verified => {
                let message = format!("`{full}` does not declare the extension number {number}");
                self.report(span, message);
            }
            None => {}
        }
    }

    /// Compares an extension with its declaration.
    fn declared(&mut self, field: &Field, declaration: &Declaration) {
        let span = field.number_span;
        if declaration.reserved {
            let message = format!("the extension number {} is reserved", field.number);
            return self.report(span, message);
        }
        let named = |text: &Option<String>, own: &str| {
            text.as_deref().is_none_or(|text| text.trim_start_matches('.') == own)
        };
        let kind = match field.kind {
            Type::Scalar(scalar) => scalar.name().to_owned(),
            Type::Message(id) | Type::Group(Some(id)) => self.pool.message(id).full_name.clone(),
            Type::Enum(id) => self.pool.enumeration(id).full_name.clone(),
            _ => return,
        };
        let expected = |text: &Option<String>| text.clone().unwrap_or_default();
        if !named(&declaration.name, &field.full_name) {
            let name = expected(&declaration.name);
            self.report(field.name.span, format!("the extension is declared as `{name}`"));
        }
        if !named(&declaration.kind, &kind) {
            let kind = expected(&declaration.kind);
            self.report(
                field.type_name.span,
                format!("the extension is declared with type `{kind}`"),
            );
        }
        if declaration.repeated != (field.label == Label::Repeated) {
            let what = if declaration.repeated { "repeated" } else { "not repeated" };
            self.report(field.name.span, format!("the extension is declared as {what}"));
        }
    }

    fn field_options(&mut self, field: &Field) {
        let span = field.name.span;
        // By their numbers: lazy, unverified_lazy, packed, jstype, ctype.
        if self.is_on(field.options, 5) || self.is_on(field.options, 15) {
            if !matches!(field.kind, Type::Message(_)) || field.is_delimited() {
                self.report(span, "`lazy` is for message fields");
            }
            if self.is_on(field.options, 15) && field.extendee.is_some() {
                self.report(span, "an extension cannot be `unverified_lazy`");
            }
        }
        let packable = match field.kind {
            Type::Scalar(scalar) => scalar.is_packable(),
            Type::Enum(_) => true,
            _ => false,
        };
        if self.is_on(field.options, 2) && !(packable && field.label == Label::Repeated) {
            self.report(span, "`packed` is for repeated fields of numbers, enums and bool");
        }
        if self.is_on(field.options, 6) {
            use Scalar::{Fixed64, Int64, Sfixed64, Sint64, Uint64};
            let wide =
                matches!(field.kind, Type::Scalar(Uint64 | Int64 | Sint64 | Fixed64 | Sfixed64));
            if !wide {
                self.report(span, "`jstype` is for fields of 64-bit integers");
            }
        }
        let ctype = self.options(field.options).and_then(|tree| tree.number(1)).is_some();
        if ctype && self.own.edition >= Edition::E2024 {
            let help = "set `features.(pb.cpp).string_type`";
            self.report_help(span, "there is no `ctype` from edition 2024 on", help);
        }
        if let Some(name) = field.json_name.as_ref().filter(|name| name.text.contains('\0')) {
            self.report(name.span, "a `json_name` has no null characters");
        }
    }

    fn map(&mut self, field: &Field) {
        let Type::Message(entry) = field.kind else { return };
        let entry = self.pool.message(entry);
        let [key, value] = *entry.fields else { return };
        if !entry.map_entry {
            return;
        }
        let key = &self.own.fields[key];
        match key.kind {
            Type::Scalar(Scalar::Float | Scalar::Double | Scalar::Bytes) | Type::Message(_) => {
                let help = "it can be an integer, `bool` or `string`";
                let message = "the key of a map cannot be a float, bytes or a message";
                self.report_help(key.type_name.span, message, help);
            }
            Type::Enum(_) => self.report(key.type_name.span, "the key of a map cannot be an enum"),
            Type::Group(_) => self.report(key.type_name.span, "the key of a map cannot be a group"),
            _ => {}
        }
        let value = &self.own.fields[value];
        if let Type::Enum(id) = value.kind {
            let first = self.pool.enumeration(id).values.first();
            if first.is_some_and(|first| first.number != 0) {
                let message = "an enum in a map has 0 as its first value";
                self.report(value.type_name.span, message);
            }
        }
    }

    fn proto3(&mut self, field: &Field, of: Id) {
        let extended = &self.pool.message(of).full_name;
        if let Some(extendee) = &field.extendee {
            let options = extended.starts_with("google.protobuf.") && extended.ends_with("Options");
            if !options {
                let message = "extensions in proto3 are for options only";
                let help = "extend a message such as `google.protobuf.FieldOptions`";
                self.report_help(extendee.span, message, help);
            }
        }
        if field.label == Label::Required {
            self.report(field.name.span, "there are no required fields in proto3");
        }
        if let Some(default) = &field.default {
            self.report(default.span, "there are no default values in proto3");
        }
        if matches!(field.kind, Type::Group(_)) {
            self.report(field.name.span, "there are no groups in proto3");
        }
        if let Type::Enum(id) = field.kind {
            let enumeration = self.pool.enumeration(id);
            if enumeration.features.get(Feature::EnumType) == CLOSED {
                let name = &enumeration.full_name;
                let message =
                    format!("`{name}` is a closed enum, which proto3 messages cannot use");
                self.report(field.type_name.span, message);
            }
        }
    }
}
