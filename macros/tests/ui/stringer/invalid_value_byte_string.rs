//! A text of bytes.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(rename = b"one", alias = c"two")]
    One,
}

fn main() {}
