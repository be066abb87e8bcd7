//! Features: what editions, files, messages and fields say about presence, encoding and names.

use super::Linker;
use crate::ast::{Edition, Features, Field, Id, Label, Type};
use crate::option::{Options, OptionsId, Target};
use crate::problem::Mistake;

/// A feature, by its place in [`Features`]; its number in `FeatureSet` is one more.
#[derive(Clone, Copy)]
pub(crate) enum Feature {
    FieldPresence = 0,
    EnumType = 1,
    RepeatedFieldEncoding = 2,
    Utf8Validation = 3,
    MessageEncoding = 4,
    JsonFormat = 5,
    NamingStyle = 6,
    SymbolVisibility = 7,
}

pub(crate) const IMPLICIT: u8 = 2;
pub(crate) const LEGACY_REQUIRED: u8 = 3;
pub(crate) const OPEN: u8 = 1;
pub(crate) const CLOSED: u8 = 2;
const PACKED: u8 = 1;
const EXPANDED: u8 = 2;
const VERIFY: u8 = 2;
const DELIMITED: u8 = 2;
/// `json_format = ALLOW`
pub(crate) const ALLOW: u8 = 1;
/// `enforce_naming_style = STYLE2024`
pub(crate) const STYLE2024: u8 = 1;

impl Features {
    /// What an edition starts with.
    fn of(edition: Edition) -> Self {
        Self(match edition {
            Edition::PROTO2 => [1, CLOSED, EXPANDED, 3, 1, 2, 2, 1],
            Edition::PROTO3 => [IMPLICIT, OPEN, PACKED, 2, 1, ALLOW, 2, 1],
            Edition::E2023 => [1, OPEN, PACKED, 2, 1, ALLOW, 2, 1],
            _ => [1, OPEN, PACKED, 2, 1, ALLOW, STYLE2024, 2],
        })
    }

    pub(crate) fn get(self, feature: Feature) -> u8 {
        self.0[feature as usize]
    }

    fn set(&mut self, feature: Feature, value: u8) {
        self.0[feature as usize] = value;
    }
}

impl Target {
    /// The number of the `features` field in its options message.
    fn features_number(self) -> i32 {
        match self {
            Self::File | Self::ExtensionRange => 50,
            Self::Message => 12,
            Self::Field => 21,
            Self::Oneof => 1,
            Self::Enum => 7,
            Self::EnumValue => 2,
            Self::Service => 34,
            Self::Method => 35,
        }
    }
}

impl Options {
    /// The features of what is around, and what these options say otherwise.
    pub(crate) fn merged_features(&self, mut features: Features) -> Features {
        for set in self.tree.messages(self.target.features_number()) {
            for (value, number) in features.0.iter_mut().zip(1..) {
                if let Some(own) = set.number(number).and_then(|own| u8::try_from(own).ok()) {
                    *value = own;
                }
            }
        }
        features
    }
}

impl Field {
    /// Whether repeated values of it are packed on the wire.
    pub(crate) fn is_packed(&self) -> bool {
        let packable = match self.kind {
            Type::Scalar(scalar) => scalar.is_packable(),
            Type::Enum(_) => true,
            _ => false,
        };
        let encoding = self.features.get(Feature::RepeatedFieldEncoding);
        packable && self.label == Label::Repeated && encoding == PACKED
    }

    /// Whether a value is written even if it is zero or empty.
    pub(crate) fn has_presence(&self) -> bool {
        self.label != Label::Repeated
            && (matches!(self.kind, Type::Message(_) | Type::Group(_))
                || self.oneof.is_some()
                || self.extendee.is_some()
                || self.features.get(Feature::FieldPresence) != IMPLICIT)
    }

    /// Whether strings in it are checked to be UTF-8.
    pub(crate) fn is_utf8(&self) -> bool {
        self.features.get(Feature::Utf8Validation) == VERIFY
    }

