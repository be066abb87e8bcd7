//! A text that only the compiler could compute.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(rename = concat!("o", "ne"))]
    One,
}

fn main() {}
