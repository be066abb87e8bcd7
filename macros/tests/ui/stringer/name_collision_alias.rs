//! An alias that is its own name.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(alias = "One")]
    One,
}

fn main() {}
