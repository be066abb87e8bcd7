//! Half of an error.

use typewright::EnumString;

fn make(_: &str) -> u8 {
    0
}

#[derive(EnumString)]
#[strum(parse_err_ty = u8)]
enum Type {
    A,
}

#[derive(EnumString)]
#[strum(parse_err_fn = make)]
enum Function {
    A,
}

fn main() {}
