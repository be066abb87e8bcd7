//! An open enum with a parameter.
#[typewright::open]
enum A<T> {
    One,
    Two(T),
}

fn main() {}
