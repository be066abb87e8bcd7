//! Values that are no constants, of two types, or of none that is known; names that are none.
#[derive(typewright::EnumProperty)]
enum A {
    #[stringer(props(one = 1 + 1, two = f(), three = Some(1), four, five(a), self = 1))]
    One,
    #[stringer(props(size = 1u8, text = "a", other = b::C, size = 2))]
    Two,
    #[stringer(props(size = 1u16, text = 1))]
    Three,
    #[stringer(props = 3)]
    Four,
}

#[derive(typewright::Stringer)]
#[stringer(also(EnumProperty, EnumMessage))]
#[stringer(props(size(type = "u", defualt = 3), list(type = "[u8; { 1 }]"), as_str = "a", code(type = 3)))]
enum B {
    #[stringer(props(sise = 3, message = 4))]
    One,
}

fn main() {}
