//! Items that a derive does not work on.

use typewright::{EnumString, EnumTable, VariantArray};

#[derive(EnumString)]
struct Mode;

#[derive(VariantArray)]
#[strum(prefix = "a")]
enum Data {
    Unit,
    Empty(),
    Full { a: u8 },
}

#[derive(EnumTable)]
#[strum(prefix = "a")]
enum Generic<T> {
    #[strum(disabled)]
    A(T),
}

fn main() {}
