//! The spellings of enumer and parse-display.
#[derive(typewright::Stringer)]
#[stringer(trimprefix = "A", addprefix = "b", style = "lowercase")]
enum A {
    AOne,
}

fn main() {}
