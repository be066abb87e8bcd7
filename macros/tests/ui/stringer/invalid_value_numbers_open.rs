//! An open enum has a value for every number.

#[typewright::open]
enum Code {
    #[stringer(numbers = [2, 3..])]
    Good = 1,
}

fn main() {
    let _ = Code(1);
}
