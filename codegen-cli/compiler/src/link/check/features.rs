//! Features, and who can see what, in editions.

use super::Checker;
use crate::ast::{Field, Id, Label, Scalar, Type, Visibility};
use crate::link::features::{CLOSED, Feature, IMPLICIT, LEGACY_REQUIRED};
use crate::problem::{Mistake, Span};

/// `EXPORT_TOP_LEVEL` of `default_symbol_visibility`
const EXPORT_TOP_LEVEL: u8 = 2;
/// `STRICT` of `default_symbol_visibility`
const STRICT: u8 = 4;
/// The number of `FieldOptions.features`.
const FIELD_FEATURES: i32 = 21;

impl Checker<'_> {
    /// A feature that a field sets itself.
    fn own_feature(&self, field: &Field, feature: Feature) -> Option<u64> {
        let sets = self.options(field.options)?.messages(FIELD_FEATURES);
        sets.filter_map(|set| set.number(feature as i32 + 1)).last()
    }

    pub(super) fn file_features(&mut self) {
        if !self.own.edition.is_modern() {
            return;
        }
        let span = self.own.syntax_span;
        if self.own.features.get(Feature::FieldPresence) == LEGACY_REQUIRED {
            self.report(span, "a file cannot make all fields required");
        }
        // Number 27 is `java_string_check_utf8`.
        if self.is_on(self.own.own_options, 27) {
            let help = "set `features.(pb.java).utf8_validation`";
            self.report_help(span, "there is no `java_string_check_utf8` in editions", help);
        }
        for service in &self.own.services {
            for method in &service.methods {
                for name in [&method.input, &method.output] {
                    if let Some(id) = self.pool.message_named(&name.text) {
                        self.visible(name.span, id, true);
                    }
                }
            }
        }
        if self.own.features.get(Feature::SymbolVisibility) == STRICT {
            let messages = self.own.messages.iter().map(|m| (m.parent, m.visibility, &m.name));
            let enums = self.own.enums.iter().map(|e| (e.parent, e.visibility, &e.name));
            let nested = messages.chain(enums).filter(|(parent, ..)| parent.is_some());
            let exported = nested.filter(|(_, visibility, _)| *visibility == Visibility::Export);
            let spans: Vec<Span> = exported.map(|(.., name)| name.span).collect();
            for span in spans {
                let message = "what is nested cannot be `export` when visibility is `STRICT`";
                self.report_help(span, message, "move it out of the message");
            }
        }
    }

    pub(super) fn field_features(&mut self, field: &Field) {
        let span = field.name.span;
        let presence = field.features.get(Feature::FieldPresence);
        let is_entry = field.parent.is_some_and(|parent| self.own.messages[parent].map_entry);
        // Number 2 is `packed`.
        if self.options(field.options).is_some_and(|tree| tree.number(2).is_some()) {
            let help = "set `features.repeated_field_encoding`";
            self.report_help(span, "there is no `packed` in editions", help);
        }
        if field.label != Label::Repeated && !field.has_presence() {
            if let Some(default) = &field.default {
                self.report(default.span, "a field without presence has no default value");
            }
            if let Type::Enum(id) = field.kind
                && self.pool.enumeration(id).features.get(Feature::EnumType) == CLOSED
            {
                let message = "an enum field without presence needs an open enum";
                self.report(field.type_name.span, message);
            }
        }
        let is_extension = field.extendee.is_some();
        if is_extension && presence == LEGACY_REQUIRED {
            self.report(span, "an extension cannot be required");
        }
        if is_entry {
            return;
        }
        let mistake = match self.own_feature(field, Feature::FieldPresence) {
            None => None,
            Some(_) if field.oneof.is_some() => Some("a field of a oneof has presence always"),
            Some(_) if field.label == Label::Repeated => Some("a repeated field has no presence"),
            Some(value) if is_extension && value != u64::from(LEGACY_REQUIRED) => {
                Some("an extension has presence always")
            }
            Some(value) if value == u64::from(IMPLICIT) => match field.kind {
                Type::Message(_) => Some("a message field has presence always"),
                _ => None,
            },
            Some(_) => None,
        };
        if let Some(message) = mistake {
            self.report(span, message);
        }
        self.encoding_features(field);
    }

    fn encoding_features(&mut self, field: &Field) {
        let span = field.name.span;
        let packable = match field.kind {
            Type::Scalar(scalar) => scalar.is_packable(),
            Type::Enum(_) => true,
            _ => false,
        };
        match self.own_feature(field, Feature::RepeatedFieldEncoding) {
            Some(_) if field.label != Label::Repeated => {
                self.report(span, "`repeated_field_encoding` is for repeated fields");
            }
            Some(1) if !packable => {
                self.report(span, "only numbers, enums and bool can be packed");
            }
            _ => {}
        }
        let entry = match field.kind {
            Type::Message(id) if self.pool.message(id).map_entry => Some(id),
            _ => None,
        };
        let is_string = |field: &Field| field.kind == Type::Scalar(Scalar::String);
        let in_entry = |id: Id| {
            let fields = self.pool.message(id).fields.iter();
            fields.map(|index| &self.pool.files[id.file].fields[*index]).any(is_string)
        };
        let sets = self.options(field.options).into_iter().flat_map(|o| o.messages(FIELD_FEATURES));
        let utf8 = sets.filter_map(|set| set.number(4)).last();
        if utf8.is_some() && !is_string(field) && !entry.is_some_and(in_entry) {
            self.report(span, "`utf8_validation` is for string fields");
        }
        let message = matches!(field.kind, Type::Message(_)) && entry.is_none();
        if self.own_feature(field, Feature::MessageEncoding).is_some() && !message {
            self.report(span, "`message_encoding` is for message fields");
        }
    }

    /// Checks that a field can see its type, and an extension what it extends.
    pub(super) fn visible_type(&mut self, field: &Field) {
        match field.kind {
            Type::Message(id) | Type::Group(Some(id)) => {
                self.visible(field.type_name.span, id, true);
            }
            Type::Enum(id) => self.visible(field.type_name.span, id, false),
            _ => {}
        }
        if let (Some(extendee), Some(of)) = (&field.extendee, field.of) {
            self.visible(extendee.span, of, true);
        }
    }

    fn visible(&mut self, span: Span, id: Id, is_message: bool) {
        if id.file == self.file {
            return;
        }
        let (keyword, nested, name) = if is_message {
            let message = self.pool.message(id);
            (message.visibility, message.parent.is_some(), &message.name)
        } else {
            let enumeration = self.pool.enumeration(id);
            (enumeration.visibility, enumeration.parent.is_some(), &enumeration.name)
        };
        let file = &self.pool.files[id.file];
        let default = file.features.get(Feature::SymbolVisibility);
        let local = match keyword {
            Visibility::Local => true,
            Visibility::Export => false,
            Visibility::Unset => {
                default > EXPORT_TOP_LEVEL || (default == EXPORT_TOP_LEVEL && nested)
            }
        };
        if !local {
            return;
        }
        let message = format!("`{}` is local to `{}`", name.text, file.name);
        let help = match keyword {
            Visibility::Unset => "its file makes such types local: declare it with `export`",
            _ => "declare it with `export` instead of `local`",
        };
        let mistake = Mistake::new(span, message).help(help);
        self.mistakes.push(mistake.related(Some(id.file), name.span, "it is declared here"));
    }
}
