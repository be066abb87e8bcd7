//! Two items of one name.
#[derive(typewright::Stringer)]
#[stringer(item(as_str(name = "iter"), NAMES(name = "ALL"), COUNT(name = "ALL")))]
enum A {
    One,
}

fn main() {}
