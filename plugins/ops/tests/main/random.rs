//! Random messages from fixed seeds.

use std::collections::BTreeMap;

use prost::Message as _;
use prost_types::value::Kind as JsonKind;
use prost_types::{Any, Duration, FieldMask, ListValue, Struct, Timestamp, Value as JsonValue};

use typewright_ops::dynamic::DynamicMessage;
use typewright_ops::well_known::DURATION;

use crate::schema::{Choice, KINDS, Kinds, Known, Lists, MAPS, Maps, Optionals, Packed, World};

/// Marsaglia's xorshift, 64 bits.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        random.next();
        random
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.one_in(2).then(|| make(self))
    }

    fn list<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(4)).map(|_| make(self)).collect()
    }

    fn map<K: Ord, V>(&mut self, mut make: impl FnMut(&mut Self) -> (K, V)) -> BTreeMap<K, V> {
        (0..self.below(4)).map(|_| make(self)).collect()
    }

    fn i64(&mut self) -> i64 {
        match self.below(4) {
            0 => self.pick(&[0, 1, -1, i64::MIN, i64::MAX]),
            1 => self.next() as i8 as i64,
            _ => self.next() as i64,
        }
    }

    fn u64(&mut self) -> u64 {
        match self.below(3) {
            0 => self.pick(&[0, 1, u64::MAX]),
            _ => self.next(),
        }
    }

    fn i32(&mut self) -> i32 {
        match self.below(3) {
            0 => self.pick(&[0, 1, -1, i32::MIN, i32::MAX]),
            _ => self.next() as i32,
        }
    }

    fn u32(&mut self) -> u32 {
        self.i32() as u32
    }

    fn f64(&mut self) -> f64 {
        match self.below(4) {
            0 => self.pick(&[0.0, -0.0, 1.0, -2.5, 0.1, f64::MAX, f64::MIN_POSITIVE, 5e-324]),
            1 => self.pick(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY]),
            _ => self.finite(),
        }
    }

    fn finite(&mut self) -> f64 {
        let number = f64::from_bits(self.next());
        if number.is_finite() { number } else { self.next() as i32 as f64 / 8.0 }
    }

    fn f32(&mut self) -> f32 {
        match self.below(4) {
            0 => self.pick(&[0.0, -0.0, 0.1, 16_777_216.0, f32::MAX, f32::MIN_POSITIVE, 1e-45]),
            1 => self.pick(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY]),
            _ => {
                let number = f32::from_bits(self.next() as u32);
                if number.is_nan() { 0.3 } else { number }
            }
        }
    }

    fn string(&mut self) -> String {
        const CHARS: [char; 20] = [
            'a', 'Z', '0', ' ', '-', '=', ',', '"', '\\', '\n', '\0', '@', ':', '{', '~', '\u{7f}',
            'ä', '→', '\u{2028}', '🦀',
        ];
        (0..self.below(8)).map(|_| self.pick(&CHARS)).collect()
    }

    fn bytes(&mut self) -> Vec<u8> {
        (0..self.below(8)).map(|_| self.next() as u8).collect()
    }

    fn color(&mut self) -> i32 {
        self.pick(&[0, 1, 2, -1, 77, i32::MAX])
    }

    fn timestamp(&mut self) -> Timestamp {
        let seconds = -62_135_596_800 + self.below(315_537_897_600) as i64;
        Timestamp { seconds, nanos: self.nanos() }
    }

    fn duration(&mut self) -> Duration {
        let sign = self.pick(&[1, -1]);
        let seconds = i64::from(sign) * self.below(315_576_000_000) as i64;
        Duration { seconds, nanos: sign * self.nanos() }
    }

    fn nanos(&mut self) -> i32 {
        let digits = self.pick(&[1, 1_000, 1_000_000, 1_000_000_000]);
        (self.below(1_000_000_000) / digits * digits) as i32
    }

    fn json(&mut self, depth: u32) -> JsonValue {
        let kind = match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => JsonKind::NullValue(0),
            1 => JsonKind::NumberValue(self.finite()),
            2 => JsonKind::StringValue(self.string()),
            3 => JsonKind::BoolValue(self.one_in(2)),
            4 => JsonKind::ListValue(self.json_list(depth - 1)),
            _ => JsonKind::StructValue(self.object(depth - 1)),
        };
        JsonValue { kind: Some(kind) }
    }

    fn json_list(&mut self, depth: u32) -> ListValue {
        ListValue { values: self.list(|r| r.json(depth)) }
    }

    fn object(&mut self, depth: u32) -> Struct {
        Struct { fields: self.map(|r| (r.string(), r.json(depth))) }
    }

    /// Its bytes are in our encoder's form: two encoders may differ in what they leave out.
    fn any(&mut self) -> Any {
        let (table, value) = match self.below(3) {
            0 => (&KINDS, self.kinds().encode_to_vec()),
            1 => (&DURATION, self.duration().encode_to_vec()),
            _ => (&MAPS, self.maps().encode_to_vec()),
        };
        let message = DynamicMessage::decode(table, &value).expect("prost's bytes");
        let type_url = format!("type.googleapis.com/{}", table.id);
        Any { type_url, value: message.encode() }
    }

    fn mask(&mut self) -> FieldMask {
        let paths = ["name", "display_name", "topic.kms_key_name", "a", "b.c.d_e_f"];
        FieldMask { paths: self.list(|r| r.pick(&paths).to_owned()) }
    }

    pub(crate) fn kinds(&mut self) -> Kinds {
        Kinds {
            a_double: self.f64(),
            a_float: self.f32(),
            an_int32: self.i32(),
            an_int64: self.i64(),
            a_uint32: self.u32(),
            a_uint64: self.u64(),
            a_sint32: self.i32(),
            a_sint64: self.i64(),
            a_fixed32: self.u32(),
            a_fixed64: self.u64(),
            a_sfixed32: self.i32(),
            a_sfixed64: self.i64(),
            a_bool: self.one_in(2),
            a_string: self.string(),
            some_bytes: self.bytes(),
            a_color: self.color(),
        }
    }

    fn optionals(&mut self) -> Optionals {
        Optionals {
            a_double: self.maybe(Self::f64),
            a_float: self.maybe(Self::f32),
            an_int32: self.maybe(Self::i32),
            an_int64: self.maybe(Self::i64),
            a_uint32: self.maybe(Self::u32),
            a_uint64: self.maybe(Self::u64),
            a_sint32: self.maybe(Self::i32),
            a_sint64: self.maybe(Self::i64),
            a_fixed32: self.maybe(Self::u32),
            a_fixed64: self.maybe(Self::u64),
            a_sfixed32: self.maybe(Self::i32),
            a_sfixed64: self.maybe(Self::i64),
            a_bool: self.maybe(|r| r.one_in(2)),
            a_string: self.maybe(Self::string),
            some_bytes: self.maybe(Self::bytes),
            a_color: self.maybe(Self::color),
        }
    }

    fn lists(&mut self) -> Lists {
        Lists {
            a_double: self.list(Self::f64),
            a_float: self.list(Self::f32),
            an_int32: self.list(Self::i32),
            an_int64: self.list(Self::i64),
            a_uint32: self.list(Self::u32),
            a_uint64: self.list(Self::u64),
            a_sint32: self.list(Self::i32),
            a_sint64: self.list(Self::i64),
            a_fixed32: self.list(Self::u32),
            a_fixed64: self.list(Self::u64),
            a_sfixed32: self.list(Self::i32),
            a_sfixed64: self.list(Self::i64),
            a_bool: self.list(|r| r.one_in(2)),
            a_string: self.list(Self::string),
            some_bytes: self.list(Self::bytes),
            a_color: self.list(Self::color),
        }
    }

    /// The two list messages differ on the wire only, and each reads the other's form.
    fn packed(&mut self) -> Packed {
        Packed::decode(self.lists().encode_to_vec().as_slice()).expect("the same fields")
    }

    fn maps(&mut self) -> Maps {
        Maps {
            labels: self.map(|r| (r.string(), r.string())),
            weights: self.map(|r| (r.i32(), r.f64())),
            blobs: self.map(|r| (r.one_in(2), r.bytes())),
            colors: self.map(|r| (r.u64(), r.color())),
            inner_kinds: self.map(|r| (r.i64(), r.kinds())),
            switches: self.map(|r| (r.u32(), r.one_in(2))),
            spans: self.map(|r| (r.string(), r.duration())),
        }
    }

    fn known(&mut self) -> Known {
        Known {
            at: self.maybe(Self::timestamp),
            span: self.maybe(Self::duration),
            mask: self.maybe(Self::mask),
            object: self.maybe(|r| r.object(3)),
            any_json: self.maybe(|r| r.json(3)),
            list: self.maybe(|r| r.json_list(2)),
            any: self.maybe(Self::any),
            empty: self.maybe(|_| ()),
            wide: self.maybe(Self::f64),
            narrow: self.maybe(Self::f32),
            int64: self.maybe(Self::i64),
            uint64: self.maybe(Self::u64),
            int32: self.maybe(Self::i32),
            uint32: self.maybe(Self::u32),
            on: self.maybe(|r| r.one_in(2)),
            text: self.maybe(Self::string),
            blob: self.maybe(Self::bytes),
            times: self.list(Self::timestamp),
            values: self.list(|r| r.json(2)),
        }
    }

    fn choice(&mut self) -> Choice {
        match self.below(7) {
            0 => Choice::Text(self.string()),
            1 => Choice::Number(self.i64()),
            2 => Choice::Color(self.color()),
            3 => Choice::Inner(self.kinds()),
            4 => Choice::Wait(self.duration()),
            5 => Choice::Json(self.json(2)),
            _ => Choice::Nothing(()),
        }
    }

    pub(crate) fn world(&mut self, depth: u32) -> World {
        World {
            kinds: self.maybe(Self::kinds),
            optionals: self.maybe(Self::optionals),
            lists: self.maybe(Self::lists),
            packed: self.maybe(Self::packed),
            maps: self.maybe(Self::maps),
            known: self.maybe(Self::known),
            myself: (depth > 0).then(|| self.maybe(|r| Box::new(r.world(depth - 1)))).flatten(),
            children: if depth > 0 { self.list(|r| r.world(depth - 1)) } else { Vec::new() },
            all_kinds: self.list(Self::kinds),
            group: self.maybe(Self::kinds),
            must: self.i32(),
            choice: self.maybe(Self::choice),
            last: self.one_in(2),
        }
    }
}
