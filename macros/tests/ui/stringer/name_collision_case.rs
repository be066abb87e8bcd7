//! Texts that differ in case alone, where it does not count.
#[derive(typewright::Stringer)]
#[stringer(ignore_case)]
enum A {
    Foo,
    FOO,
    #[stringer(alias = "foo")]
    Bar,
}

fn main() {}
