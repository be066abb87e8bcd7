//! Every kind of data.
#[derive(typewright::Stringer)]
enum A {
    Tuple(u8),
    Pair(u8, u8),
    Named { field: u8 },
    Empty(),
    Braces {},
}

fn main() {}
