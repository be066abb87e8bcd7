//! `strum_discriminants` with what it cannot take.

#[derive(typewright::EnumDiscriminants)]
#[strum_discriminants(name = "Kind", vis(everyone), derive("Hash"))]
enum Mode {
    #[strum_discriminants()]
    Read,
    #[strum_discriminants]
    Write,
}

fn main() {}
