//! Forms of serde's data, and parts of an open enum, that are none.

use typewright::Stringer;

#[derive(Stringer)]
#[stringer(also(Serialise), serde_as = "integr", serde_crate = 1, clap_crate = "a b")]
enum A {
    X,
}

#[derive(typewright::Serialize)]
#[stringer(serde_as)]
enum B {
    X,
}

#[typewright::open(also(Serialize, FromRepr))]
enum C {
    X,
}

fn main() {
    let _ = (A::X, B::X, C::X);
}
