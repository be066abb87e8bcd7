//! Texts that are the same once their prefix is gone.
#[derive(typewright::Stringer)]
#[stringer(trim_prefix = "A")]
enum A {
    AOne,
    One,
}

fn main() {}
