//! Fields that a request gets when its author left them out: an id of its own, and the mask of an
//! update.

use std::hash::{BuildHasher, Hasher};

use bytes::{Buf, Bytes};
use prost::Message;
use prost::encoding::{DecodeContext, decode_key, message, skip_field, string};

use crate::routing::last_field;

/// The fields of an update ([AIP-134](https://google.aip.dev/134)): its mask, its resource, and
/// those of the resource that a client may change, by number and name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Masked {
    pub(crate) mask: u32,
    pub(crate) resource: u32,
    pub(crate) fields: &'static [(u32, &'static str)],
}

/// `google.protobuf.FieldMask`.
#[derive(Clone, PartialEq, Message)]
struct Mask {
    #[prost(string, repeated, tag = "1")]
    paths: Vec<String>,
}

/// The request with an id, if it has none. All attempts at a call have the same one.
pub(crate) fn with_id(request: Bytes, number: u32) -> Bytes {
    if last_field(request.clone(), number).is_some_and(|id| !id.is_empty()) {
        return request;
    }
    let mut bytes = request.to_vec();
    string::encode(number, &uuid(), &mut bytes);
    bytes.into()
}

/// The request with a mask of the fields that its resource has, if it has no mask.
pub(crate) fn with_mask(request: Bytes, masked: Masked) -> Bytes {
    let has_mask = last_field(request.clone(), masked.mask).is_some();
    let Some(resource) = last_field(request.clone(), masked.resource).filter(|_| !has_mask) else {
        return request;
    };
    let set = numbers(resource);
    let named = masked.fields.iter().filter(|(number, _)| set.contains(number));
    let mask = Mask { paths: named.map(|(_, name)| (*name).to_owned()).collect() };
    if mask.paths.is_empty() {
        return request;
    }
    let mut bytes = request.to_vec();
    message::encode(masked.mask, &mask, &mut bytes);
    bytes.into()
}

/// The numbers of the fields of an encoded message, up to where it cannot be read.
fn numbers(mut message: Bytes) -> Vec<u32> {
    let mut numbers = Vec::new();
    while message.has_remaining() {
        let Ok((number, wire)) = decode_key(&mut message) else { break };
        if skip_field(wire, number, &mut message, DecodeContext::default()).is_err() {
            break;
        }
        numbers.push(number);
    }
    numbers
}

/// A random UUID ([RFC 9562, section 5.4](https://www.rfc-editor.org/rfc/rfc9562#section-5.4)).
fn uuid() -> String {
    // The standard library seeds its hashers at random, each differently.
    let random = || std::hash::RandomState::new().build_hasher().finish();
    let (high, low) = (random(), random());
    let high = high & !0xf000 | 0x4000;
    let low = low & !(0b11 << 62) | 0b10 << 62;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::{uuid, with_id, with_mask};

    #[test]
    fn an_id_is_a_uuid_and_no_other() {
        let (one, other) = (uuid(), uuid());
        assert_ne!(one, other);
        assert_eq!(one.len(), 36);
        assert_eq!(&one[14..15], "4");
        assert!(matches!(&one[19..20], "8" | "9" | "a" | "b"), "{one}");
        let filled = with_id("".into(), 3);
        assert_eq!(with_id(filled.clone(), 3), filled);
    }

    #[test]
    fn a_mask_names_what_is_set() {
        const FIELDS: &[(u32, &str)] = &[(1, "title"), (2, "pages"), (3, "tags")];
        let masked = super::Masked { mask: 2, resource: 1, fields: FIELDS };
        // A resource with its fields 2 and 3, and 9, which no client may change.
        let request = bytes::Bytes::from_static(&[0x0a, 7, 0x10, 5, 0x1a, 1, b'x', 0x48, 1]);
        let filled = with_mask(request.clone(), masked);
        assert_eq!(filled[..9], request[..]);
        assert_eq!(&filled[9..], b"\x12\x0d\x0a\x05pages\x0a\x04tags");
        assert_eq!(with_mask(filled.clone(), masked), filled);
    }
}
