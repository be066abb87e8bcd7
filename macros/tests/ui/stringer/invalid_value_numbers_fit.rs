//! Numbers that the compiler has something against, at their places.

use typewright::FromRepr;

#[derive(FromRepr)]
#[repr(u8)]
enum Code {
    #[stringer(numbers = [300, -1])]
    Good = 0,
    #[stringer(numbers = [MISSING])]
    Bad = 5,
}

fn main() {
    let _ = Code::from_repr(1);
}
