//! Enums that are no flags, and types that cannot be made for them.
#[derive(typewright::Flags)]
#[stringer(flags(name = a::B, vis = "public", vis(pub), derive(1)))]
#[repr(i8)]
enum A {
    One = 1,
    Two,
    #[stringer(rename = "a|b", alias = "7up")]
    Three = -1,
}

#[derive(typewright::Flags)]
#[stringer(flags)]
#[repr(u8)]
enum B {
    High = 1 << 8,
}

#[derive(typewright::Flags)]
#[stringer(flags(name = "1", ,))]
#[repr(u8)]
enum C { A, B, C, D, E, F, G, H, I }

#[derive(typewright::Flags)]
enum D {
    Wide = LIMIT,
}

const LIMIT: isize = 1 << 40;

fn main() {
    let _ = AFlags::One;
}
