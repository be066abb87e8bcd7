//! A derive that does not exist.
#[derive(typewright::Stringer)]
#[stringer(only(Dispaly, Clone))]
enum A {
    One,
}

fn main() {}
