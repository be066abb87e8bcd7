//! Values of the wrong kind, and attributes that cannot be read.
use typewright::Stringer;

#[derive(Stringer)]
#[stringer(rename_all = 1, crate = "not a path")]
enum Kinds {
    #[stringer(rename)]
    A,
    #[stringer(rename = B, alias = b"b", alias = -1)]
    B,
    #[stringer(alias(text = "c"))]
    C,
}

#[derive(Stringer)]
#[stringer(rename_all = "spongebob")]
enum Style {}

#[derive(Stringer)]
#[stringer]
enum Empty {}

#[derive(Stringer)]
#[stringer = "lowercase"]
enum Equals {}

#[derive(Stringer)]
enum Syntax {
    #[stringer("a", rename("a"), rename =, alias = "x" "y", = "z", renam = "a")]
    A,
    #[stringer(rename = {}, alias = ("a" "b"), alias [c], alias(alias("d") e))]
    B,
}

fn main() {}
