//! The spellings of strum.
#[derive(typewright::Stringer)]
#[stringer(serialize_all = "snake_case", ascii_case_insensitive)]
enum A {
    #[stringer(to_string = "one", serialize = "1")]
    One,
}

fn main() {}
