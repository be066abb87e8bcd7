//! Tags that are none, texts that are none, patterns without a place, and keys that two variants have.
#[derive(typewright::Localize)]
#[stringer(key = "colours")]
enum A {
    #[stringer(locale(german_ = "Rot", de = 3, fr_CA = "a", fr_ca = "b"), key = 3)]
    One,
    #[stringer(locale = "Rot", key = "a.three")]
    Two,
    Three,
}

fn main() {
    let _ = A::Two.key();
}
