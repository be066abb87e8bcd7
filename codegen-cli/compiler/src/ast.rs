//! A file as it is written, with what linking finds out about it.
//!
//! Messages, enums, fields and options lie flat in their file and name each other by index, so
//! that a symbol is a pair of numbers.

use crate::locations::Locations;
use crate::option::{Options, OptionsId};
use crate::problem::Span;

/// An edition, by its number in `google.protobuf.Edition`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edition(pub(crate) i32);

impl Edition {
    pub(crate) const PROTO2: Self = Self(998);
    pub(crate) const PROTO3: Self = Self(999);
    pub(crate) const E2023: Self = Self(1000);
    pub(crate) const E2024: Self = Self(1001);

    /// Whether the file says `edition`, not `syntax`.
    pub(crate) fn is_modern(self) -> bool {
        self >= Self::E2023
    }
}

/// A name and where it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// The features of `FeatureSet` that matter here, resolved, by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Features(pub(crate) [u8; 8]);

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) edition: Edition,
    pub(crate) syntax_span: Span,
    pub(crate) package: Option<Name>,
    pub(crate) imports: Vec<Import>,
    /// All messages, also nested ones, groups and the entries of maps.
    pub(crate) messages: Vec<Message>,
    pub(crate) enums: Vec<Enum>,
    /// All fields and extensions.
    pub(crate) fields: Vec<Field>,
    pub(crate) services: Vec<Service>,
    /// The options of everything that has some.
    pub(crate) options: Vec<Options>,
    /// What stands outside of messages.
    pub(crate) top: Scope,
    pub(crate) own_options: Option<OptionsId>,
    pub(crate) locations: Locations,
    pub(crate) features: Features,
}

impl File {
    pub(crate) fn package(&self) -> &str {
        self.package.as_ref().map_or("", |name| &name.text)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ImportKind {
    Plain,
    Public,
    Weak,
    Option,
}

#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) name: Name,
    pub(crate) kind: ImportKind,
    /// The file, once it is loaded.
    pub(crate) file: Option<usize>,
}

/// The declarations in a file or a message, by index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) messages: Vec<usize>,
    pub(crate) enums: Vec<usize>,
    pub(crate) extensions: Vec<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Visibility {
    #[default]
    Unset = 0,
    Local = 1,
    Export = 2,
}

#[derive(Debug, Default)]
pub(crate) struct Message {
    pub(crate) name: Name,
    pub(crate) full_name: String,
    /// The message around it.
    pub(crate) parent: Option<usize>,
    pub(crate) fields: Vec<usize>,
    pub(crate) inner: Scope,
    pub(crate) oneofs: Vec<Oneof>,
    pub(crate) extension_ranges: Vec<ExtensionRange>,
    pub(crate) reserved: Reserved,
    pub(crate) options: Option<OptionsId>,
    pub(crate) visibility: Visibility,
    /// The entry type of a map field.
    pub(crate) map_entry: bool,
    pub(crate) features: Features,
}

#[derive(Debug, Default)]
pub(crate) struct Oneof {
    pub(crate) name: Name,
    pub(crate) options: Option<OptionsId>,
    /// Stands for the presence of a proto3 `optional` field.
    pub(crate) synthetic: bool,
    pub(crate) features: Features,
}

#[derive(Debug)]
pub(crate) struct ExtensionRange {
    pub(crate) range: Range,
    pub(crate) options: Option<OptionsId>,
}

/// A range of numbers as descriptors hold it: the end is exclusive for messages, inclusive for
/// enums.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) start: i32,
    pub(crate) end: i32,
    pub(crate) span: Span,
}

#[derive(Debug, Default)]
pub(crate) struct Reserved {
    pub(crate) ranges: Vec<Range>,
    pub(crate) names: Vec<Name>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Optional = 1,
    Required = 2,
    Repeated = 3,
}

