//! What variants hold, where serde's text or number cannot.

#[derive(typewright::Stringer)]
#[stringer(also(Serialize, Deserialize))]
enum Text<'a> {
    A,
    B(u8),
    #[stringer(catch_all)]
    C(&'a str),
}

#[derive(typewright::Serialize, typewright::Deserialize)]
#[stringer(serde_as = "integer")]
enum Number {
    A,
    B { x: u8 },
    #[stringer(catch_all)]
    C(String),
}

#[derive(typewright::Deserialize)]
enum Borrowed {
    #[stringer(catch_all)]
    C(&'static str),
}

fn main() {}
