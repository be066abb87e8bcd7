//! Names of an open enum that are one.
#[typewright::open(rename_all = "lowercase")]
enum A {
    One,
    ONE,
}

fn main() {}
