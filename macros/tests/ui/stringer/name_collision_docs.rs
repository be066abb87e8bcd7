//! Texts that are the same first line.
#[derive(typewright::Stringer)]
#[stringer(docs)]
enum A {
    /// It fails.
    One,
    /// It fails
    Two,
}

fn main() {}
