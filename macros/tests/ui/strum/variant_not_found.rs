use std::str::FromStr;

use typewright::{EnumString, ParseError};

#[derive(EnumString)]
#[strum(crate = "typewright")]
enum Colour {
    Red,
}

fn main() {
    match Colour::from_str("red") {
        Ok(Colour::Red) => {}
        Err(ParseError::VariantNotFound) => {}
    }
}
