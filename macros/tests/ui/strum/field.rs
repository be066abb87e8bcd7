//! Variants whose fields are not what a key asks for.

use typewright::{AsRefStr, Display, EnumString, IntoStaticStr};

#[derive(AsRefStr, Display)]
enum Shown {
    #[strum(transparent)]
    None,
    #[strum(transparent)]
    Two(u8, u8),
    #[strum(to_string = "{0} {2} {}")]
    Tuple(u8, u8),
    #[strum(to_string = "{colour:>wdth$}")]
    Named { color: u8, width: usize },
}

#[derive(EnumString)]
enum Taken {
    #[strum(default)]
    First(String),
    #[strum(default)]
    Second(String),
    #[strum(default)]
    Third { a: String, b: String },
}

#[derive(IntoStaticStr)]
#[strum(const_into_str)]
enum Constant {
    #[strum(transparent)]
    Inner(&'static str),
}

fn main() {}
