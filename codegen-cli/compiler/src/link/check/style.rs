//! The style of names, from edition 2024 on.

use super::Checker;
use crate::ast::{Features, Name};
use crate::link::features::{Feature, STYLE2024};

/// How names of a kind are written.
#[derive(Clone, Copy)]
enum Style {
    TitleCase,
    LowerSnake,
    UpperSnake,
}

impl Style {
    fn name(self) -> &'static str {
        match self {
            Self::TitleCase => "TitleCase",
            Self::LowerSnake => "lower_snake_case",
            Self::UpperSnake => "UPPER_SNAKE_CASE",
        }
    }

    fn accepts(self, name: &str) -> bool {
        let bytes = name.as_bytes();
        let first = bytes.first().copied().unwrap_or_default();
        // An underscore stands between words, and a word starts with a letter.
        let words = |name: &str| {
            name.split('_').skip(1).all(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        match self {
            Self::TitleCase => {
                first.is_ascii_uppercase() && bytes.iter().all(u8::is_ascii_alphanumeric)
            }
            Self::LowerSnake => {
                let part =
                    |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.".contains(b);
                first.is_ascii_lowercase() && bytes.iter().all(part) && words(name)
            }
            Self::UpperSnake => {
                let part = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
                first.is_ascii_uppercase() && bytes.iter().all(part) && words(name)
            }
        }
    }
}

impl Checker<'_> {
    pub(super) fn styles(&mut self) {
        use Style::{LowerSnake, TitleCase, UpperSnake};
        let own = self.own;
        let top = own.features;
        if let Some(package) = &own.package {
            self.style("package", package, LowerSnake, top);
        }
        for message in &own.messages {
            if !message.map_entry {
                self.style("message", &message.name, TitleCase, message.features);
            }
            for oneof in message.oneofs.iter().filter(|oneof| !oneof.synthetic) {
                self.style("oneof", &oneof.name, LowerSnake, oneof.features);
            }
        }
        for field in &own.fields {
            self.style("field", &field.name, LowerSnake, field.features);
        }
        for enumeration in &own.enums {
            self.style("enum", &enumeration.name, TitleCase, enumeration.features);
            for value in &enumeration.values {
                let features = self.merged(value.options, enumeration.features);
                self.style("enum value", &value.name, UpperSnake, features);
            }
        }
        for service in &own.services {
            let features = self.merged(service.options, top);
            self.style("service", &service.name, TitleCase, features);
            for method in &service.methods {
                self.style(
                    "method",
                    &method.name,
                    TitleCase,
                    self.merged(method.options, features),
                );
            }
        }
    }

    fn merged(&self, options: Option<crate::option::OptionsId>, around: Features) -> Features {
        options.map_or(around, |id| self.own.options[id].merged_features(around))
    }

    fn style(&mut self, kind: &str, name: &Name, style: Style, features: Features) {
        if features.get(Feature::NamingStyle) != STYLE2024 || style.accepts(&name.text) {
            return;
        }
        let message = format!("the name of this {kind}, `{}`, is not {}", name.text, style.name());
        let help = "set `features.enforce_naming_style = STYLE_LEGACY` to keep it";
        self.report_help(name.span, message, help);
    }
}
