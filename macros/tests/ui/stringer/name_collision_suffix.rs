//! What stands around every name makes some of them equal to an alias.

use typewright::Stringer;

#[derive(Stringer)]
#[stringer(suffix = "-mode", rename_all = "lowercase")]
enum Mode {
    Read,
    #[stringer(alias = "read-mode")]
    Write,
}

fn main() {}
