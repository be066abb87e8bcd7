//! Texts that cannot be read back.
use typewright::{Display, FromStr};

#[derive(Display, FromStr)]
enum A {
    #[stringer(display = "{a}{b:?}")]
    One { a: u8, b: u8 },
    #[stringer(display = "{0}-{0}")]
    Two(u8),
    #[stringer(display = "{0}{0:p}", parse = false)]
    Three(&'static u8),
    #[stringer(parse = false)]
    Four,
    #[stringer(default)]
    Five(u8),
}

#[derive(Display)]
enum B {
    #[stringer(display = "{a}{b:?}")]
    One { a: u8, b: u8 },
}

fn main() {}
