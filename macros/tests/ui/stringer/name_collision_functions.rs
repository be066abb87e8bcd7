//! Functions that two variants would have, or that are there already.
#[derive(typewright::Stringer)]
#[stringer(also(EnumIs, EnumTryAs), item(try_as_ref(name = "as_{}"), try_as(name = "{}")))]
enum A {
    HTTP(u8),
    Http(u16),
    Str(u32),
    Super(u64),
    Type(u128),
}

fn main() {
    let _ = A::HTTP(1).is_http();
}
