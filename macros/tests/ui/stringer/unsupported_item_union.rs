//! The derives of one part say what they work on.

use typewright::{Display, EnumIter, FromRepr};

#[derive(Display)]
union Bits {
    whole: u8,
}

#[derive(EnumIter)]
struct Unit;

#[derive(FromRepr)]
struct Pair(u8, u8);

fn main() {}
