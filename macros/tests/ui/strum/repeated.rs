//! One key twice.

#[derive(typewright::EnumMessage)]
#[strum(prefix = "a")]
#[strum(prefix = "b")]
enum Mode {
    #[strum(message = "a", message = "b", serialize = "c", serialize = "d")]
    Read,
}

fn main() {}
