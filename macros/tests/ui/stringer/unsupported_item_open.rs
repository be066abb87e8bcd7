//! `open` on what is no enum.
#[typewright::open]
struct A(u8);

#[typewright::open]
fn b() {}

fn main() {}
