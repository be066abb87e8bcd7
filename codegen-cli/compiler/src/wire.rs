//! The wire format, written.

/// Bytes of a message under construction.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub(crate) bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub(crate) fn tag(&mut self, number: i32, wire_type: u8) {
        self.varint(u64::from(number as u32) << 3 | u64::from(wire_type));
    }

    /// A field that holds an integer, an enum value or a truth value.
    pub(crate) fn int(&mut self, number: i32, value: i32) {
        self.tag(number, 0);
        self.varint(i64::from(value) as u64);
    }

    pub(crate) fn bytes(&mut self, number: i32, value: &[u8]) {
        self.tag(number, 2);
        self.varint(value.len() as u64);
        self.bytes.extend_from_slice(value);
    }

    /// A string field, left out if it is empty.
    pub(crate) fn text(&mut self, number: i32, value: &str) {
        if !value.is_empty() {
            self.bytes(number, value.as_bytes());
        }
    }

    /// A field that holds what `write` writes.
    pub(crate) fn message(&mut self, number: i32, write: impl FnOnce(&mut Self)) {
        self.tag(number, 2);
        let start = self.bytes.len();
        // Most messages are short, so that one byte for the length needs no moving.
        self.bytes.push(0);
        write(self);
        let length = self.bytes.len() - start - 1;
        if let (Ok(short @ 0..=0x7f), Some(byte)) =
            (u8::try_from(length), self.bytes.get_mut(start))
        {
            *byte = short;
            return;
        }
        let mut prefix = Self::default();
        prefix.varint(length as u64);
        self.bytes.splice(start..=start, prefix.bytes);
    }

    /// Numbers in one field, behind each other.
    pub(crate) fn packed(&mut self, number: i32, values: impl Iterator<Item = i32>) {
        self.message(number, |w| values.for_each(|value| w.varint(i64::from(value) as u64)));
    }
}
