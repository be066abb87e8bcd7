//! Texts that two variants have: strum would never give the second one.

use typewright::EnumString;

#[derive(EnumString)]
#[strum(ascii_case_insensitive)]
enum Folded {
    Foo,
    FOO,
}

#[derive(EnumString)]
#[strum(serialize_all = "lowercase")]
enum Exact {
    #[strum(serialize = "a", serialize = "b")]
    First,
    #[strum(serialize = "b")]
    Second,
    A,
}

fn main() {}
