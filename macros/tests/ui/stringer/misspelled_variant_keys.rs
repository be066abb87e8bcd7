//! Keys of variants, nearly right.

use typewright::Stringer;

#[derive(Stringer)]
enum Shade {
    #[stringer(renmae = "pale")]
    Light,
    #[stringer(aliass = "dim")]
    Dark,
    #[stringer(catchall)]
    Other(u8),
    #[stringer(defualt_with = "make")]
    Made(u8),
}

fn main() {}
