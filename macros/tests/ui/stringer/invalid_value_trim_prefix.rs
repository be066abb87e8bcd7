//! A prefix that no variant has.
#[derive(typewright::Stringer)]
#[stringer(trim_prefix = "Token")]
enum Token {
    Int,
    Text,
}

fn main() {}
