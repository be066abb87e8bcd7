//! What is no list of numbers.

use typewright::TryFromRepr;

#[derive(TryFromRepr)]
#[repr(u8)]
enum Code {
    #[stringer(numbers = 1)]
    A,
    #[stringer(numbers = [])]
    B,
    #[stringer(numbers)]
    C,
    #[stringer(numbers = ["one", 1.5, f(), 10..=9, 20..20, 30..=, 1 + x, ...])]
    D,
    #[stringer(numbers = [40, , 41])]
    E,
    #[stringer(numbers(50, 51))]
    F,
}

fn main() {
    let _ = Code::try_from(1).is_ok();
}
