//! Lists with nothing in them, and nothing where a list is.
#[derive(typewright::Stringer)]
#[stringer]
enum A {
    #[stringer = "one"]
    One,
    #[stringer(,)]
    Two,
}

fn main() {}
