//! Code that uses the impls does not fail as well.
use typewright::Stringer;

#[derive(Stringer, Debug, PartialEq)]
enum Access {
    #[stringer(rename = 1)]
    Read,
}

fn main() {
    let text = Access::Read.to_string();
    let access: Access = text.parse().unwrap();
    let again = Access::try_from(access.as_str()).unwrap();
    let text: &str = again.as_ref();
    assert_eq!(Access::NAMES, [text]);
}
