//! What a file's syntax or edition says about its items, and what the items say for themselves.
//!
//! proto2 and proto3 are two more sets of defaults, as in the specification of editions, so the
//! rest of the source needs no case for each syntax:
//! <https://protobuf.dev/editions/features/>.

use super::descriptor::{DescriptorProto, FeatureSet, FieldProto, File};
use super::lower::is_map_entry;
use crate::model::Presence;

/// The editions that we can read, by their numbers in `descriptor.proto`: 2023 and 2024.
pub(super) const EDITIONS: [i32; 2] = [1000, 1001];

/// Resolved features of one item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Features {
    pub(super) presence: Presence,
    pub(super) open_enums: bool,
    pub(super) packed: bool,
    pub(super) delimited: bool,
}

impl Features {
    /// The features of a file: the defaults of its syntax or edition, and its own.
    pub(super) fn of(file: &File) -> Self {
        let (presence, modern) = match file.syntax() {
            "proto3" => (Presence::Implicit, true),
            "editions" => (Presence::Explicit, true),
            _ => (Presence::Explicit, false),
        };
        let defaults = Self { presence, open_enums: modern, packed: modern, delimited: false };
        defaults.with(file.options.as_ref().and_then(|o| o.features))
    }

    /// These features with those that an item sets for itself.
    pub(super) fn with(mut self, own: Option<FeatureSet>) -> Self {
        let own = own.unwrap_or_default();
        self.presence = match own.field_presence {
            Some(1) => Presence::Explicit,
            Some(2) => Presence::Implicit,
            Some(3) => Presence::Required,
            _ => self.presence,
        };
        let choose = |own: Option<i32>, first: bool, now: bool| match own {
            Some(1) => first,
            Some(2) => !first,
            _ => now,
        };
        self.open_enums = choose(own.enum_type, true, self.open_enums);
        self.packed = choose(own.repeated_field_encoding, true, self.packed);
        self.delimited = choose(own.message_encoding, false, self.delimited);
        self
    }

    /// The features of a field inside of a message with these; maps are never delimited.
    pub(super) fn of_field(self, field: &FieldProto, around: &DescriptorProto) -> Self {
        let sum = field.oneof_index.and_then(|i| around.oneofs.get(usize::try_from(i).ok()?));
        let sum = sum.and_then(|s| s.options.as_ref()).and_then(|o| o.features);
        let mut own = self.with(sum).with(field.options.as_ref().and_then(|o| o.features));
        let name = field.type_name().rsplit('.').next().unwrap_or_default();
        let map = around.messages.iter().any(|m| is_map_entry(m) && m.name() == name);
        own.delimited &= field.kind() == 11 && !map && !is_map_entry(around);
        own
    }
}
