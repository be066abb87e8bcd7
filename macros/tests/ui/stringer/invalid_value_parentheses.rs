//! A value in parentheses.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(rename("one"))]
    One,
}

fn main() {}
