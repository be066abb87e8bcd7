//! Options: as they are written, and as the fields that they set.

use std::fmt;

use crate::ast::{Features, Id, Name};
use crate::locations::LocationId;
use crate::problem::Span;

/// The index of the options of one element.
pub(crate) type OptionsId = usize;

/// What options belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    File,
    ExtensionRange,
    Message,
    Field,
    Oneof,
    Enum,
    EnumValue,
    Service,
    Method,
}

impl Target {
    /// The message of `descriptor.proto` whose fields the options are.
    pub(crate) fn options_message(self) -> &'static str {
        match self {
            Self::File => "google.protobuf.FileOptions",
            Self::ExtensionRange => "google.protobuf.ExtensionRangeOptions",
            Self::Message => "google.protobuf.MessageOptions",
            Self::Field => "google.protobuf.FieldOptions",
            Self::Oneof => "google.protobuf.OneofOptions",
            Self::Enum => "google.protobuf.EnumOptions",
            Self::EnumValue => "google.protobuf.EnumValueOptions",
            Self::Service => "google.protobuf.ServiceOptions",
            Self::Method => "google.protobuf.MethodOptions",
        }
    }

    /// Its number in `FieldOptions.OptionTargetType`.
    pub(crate) fn number(self) -> u64 {
        match self {
            Self::File => 1,
            Self::ExtensionRange => 2,
            Self::Message => 3,
            Self::Field => 4,
            Self::Oneof => 5,
            Self::Enum => 6,
            Self::EnumValue => 7,
            Self::Service => 8,
            Self::Method => 9,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "file",
            Self::ExtensionRange => "extension range",
            Self::Message => "message",
            Self::Field => "field",
            Self::Oneof => "oneof",
            Self::Enum => "enum",
            Self::EnumValue => "enum value",
            Self::Service => "service",
            Self::Method => "method",
        })
    }
}

/// The options of one element.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) target: Target,
    /// Where it starts in `SourceCodeInfo`.
    pub(crate) path: Vec<i32>,
    pub(crate) written: Vec<Written>,
    /// The fields of the options message, those of `descriptor.proto` first.
    pub(crate) tree: Tree,
}

/// An option as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) name: Vec<NamePart>,
    pub(crate) value: Aggregate,
    pub(crate) span: Span,
}

/// A part of the name of an option: `java_package`, or `(my.option)` for an extension.
#[derive(Clone, Debug)]
pub(crate) struct NamePart {
    pub(crate) name: Name,
    pub(crate) is_extension: bool,
}
