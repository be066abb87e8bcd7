//! Texts that are the same once their case is changed.
#[derive(typewright::Stringer)]
#[stringer(rename_all = "lowercase")]
enum A {
    ReadOnly,
    Readonly,
}

fn main() {}
