//! Descriptors as text, with the names of all fields, those of custom options too.

use std::collections::HashMap;
use std::fmt::Write as _;

use prost::Message as _;
use prost::bytes::Buf as _;
use prost::encoding::{WireType, decode_key, decode_varint};
use prost_types::field_descriptor_proto::Type;
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};
use typewright_compiler::Compiled;

/// The fields of messages by their numbers, as compiled descriptors say.
#[derive(Default)]
pub(crate) struct Schema {
    messages: HashMap<String, HashMap<u32, FieldDescriptorProto>>,
}

impl Schema {
    /// The schema of all files, which must have `descriptor.proto` among them.
    pub(crate) fn new(compiled: &Compiled) -> Self {
        let mut schema = Self::default();
        for file in &compiled.files {
            let file = FileDescriptorProto::decode(&*file.descriptor).unwrap();
            let package = file.package.clone().unwrap_or_default();
            let scope = if package.is_empty() { String::new() } else { format!(".{package}") };
            schema.extensions(&file.extension);
            file.message_type.iter().for_each(|message| schema.message(&scope, message));
        }
        schema
    }

    fn message(&mut self, scope: &str, message: &DescriptorProto) {
        let name = format!("{scope}.{}", message.name());
        let fields = self.messages.entry(name.clone()).or_default();
        fields.extend(message.field.iter().map(|field| (field.number() as u32, field.clone())));
        self.extensions(&message.extension);
        message.nested_type.iter().for_each(|nested| self.message(&name, nested));
    }

    fn extensions(&mut self, extensions: &[FieldDescriptorProto]) {
        for field in extensions {
            let mut own = field.clone();
            own.name = Some(format!("[{}]", field.name()));
            let of = self.messages.entry(field.extendee().to_owned()).or_default();
            of.insert(field.number() as u32, own);
        }
    }

    /// The text of an encoded `FileDescriptorProto`.
    pub(crate) fn file(&self, bytes: &[u8]) -> String {
        let mut out = String::new();
        self.fields(&mut out, ".google.protobuf.FileDescriptorProto", &mut &*bytes, 0);
        out
    }

    fn fields(&self, out: &mut String, message: &str, bytes: &mut &[u8], depth: usize) {
        while bytes.has_remaining() {
            let (number, wire) = decode_key(bytes).unwrap();
            if wire == WireType::EndGroup {
                return;
            }
            let field = self.messages.get(message).and_then(|fields| fields.get(&number));
            let unknown = FieldDescriptorProto::default();
            let (name, field) = match field {
                Some(field) => (field.name().to_owned(), field),
                None => (number.to_string(), &unknown),
            };
            let pad = "  ".repeat(depth);
            let kind = field.r#type.and_then(|kind| Type::try_from(kind).ok());
            let value = match wire {
                WireType::Varint => (decode_varint(bytes).unwrap() as i64).to_string(),
                WireType::ThirtyTwoBit => match kind {
                    Some(Type::Float) => format!("{:?}", bytes.get_f32_le()),
                    _ => format!("0x{:08x}", bytes.get_u32_le()),
                },
                WireType::SixtyFourBit => match kind {
                    Some(Type::Double) => format!("{:?}", bytes.get_f64_le()),
                    _ => format!("0x{:016x}", bytes.get_u64_le()),
                },
                WireType::StartGroup => {
                    writeln!(out, "{pad}{name} (group) {{").unwrap();
                    self.fields(out, field.type_name(), bytes, depth + 1);
                    writeln!(out, "{pad}}}").unwrap();
                    continue;
                }
                WireType::LengthDelimited | WireType::EndGroup => {
                    let length = usize::try_from(decode_varint(bytes).unwrap()).unwrap();
                    let (mut inner, rest) = bytes.split_at(length);
                    *bytes = rest;
                    match kind {
                        Some(Type::Message) if name == "location" => location(inner),
                        Some(Type::Message) => {
                            writeln!(out, "{pad}{name} {{").unwrap();
                            self.fields(out, field.type_name(), &mut inner, depth + 1);
                            writeln!(out, "{pad}}}").unwrap();
                            continue;
                        }
                        Some(Type::String) if str::from_utf8(inner).is_ok() => {
                            format!("{:?}", String::from_utf8_lossy(inner))
                        }
                        _ => format!("bytes {}", inner.escape_ascii()),
                    }
                }
            };
            writeln!(out, "{pad}{name}: {value}").unwrap();
        }
    }
}

/// A location in one line: its path, the lines and columns from 0, and its comments.
fn location(bytes: &[u8]) -> String {
    let location = prost_types::source_code_info::Location::decode(bytes).unwrap();
    let join = |numbers: &[i32], by: &str| {
        numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(by)
    };
    let mut text = format!("{} @ {}", join(&location.path, "."), join(&location.span, ":"));
    for comment in &location.leading_detached_comments {
        write!(text, " detached {comment:?}").unwrap();
    }
    for (kind, comment) in
        [("leading", &location.leading_comments), ("trailing", &location.trailing_comments)]
    {
        if let Some(comment) = comment {
            write!(text, " {kind} {comment:?}").unwrap();
        }
    }
    text
}
