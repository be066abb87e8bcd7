//! Names of derives, nearly right.

use typewright::Stringer;

#[derive(Stringer)]
#[stringer(also(EnumIterator, FromRpr, EnumTryas, Discriminant))]
enum Shade {
    Light,
}

fn main() {}
