//! Keys that are given twice, in one list or in two.
use typewright::Stringer;

#[derive(Stringer)]
#[stringer(rename_all = "lowercase")]
#[stringer(rename_all = "UPPERCASE")]
enum Mode {
    #[stringer(rename = "r", alias = "a", alias = "b", rename = "read")]
    Read,
}

fn main() {}