    /// Whether messages in it are written as groups.
    pub(crate) fn is_delimited(&self) -> bool {
        matches!(self.kind, Type::Group(_))
            || self.features.get(Feature::MessageEncoding) == DELIMITED
    }

    pub(crate) fn is_required(&self) -> bool {
        self.features.get(Feature::FieldPresence) == LEGACY_REQUIRED
    }
}

impl Linker {
    /// Resolves the features of a file and all in it.
    pub(super) fn resolve_features(&mut self, file: usize) {
        let own = &self.pool.files[file];
        let edition = own.edition;
        let top = self.merged(file, own.own_options, Features::of(edition));
        self.pool.files[file].features = top;
        for index in 0..self.pool.files[file].messages.len() {
            let own = &self.pool.files[file];
            let message = &own.messages[index];
            let around = message.parent.map_or(top, |parent| own.messages[parent].features);
            let features = self.merged(file, message.options, around);
            self.pool.files[file].messages[index].features = features;
            for oneof in 0..self.pool.files[file].messages[index].oneofs.len() {
                let options = self.pool.files[file].messages[index].oneofs[oneof].options;
                let own = self.merged(file, options, features);
                self.pool.files[file].messages[index].oneofs[oneof].features = own;
            }
        }
        for index in 0..self.pool.files[file].enums.len() {
            let own = &self.pool.files[file];
            let enumeration = &own.enums[index];
            let around = enumeration.parent.map_or(top, |parent| own.messages[parent].features);
            let features = self.merged(file, enumeration.options, around);
            self.pool.files[file].enums[index].features = features;
        }
        for index in 0..self.pool.files[file].fields.len() {
            let features = self.field_features(Id { file, index }, top);
            self.pool.files[file].fields[index].features = features;
        }
        self.forbid_features(file);
    }

    fn field_features(&self, id: Id, top: Features) -> Features {
        let own = &self.pool.files[id.file];
        let field = &own.fields[id.index];
        let around = match (field.parent, field.oneof) {
            (Some(message), Some(oneof)) if field.extendee.is_none() => {
                own.messages[message].oneofs[oneof].features
            }
            (Some(message), _) => own.messages[message].features,
            (None, _) => top,
        };
        let mut features = self.merged(id.file, field.options, around);
        if own.edition.is_modern() {
            let entry = field.parent.is_some_and(|parent| own.messages[parent].map_entry);
            let map = match field.kind {
                Type::Message(id) => self.pool.message(id).map_entry,
                _ => false,
            };
            if entry || map {
                features.set(Feature::MessageEncoding, 1);
            }
            return features;
        }
        if field.label == Label::Required {
            features.set(Feature::FieldPresence, LEGACY_REQUIRED);
        }
        if field.proto3_optional {
            features.set(Feature::FieldPresence, 1);
        }
        // Number 2 is `packed`.
        let packed = field.options.and_then(|id| own.options[id].tree.number(2));
        match packed {
            Some(0) => features.set(Feature::RepeatedFieldEncoding, EXPANDED),
            Some(_) => features.set(Feature::RepeatedFieldEncoding, PACKED),
            None => {}
        }
        features
    }

    fn merged(&self, file: usize, options: Option<OptionsId>, around: Features) -> Features {
        options.map_or(around, |id| self.pool.files[file].options[id].merged_features(around))
    }

    /// Features are of editions only.
    fn forbid_features(&mut self, file: usize) {
        let own = &self.pool.files[file];
        if own.edition.is_modern() {
            return;
        }
        let written = own.options.iter().filter(|options| options.path.is_some());
        let features = written.flat_map(|options| &options.written).filter(|w| w.is_feature());
        let help = "start the file with `edition = \"2023\";`";
        let mistake = |span| Mistake::new(span, "features are of editions only").help(help);
        let mistakes: Vec<_> = features.map(|written| mistake(written.name_span)).collect();
        self.mistakes.extend(mistakes.into_iter().map(|mistake| (file, mistake)));
    }
}
