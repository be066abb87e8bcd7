//! Prefixes that are no text.
#[derive(typewright::Stringer)]
#[stringer(prefix = 'p', suffix = 1.0, trim_prefix)]
enum A {
    One,
}

fn main() {}
