//! Derives of one part on what is no enum.
#[derive(typewright::Display)]
struct A;

#[derive(typewright::FromStr)]
struct B(u8);

#[derive(typewright::EnumIter)]
union C {
    a: u8,
}

fn main() {}
