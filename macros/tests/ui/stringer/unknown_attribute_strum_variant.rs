//! The spellings of strum, on variants.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(disabled, detailed_message = "one")]
    One,
    #[stringer(default)]
    Other(String),
}

fn main() {}
