//! Keys of an open enum that are misspelled.
#[typewright::open(prefx = "a")]
enum A {
    #[stringer(renam = "one")]
    One,
}

fn main() {}
