//! Numbers that only the compiler knows to meet.

use typewright::FromRepr;

const LIMIT: u8 = 6;

#[derive(FromRepr)]
#[repr(u8)]
enum Code {
    #[stringer(numbers = [4..=LIMIT])]
    Good = 0,
    Bad = 5,
}

fn main() {
    let _ = Code::from_repr(1);
}
