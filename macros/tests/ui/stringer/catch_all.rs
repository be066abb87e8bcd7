//! One variant takes whatever has no name, in its one field.

use typewright::Stringer;

#[derive(Stringer)]
enum Nothing {
    Named,
    #[stringer(catch_all)]
    Other,
}

#[derive(Stringer)]
enum Two {
    Named,
    #[stringer(catch_all)]
    Other(u8, u8),
}

#[derive(Stringer)]
enum Again {
    #[stringer(catch_all)]
    One(u8),
    #[stringer(catch_all)]
    Other(u8),
}

fn main() {}
