//! Parts that have a place for each variant.
#[derive(typewright::EnumSet)]
enum A {
    One,
    Two(u8),
    #[stringer(skip)]
    Three,
}

#[derive(typewright::Stringer)]
#[stringer(also(EnumNext, TryFromRepr))]
enum B {
    #[stringer(skip)]
    One { field: u8 },
    Two,
}

fn main() {}
