//! Messages that are no texts, and keys that are nearly theirs.
#[derive(typewright::EnumMessage)]
enum A {
    #[stringer(message, detail = 3)]
    One,
    #[stringer(detailed_message = "two", mesage = "two")]
    Two,
}

fn main() {
    let _ = A::One.message();
}
