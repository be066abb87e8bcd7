//! Keys that strum does not have, on the enum, a variant and a field, and of a derive that used to
//! swallow them.

use typewright::{Display, EnumIs, EnumString};

#[derive(Display, EnumString)]
#[strum(serialise_all = "lowercase", rename_all = "lowercase")]
enum Mode {
    #[strum(to_sting = "r")]
    Read,
    Write {
        #[strum(default_wiht = "make")]
        at: u8,
    },
}

#[derive(EnumIs)]
enum Side {
    #[strum(disable)]
    Left,
}

fn main() {
    let _ = (Mode::Read.to_string(), "x".parse::<Mode>(), Side::Left.is_left());
}
