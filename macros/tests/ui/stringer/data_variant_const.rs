//! Parts that put values into constants.
#[derive(typewright::Stringer)]
#[stringer(also(VariantArray, ConstFromStr))]
enum A {
    One(u8),
    Two,
    Three { field: u8 },
    #[stringer(skip)]
    Four(u8),
    Five(),
}

#[derive(typewright::VariantArray)]
enum B {
    One(u8),
}

fn main() {}
