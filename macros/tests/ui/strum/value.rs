//! Values of the wrong kind.

use typewright::{EnumProperty, EnumString};

#[derive(EnumString)]
#[strum(prefix, ascii_case_insensitive = "yes", crate = "not a path")]
enum Mode {
    #[strum(default = "true")]
    Read(String),
    #[strum(serialize = 1, to_string, default_with = 3)]
    Write(u8),
}

#[derive(EnumProperty)]
enum Side {
    #[strum(props(weight = 1.5, plain, big = 0x8000_0000_0000_0000))]
    Left,
    #[strum(props = "x")]
    Right,
}

fn main() {
    let _ = Side::Left;
}
