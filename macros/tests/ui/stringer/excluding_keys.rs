//! Keys of a variant that cannot both hold.

use typewright::Stringer;

#[derive(Stringer)]
enum Shade {
    #[stringer(skip, catch_all)]
    Light(u8),
    #[stringer(display = "{0}", transparent)]
    Dark(u8),
    #[stringer(flatten, display = "{0}")]
    Deep(u8),
}

fn main() {}
