//! The spellings of clap.
#[derive(typewright::Stringer)]
enum A {
    #[stringer(name = "one", aliases = "1")]
    One,
}

fn main() {}
