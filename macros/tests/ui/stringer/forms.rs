//! Variants that are written and read in two ways, or in none.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(transparent, display = "{0}")]
    One(u8),
    #[stringer(transparent)]
    Two(u8, u8),
    #[stringer(catch_all)]
    Three,
    #[stringer(catch_all = 1)]
    Four(String),
}

#[derive(typewright::Stringer)]
enum B {
    #[stringer(catch_all)]
    One(String),
    #[stringer(catch_all)]
    Two(u8),
}

fn main() {}
