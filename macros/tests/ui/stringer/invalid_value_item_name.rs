//! Names that are none, and a visibility that is none.
#[derive(typewright::Stringer)]
#[stringer(item(
    as_str(name = "the label"),
    NAMES(name = "fn", vis = "public"),
    COUNT(doc = 3, name = "A", name = "B"),
    iter,
    COUNT(name = "C")
))]
enum A {
    One,
}

fn main() {
    let _ = A::One.as_str();
}
