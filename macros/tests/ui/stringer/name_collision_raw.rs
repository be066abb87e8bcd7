//! A raw identifier is the name behind its `r#`.

use typewright::Stringer;

#[derive(Stringer)]
#[stringer(rename_all = "lowercase")]
enum Word {
    Type,
    r#type,
    #[stringer(alias = "match")]
    Case,
    r#match,
}

fn main() {}
