//! Options: as they are written, and as the fields that they set.

use std::fmt;

use crate::ast::{Id, Name};
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
    pub(crate) const ALL: [Self; 9] = [
        Self::File,
        Self::ExtensionRange,
        Self::Message,
        Self::Field,
        Self::Oneof,
        Self::Enum,
        Self::EnumValue,
        Self::Service,
        Self::Method,
    ];

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
    /// The path in `SourceCodeInfo`; `None` where nothing is written, as for the entries of maps.
    pub(crate) path: Option<Vec<i32>>,
    /// The full name of what they belong to: names in them are looked up beside it.
    pub(crate) scope: String,
    pub(crate) written: Vec<Written>,
    /// The fields of the options message that they set, those of `descriptor.proto` first.
    pub(crate) tree: Tree,
}

/// An option as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) name: Vec<NamePart>,
    pub(crate) name_span: Span,
    pub(crate) value: Literal,
}

impl Written {
    /// Whether it sets the given field of the options message, not an extension.
    pub(crate) fn is(&self, name: &str) -> bool {
        matches!(&*self.name, [part] if !part.is_extension && part.name.text == name)
    }

    /// Whether it sets something in `features`.
    pub(crate) fn is_feature(&self) -> bool {
        self.name.first().is_some_and(|part| !part.is_extension && part.name.text == "features")
    }
}

/// A part of the name of an option: `java_package`, or `(my.option)` for an extension.
#[derive(Clone, Debug)]
pub(crate) struct NamePart {
    pub(crate) name: Name,
    pub(crate) is_extension: bool,
}

/// A value and where it is.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// A value as it is written, in an option or in the text format inside of one.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Identifier(String),
    /// The magnitude, and whether there is a minus before it.
    Integer(u64, bool),
    Float(f64),
    String(Vec<u8>),
    Message(Vec<TextField>),
    List(Vec<Literal>),
}

/// A field in the text format.
#[derive(Clone, Debug)]
pub(crate) struct TextField {
    pub(crate) name: TextName,
    pub(crate) span: Span,
    pub(crate) value: Literal,
}

/// What a field in the text format is called.
#[derive(Clone, Debug)]
pub(crate) enum TextName {
    Field(String),
    /// `[package.extension]`
    Extension(String),
    /// `[domain/package.Message]`, the contents of an `Any`.
    Any {
        domain: String,
        message: String,
    },
}

/// Fields of an options message, or of a message in one, with their values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tree(pub(crate) Vec<Entry>);

/// A field and its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) field: Id,
    pub(crate) number: i32,
    pub(crate) node: Node,
}

/// A value as the wire holds it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Varint(u64),
    Fixed32(u32),
    Fixed64(u64),
    Bytes(Vec<u8>),
    Message(Tree),
    Group(Tree),
    /// A message in a `MessageSet`, which has a wire form of its own.
    SetItem(Tree),
    Packed(Vec<Node>),
}

impl Node {
    /// The fields in it, if it is a message.
    pub(crate) fn tree_mut(&mut self) -> Option<&mut Tree> {
        match self {
            Self::Message(tree) | Self::Group(tree) | Self::SetItem(tree) => Some(tree),
            _ => None,
        }
    }
}

impl Tree {
    /// The last value of a field.
    pub(crate) fn get(&self, number: i32) -> Option<&Node> {
        self.0.iter().rev().find(|entry| entry.number == number).map(|entry| &entry.node)
    }

    /// The last value of a field that holds a number, an enum value or a truth value.
    pub(crate) fn number(&self, number: i32) -> Option<u64> {
        match self.get(number)? {
            Node::Varint(value) => Some(*value),
            _ => None,
        }
    }

    /// All messages of a field.
    pub(crate) fn messages(&self, number: i32) -> impl Iterator<Item = &Self> {
        self.0.iter().filter(move |entry| entry.number == number).filter_map(|entry| {
            match &entry.node {
                Node::Message(tree) => Some(tree),
                _ => None,
            }
        })
    }

    /// The last value of a field that holds text.
    pub(crate) fn text(&self, number: i32) -> Option<String> {
        match self.get(number)? {
            Node::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }
}
