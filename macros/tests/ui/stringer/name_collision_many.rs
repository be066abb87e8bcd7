//! More than two of one text.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(rename = "x")]
    One,
    #[stringer(rename = "x")]
    Two,
    #[stringer(rename = "x")]
    Three,
}

fn main() {}
