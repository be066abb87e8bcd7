//! Texts that would stand for two values.
use typewright::Stringer;

#[derive(Stringer)]
#[stringer(rename_all = "lowercase")]
enum Mode {
    Read,
    #[stringer(rename = "read")]
    Write,
    #[stringer(alias = "x", alias = "x", alias = "append")]
    Append,
    #[stringer(alias = "read")]
    Both,
    APPEND,
}

fn main() {}
