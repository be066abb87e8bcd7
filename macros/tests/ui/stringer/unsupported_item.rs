//! Items that are no enum of names.
use typewright::Stringer;

#[derive(Stringer)]
struct Point {
    x: u8,
}

#[derive(Stringer)]
union Bits {
    byte: u8,
}

fn main() {
    let _ = Point { x: 0 }.to_string();
    let _ = Bits { byte: 0 }.to_string();
}
