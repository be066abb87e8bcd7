//! Texts that name what a variant does not hold.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(display = "v{majr}.{2}")]
    One { major: u8, minor: u8 },
    #[stringer(display = "{2} {field} {1}")]
    Two(u8, u8),
    #[stringer(display = "{0}")]
    Three,
    #[stringer(display = "{} {} {}")]
    Four(u8, u8),
    #[stringer(display = "{}")]
    Five { field: u8 },
    #[stringer(display = "{0:width$}")]
    Six(u8),
}

fn main() {}
