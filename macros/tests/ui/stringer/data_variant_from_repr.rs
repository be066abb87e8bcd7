//! Discriminants of variants with data.
#[derive(typewright::FromRepr)]
#[repr(u8)]
enum A {
    One(u8) = 1,
    Two = 2,
}

fn main() {}
