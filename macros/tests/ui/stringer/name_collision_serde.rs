//! Texts that serde names alike.
#[derive(typewright::Stringer, serde::Serialize)]
#[stringer(serde)]
enum A {
    One,
    #[serde(rename = "One")]
    Two,
}

fn main() {}
