//! Keys that do not exist.
use typewright::Stringer;

#[derive(Stringer)]
#[stringer(rename_al = "lowercase", colour)]
enum Mode {
    #[stringer(aliass = "r", rename_all = "lowercase")]
    Read,
    #[stringer(hide(a, b), Rename = "w")]
    Write,
}

fn main() {}
