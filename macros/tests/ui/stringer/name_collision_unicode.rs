//! Names are compared byte by byte; only the case of ASCII letters is folded.

use typewright::Stringer;

#[derive(Stringer)]
#[stringer(ignore_case)]
enum Umlaut {
    #[stringer(rename = "Äpfel")]
    Apples,
    #[stringer(rename = "ÄPFEL", alias = "äpfel")]
    Pears,
    #[stringer(rename = "ÄpfeL")]
    More,
}

fn main() {}
