//! All mistakes of an item show at once.
use typewright::Stringer;

#[derive(Stringer)]
#[stringer(rename_all = "kebab_case")]
enum Access {
    #[stringer(renmae = "r")]
    Read,
    #[stringer(default_with = String)]
    Other,
}

fn main() {
    println!("{}", Access::Read);
    let _ = "r".parse::<Access>().map(|access| access.as_str().len() + Access::NAMES.len());
}
