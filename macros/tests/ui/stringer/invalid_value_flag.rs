//! Values for keys that take none.
#[derive(typewright::Stringer)]
#[stringer(ignore_case = "yes", serde(all), docs = 1, acronyms = maybe)]
enum A {
    One,
}

fn main() {}
