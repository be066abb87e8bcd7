//! Types of variants that cannot be made.
#[derive(typewright::Discriminants)]
#[stringer(discriminants(name(Kind), vis = "", derive(Hash)))]
enum A {
    One(u8),
    #[stringer(discriminants)]
    Two,
}

#[derive(typewright::Discriminants)]
#[stringer(discriminants(name = "a kind", derive = "Hash", vis = "public"))]
enum B {
    #[stringer(discriminants(rename = "x"))]
    One(u8),
    #[stringer(discriminant(default))]
    Two,
}

#[derive(typewright::Discriminants)]
#[stringer(discriminants(vis = pub, derive(Hash)))]
enum C {}

fn main() {
    let _ = A::Two.discriminant();
    let _ = ADiscriminants::One;
}
