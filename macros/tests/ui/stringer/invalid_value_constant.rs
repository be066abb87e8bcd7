//! A text that is a constant.
const ONE: &str = "one";

#[derive(typewright::Stringer)]
enum A {
    #[stringer(rename = ONE)]
    One,
}

fn main() {}
