//! Fields that no text gives and that have no default.
#[derive(Debug)]
struct Opaque;

#[derive(typewright::Stringer)]
enum A {
    One(u8, Opaque),
    Two { good: u8, bad: &'static mut [Opaque] },
    #[stringer(skip)]
    Three(Opaque),
    Four(#[stringer(default_with = opaque)] Opaque),
}

fn opaque() -> Opaque {
    Opaque
}

fn main() {}
