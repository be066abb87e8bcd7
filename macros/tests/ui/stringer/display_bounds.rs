//! Fields that cannot be shown, and fields that cannot be read.
use typewright::{Display, FromStr};

struct Opaque;

#[derive(Display)]
enum A {
    #[stringer(display = "<{0}>")]
    One(Opaque),
    #[stringer(transparent)]
    Two(Opaque),
}

#[derive(FromStr)]
enum B {
    #[stringer(display = "<{0}>")]
    One(Vec<u8>),
    #[stringer(display = "{name:x}")]
    Two { name: String },
}

fn main() {}
