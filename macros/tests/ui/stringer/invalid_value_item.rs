//! Items that are not made, and settings that say nothing.
#[derive(typewright::Stringer)]
#[stringer(item(as_string(name = "label"), NAMES(nam = "LABELS"), COUNT = 3, is(name = "is"), iter()))]
#[stringer(item(NAMES(name = "LABELS")))]
enum A {
    One,
}

fn main() {}
