//! Functions that make nothing, or something else.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(default_with = one)]
    One,
    #[stringer(default_with = two())]
    Two(u8),
    Three(#[stringer(default_with)] u8),
    Four(#[stringer(default_wiht = four)] u8),
    Five(#[stringer(rename = "six")] u8),
    #[stringer(skip = "yes")]
    Six,
}

#[derive(typewright::EnumIter)]
enum B {
    #[stringer(default_with = wrong)]
    One(u8),
    Two(#[stringer(default_with = "missing::two")] u8),
}

fn wrong() -> u8 {
    0
}

fn main() {}
