//! Files of an edition ▶ the proto3 form that prost-build can read.
//!
//! What features say about a field is written down the old way: presence as `optional` or
//! `required`, packing as an option, delimited messages as groups. Closed enums and unchecked UTF-8
//! have no old way under proto3; prost has neither.

use prost::Message as _;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};

use super::descriptor;
use super::features::Features;
use crate::model::Presence;

/// The encoded descriptor as it came, or in proto3 form where the file has an edition.
pub(super) fn lowered(file: &descriptor::File, bytes: &[u8]) -> Vec<u8> {
    if file.syntax() != "editions" {
        return bytes.to_vec();
    }
    let Ok(mut plain) = FileDescriptorProto::decode(bytes) else { return bytes.to_vec() };
    plain.syntax = Some("proto3".to_owned());
    let features = Features::of(file);
    for (message, shadow) in plain.message_type.iter_mut().zip(&file.messages) {
        lower_message(message, shadow, features);
    }
    plain.encode_to_vec()
}

fn lower_message(
    message: &mut DescriptorProto,
    shadow: &descriptor::DescriptorProto,
    outer: Features,
) {
    let features = outer.with(shadow.options.as_ref().and_then(|o| o.features));
    for (nested, shadow) in message.nested_type.iter_mut().zip(&shadow.messages) {
        lower_message(nested, shadow, features);
    }
    for (field, proto) in message.field.iter_mut().zip(&shadow.fields) {
        lower_field(field, features.of_field(proto, shadow));
    }
}

fn lower_field(field: &mut FieldDescriptorProto, features: Features) {
    let message = field.r#type() == Type::Message;
    match field.label() {
        Label::Repeated => {
            field.options.get_or_insert_default().packed.get_or_insert(features.packed);
        }
        _ if features.presence == Presence::Required && field.oneof_index.is_none() => {
            field.set_label(Label::Required);
        }
        // A group is optional to prost only when it says so.
        _ if field.oneof_index.is_none() && features.presence == Presence::Explicit => {
            field.proto3_optional = Some(!message || features.delimited);
        }
        _ => {}
    }
    if features.delimited {
        field.set_type(Type::Group);
        if field.label() == Label::Optional && field.oneof_index.is_none() {
            field.proto3_optional = Some(true);
        }
    }
}
