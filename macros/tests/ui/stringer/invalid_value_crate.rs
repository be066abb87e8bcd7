//! Crates that are no path.
#[derive(typewright::Stringer)]
#[stringer(crate = "not a path")]
enum A {
    One,
}

#[derive(typewright::Stringer)]
#[stringer(crate = typewright)]
enum B {
    One,
}

fn main() {}
