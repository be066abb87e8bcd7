//! Texts that are the same words.
#[derive(typewright::Stringer)]
#[stringer(acronyms, rename_all = "snake_case")]
enum A {
    HttpServer,
    HTTPServer,
}

fn main() {}
