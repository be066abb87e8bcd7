//! What cannot be flattened.
use typewright::{EnumIter, Stringer};

#[derive(Stringer)]
enum A<T> {
    #[stringer(flatten)]
    One(T),
    #[stringer(flatten, display = "x")]
    Two(u8),
    #[stringer(flatten, parse = false)]
    Three(u8),
}

struct Plain;

#[derive(EnumIter)]
enum B {
    #[stringer(flatten)]
    One(Plain),
}

fn main() {}
