//! Keys of enums, nearly right.

use typewright::Stringer;

#[derive(Stringer)]
#[stringer(rename_al = "kebab-case", ignorecase, sufix = "x", trimprefix = "y")]
enum Shade {
    Light,
}

fn main() {}
