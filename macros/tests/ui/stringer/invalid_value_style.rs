//! Styles of other tools.
#[derive(typewright::Stringer)]
#[stringer(rename_all = "title case")]
enum A {
    One,
}

#[derive(typewright::Stringer)]
#[stringer(rename_all = "kebab_case")]
enum B {
    One,
}

#[derive(typewright::Stringer)]
#[stringer(rename_all = "snek")]
enum C {
    One,
}

fn main() {}
