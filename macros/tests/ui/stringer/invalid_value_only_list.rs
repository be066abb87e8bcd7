//! A choice of derives that is no list.
#[derive(typewright::Stringer)]
#[stringer(only = "Display", also)]
enum A {
    One,
}

fn main() {}
