//! Keys that are given twice, in one list and in two.
#[derive(typewright::Stringer)]
#[stringer(rename_all = "lowercase", rename_all = "UPPERCASE")]
#[stringer(ignore_case, ignore_case)]
enum A {
    One,
}

fn main() {}
