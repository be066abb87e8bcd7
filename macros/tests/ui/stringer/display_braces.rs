//! Texts that are no formats.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(display = "{0")]
    One(u8),
    #[stringer(display = "0} {0:q} {0:.}")]
    Two(u8),
    #[stringer(display = concat!("a", "b"))]
    Three(u8),
    #[stringer(display)]
    Four,
}

fn main() {}
