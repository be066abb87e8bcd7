//! Entries that are separated by something else.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(rename = "one"; alias = "1")]
    One,
    #[stringer(rename = "two" alias = "2")]
    Two,
}

fn main() {}
