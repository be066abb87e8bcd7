//! A mistake shows once a derive that reads the attribute.
#[derive(typewright::Display)]
#[stringer(rename_al = "lowercase")]
enum A {
    One,
}

fn main() {}
