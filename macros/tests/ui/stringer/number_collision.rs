//! Numbers that two variants have.

use typewright::TryFromRepr;

#[derive(TryFromRepr)]
#[repr(u8)]
enum Code {
    #[stringer(numbers = [1, 4..=7, 200..])]
    Good = 0,
    #[stringer(numbers = [6..9, 250, 1])]
    Bad = 5,
    #[stringer(numbers = [30, 30, 40..=45, 43, ..])]
    Same = 20,
    #[stringer(numbers = [..])]
    Rest = 21,
}

fn main() {
    let _ = Code::try_from(1).is_ok();
}