/// A scalar type, by its number in `FieldDescriptorProto.Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    Double = 1,
    Float = 2,
    Int64 = 3,
    Uint64 = 4,
    Int32 = 5,
    Fixed64 = 6,
    Fixed32 = 7,
    Bool = 8,
    String = 9,
    Bytes = 12,
    Uint32 = 13,
    Sfixed32 = 15,
    Sfixed64 = 16,
    Sint32 = 17,
    Sint64 = 18,
}

impl Scalar {
    /// The scalar types by the words of the language.
    pub(crate) const NAMES: [(&'static str, Self); 15] = [
        ("double", Self::Double),
        ("float", Self::Float),
        ("int64", Self::Int64),
        ("uint64", Self::Uint64),
        ("int32", Self::Int32),
        ("fixed64", Self::Fixed64),
        ("fixed32", Self::Fixed32),
        ("bool", Self::Bool),
        ("string", Self::String),
        ("bytes", Self::Bytes),
        ("uint32", Self::Uint32),
        ("sfixed32", Self::Sfixed32),
        ("sfixed64", Self::Sfixed64),
        ("sint32", Self::Sint32),
        ("sint64", Self::Sint64),
    ];

    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(name, _)| *name == word).map(|(_, scalar)| *scalar)
    }

    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, scalar)| *scalar == self).map_or("", |(name, _)| name)
    }

    /// Whether repeated fields of it can be packed.
    pub(crate) fn is_packable(self) -> bool {
        !matches!(self, Self::String | Self::Bytes)
    }
}

/// A message, enum or field of any loaded file: the file, then the index in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) file: usize,
    pub(crate) index: usize,
}

/// What type a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Scalar(Scalar),
    /// A name that is not linked yet, or that links to nothing.
    Named,
    Message(Id),
    /// A group of proto2; `None` until it is linked.
    Group(Option<Id>),
    Enum(Id),
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) full_name: String,
    pub(crate) number: i32,
    pub(crate) number_span: Span,
    pub(crate) label: Label,
    pub(crate) kind: Type,
    /// The name of its type as written; empty for a scalar.
    pub(crate) type_name: Name,
    /// The message that holds it or, for an extension, that it is declared in.
    pub(crate) parent: Option<usize>,
    /// For an extension: the name of the message that it extends.
    pub(crate) extendee: Option<Name>,
    /// The message that it belongs to, once it is linked.
    pub(crate) of: Option<Id>,
    pub(crate) oneof: Option<usize>,
    pub(crate) proto3_optional: bool,
    pub(crate) default: Option<Default>,
    pub(crate) json_name: Option<Name>,
    pub(crate) options: Option<OptionsId>,
    pub(crate) features: Features,
}

/// A default value: how descriptors write it, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Default {
    pub(crate) text: String,
    /// Kept for types that turn out to be enums.
    pub(crate) is_identifier: bool,
    pub(crate) span: Span,
}

#[derive(Debug, Default)]
pub(crate) struct Enum {
    pub(crate) name: Name,
    pub(crate) full_name: String,
    pub(crate) parent: Option<usize>,
    pub(crate) values: Vec<EnumValue>,
    pub(crate) reserved: Reserved,
    pub(crate) options: Option<OptionsId>,
    pub(crate) visibility: Visibility,
    pub(crate) features: Features,
}

#[derive(Debug)]
pub(crate) struct EnumValue {
    pub(crate) name: Name,
    pub(crate) number: i32,
    pub(crate) number_span: Span,
    pub(crate) options: Option<OptionsId>,
}

#[derive(Debug, Default)]
pub(crate) struct Service {
    pub(crate) name: Name,
    pub(crate) full_name: String,
    pub(crate) methods: Vec<Method>,
    pub(crate) options: Option<OptionsId>,
}

#[derive(Debug, Default)]
pub(crate) struct Method {
    pub(crate) name: Name,
    pub(crate) input: Name,
    pub(crate) output: Name,
    pub(crate) client_streaming: bool,
    pub(crate) server_streaming: bool,
    pub(crate) options: Option<OptionsId>,
}
