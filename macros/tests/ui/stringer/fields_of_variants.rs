//! Keys of variants do not stand on fields.

use typewright::Stringer;

#[derive(Stringer)]
enum Shade {
    Light(#[stringer(rename = "pale")] u8),
    Dark {
        #[stringer(default)]
        depth: u8,
    },
}

fn main() {}
