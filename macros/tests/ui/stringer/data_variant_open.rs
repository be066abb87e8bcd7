//! An open enum with data.
#[typewright::open]
enum A {
    One(u8),
    Two,
}

fn main() {}
